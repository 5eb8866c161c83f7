-- What the questions of 数据质量 share: the satisfaction lines, self-scores of a project, shares of plain numbers.
create macro main.share_of(part, whole) as
    main.ppm_int(try_cast(round(part * 10000) as hugeint), try_cast(round(whole * 10000) as hugeint));

-- Money spread evenly over so many months, half up to the 分; the total is not negative.
create macro main.mean_of(yuan, number) as
    cast((2 * main.fen(yuan) + number) // (2 * number) as decimal(38, 0)) * cast(0.01 as decimal(3, 2));

-- The lines of 常州's satisfaction rule as the default profile states them, whatever profile is chosen.
create view main.satisfaction_lines as
select max(case when name = 'red' then cast(value as bigint) end) as lowest_score,
       max(case when name = 'target_line' then cast(value as bigint) end) as target_line,
       max(case when name = 'public_weight' then cast(value as bigint) end) as public_weight,
       max(case when name = 'other_weight' then cast(value as bigint) end) as other_weight
from main.profile_limits
where profile = default_profile() and rule = 'satisfaction_low';

-- The points that satisfaction is to weigh in a project of a class; other classes are not judged.
create macro main.asked_weight(policy_class, public_weight, other_weight) as
    case when policy_class = '公共服务' then public_weight
        when policy_class in ('经济发展', '社会保障') then other_weight end;

-- What a new project was to cost: the initial budget, the adjusted one of a project added in the year.
create macro main.planned_cost(initial, adjusted) as coalesce(nullif(initial, 0), adjusted);

-- Rollups of what is filled in, told and scored, by the groups that every filter and scope keeps whole.
create view main.filled_groups as
select g.fiscal_year, g.mof_div_code, g.dept_code, g.agency_code, g.budget_book, g.pro_category, g.is_key, f.*
from base.filled_groups as f
join main.groups as g on g.group_no = f.group_no;

create view main.told_groups as
select t.*
from base.told_groups as t
join main.groups as g on g.group_no = t.group_no;

create view main.round_groups as
select g.fiscal_year, g.mof_div_code, g.dept_code, g.agency_code, g.budget_book, g.pro_category, g.is_key, r.*
from base.round_groups as r
join main.groups as g on g.group_no = r.group_no;

-- How groups of projects stand with what they are asked for: payments of each month, monitoring of each round. Who has
-- not reported has no month in which it came.
create view main.group_reports as
with told as (
    select m.fiscal_year, m.month, m.group_no, case when t.has_come then m.month end as came_month,
           case when t.has_come then m.projects - m.unreported else m.unreported end as projects
    from base.group_months as m
    cross join (select true as has_come union all select false) as t
    where m.denominator = 'adjusted'
)
select p.profile, m.fiscal_year, g.mof_div_code, g.dept_code, g.agency_code, g.budget_book, g.pro_category, g.is_key,
       '支付' as subject, m.month as round, cast(null as date) as due_on, p.is_round, m.projects, 'on_time' as outcome,
       m.came_month, cast(null as bigint) as days_late
from told as m
join main.groups as g on g.group_no = m.group_no
join base.profile_months as p on p.month = m.month
where m.projects > 0
union all
select r.profile, r.fiscal_year, r.mof_div_code, r.dept_code, r.agency_code, r.budget_book, r.pro_category, r.is_key,
       '监控', r.round, r.due_on, true, r.projects, r.outcome, r.came_month, r.days_late
from main.round_groups as r;

create view main.score_groups as
select g.fiscal_year, g.mof_div_code, g.dept_code, g.agency_code, g.budget_book, g.pro_category, g.is_key, s.*
from base.score_groups as s
join main.groups as g on g.group_no = s.group_no;

create view main.project_scores as
select g.fiscal_year, s.*
from base.project_scores as s
join main.groups as g on g.group_no = s.group_no;
