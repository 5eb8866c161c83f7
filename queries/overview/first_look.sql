-- One row per flagged project, the gravest first and then the largest underpaid, at most 10.
-- label: 先看这些项目
-- params: year, month, counties, departments, agencies, books, categories, key_only, denominator, profile
-- returns: project_id, pro_name, dept_name, mof_div_name, severity, rule_labels, execution_rate, expected_rate, execution_gap, completion_rate, underpaid
with gravest as (
    select project_no, severity_rank, budget, paid_to_date, due, completion_rate, behind(due, paid_to_date) as behind
    from paced_flagged
    where profile = $profile and denominator = $denominator and fiscal_year = $year and month = $month
        and severity_rank <= 3
        and picked($counties, mof_div_code) and picked($departments, dept_code)
        and picked($agencies, agency_code) and picked($books, budget_book)
        and picked($categories, pro_category) and (not $key_only or is_key)
    order by severity_rank, behind desc nulls last, project_no
    limit 10
),

told as (
    select
        flags.project_no,
        string_agg(rules_info.label, '、' order by flags.severity_rank, rules_info.position) as rule_labels
    from gravest
    inner join flags on gravest.project_no = flags.project_no
    inner join rules_info on flags.rule = rules_info.rule
    where flags.profile = $profile and flags.fiscal_year = $year and flags.month = $month and flags.severity_rank <= 3
    group by flags.project_no
)

select
    projects.project_id,
    projects.pro_name,
    projects.dept_name,
    projects.mof_div_name,
    severity_of(gravest.severity_rank) as severity,
    told.rule_labels,
    ppm(gravest.paid_to_date, gravest.budget) as execution_rate,
    expected_rate(gravest.due, gravest.budget) as expected_rate,
    pace_gap(gravest.paid_to_date, gravest.due, gravest.budget) as execution_gap,
    gravest.completion_rate,
    underpaid(gravest.due, gravest.paid_to_date) as underpaid
from gravest
inner join told on gravest.project_no = told.project_no
inner join projects on gravest.project_no = projects.project_no
order by gravest.severity_rank, gravest.behind desc nulls last, gravest.project_no
