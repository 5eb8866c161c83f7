-- One row per flag of the project at the month, gravest first, with the month it was first raised this year.
-- label: 项目的预警
-- params: month, project, profile
-- returns: rule, severity, severity_rank, observed, expected, limit_value, amount, details, run, first_month, profile, version
with raised as (
    select
        flags.rule, flags.month, flags.severity, flags.severity_rank, flags.observed, flags.expected,
        flags.limit_value, flags.amount, flags.details, flags.run,
        min(flags.month) over (partition by flags.rule) as first_month
    from flags
    inner join project_keys as p on p.project_no = flags.project_no
    where flags.profile = $profile and p.project_id = $project and flags.month <= $month
)

select
    raised.rule, raised.severity, raised.severity_rank, raised.observed, raised.expected, raised.limit_value,
    raised.amount, raised.details, raised.run, raised.first_month, profiles.profile, profiles.version
from raised
inner join profiles on profiles.profile = $profile
inner join rules_info on rules_info.rule = raised.rule
where raised.month = $month
order by raised.severity_rank, raised.amount desc nulls last, rules_info.position
