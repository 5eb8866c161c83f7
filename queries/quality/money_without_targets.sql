-- One row per project with a budget or payments and not one performance indicator.
-- label: 有钱没有目标
-- sentence: 预算 {adjusted_budget}，累计支付 {paid_to_date}，没有一个绩效指标
-- remedy: 补报绩效目标和指标；没有目标的不能安排预算
-- params: year, month, counties, departments, agencies, books, categories, key_only, page, page_size
-- returns: project_id, mof_div_code, mof_div_name, dept_code, dept_name, pro_code, pro_name, adjusted_budget, paid_to_date
select p.project_id, p.mof_div_code, p.mof_div_name, p.dept_code, p.dept_name, p.pro_code, p.pro_name,
       m.adjusted_budget, m.paid_to_date
from findings as f
join projects as p on p.project_no = f.project_no
join project_months as m on m.project_no = f.project_no and m.month = $month
where f.kind = 'money_without_targets' and f.fiscal_year = $year and has_month(f.months, $month)
    and picked($counties, f.mof_div_code) and picked($departments, f.dept_code)
    and picked($agencies, f.agency_code) and picked($books, f.budget_book)
    and picked($categories, f.pro_category) and (not $key_only or f.is_key)
order by m.adjusted_budget desc nulls last, p.project_id
limit $page_size offset ($page - 1) * $page_size
