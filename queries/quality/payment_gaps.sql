-- One row per project whose payments by month have a month missing in between.
-- label: 支付月份不连续
-- sentence: {pro_name} 的累计支付缺少中间月份，累计数可能偏小
-- params: year, month
-- returns: project_id, pro_name, dept_name, month, paid_to_date
select m.project_id, p.pro_name, p.dept_name, m.month, m.paid_to_date
from project_months as m
join projects as p on p.project_id = m.project_id
where m.fiscal_year = $year and m.month = $month and m.paid_gap
order by m.project_id
