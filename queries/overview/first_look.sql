-- One row per flagged project, the gravest first and then the largest underpaid, at most 10.
-- label: 先看这些项目
-- params: year, month, counties, departments, agencies, books, categories, key_only, denominator, profile
-- returns: project_id, pro_name, dept_name, mof_div_name, severity, rule_labels, execution_rate, expected_rate, execution_gap, completion_rate, underpaid, flagged
with flagged as (
    select
        flags.project_id,
        min(flags.severity_rank) as severity_rank,
        arg_min(flags.severity, flags.severity_rank) as severity,
        string_agg(rules_info.label, '、' order by flags.severity_rank, rules_info.position) as rule_labels
    from flags
    inner join rules_info on flags.rule = rules_info.rule
    where flags.profile = $profile and flags.fiscal_year = $year and flags.month = $month
        and flags.severity_rank <= 3
        and picked($counties, flags.mof_div_code) and picked($departments, flags.dept_code)
        and picked($agencies, flags.agency_code) and picked($books, flags.budget_book)
        and picked($categories, flags.pro_category) and (not $key_only or flags.is_key)
    group by flags.project_id
)

select
    flagged.project_id,
    projects.pro_name,
    projects.dept_name,
    projects.mof_div_name,
    flagged.severity,
    flagged.rule_labels,
    paced.execution_rate,
    paced.expected_rate,
    pace_gap(paced.paid_to_date, paced.due, paced.budget) as execution_gap,
    paced.completion_rate,
    if(paced.paid_to_date is null, null, paced.underpaid) as underpaid,
    count(*) over () as flagged
from flagged
inner join projects on flagged.project_id = projects.project_id
inner join paced_months as paced
    on flagged.project_id = paced.project_id
    and paced.profile = $profile and paced.denominator = $denominator
    and paced.fiscal_year = $year and paced.month = $month
order by flagged.severity_rank, underpaid desc nulls last, flagged.project_id
limit 10
