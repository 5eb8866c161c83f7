-- One row per project whose payments by month have a month missing in between.
-- label: 支付月份不连续
-- sentence: 中间有月份没有支付数据，到 {month} 月累计 {paid_to_date}，可能偏小
-- remedy: 补报缺的月份，或改报累计支付数
-- params: year, month, counties, departments, agencies, books, categories, key_only, page, page_size
-- returns: project_id, mof_div_code, mof_div_name, dept_code, dept_name, pro_code, pro_name, month, paid_to_date
with shown as (
    select f.*
    from findings as f
    where f.kind = 'payment_gaps' and f.fiscal_year = $year and has_month(f.months, $month)
        and picked($counties, f.mof_div_code) and picked($departments, f.dept_code)
        and picked($agencies, f.agency_code) and picked($books, f.budget_book)
        and picked($categories, f.pro_category) and (not $key_only or f.is_key)
    order by f.project_no
    limit $page_size offset ($page - 1) * $page_size
)
select p.project_id, p.mof_div_code, p.mof_div_name, p.dept_code, p.dept_name, p.pro_code, p.pro_name,
       m.month, m.paid_to_date
from shown as f
join projects as p on p.project_no = f.project_no
join project_months as m on m.project_no = f.project_no and m.month = $month
order by p.project_id
