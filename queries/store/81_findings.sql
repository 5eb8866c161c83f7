-- What 数据质量 finds, judged once for all months and profiles: one row a finding, with the set of months in which it
-- stands. `month` is the round or month it is about and `previous_month` the one it is compared with, NULL where it is
-- about the year; `profile` is NULL where every profile finds the same. The questions in queries/quality/ show these.
create temp table monthly_findings as
select project_no, group_no, bit_or(case when paid_gap then month_bit(month) else 0 end) as payment_gaps,
       bit_or(case when indicators_all = 0 and (adjusted_budget > 0 or paid_to_date <> 0) then month_bit(month) else 0 end)
           as money_without_targets,
       bit_or(case when indicators_all > 0 and coalesce(adjusted_budget, 0) = 0 and coalesce(paid_to_date, 0) = 0
           then month_bit(month) else 0 end) as targets_without_money,
       bit_or(case when completion_pico >= pico(1) and paid_to_date <= 0 and adjusted_budget > 0
           then month_bit(month) else 0 end) as complete_unpaid,
       bit_or(case when paid_to_date > adjusted_budget then month_bit(month) else 0 end) as paid_over_budget
from base.project_months
where paid_gap or indicators_all = 0 or coalesce(adjusted_budget, 0) = 0 or completion_pico >= pico(1)
    or paid_to_date > adjusted_budget
group by project_no, group_no;

create temp table stated_weights as
select project_no, count(*) as indicators_all, count(weight) as weighted, sum(weight) as weight_all
from base.indicators
group by project_no
having count(weight) > 0;

-- A round beside the one before it, for each window of months in which both are due.
create temp table compared_rounds as
with placed as (
    select profile, month, lag(month) over rounds_of as previous_month, lead(month, 1, 13) over rounds_of as next_month
    from base.profile_months
    where is_round
    window rounds_of as (partition by profile order by month)
)
select p.profile, p.month, p.previous_month, p.next_month, n.window_start, n.window_end, n.months_of_round,
       b.months_of_round as months_before
from placed as p
join round_windows as n on n.profile = p.profile and n.round = p.month
join round_windows as b
    on b.profile = p.profile and b.round = p.previous_month and b.window_start = n.window_start
    and b.window_end = n.window_end;

create temp table told_numbers as
select o.project_no, o.indicator_no, o.month, o.valid_to, base_unit(o.own_unit) as unit, o.actual_value, o.own_unit,
       round(o.actual_value * unit_factor(o.own_unit), 9) as figure, o.accumulation, o.completion,
       score_of(o.actual_kind, o.actual_value, o.own_unit) as score
from base.observations as o
where o.actual_kind = 'quantity';

-- Growing figures that occur more than once, beside the latest of an earlier round.
create temp table repeated_numbers as
with candidates as (
    select distinct project_no, indicator_no
    from (
        select project_no, indicator_no
        from told_numbers
        where accumulation = 'cumulative' and actual_value <> 0
        group by project_no, indicator_no, actual_value, own_unit
        having count(*) > 1
    )
),
told as (
    select t.*, lead(t.month, 1, 13) over (partition by t.project_no, t.indicator_no order by t.month) as next_month
    from told_numbers as t
    join candidates as c on c.project_no = t.project_no and c.indicator_no = t.indicator_no
    where t.accumulation = 'cumulative'
),
bounds as (
    select n.profile, n.month, max(r.month) as last_round
    from base.profile_months as n
    join base.profile_months as r on r.profile = n.profile and r.is_round and r.month < n.month
    group by n.profile, n.month
)
select b.profile, t.project_no, t.indicator_no, t.month, e.month as previous_month, t.next_month
from told as t
join bounds as b on b.month = t.month
join told as e on e.project_no = t.project_no and e.indicator_no = t.indicator_no
where e.month <= b.last_round and e.next_month > b.last_round and t.actual_value = e.actual_value
    and t.own_unit = e.own_unit and t.actual_value <> 0 and coalesce(t.completion < 1, true);

-- Put in order afterwards: Sail cannot merge so many parts, each sorted in its own way.
create temp table found_in_year as
with followed as (
    select n.*, lag(figure) over told_before as previous_figure, lag(unit) over told_before as previous_unit,
           lag(month) over told_before as previous_month
    from told_numbers as n
    window told_before as (partition by project_no, indicator_no order by month)
),
grown as (
    select m.project_no, m.month, m.paid,
           sum(case when m.paid > 0 then m.paid end) over earlier as paid_before,
           count(case when m.paid > 0 then 1 end) over earlier as paid_months
    from base.project_months as m
    window earlier as (partition by m.project_no order by m.month rows between unbounded preceding and 1 preceding)
)
select 'overdue_reports' as kind, r.profile, r.project_no, cast(null as varchar) as indicator_no,
       cast(null as integer) as previous_month, r.round as month,
       months_from(r.round, coalesce(r.came_late_month, 13) - 1) as months
