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
windows as (
    select r.profile, r.round, n.month as window_start, l.window_end,
           months_up_to(r.round) - months_up_to(r.previous_round) as months_of_round,
           months_up_to(r.next_round) - months_up_to(r.round) as months_late
    from rounds as r
    join base.month_numbers as n on n.month <= r.round
    join last_rounds as l on l.profile = r.profile and r.round <= l.last_round
),
weights as (
    select project_no, sum(cast(weight_used * 10000 as bigint)) as weight_all from base.indicators group by project_no
),
written as (
    select project_no, months, sum(cast(weight_used * 10000 as bigint)) as weight
    from indicator_readings
    group by project_no, months
),
filled as (
    select r.profile, r.round, w.project_no, sum(w.weight) as weight_observed
    from written as w
    join (
        select distinct profile, round, months_of_round from windows
    ) as r on (w.months & r.months_of_round) <> 0
    group by r.profile, r.round, w.project_no
)
select w.profile, p.project_no, w.round, coalesce((r.months & w.months_of_round) <> 0, false) as filled,
       case when (r.months & w.months_late) <> 0 then first_month(r.months & w.months_late) end as came_late_month,
       a.weight_all is not null as has_indicators,
       ppm_int(coalesce(f.weight_observed, 0), a.weight_all) as reported_share
from base.all_projects as p
join windows as w on w.window_start = p.window_start and w.window_end = p.window_end
left join project_reports as r on r.project_no = p.project_no
left join weights as a on a.project_no = p.project_no
left join filled as f on f.profile = w.profile and f.round = w.round and f.project_no = p.project_no
where not p.retired;
