-- Project months and group months beside the pace of each profile and under each denominator.
create view main.paced_months as
with denominators as (
    select denominator from (values ('initial'), ('adjusted'), ('allotted')) as names (denominator)
),
budgeted as (
    select m.*, d.denominator, p.profile, p.pace, p.step, p.is_round,
           budget_of(d.denominator, m.initial_budget, m.adjusted_budget, m.allotted) as budget
    from main.project_months as m
    join main.profile_months as p on p.month = m.month
    cross join denominators as d
),
owed as (
    select b.*, due(b.pace, b.step, b.budget, linear_due(b.budget, b.elapsed_num, b.elapsed_den),
               case when b.has_plan then planned_due(b.planned_to_date, b.budget)
                   else linear_due(b.budget, b.elapsed_num, b.elapsed_den) end) as due
    from budgeted as b
)
select profile, denominator, project_id, fiscal_year, month, mof_div_code, dept_code, agency_code, finance_office,
       budget_book, pro_category, is_key, classified, budget, reported, paid, paid_to_date, paid_gap,
       budget_recalculated, elapsed_num, elapsed_den, due, step, is_round,
       ppm(paid_to_date, budget) as execution_rate,
       case when budget > 0 then expected_rate(due, budget) end as expected_rate,
       case when budget > 0 then pace_ratio(paid_to_date, due) end as pace_ratio,
       case when budget > 0 then underpaid(due, paid_to_date) end as underpaid,
       completion, completion_rate, expected_completion_rate, completion_ratio, deviation_rate, progress_rate,
       observed_month, ppm(observed_paid, budget_of(denominator, budget, observed_budget, budget))
           as observed_execution_rate,
       gap(progress, observed_paid, budget_of(denominator, budget, observed_budget, budget)) as match_gap,
       worst_completion, worst_point_completion, best_uncapped, indicators_compared, indicators_all
from owed;

create view main.paced_groups as
select p.profile, g.denominator, g.fiscal_year, g.month, g.mof_div_code, g.dept_code, g.agency_code,
       g.finance_office, g.budget_book, g.pro_category, g.is_key, g.classified, g.projects, g.rated, g.budget,
       g.paid, g.paid_in_month, due(p.pace, p.step, g.budget, g.due_linear, g.due_planned) as due, g.unrated,
       g.unrated_budget, g.unrated_paid, g.unreported, g.budget_all, g.paid_all, g.completed,
       g.completion_budget, g.completion_weighted, g.expected_completion_weighted
from main.group_months as g
join main.profile_months as p on p.month = g.month;
