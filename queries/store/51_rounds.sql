-- One row per profile, project and monitoring round that is due for it: filled, how much of it, or late.
create table base.round_reports as
with rounds as (
    select profile, month as round,
           coalesce(lag(month) over (partition by profile order by month), 0) as previous_round,
           coalesce(lead(month) over (partition by profile order by month), 12) as next_round
    from base.profile_months
    where is_round
),
last_rounds as (
    select r.profile, n.month as window_end, coalesce(min(case when r.round >= n.month then r.round end), 12)
               as last_round
    from rounds as r
    cross join base.month_numbers as n
    group by r.profile, n.month
),
due_rounds as (
    select r.profile, r.round, r.previous_round, r.next_round, p.project_id, p.fiscal_year
    from base.all_projects as p
    join rounds as r on r.round >= p.window_start
    join last_rounds as l
        on l.profile = r.profile and l.window_end = p.window_end and r.round <= l.last_round
    where not p.retired
),
written as (
    select o.project_id, o.month, i.weight_used, i.indicator_no
    from base.observations as o
    join base.indicators as i on i.project_id = o.project_id and i.indicator_no = o.indicator_no
),
weights as (
    select project_id, sum(weight_used) as weight_all from base.indicators group by project_id
),
filled as (
    select d.profile, d.project_id, d.round, count(w.month) as observations,
           sum(w.weight_used) as weight_observed
    from due_rounds as d
    join (
        select distinct project_id, indicator_no, weight_used, r.profile, r.round, 1 as month
        from written
        join rounds as r on written.month > r.previous_round and written.month <= r.round
    ) as w on w.project_id = d.project_id and w.profile = d.profile and w.round = d.round
    group by d.profile, d.project_id, d.round
),
late as (
    select d.profile, d.project_id, d.round, min(w.month) as came_late_month
    from due_rounds as d
    join written as w on w.project_id = d.project_id and w.month > d.round and w.month <= d.next_round
    group by d.profile, d.project_id, d.round
)
select d.profile, d.project_id, d.fiscal_year, d.round, coalesce(f.observations, 0) > 0 as filled,
       l.came_late_month, w.weight_all is not null as has_indicators,
       ppm_int(cast(coalesce(f.weight_observed, 0) * 10000 as hugeint), cast(w.weight_all * 10000 as hugeint))
           as reported_share
from due_rounds as d
left join weights as w on w.project_id = d.project_id
left join filled as f on f.profile = d.profile and f.project_id = d.project_id and f.round = d.round
left join late as l on l.profile = d.profile and l.project_id = d.project_id and l.round = d.round
order by d.fiscal_year, d.project_id, d.profile, d.round;
