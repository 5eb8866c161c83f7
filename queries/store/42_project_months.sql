-- One row per project on the roll and month up to its year's last: money, pace and goals side by side.
create temp table observed_goals as
with observed as (
    select g.*, case when has_month(y.reported_months, g.observed_month) then at_month(g.observed_month,
               y.known_1, y.known_2, y.known_3, y.known_4, y.known_5, y.known_6,
               y.known_7, y.known_8, y.known_9, y.known_10, y.known_11, y.known_12) end as observed_paid,
           budget_as_of(y.has_changes, y.initial_budget, c.changed, y.latest_budget) as observed_budget
    from project_goals as g
    join project_years as y on y.project_no = g.project_no
    left join changes_to_date as c on c.project_no = g.project_no and c.month = g.observed_month
)
select o.*, gap_of_pico(o.progress_pico, o.observed_paid, o.observed_budget) as match_gap from observed as o;

create table base.project_months as
with budgeted as (
    select m.*, has_month(m.reported_months, m.month) as reported,
           budget_as_of(m.has_changes, m.initial_budget, c.changed, m.latest_budget) as adjusted_budget,
           months_up_to(m.month) - months_through(m.told_months & months_up_to(m.month)) as months_summed,
           coalesce(l.planned, 0) as planned_to_date
    from project_money as m
    left join changes_to_date as c on c.project_no = m.project_no and c.month = m.month
    left join plans_to_date as l on l.project_no = m.project_no and l.month = m.month
)
select b.project_no, b.fiscal_year, b.month, b.group_no, b.initial_budget, b.adjusted_budget, b.allotted,
       not b.has_changes or b.initial_budget is null as budget_recalculated, b.reported,
       coalesce(b.delivered_paid, case
           when b.reported and (b.month = 1 or has_month(b.reported_months, b.month - 1))
               then cast(b.known - b.known_before as decimal(18, 2))
       end) as paid,
       case when b.reported then b.known end as paid_to_date,
       b.reported and (b.paid_months & b.months_summed) <> 0
           and (b.reported_months & b.months_summed) <> b.months_summed as paid_gap,
       least(greatest(b.month - b.window_start + 1, 0), b.elapsed_den) as elapsed_num, b.elapsed_den,
       cast(b.planned_to_date as decimal(18, 2)) as planned_to_date, b.has_plan,
       g.completion_pico, g.expected_pico, g.progress_pico, g.completion_rate, g.expected_completion_rate,
       g.completion_ratio, g.progress_rate, g.observed_month, g.observed_paid, g.observed_budget, g.match_gap,
       g.worst_completion, g.worst_point_completion, g.best_uncapped,
       coalesce(g.indicators_compared, 0) as indicators_compared, b.indicators_all
from budgeted as b
left join observed_goals as g on g.project_no = b.project_no and b.month between g.month and g.valid_to;
