-- The views that questions name: every row is compared with the reader's scope.
create view main.projects as
select project_id, fiscal_year, mof_div_code, mof_div_name, region_level, dept_code, dept_name, agency_code,
       agency_name, pro_code, pro_name, pro_initials, pro_category, policy_class, budget_book, exp_func_code,
       initial_budget, adjusted_budget, allotted, carried_over, is_key, secret_level, classified, secret_stated,
       added_in_year, start_month, end_month, window_start, window_end, carried_over_year, fund_type,
       finance_office, expected_year_paid, printed_rate, printed_score, goal_text, result_text, first_year,
       last_year, total_budget, previous_pro_code, source_batch, source_file, source_sheet, source_row
from base.all_projects
where not retired and in_scope(mof_div_code, dept_code, agency_code, finance_office, classified);

create view main.retired_projects as
select project_id, fiscal_year, mof_div_code, mof_div_name, dept_code, dept_name, agency_code, pro_code, pro_name,
       pro_category, budget_book, is_key, adjusted_budget, source_batch, source_file, source_sheet, source_row
from base.all_projects
where retired and in_scope(mof_div_code, dept_code, agency_code, finance_office, classified);

create view main.project_months as
select project_id, fiscal_year, month, mof_div_code, dept_code, agency_code, finance_office, budget_book,
       pro_category, is_key, classified, initial_budget, adjusted_budget, allotted, budget_recalculated,
       reported, paid, paid_to_date, paid_gap, elapsed_num, elapsed_den, planned_to_date, has_plan,
       case when has_plan then planned_due(planned_to_date, adjusted_budget)
           else linear_due(adjusted_budget, elapsed_num, elapsed_den) end as due_planned,
       completion, expected_completion, progress, completion_rate, expected_completion_rate, completion_ratio,
       deviation_rate, progress_rate, observed_month, observed_paid, observed_budget, match_gap,
       worst_completion, worst_point_completion, best_uncapped, indicators_compared, indicators_all
from base.project_months
where in_scope(mof_div_code, dept_code, agency_code, finance_office, classified);

create view main.group_months as
select fiscal_year, month, denominator, mof_div_code, dept_code, agency_code, finance_office, budget_book,
       pro_category, is_key, classified, projects, rated, budget, paid, paid_in_month, due_linear, due_planned,
       unrated, unrated_budget, unrated_paid, unreported, budget_all, paid_all, completed, completion_budget,
       completion_weighted, expected_completion_weighted
from base.group_months
where in_scope(mof_div_code, dept_code, agency_code, finance_office, classified);

create view main.indicators as
select i.*
from base.indicators as i
join base.all_projects as p on p.project_id = i.project_id
where not p.retired and in_scope(p.mof_div_code, p.dept_code, p.agency_code, p.finance_office, p.classified);

-- The points that satisfaction weighs in each project whose indicators state any weight.
create view main.satisfaction_weights as
select project_id, coalesce(sum(weight) filter (where is_satisfaction), 0) as weight
from main.indicators
group by project_id
having count(weight) > 0;

create view main.observations as
select o.*
from base.observations as o
join base.all_projects as p on p.project_id = o.project_id
where not p.retired and in_scope(p.mof_div_code, p.dept_code, p.agency_code, p.finance_office, p.classified);

create view main.blank_observations as
select b.*
from base.blank_observations as b
join base.all_projects as p on p.project_id = b.project_id
where not p.retired and in_scope(p.mof_div_code, p.dept_code, p.agency_code, p.finance_office, p.classified);

create view main.round_reports as
select r.*
from base.round_reports as r
join base.all_projects as p on p.project_id = r.project_id
where not p.retired and in_scope(p.mof_div_code, p.dept_code, p.agency_code, p.finance_office, p.classified);

create view main.execution as
select e.project_id, e.fiscal_year, e.month, e.paid, e.paid_to_date, e.source_batch, e.source_file,
       e.source_sheet, e.source_row
from base.execution as e
join base.all_projects as p on p.project_id = e.project_id
where in_scope(p.mof_div_code, p.dept_code, p.agency_code, p.finance_office, p.classified);

create view main.budget_changes as
select c.*
from base.budget_changes as c
join base.all_projects as p on p.project_id = c.project_id
where in_scope(p.mof_div_code, p.dept_code, p.agency_code, p.finance_office, p.classified);

create view main.plans as
select l.*
from base.plans as l
join base.all_projects as p on p.project_id = l.project_id
where in_scope(p.mof_div_code, p.dept_code, p.agency_code, p.finance_office, p.classified);

create view main.funding as
select f.*
from base.funding as f
join base.all_projects as p on p.project_id = f.project_id
where in_scope(p.mof_div_code, p.dept_code, p.agency_code, p.finance_office, p.classified);

create view main.revisions as
select r.*
from base.revisions as r
join base.all_projects as p on p.project_id = r.project_id
where in_scope(p.mof_div_code, p.dept_code, p.agency_code, p.finance_office, p.classified);
