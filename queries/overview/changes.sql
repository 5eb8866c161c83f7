-- One row per flag that is new, graver or gone since the month before: the five gravest of each; counts are of all.
-- label: 与上月相比
-- params: year, month, counties, departments, agencies, books, categories, key_only, profile
-- returns: change, change_flags, project_id, pro_name, rule, rule_label, severity, severity_before, amount
with changed as materialized (
    select project_no, rule, severity_rank, rank_before, amount, if(rank_before is null, 'new', 'worse') as change
    from flags
    where profile = $profile and fiscal_year = $year and month = $month
        and (rank_before is null or severity_rank < rank_before)
        and picked($counties, mof_div_code) and picked($departments, dept_code)
        and picked($agencies, agency_code) and picked($books, budget_book)
        and picked($categories, pro_category) and (not $key_only or is_key)
    union all
    select project_no, rule, severity_rank, severity_rank, amount, 'cleared'
    from flags
    where profile = $profile and fiscal_year = $year and month = $month - 1 and rank_after is null
        and picked($counties, mof_div_code) and picked($departments, dept_code)
        and picked($agencies, agency_code) and picked($books, budget_book)
        and picked($categories, pro_category) and (not $key_only or is_key)
),

counted as (select change, count(*) as change_flags from changed group by change),

gravest as (
    (select * from changed where change = 'new' order by severity_rank, amount desc nulls last, project_no, rule limit 5)
    union all
    (select * from changed where change = 'worse' order by severity_rank, amount desc nulls last, project_no, rule limit 5)
    union all
    (select * from changed where change = 'cleared' order by severity_rank, amount desc nulls last, project_no, rule limit 5)
)

select
    gravest.change,
    counted.change_flags,
    projects.project_id,
    projects.pro_name,
    gravest.rule,
    rules_info.label as rule_label,
    if(gravest.change = 'cleared', null, severity_of(gravest.severity_rank)) as severity,
    severity_of(gravest.rank_before) as severity_before,
    gravest.amount
from gravest
inner join counted on gravest.change = counted.change
inner join projects on gravest.project_no = projects.project_no
inner join rules_info on gravest.rule = rules_info.rule
order by gravest.severity_rank, gravest.amount desc nulls last, gravest.project_no, gravest.rule
