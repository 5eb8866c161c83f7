-- The flags beside their projects; `details` are the figures that a flag's sentence names, as JSON.
create view main.flags as
select f.profile, f.fiscal_year, f.month, f.rule, f.project_no, g.mof_div_code, g.dept_code, g.agency_code,
       g.finance_office, g.budget_book, g.pro_category, g.is_key, g.classified,
       severity_of(f.severity_rank) as severity, f.severity_rank, f.observed, f.expected, f.limit_value, f.amount,
       joined_figures(cast(to_json({
           month: f.month, severity: severity_of(f.severity_rank), observed: f.observed, expected: f.expected,
           limit_value: f.limit_value, amount: f.amount
       }) as varchar), f.figures) as details, f.run, f.rank_before, f.rank_after
from base.flags as f
join main.groups as g on g.group_no = f.group_no;

-- One row per profile, month and project with a flag: the worst of them, which of money and goals are low, and the
-- figures by which lists are sorted, so that no list of a month joins a province's projects; in the order of months.
create table base.flagged_projects as
with worst as (
    select profile, month, project_no, min(group_no) as group_no, min(severity_rank) as severity_rank, max(run) as run,
           bool_or(is_money_rule(rule)) as is_money_low, bool_or(is_work_rule(rule)) as is_work_low,
           max(case when is_money_rule(rule) then amount end) as underpaid
    from base.flags
    group by profile, month, project_no
)
select w.*, m.fiscal_year, m.initial_budget, m.adjusted_budget, m.allotted, m.paid_to_date,
       pace_plan(p.pace, m.has_plan, m.planned_to_date) as planned,
       pace_num(p.pace, p.step, m.elapsed_num) as num, pace_den(p.pace, m.elapsed_den) as den,
       m.completion_rate, m.expected_completion_rate, gap_of_shares(m.completion_pico, m.expected_pico) as completion_gap,
       m.completion_ratio
from base.project_months as m
join worst as w on w.project_no = m.project_no and w.month = m.month
join base.profile_months as p on p.profile = w.profile and p.month = w.month;

create view main.flagged_projects as
select f.profile, f.fiscal_year, f.month, f.project_no, g.mof_div_code, g.dept_code, g.agency_code, g.finance_office,
       g.budget_book, g.pro_category, g.is_key, g.classified, severity_of(f.severity_rank) as severity,
       f.severity_rank, f.run, f.is_money_low, f.is_work_low, f.underpaid
from base.flagged_projects as f
join main.groups as g on g.group_no = f.group_no;

-- The same under each denominator.
create view main.paced_flagged as
with budgeted as (
    select f.*, d.denominator, budget_of(d.denominator, f.initial_budget, f.adjusted_budget, f.allotted) as budget
    from base.flagged_projects as f
    cross join base.denominators as d
)
select f.profile, f.denominator, f.fiscal_year, f.month, f.project_no, g.mof_div_code, g.dept_code, g.agency_code,
       g.budget_book, g.pro_category, g.is_key, f.severity_rank, f.run, f.budget, f.paid_to_date,
       f.planned, f.num, f.den, due_by_now(f.budget, f.planned, f.num, f.den) as due,
       due_near(f.budget, f.planned, f.num, f.den) as due_near, f.completion_rate, f.expected_completion_rate,
       f.completion_gap, f.completion_ratio
from budgeted as f
join main.groups as g on g.group_no = f.group_no;

-- Rollup: how many projects of a group are flagged, by the worst flag and by what is low.
create table base.flagged_groups as
select profile, fiscal_year, month, group_no, count(*) as projects,
       count(case when severity_rank = 1 then 1 end) as red, count(case when severity_rank = 2 then 1 end) as yellow,
       count(case when severity_rank = 3 then 1 end) as notice, count(case when severity_rank = 4 then 1 end) as no_data,
       count(case when is_money_low then 1 end) as money_low, count(case when is_work_low then 1 end) as work_low,
       count(case when is_money_low and is_work_low then 1 end) as both_low, sum(underpaid) as underpaid
from base.flagged_projects
group by profile, fiscal_year, month, group_no
order by profile, fiscal_year, month, group_no;

create view main.flagged_groups as
select f.profile, f.fiscal_year, f.month, g.mof_div_code, g.dept_code, g.agency_code, g.finance_office, g.budget_book,
       g.pro_category, g.is_key, g.classified, f.projects, f.red, f.yellow, f.notice, f.no_data, f.money_low,
       f.work_low, f.both_low, f.underpaid
from base.flagged_groups as f
join main.groups as g on g.group_no = f.group_no;
