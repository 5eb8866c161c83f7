-- One row per flag that is new, graver or gone since the month before: at most 200, the gravest first.
-- label: 与上月相比
-- params: year, month, counties, departments, agencies, books, categories, key_only, profile
-- returns: change, change_flags, project_id, pro_name, rule, rule_label, severity, severity_before, amount
with changed as (
    select project_no, rule, severity, severity_of(rank_before) as severity_before, severity_rank, amount,
           if(rank_before is null, 'new', 'worse') as change
    from flags
    where profile = $profile and fiscal_year = $year and month = $month
        and (rank_before is null or severity_rank < rank_before)
        and picked($counties, mof_div_code) and picked($departments, dept_code)
        and picked($agencies, agency_code) and picked($books, budget_book)
        and picked($categories, pro_category) and (not $key_only or is_key)
    union all
    select project_no, rule, null, severity, severity_rank, amount, 'cleared'
    from flags
    where profile = $profile and fiscal_year = $year and month = $month - 1 and rank_after is null
        and picked($counties, mof_div_code) and picked($departments, dept_code)
        and picked($agencies, agency_code) and picked($books, budget_book)
        and picked($categories, pro_category) and (not $key_only or is_key)
),

gravest as (
    select *, count(*) over (partition by change) as change_flags
    from changed
    order by severity_rank, amount desc nulls last, project_no, rule
    limit 200
)

select
    gravest.change,
    gravest.change_flags,
    projects.project_id,
    projects.pro_name,
    gravest.rule,
    rules_info.label as rule_label,
    gravest.severity,
    gravest.severity_before,
    gravest.amount
from gravest
inner join projects on gravest.project_no = projects.project_no
inner join rules_info on gravest.rule = rules_info.rule
order by gravest.severity_rank, gravest.amount desc nulls last, gravest.project_no, gravest.rule
