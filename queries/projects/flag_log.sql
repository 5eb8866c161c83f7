-- One row per change of one of the project's flags up to the month, latest first: raised, worse, better or cleared.
-- label: 项目预警变化
-- params: month, project, profile
-- returns: month, rule, change, severity, previous_severity, observed, expected, limit_value, amount, details
with raised as (
    select
        flags.month, flags.rule, flags.severity, flags.severity_rank, flags.observed, flags.expected,
        flags.limit_value, flags.amount, flags.details
    from flags
    inner join project_keys as p on p.project_no = flags.project_no
    where flags.profile = $profile and p.project_id = $project and flags.month <= $month
),

months as (
    select rules.rule, steps.month
    from (select distinct rule from raised) as rules
    inner join profile_months as steps on steps.profile = $profile and steps.month <= $month
),

compared as (
    select
        months.rule, months.month, raised.severity, raised.severity_rank, raised.observed, raised.expected,
        raised.limit_value, raised.amount, raised.details,
        lag(raised.severity) over (partition by months.rule order by months.month) as previous_severity,
        lag(raised.severity_rank) over (partition by months.rule order by months.month) as previous_rank
    from months
    left join raised on raised.rule = months.rule and raised.month = months.month
)

select
    compared.month,
    compared.rule,
    case
        when previous_rank is null then 'new'
        when severity_rank is null then 'cleared'
        when severity_rank < previous_rank then 'worse'
        else 'better'
    end as change,
    severity, previous_severity, observed, expected, limit_value, amount, details
from compared
inner join rules_info on rules_info.rule = compared.rule
where severity_rank is distinct from previous_rank
order by compared.month desc, severity_rank nulls last, rules_info.position
