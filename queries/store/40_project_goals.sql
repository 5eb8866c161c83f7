-- One row per project and month with a report: its completion from then on, until `valid_to`, from the latest
-- comparable observation of each indicator. Between two reports of a project nothing of it changes.
-- `months` are those with an observation of any of its indicators, `full_months` those with one of each.
create temp table project_reports as
select i.project_no, bit_or(coalesce(w.months, 0)) as months, bit_and(coalesce(w.months, 0)) as full_months,
       sum(cast(i.weight_used * 10000 as bigint)) as weight_all
from base.indicators as i
left join written_months as w on w.project_no = i.project_no and w.indicator_no = i.indicator_no
group by i.project_no;

create temp table project_goals as
with standing as (
    select o.project_no, n.month, r.months, o.month as observed_month, o.accumulation,
           cast(o.weight_used * 10000 as bigint) as weight, pico(o.completion) as completion,
           pico(o.expected_completion) as expected, o.elapsed_num, o.elapsed_den, o.completion_ratio, o.uncapped,
           o.may_exceed
    from base.observations as o
    join project_reports as r on r.project_no = o.project_no
    join base.month_numbers as n on n.month between o.month and o.valid_to and has_month(r.months, n.month)
    where o.comparable
),
progressed as (
    select s.*, case s.accumulation when 'cumulative' then s.completion
               else (2 * s.completion * s.elapsed_num + s.elapsed_den) // (2 * s.elapsed_den) end as progress
    from standing as s
),
summed as (
    select project_no, month, max(months) as months, sum(weight) as weights, sum(weight * completion) as completed,
           sum(weight * expected) as expected, sum(weight * progress) as progressed,
           max(observed_month) as observed_month, count(*) as indicators_compared,
           min(completion_ratio) as worst_completion,
           min(case when accumulation = 'point_in_time' and weight > 0 then completion_ratio end)
               as worst_point_completion,
           max(case when may_exceed then ppm_of(uncapped) end) as best_uncapped
    from progressed
    group by project_no, month
)
select project_no, month, stands_until(months, month) as valid_to, observed_month, indicators_compared,
       worst_completion, worst_point_completion, best_uncapped,
       case when weights > 0 then floor_share(completed, weights) end as completion_pico,
       case when weights > 0 then floor_share(expected, weights) end as expected_pico,
       case when weights > 0 then floor_share(2 * progressed + weights, 2 * weights) end as progress_pico,
       ppm_of_many(completed, weights * pico(1)) as completion_rate,
       ppm_of_many(expected, weights * pico(1)) as expected_completion_rate,
       ppm_of_many(progressed, weights * pico(1)) as progress_rate,
       case when weights > 0 then ppm_of_many(completed, expected) end as completion_ratio
from summed;
