-- One row per project that reports its targets wholly met and has paid nothing of its budget by the month.
-- label: 完成 100% 而没有支付
-- sentence: {observed_month} 月填报完成率 {completion_rate}，到 {month} 月累计支付 {paid_to_date}，预算 {adjusted_budget}
-- remedy: 核对完成值是否属实，或补报支付
-- params: year, month, counties, departments, agencies, books, categories, key_only, page, page_size
-- returns: project_id, mof_div_code, mof_div_name, dept_code, dept_name, pro_code, pro_name, month, observed_month, completion_rate, paid_to_date, adjusted_budget
select p.project_id, p.mof_div_code, p.mof_div_name, p.dept_code, p.dept_name, p.pro_code, p.pro_name,
       m.month, m.observed_month, m.completion_rate, m.paid_to_date, m.adjusted_budget
from findings as f
join projects as p on p.project_no = f.project_no
join project_months as m on m.project_no = f.project_no and m.month = $month
where f.kind = 'complete_unpaid' and f.fiscal_year = $year and has_month(f.months, $month)
    and picked($counties, f.mof_div_code) and picked($departments, f.dept_code)
    and picked($agencies, f.agency_code) and picked($books, f.budget_book)
    and picked($categories, f.pro_category) and (not $key_only or f.is_key)
order by m.adjusted_budget desc, p.project_id
limit $page_size offset ($page - 1) * $page_size
