-- One row per project with performance indicators, no budget (0 or not stated) and nothing paid.
-- label: 有目标没有钱
-- sentence: 有 {indicators_all} 个指标，预算 {adjusted_budget}，累计支付 {paid_to_date}
-- remedy: 核对项目编码和预算数；项目已取消的，从项目表和指标表一起去掉
-- params: year, month, counties, departments, agencies, books, categories, key_only
-- returns: project_id, mof_div_code, mof_div_name, dept_code, dept_name, pro_code, pro_name, indicators_all, adjusted_budget, paid_to_date
select p.project_id, p.mof_div_code, p.mof_div_name, p.dept_code, p.dept_name, p.pro_code, p.pro_name,
       m.indicators_all, m.adjusted_budget, m.paid_to_date
from project_months as m
join projects as p on p.project_no = m.project_no
where m.fiscal_year = $year and m.month = $month and m.indicators_all > 0
    and coalesce(m.adjusted_budget, 0) = 0 and coalesce(m.paid_to_date, 0) = 0
    and picked($counties, p.mof_div_code) and picked($departments, p.dept_code)
    and picked($agencies, p.agency_code) and picked($books, p.budget_book)
    and picked($categories, p.pro_category) and (not $key_only or p.is_key)
order by p.project_id
