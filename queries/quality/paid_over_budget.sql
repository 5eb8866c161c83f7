-- One row per project that has paid more than its adjusted budget by the month.
-- label: 支付超过调整后预算
-- sentence: 到 {month} 月累计支付 {paid_to_date}，超过调整后预算 {adjusted_budget}，超出 {excess}
-- remedy: 核对支付数和预算调整；没有办理追加的，按程序追加或收回
-- params: year, month, counties, departments, agencies, books, categories, key_only, page, page_size
-- returns: project_id, mof_div_code, mof_div_name, dept_code, dept_name, pro_code, pro_name, month, paid_to_date, adjusted_budget, excess
select p.project_id, p.mof_div_code, p.mof_div_name, p.dept_code, p.dept_name, p.pro_code, p.pro_name,
       m.month, m.paid_to_date, m.adjusted_budget, m.paid_to_date - m.adjusted_budget as excess
from findings as f
join projects as p on p.project_no = f.project_no
join project_months as m on m.project_no = f.project_no and m.month = $month
where f.kind = 'paid_over_budget' and f.fiscal_year = $year and has_month(f.months, $month)
    and picked($counties, f.mof_div_code) and picked($departments, f.dept_code)
    and picked($agencies, f.agency_code) and picked($books, f.budget_book)
    and picked($categories, f.pro_category) and (not $key_only or f.is_key)
order by excess desc, p.project_id
limit $page_size offset ($page - 1) * $page_size