from base.round_reports as r
join project_years as y on y.project_no = r.project_no and y.last_month >= r.round
where r.has_indicators and not r.filled
union all
select 'late_reports', profile, project_no, null, null, round,
       months_from(case when filled then round else came_late_month end, 12)
from base.round_reports
where filled and days_late > 0 or not filled and came_late_month is not null
union all
select 'changed_rounds', w.profile, p.project_no, null, w.previous_month, w.month,
       months_from(w.month, w.next_month - 1)
from base.all_projects as p
join project_reports as r on r.project_no = p.project_no
join compared_rounds as w on w.window_start = p.window_start and w.window_end = p.window_end
where ((r.months & w.months_of_round) = 0) <> ((r.months & w.months_before) = 0)
union all
select 'payment_gaps', null, project_no, null, null, null, payment_gaps from monthly_findings
union all
select 'money_without_targets', null, project_no, null, null, null, money_without_targets from monthly_findings
union all
select 'targets_without_money', null, project_no, null, null, null, targets_without_money from monthly_findings
union all
select 'complete_unpaid', null, project_no, null, null, null, complete_unpaid from monthly_findings
union all
select 'paid_over_budget', null, project_no, null, null, null, paid_over_budget from monthly_findings
union all
select 'partial_weights', null, project_no, null, null, null, months_from(1, 12)
from stated_weights
where weighted < indicators_all or weight_all not in (90, 100)
union all
select 'satisfaction_weights', null, p.project_no, null, null, null, months_from(1, 12)
from base.all_projects as p
join base.satisfaction_weights as w on w.project_no = p.project_no
cross join main.satisfaction_lines as l
where w.weight < asked_weight(p.policy_class, l.public_weight, l.other_weight)
union all
select 'satisfaction_targets', null, i.project_no, i.indicator_no, null, null, months_from(1, 12)
from base.indicators as i
cross join main.satisfaction_lines as l
where i.is_satisfaction and i.direction not in ('lower', 'date')
    and score_of(i.kind, i.value, i.unit_read) <= l.target_line
union all
select 'satisfaction_scores', null, n.project_no, n.indicator_no, null, n.month, months_from(n.month, n.valid_to)
from told_numbers as n
cross join main.satisfaction_lines as l
join base.indicators as i on i.project_no = n.project_no and i.indicator_no = n.indicator_no
where n.score < l.lowest_score and i.is_satisfaction and i.direction not in ('lower', 'date')
union all
select 'printed_differs', null, project_no, null, null, month, months_from(1, 12)
from base.flags
where profile = default_profile() and rule = 'printed_rate_differs'
union all
select 'repeated_values', profile, project_no, indicator_no, previous_month, month,
       months_from(month, next_month - 1)
from repeated_numbers
union all
select 'payment_jumps', null, project_no, null, null, month, months_from(month, 12)
from grown
where paid_months >= 2 and paid * paid_months > 10 * paid_before
union all
select 'value_jumps', null, project_no, indicator_no, previous_month, month, months_from(month, 12)
from followed
where previous_figure > 0 and unit = previous_unit and figure > 10 * previous_figure;

create table base.findings as
select f.kind, f.profile, y.group_no, f.project_no, f.indicator_no, f.previous_month, f.month, f.months
from found_in_year as f
join project_years as y on y.project_no = f.project_no
where f.months <> 0
order by f.kind, f.profile, f.project_no, f.indicator_no, f.month;

-- Rollup: how many findings of a group stand in the same months.
create table base.finding_groups as
select kind, profile, group_no, months, count(*) as findings
from base.findings
group by kind, profile, group_no, months
order by kind, profile, group_no, months;

create view main.findings as
select g.fiscal_year, g.mof_div_code, g.dept_code, g.agency_code, g.budget_book, g.pro_category, g.is_key, f.*
from base.findings as f
join main.groups as g on g.group_no = f.group_no;

-- Findings that rest on the year before. What a project reached then is told to who sees it in both years; a project is
-- new to who does not see it in the year before.
create view main.year_findings as
select g.fiscal_year, g.mof_div_code, g.dept_code, g.agency_code, g.budget_book, g.pro_category, g.is_key, f.*
from base.year_findings as f
join main.groups as g on g.group_no = f.group_no
left join main.groups as e on e.group_no = f.last_group_no
where (e.group_no is not null) = (f.kind = 'targets_below_last_year');

create view main.finding_groups as
select g.fiscal_year, g.mof_div_code, g.dept_code, g.agency_code, g.budget_book, g.pro_category, g.is_key, f.*
from base.finding_groups as f
join main.groups as g on g.group_no = f.group_no;
