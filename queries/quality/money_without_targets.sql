-- One row per project with a budget or payments and not one performance indicator.
-- label: 有钱没有目标
-- sentence: 预算 {adjusted_budget}，累计支付 {paid_to_date}，没有一个绩效指标
-- remedy: 补报绩效目标和指标；没有目标的不能安排预算
-- params: year, month, counties, departments, agencies, books, categories, key_only
-- returns: project_id, mof_div_code, mof_div_name, dept_code, dept_name, pro_code, pro_name, adjusted_budget, paid_to_date
select p.project_id, p.mof_div_code, p.mof_div_name, p.dept_code, p.dept_name, p.pro_code, p.pro_name, m.adjusted_budget, m.paid_to_date
from project_months as m
join projects as p on p.project_no = m.project_no
where m.fiscal_year = $year and m.month = $month and m.indicators_all = 0
    and (m.adjusted_budget > 0 or m.paid_to_date <> 0)
    and picked($counties, p.mof_div_code) and picked($departments, p.dept_code)
    and picked($agencies, p.agency_code) and picked($books, p.budget_book)
    and picked($categories, p.pro_category) and (not $key_only or p.is_key)
order by m.adjusted_budget desc nulls last, p.project_id
