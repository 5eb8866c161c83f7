-- When each written actual first came: the date its form states, and the day of the batch that brought it.
create temp table first_heard as
select cast(d.fiscal_year as varchar) || '-' || d.mof_div_code || '-' || d.pro_code as project_id, d.indicator_no,
       d.month, min(d.reported_on) as stated_on, min(cast(b.loaded_at as date)) as loaded_on
from delivered_observations as d
join delivered_batches as b on b.number = d.batch_number
where not d.actual_blank
group by d.fiscal_year, d.mof_div_code, d.pro_code, d.indicator_no, d.month;

-- One row per profile, project and monitoring round that is due for it: filled, how much of it, or late.
-- A round is due on the last day of its month (文登: the form of September by the end of September). Days late are
-- those of the last actual to come; without a stated date, only a batch loaded by the due date tells that none is.
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
    select r.profile, r.round, r.previous_round, r.next_round, p.project_id, p.fiscal_year,
           last_day(make_date(p.fiscal_year, r.round, 1)) as due_on
    from base.all_projects as p
    join rounds as r on r.round >= p.window_start
    join last_rounds as l
        on l.profile = r.profile and l.window_end = p.window_end and r.round <= l.last_round
    where not p.retired
),
written as (
    select o.project_id, o.month, i.weight_used, i.indicator_no, h.stated_on, h.loaded_on
    from base.observations as o
    join base.indicators as i on i.project_id = o.project_id and i.indicator_no = o.indicator_no
    join first_heard as h on h.project_id = o.project_id and h.indicator_no = o.indicator_no and h.month = o.month
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
finished as (
    select d.profile, d.project_id, d.round, d.due_on, max(w.stated_on) as stated_on, max(w.loaded_on) as loaded_on,
           count(w.stated_on) = count(w.month) as all_stated
    from due_rounds as d
    join written as w on w.project_id = d.project_id and w.month > d.previous_round and w.month <= d.round
    group by d.profile, d.project_id, d.round, d.due_on
),
late as (
    select d.profile, d.project_id, d.round, min(w.month) as came_late_month, min(w.stated_on) as stated_on
    from due_rounds as d
    join written as w on w.project_id = d.project_id and w.month > d.round and w.month <= d.next_round
    group by d.profile, d.project_id, d.round
)
select d.profile, d.project_id, d.fiscal_year, d.round, d.due_on, coalesce(f.observations, 0) > 0 as filled,
       case when n.stated_on > n.due_on then n.stated_on - n.due_on
           when n.all_stated or n.loaded_on <= n.due_on then 0 end as days_late,
       l.came_late_month, case when l.stated_on > d.due_on then l.stated_on - d.due_on end as days_came_late,
       w.weight_all is not null as has_indicators,
       ppm_int(cast(coalesce(f.weight_observed, 0) * 10000 as hugeint), cast(w.weight_all * 10000 as hugeint))
           as reported_share
from due_rounds as d
left join weights as w on w.project_id = d.project_id
left join filled as f on f.profile = d.profile and f.project_id = d.project_id and f.round = d.round
left join finished as n on n.profile = d.profile and n.project_id = d.project_id and n.round = d.round
left join late as l on l.profile = d.profile and l.project_id = d.project_id and l.round = d.round
order by d.fiscal_year, d.project_id, d.profile, d.round;
