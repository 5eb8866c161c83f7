-- Project months and group months beside the pace of each profile and under each denominator.
-- What is due of a project is `due_base` × num / den; the rates are rounded from doubles where these are clear.
create view main.paced_months as
with denominators as (
    select denominator from (values ('initial'), ('adjusted'), ('allotted')) as names (denominator)
),
budgeted as (
    select m.*, d.denominator, p.profile, p.pace, p.step, p.is_round,
           budget_of(d.denominator, m.initial_budget, m.adjusted_budget, m.allotted) as budget,
           p.pace = 'planned' and m.has_plan as is_planned
    from main.project_months as m
    join main.profile_months as p on p.month = m.month
    cross join denominators as d
),
owed as (
    select b.*, case when is_planned then least(planned_to_date, budget) else budget end as due_base,
           case when is_planned then 1 when pace = 'staged' then step else elapsed_num end as num,
           case when is_planned then 1 when pace = 'staged' then 1000000 else elapsed_den end as den,
           case when denominator = 'adjusted' then observed_budget else budget end as budget_observed
    from budgeted as b
),
measured as (
    select o.*, fen(due_base) * num * (due_scale() // den) as due,
           ppm_near(paid_to_date, budget) as execution_near,
           product_near(due_base, num, budget, den) as expected_near,
           case when budget > 0 then product_near(paid_to_date, den, due_base, num) end as pace_near,
           ppm_near(observed_paid, budget_observed) as observed_near
    from owed as o
)
select profile, denominator, project_id, project_no, fiscal_year, month, mof_div_code, dept_code, agency_code,
       finance_office, budget_book, pro_category, is_key, classified, budget, reported, paid, paid_to_date, paid_gap,
       budget_recalculated, elapsed_num, elapsed_den, due, step, is_round,
       ppm_rounded(execution_near, fen(paid_to_date), fen(budget)) as execution_rate,
       ppm_rounded(expected_near, fen(due_base) * num, fen(budget) * den) as expected_rate,
       ppm_rounded(pace_near, fen(paid_to_date) * den, fen(due_base) * num) as pace_ratio,
       case when budget > 0 then underpaid(due, paid_to_date) end as underpaid,
       completion, completion_rate, expected_completion_rate, completion_ratio, deviation_rate, progress_rate,
       observed_month, ppm_rounded(observed_near, fen(observed_paid), fen(budget_observed)) as observed_execution_rate,
       case when denominator = 'adjusted' then match_gap else gap(progress, observed_paid, budget) end as match_gap,
       worst_completion, worst_point_completion, best_uncapped, indicators_compared, indicators_all
from measured;

create view main.paced_groups as
select p.profile, g.denominator, g.fiscal_year, g.month, g.mof_div_code, g.dept_code, g.agency_code,
       g.finance_office, g.budget_book, g.pro_category, g.is_key, g.classified, g.projects, g.rated, g.budget,
       g.paid, g.paid_in_month, due(p.pace, p.step, g.budget, g.due_linear, g.due_planned) as due, g.unrated,
       g.unrated_budget, g.unrated_paid, g.unreported, g.budget_all, g.paid_all, g.completed,
       g.completion_budget, g.completion_weighted, g.expected_completion_weighted
from main.group_months as g
join main.profile_months as p on p.month = g.month;
