-- The views that questions name: every row is compared with the reader's scope.
-- What a scope shows: the groups of projects, and the keys of projects, which the other views are joined with.
create view main.groups as
select group_no, fiscal_year, mof_div_code, dept_code, dept_name, agency_code, finance_office, budget_book, pro_category,
       is_key, classified
from base.groups
where in_scope(mof_div_code, dept_code, agency_code, finance_office, classified);

create view main.project_keys as
select project_no, project_id, fiscal_year, retired
from base.all_projects
where in_scope(mof_div_code, dept_code, agency_code, finance_office, classified);

create view main.projects as
select project_id, project_no, fiscal_year, mof_div_code, mof_div_name, region_level, dept_code, dept_name, agency_code,
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

-- Without the key of the project, a text: where it is not asked for, a join to it is worked out all the same.
create view main.project_months as
select m.project_no, m.fiscal_year, m.month, g.mof_div_code, g.dept_code, g.agency_code,
       g.finance_office, g.budget_book, g.pro_category, g.is_key, g.classified, m.initial_budget, m.adjusted_budget,
       m.allotted, m.budget_recalculated, m.reported, m.paid, m.paid_to_date, m.paid_gap, m.elapsed_num,
       m.elapsed_den, m.planned_to_date, m.has_plan,
       share_of_pico(m.completion_pico) as completion, share_of_pico(m.expected_pico) as expected_completion,
       m.progress_pico, m.completion_rate, m.expected_completion_rate, m.completion_ratio,
       m.completion_ratio - 1000000 as deviation_rate, m.progress_rate, m.observed_month, m.observed_paid,
       m.observed_budget, m.match_gap, m.worst_completion, m.worst_point_completion, m.best_uncapped,
       m.indicators_compared, m.indicators_all
from base.project_months as m
join main.groups as g on g.group_no = m.group_no;

create view main.group_months as
select m.fiscal_year, m.month, m.denominator, m.group_no, g.mof_div_code, g.dept_code, g.agency_code,
       g.finance_office, g.budget_book, g.pro_category, g.is_key, g.classified, m.projects, m.rated, m.budget, m.paid,
       m.paid_in_month, m.due_linear, m.due_planned, m.unrated, m.unrated_budget, m.unrated_paid, m.unreported, m.budget_all,
       m.paid_all, m.completed, m.completion_budget, m.completion_weighted, m.expected_completion_weighted
from base.group_months as m
join main.groups as g on g.group_no = m.group_no;

create view main.indicators as
select p.project_id, i.project_no, p.fiscal_year, i.indicator_no, i.level1, i.level2, i.level3, i.sign, i.target,
       i.unit, i.weight, i.weight_used, i.kind, i.sign_read, i.value, i.upper, i.unit_read, i.direction,
       i.direction_guessed, i.accumulation, i.accumulation_guessed, i.target_level, i.target_date, i.library_code,
       i.total_target, i.is_satisfaction, b.batch as source_batch, i.source_file, i.source_sheet, i.source_row
from base.indicators as i
join main.project_keys as p on p.project_no = i.project_no
join base.batches as b on b.number = i.batch_number
where not p.retired;

create view main.satisfaction_months as
select s.project_no, s.fiscal_year, s.indicator_no, s.level3, s.target, s.goal, s.first_month, s.last_month, s.actual,
       s.met, s.score
from base.satisfaction_months as s
join main.groups as g on g.group_no = s.group_no;

create view main.satisfaction_weights as
select p.project_id, w.project_no, p.fiscal_year, p.policy_class, w.weight
from base.satisfaction_weights as w
join main.projects as p on p.project_no = w.project_no;

create view main.observations as
select p.project_id, o.project_no, p.fiscal_year, o.indicator_no, o.month, o.valid_to, o.actual, o.actual_value,
       o.own_unit, o.actual_level, o.actual_signed, o.actual_kind, o.comparable, o.target_number, o.accumulation,
       o.weight_used, o.uncapped, o.completion, o.met, o.elapsed_num, o.elapsed_den, o.expected_completion,
       o.completion_ratio, o.may_exceed, o.forecast, o.likelihood, o.cause, o.note, o.measure, o.score, o.reported_on,
       b.batch as source_batch, o.source_file, o.source_sheet, o.source_row
from base.observations as o
join main.project_keys as p on p.project_no = o.project_no
join base.batches as b on b.number = o.batch_number
where not p.retired;

create view main.blank_observations as
select p.project_id, b.project_no, p.fiscal_year, b.indicator_no, b.month, b.forecast, b.likelihood, b.cause,
       b.note, b.measure, b.score, b.reported_on
from base.blank_observations as b
join main.project_keys as p on p.project_no = b.project_no
where not p.retired;

create view main.round_reports as
select r.profile, p.project_id, r.project_no, p.fiscal_year, r.round, r.due_on, r.filled, r.days_late,
       r.came_late_month, r.days_came_late, r.has_indicators, r.reported_share
from base.round_reports as r
join main.project_keys as p on p.project_no = r.project_no
where not p.retired;

create view main.execution as
select p.project_id, e.project_no, p.fiscal_year, e.month, e.paid, e.paid_to_date, b.batch as source_batch,
       e.source_file, e.source_sheet, e.source_row
from base.execution as e
join main.project_keys as p on p.project_no = e.project_no
join base.batches as b on b.number = e.batch_number;

create view main.budget_changes as
select p.project_id, c.project_no, p.fiscal_year, c.month, c.amount, c.kind, b.batch as source_batch, c.source_file,
       c.source_sheet, c.source_row
from base.budget_changes as c
join main.project_keys as p on p.project_no = c.project_no
join base.batches as b on b.number = c.batch_number;

create view main.plans as
select p.project_id, l.project_no, p.fiscal_year, l.month, l.planned, b.batch as source_batch, l.source_file,
       l.source_sheet, l.source_row
from base.plans as l
join main.project_keys as p on p.project_no = l.project_no
join base.batches as b on b.number = l.batch_number;

create view main.funding as
select p.project_id, f.project_no, p.fiscal_year, f.source, f.initial_budget, f.adjusted_budget, f.paid,
       b.batch as source_batch, f.source_file, f.source_sheet, f.source_row
from base.funding as f
join main.project_keys as p on p.project_no = f.project_no
join base.batches as b on b.number = f.batch_number;

create view main.revisions as
select r.table_name, p.project_id, r.project_no, r.month, r.indicator_no, r.field, r.old_value, r.new_value,
       r.old_batch, r.new_batch
from base.revisions as r
join main.project_keys as p on p.project_no = r.project_no;
