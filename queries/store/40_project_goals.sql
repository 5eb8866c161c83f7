-- One row per project and month with its completion, from the latest comparable observation of each indicator.
create temp table project_goals as
with standing as (
    select o.project_id, n.month, o.indicator_no, o.month as observed_month, o.accumulation,
           cast(o.weight_used * 10000 as hugeint) as weight, pico(o.completion) as completion,
           pico(o.expected_completion) as expected, o.elapsed_num, o.elapsed_den, o.uncapped, i.direction,
           o.target_number
    from base.observations as o
    join base.indicators as i on i.project_id = o.project_id and i.indicator_no = o.indicator_no
    join base.calendar as c on c.fiscal_year = o.fiscal_year
    join base.month_numbers as n on n.month between o.month and least(o.valid_to, c.last_month)
    where o.comparable
),
progressed as (
    select s.*, case s.accumulation when 'cumulative' then s.completion
               else (2 * s.completion * s.elapsed_num + s.elapsed_den) // (2 * s.elapsed_den) end as progress
    from standing as s
),
summed as (
    select project_id, month, sum(weight) as weights, sum(weight * completion) as completed,
           sum(weight * expected) as expected, sum(weight * progress) as progressed,
           cast(max(observed_month) as integer) as observed_month, count(indicator_no) as indicators_compared,
           min(ppm_int(completion, expected)) as worst_completion,
           min(case when accumulation = 'point_in_time' and weight > 0
               then ppm_int(completion, cast(1000000000000 as hugeint)) end) as worst_point_completion,
           max(case when direction in ('higher', 'exact') and target_number > 0 then ppm_of(uncapped) end)
               as best_uncapped
    from progressed
    group by project_id, month
)
select project_id, month, observed_month, indicators_compared, worst_completion, worst_point_completion,
       best_uncapped,
       case when weights > 0 then completed // weights end as completion_pico,
       case when weights > 0 then expected // weights end as expected_pico,
       case when weights > 0 then (2 * progressed + weights) // (2 * weights) end as progress_pico,
       ppm_int(cast(completed as hugeint), cast(weights as hugeint) * 1000000000000) as completion_rate,
       ppm_int(cast(expected as hugeint), cast(weights as hugeint) * 1000000000000) as expected_completion_rate,
       ppm_int(cast(progressed as hugeint), cast(weights as hugeint) * 1000000000000) as progress_rate,
       case when weights > 0 then ppm_int(cast(completed as hugeint), cast(expected as hugeint)) end
           as completion_ratio
from summed;
