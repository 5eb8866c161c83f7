-- One row per project with the head and the total money row of its official form at the month.
-- label: 表单的项目和资金
-- params: year, month, project, counties, departments, agencies, books, categories, key_only
-- returns: project_id, fiscal_year, month, mof_div_code, mof_div_name, dept_code, dept_name, agency_code, agency_name, pro_code, pro_name, initial_budget, adjusted_budget, paid_to_date, execution_rate, expected_year_paid, printed_score, goal_text, result_text
select
    p.project_id, p.fiscal_year, m.month, p.mof_div_code, p.mof_div_name, p.dept_code, p.dept_name, p.agency_code,
    p.agency_name, p.pro_code, p.pro_name, m.initial_budget, m.adjusted_budget, m.paid_to_date,
    ppm(m.paid_to_date, m.adjusted_budget) as execution_rate, p.expected_year_paid, p.printed_score, p.goal_text,
    p.result_text
from projects as p
inner join project_months as m on m.project_no = p.project_no and m.month = $month
where
    p.fiscal_year = $year
    and ($project = '' or p.project_id = $project)
    and picked($counties, p.mof_div_code)
    and picked($departments, p.dept_code)
    and picked($agencies, p.agency_code)
    and picked($books, p.budget_book)
    and picked($categories, p.pro_category)
    and (not $key_only or p.is_key)
order by p.project_id
