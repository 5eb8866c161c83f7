-- One row per project and month whose payment is more than 10 times its average payment of the months before.
-- Exactly 10 times is no finding; at least two earlier months with payments are needed. The factor is this product's.
-- label: 单月支付突增十倍
-- sentence: {month} 月支付 {paid}，此前 {paid_months} 个有支付的月份平均 {usual}
-- remedy: 核对金额单位（元、万元）和小数点；属实的注明原因
-- params: year, month, counties, departments, agencies, books, categories, key_only
-- returns: project_id, mof_div_code, mof_div_name, dept_code, dept_name, pro_code, pro_name, month, paid, paid_months, usual
with running as (
    select m.project_no, m.month, m.paid, sum(m.paid) filter (where m.paid > 0) over earlier as paid_before,
           count(*) filter (where m.paid > 0) over earlier as paid_months
    from project_months as m
    join oddities as x on x.kind = 'payment_jump' and x.project_no = m.project_no
    where m.fiscal_year = $year and m.month <= $month
    window earlier as (partition by m.project_no order by m.month rows between unbounded preceding and 1 preceding)
)
select p.project_id, p.mof_div_code, p.mof_div_name, p.dept_code, p.dept_name, p.pro_code, p.pro_name,
       r.month, r.paid, r.paid_months, mean_of(r.paid_before, r.paid_months) as usual
from running as r
join projects as p on p.project_no = r.project_no
where r.paid_months >= 2 and r.paid * r.paid_months > 10 * r.paid_before
    and picked($counties, p.mof_div_code) and picked($departments, p.dept_code)
    and picked($agencies, p.agency_code) and picked($books, p.budget_book)
    and picked($categories, p.pro_category) and (not $key_only or p.is_key)
order by r.paid desc, p.project_id, r.month
