-- One row per profile, project and monitoring round that is due for it: filled, how much of it, or late.
-- A round is due on the last day of its month (文登: the form of September by the end of September). Days late are
-- those of the last actual to come; without a stated date, only a batch loaded by the due date tells that none is.
create macro main.round_due(fiscal_year, round) as last_day(make_date(fiscal_year, round, 1));

create temp table rounds as
select profile, month as round, row_number() over (order by profile, month) as round_no,
       coalesce(lag(month) over (partition by profile order by month), 0) as previous_round,
       coalesce(lead(month) over (partition by profile order by month), 12) as next_round
from base.profile_months
where is_round;

-- Which rounds are due for which window of months.
create temp table round_windows as
with last_rounds as (
    select r.profile, n.month as window_end, coalesce(min(case when r.round >= n.month then r.round end), 12)
               as last_round
    from rounds as r
    cross join base.month_numbers as n
    group by r.profile, n.month
)
select r.round_no, r.profile, r.round, n.month as window_start, l.window_end,
       months_up_to(r.round) - months_up_to(r.previous_round) as months_of_round,
       months_up_to(r.next_round) - months_up_to(r.round) as months_late
from rounds as r
join base.month_numbers as n on n.month <= r.round
join last_rounds as l on l.profile = r.profile and r.round <= l.last_round;

-- Of the months of a round, when its actuals came; of those until the next round, the first day stated.
create temp table round_days as
with reports as (
    select project_no, month, min(stated_on) as first_stated, max(stated_on) as stated_on, max(loaded_on) as loaded_on,
           count(stated_on) = count(*) as all_stated
    from base.observations
    where weight_used is not null
    group by project_no, month
),
placed as (
    select r.round_no, n.month, true as is_of_round
    from rounds as r join base.month_numbers as n on n.month > r.previous_round and n.month <= r.round
    union all
    select r.round_no, n.month, false
    from rounds as r join base.month_numbers as n on n.month > r.round and n.month <= r.next_round
)
select p.round_no, r.project_no, max(case when p.is_of_round then r.stated_on end) as stated_on,
       max(case when p.is_of_round then r.loaded_on end) as loaded_on,
       bool_and(case when p.is_of_round then r.all_stated end) as all_stated,
       min(case when not p.is_of_round then r.first_stated end) as stated_late
from reports as r
join placed as p on p.month = r.month
where p.is_of_round or r.first_stated is not null
group by p.round_no, r.project_no;

-- What is observed of the projects whose indicators are not all reported in the same months.
create temp table round_weights as
with ragged as (
    select w.project_no, w.months, sum(cast(i.weight_used * 10000 as bigint)) as weight
    from written_months as w
    join base.indicators as i on i.project_no = w.project_no and i.indicator_no = w.indicator_no
    join project_reports as r on r.project_no = w.project_no and r.months <> r.full_months
    group by w.project_no, w.months
)
select r.round_no, g.project_no, sum(g.weight) as weight
from ragged as g
join (select distinct round_no, months_of_round from round_windows) as r on (g.months & r.months_of_round) <> 0
group by r.round_no, g.project_no;

create table base.round_reports as
with due_rounds as (
    select w.*, p.project_no, round_due(p.fiscal_year, w.round) as due_on, r.weight_all,
           coalesce(r.months, 0) as months, coalesce(r.months <> r.full_months, false) as is_ragged
    from base.all_projects as p
    join round_windows as w on w.window_start = p.window_start and w.window_end = p.window_end
    left join project_reports as r on r.project_no = p.project_no
    where not p.retired
)
select d.profile, d.project_no, d.round, d.due_on, (d.months & d.months_of_round) <> 0 as filled,
       case when y.stated_on > d.due_on then y.stated_on - d.due_on
           when y.all_stated or y.loaded_on <= d.due_on then 0 end as days_late,
       case when (d.months & d.months_late) <> 0 then first_month(d.months & d.months_late) end as came_late_month,
       case when y.stated_late > d.due_on then y.stated_late - d.due_on end as days_came_late,
       d.weight_all is not null as has_indicators,
       ppm_of_many(case when (d.months & d.months_of_round) = 0 then 0 when d.is_ragged then g.weight else d.weight_all end,
               d.weight_all) as reported_share
from due_rounds as d
left join round_days as y on y.round_no = d.round_no and y.project_no = d.project_no
left join round_weights as g on g.round_no = d.round_no and g.project_no = d.project_no;

-- Rollup: the projects of a group with indicators, by how they stand with a round from the month they came on: on time,
-- late or without a date. Who never came has no month.
create table base.round_groups as
select r.profile, r.round, r.due_on, y.group_no,
       case when r.filled and r.days_late = 0 then 'on_time' when r.filled and r.days_late is null then 'undated'
           else 'late' end as outcome,
       case when r.filled then r.round else r.came_late_month end as came_month, count(*) as projects,
       max(case when r.filled then r.days_late else r.days_came_late end) as days_late
from base.round_reports as r
join project_years as y on y.project_no = r.project_no
where r.has_indicators
group by r.profile, r.round, r.due_on, y.group_no,
         case when r.filled and r.days_late = 0 then 'on_time' when r.filled and r.days_late is null then 'undated'
             else 'late' end,
         case when r.filled then r.round else r.came_late_month end
order by r.profile, r.round, y.group_no, outcome, came_month;
