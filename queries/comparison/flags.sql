-- One row per flag at the last month of its year that is new, worse, better or cleared; the 200 gravest of each change.
-- label: 对照：预警
-- params: profile
-- returns: change, change_flags, fiscal_year, month, project_id, pro_name, dept_name, rule, rule_label, severity, severity_before, amount, details
with standing as (
    select flags.*, projects.project_id from flags
    inner join projects on projects.project_no = flags.project_no
    inner join calendar on calendar.fiscal_year = flags.fiscal_year and calendar.last_month = flags.month
    where flags.profile = $profile
),

earlier as (
    select flags.*, projects.project_id from before.flags as flags
    inner join before.projects as projects on projects.project_no = flags.project_no
    inner join before.calendar as calendar
        on calendar.fiscal_year = flags.fiscal_year and calendar.last_month = flags.month
    where flags.profile = $profile
),

compared as (
    select
        case
            when earlier.project_id is null then 'new'
            when standing.project_id is null then 'cleared'
            when standing.severity_rank < earlier.severity_rank then 'worse'
            else 'better'
        end as change,
        coalesce(standing.fiscal_year, earlier.fiscal_year) as fiscal_year,
        coalesce(standing.month, earlier.month) as month,
        coalesce(standing.project_id, earlier.project_id) as project_id,
        coalesce(standing.rule, earlier.rule) as rule,
        standing.severity,
        earlier.severity as severity_before,
        coalesce(standing.severity_rank, earlier.severity_rank) as severity_rank,
        coalesce(standing.amount, earlier.amount) as amount,
        coalesce(standing.details, earlier.details) as details
    from standing
    full outer join earlier on standing.project_id = earlier.project_id and standing.rule = earlier.rule
    where standing.severity_rank is distinct from earlier.severity_rank
),

ranked as (
    select *, count(*) over (partition by change) as change_flags,
           row_number() over (
               partition by change order by severity_rank, amount desc nulls last, project_id, rule
           ) as place
    from compared
)

select ranked.change, ranked.change_flags, ranked.fiscal_year, ranked.month, ranked.project_id,
       coalesce(projects.pro_name, gone.pro_name) as pro_name, coalesce(projects.dept_name, gone.dept_name) as dept_name,
       ranked.rule, rules_info.label as rule_label, ranked.severity, ranked.severity_before, ranked.amount, ranked.details
from ranked
left join projects on projects.project_id = ranked.project_id
left join before.projects as gone on gone.project_id = ranked.project_id
left join rules_info on rules_info.rule = ranked.rule
where ranked.place <= 200
order by list_position(['new', 'worse', 'better', 'cleared'], ranked.change), ranked.place
