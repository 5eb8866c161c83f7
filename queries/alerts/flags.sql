-- One row per flag of the month, the gravest first, with the figures its sentence names (details, JSON).
-- label: 预警清单
-- params: year, month, counties, departments, agencies, books, categories, key_only, profile, rules, severities, project, projects
-- returns: fiscal_year, month, mof_div_code, mof_div_name, dept_code, dept_name, agency_name, project_id, pro_code, pro_name, pro_category, budget_book, rule, rule_label, severity, observed, expected, limit_value, amount, run, profile, profile_version, details
select
    flags.fiscal_year,
    flags.month,
    flags.mof_div_code,
    projects.mof_div_name,
    flags.dept_code,
    projects.dept_name,
    projects.agency_name,
    projects.project_id,
    projects.pro_code,
    projects.pro_name,
    projects.pro_category,
    projects.budget_book,
    flags.rule,
    rules_info.label as rule_label,
    flags.severity,
    flags.observed,
    flags.expected,
    flags.limit_value,
    flags.amount,
    flags.run,
    flags.profile,
    profiles.version as profile_version,
    flags.details
from flags
inner join projects on flags.project_no = projects.project_no
inner join rules_info on flags.rule = rules_info.rule
inner join profiles on flags.profile = profiles.profile
where flags.profile = $profile and flags.fiscal_year = $year and flags.month = $month
    and picked($counties, flags.mof_div_code) and picked($departments, flags.dept_code)
    and picked($agencies, flags.agency_code) and picked($books, flags.budget_book)
    and picked($categories, flags.pro_category) and (not $key_only or flags.is_key)
    and picked($rules, flags.rule) and picked_rank($severities, flags.severity_rank)
    and ($project = '' or projects.project_id = $project) and picked($projects, projects.project_id)
order by flags.severity_rank, flags.amount desc nulls last, flags.project_no, rules_info.position
