-- One row per indicator of the project with its latest observation at the month and its course up to it.
-- label: 项目的绩效指标
-- params: month, project, profile
-- returns: indicator_no, level1, level2, level3, target, sign, unit, target_told, weight, actual, actual_told, actual_signed, observed_month, indicator_status, completion_rate, expected_completion_rate, uncapped, met, severity, direction, direction_guessed, accumulation, accumulation_guessed, completion_course, cause, note, measure
with lines as (
    select
        max(if(name = 'yellow', cast(value as bigint), null)) as yellow,
        max(if(name = 'red', cast(value as bigint), null)) as red
    from profile_limits
    where rule = 'target_deviation' and profile = $profile
),

rounds as (
    select count(*) as due_rounds
    from round_reports
    where profile = $profile and project_id = $project and round <= $month
),

reports as materialized (
    select
        indicator_no, month, valid_to, actual, actual_signed, comparable, uncapped, completion, met,
        expected_completion, completion_ratio, cause, note, measure
    from observations
    where project_id = $project and month <= $month
),

courses as (
    select reports.indicator_no, list(cast(reports.completion as double) * 100 order by steps.month) as completion_course
    from reports
    inner join profile_months as steps on steps.month between reports.month and reports.valid_to
    where reports.comparable and steps.profile = $profile and steps.month <= $month
    group by reports.indicator_no
)

select
    i.indicator_no, i.level1, i.level2, i.level3, i.target, i.sign, i.unit, target_told(i.target, i.sign, i.unit) as target_told,
    i.weight, o.actual, actual_told(o.actual, i.unit) as actual_told, o.actual_signed, o.month as observed_month,
    case
        when o.comparable then 'comparable'
        when o.month is not null then 'not_comparable'
        when rounds.due_rounds > 0 then 'unreported'
        else 'not_due'
    end as indicator_status,
    ppm_of(o.completion) as completion_rate, ppm_of(o.expected_completion) as expected_completion_rate,
    ppm_of(o.uncapped) as uncapped, o.met,
    case
        when o.completion_ratio < lines.red then 'red'
        when o.completion_ratio < lines.yellow then 'yellow'
    end as severity,
    i.direction, i.direction_guessed, i.accumulation, i.accumulation_guessed, courses.completion_course,
    coalesce(b.cause, o.cause) as cause, coalesce(b.note, o.note) as note, coalesce(b.measure, o.measure) as measure
from indicators as i
cross join lines
cross join rounds
left join reports as o on o.indicator_no = i.indicator_no and o.valid_to >= $month
left join blank_observations as b on b.project_no = i.project_no and b.indicator_no = i.indicator_no and b.month = $month
left join courses on courses.indicator_no = i.indicator_no
where i.project_id = $project
order by severity nulls last, i.weight desc nulls last, i.indicator_no
