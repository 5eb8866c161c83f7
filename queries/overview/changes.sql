-- One row per flag that is new, graver or gone since the month before: at most 200, the gravest first.
-- label: 与上月相比
-- params: year, month, counties, departments, agencies, books, categories, key_only, profile
-- returns: change, change_flags, project_id, pro_name, rule, rule_label, severity, severity_before, amount
with chosen as (
    select project_id, rule, month, severity, severity_rank, amount
    from flags
    where profile = $profile and fiscal_year = $year and month in ($month, $month - 1)
        and picked($counties, mof_div_code) and picked($departments, dept_code)
        and picked($agencies, agency_code) and picked($books, budget_book)
        and picked($categories, pro_category) and (not $key_only or is_key)
),

compared as (
    select
        coalesce(now.project_id, before.project_id) as project_id,
        coalesce(now.rule, before.rule) as rule,
        now.severity,
        before.severity as severity_before,
        coalesce(now.severity_rank, before.severity_rank) as severity_rank,
        coalesce(now.amount, before.amount) as amount,
        case
            when before.project_id is null then 'new'
            when now.project_id is null then 'cleared'
            when now.severity_rank < before.severity_rank then 'worse'
            else 'same'
        end as change
    from (select * from chosen where month = $month) as now
    full outer join (select * from chosen where month = $month - 1) as before
        on now.project_id = before.project_id and now.rule = before.rule
)

select
    compared.change,
    count(*) over (partition by compared.change) as change_flags,
    compared.project_id,
    projects.pro_name,
    compared.rule,
    rules_info.label as rule_label,
    compared.severity,
    compared.severity_before,
    compared.amount
from compared
inner join projects on compared.project_id = projects.project_id
inner join rules_info on compared.rule = rules_info.rule
where compared.change <> 'same'
order by compared.severity_rank, compared.amount desc nulls last, compared.project_id, compared.rule
limit 200
