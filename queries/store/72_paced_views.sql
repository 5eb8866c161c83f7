-- Project months and group months beside the pace of each profile and under each denominator: what rates are made of.
-- Binding a view is most of what a question of a page costs, so that rates are asked for where they are shown, by the
-- macros that groups use; rated_months has those of every project, for rules and counts over all of them. There what is
-- due is worked out exactly only for a rate too near a tie: the condition around it keeps it from the other rows.
create view main.paced_months as
with budgeted as (
    select m.*, d.denominator, p.profile, p.is_round,
           budget_of(d.denominator, m.initial_budget, m.adjusted_budget, m.allotted) as budget,
           pace_plan(p.pace, m.has_plan, m.planned_to_date) as planned,
           pace_num(p.pace, p.step, m.elapsed_num) as num, pace_den(p.pace, m.elapsed_den) as den
    from base.project_months as m
    join base.profile_months as p on p.month = m.month
    cross join base.denominators as d
)
select m.profile, m.denominator, m.project_no, m.fiscal_year, m.month, g.mof_div_code, g.dept_code, g.agency_code,
       g.budget_book, g.pro_category, g.is_key, m.budget, m.reported, m.paid, m.paid_to_date, m.elapsed_num,
       m.elapsed_den, m.is_round,
       m.planned, m.num, m.den, due_by_now(m.budget, m.planned, m.num, m.den) as due,
       due_near(m.budget, m.planned, m.num, m.den) as due_near,
       m.completion_pico, m.expected_pico, m.completion_rate, m.expected_completion_rate, m.completion_ratio,
       m.progress_pico, m.progress_rate, m.observed_month, m.observed_paid, m.observed_budget, m.match_gap as adjusted_gap,
       m.worst_completion, m.worst_point_completion, m.best_uncapped, m.indicators_compared, m.indicators_all
from budgeted as m
join main.groups as g on g.group_no = m.group_no;

create view main.rated_months as
with measured as (
    select m.*, ppm_near(paid_to_date, budget) as execution_near, ppm_near(due_near, budget) as expected_near,
           ppm_near(paid_to_date, due_near) as pace_near, underpaid_near(due_near, paid_to_date) as short_near
    from main.paced_months as m
)
select *, ppm_rounded(execution_near, fen(paid_to_date), fen(budget)) as execution_rate,
       ppm_rounded(expected_near, due_by_now(budget, planned, num, den), fen(budget) * due_scale()) as expected_rate,
       ppm_rounded(pace_near, fen(paid_to_date) * due_scale(), due_by_now(budget, planned, num, den)) as pace_ratio,
       underpaid_of_many(short_near, due_near, due_by_now(budget, planned, num, den), paid_to_date) as underpaid
from measured;

-- Work against money at the last month with a report: the adjusted budget is that of the month, others have no months.
create macro main.match_gap(denominator, adjusted_gap, progress, paid, budget) as
    case when denominator = 'adjusted' then adjusted_gap else main.gap_of_pico(progress, paid, budget) end;
create view main.matched_months as
select profile, denominator, project_no, fiscal_year, month, pro_category, budget, progress_rate, observed_month,
       match_gap(denominator, adjusted_gap, progress_pico, observed_paid, budget) as match_gap,
       ppm_of_many(fen(observed_paid), fen(case when denominator = 'adjusted' then observed_budget else budget end))
           as observed_execution_rate
from main.paced_months;

create view main.paced_groups as
select p.profile, g.denominator, g.fiscal_year, g.month, g.mof_div_code, g.dept_code, g.agency_code,
       g.finance_office, g.budget_book, g.pro_category, g.is_key, g.classified, g.projects, g.rated, g.budget,
       g.paid, g.paid_in_month, due(p.pace, p.step, g.budget, g.due_linear, g.due_planned) as due, g.unrated,
       g.unrated_budget, g.unrated_paid, g.unreported, g.budget_all, g.paid_all, g.completed,
       g.completion_budget, g.completion_weighted, g.expected_completion_weighted
from main.group_months as g
join main.profile_months as p on p.month = g.month;
