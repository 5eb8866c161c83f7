-- Rollups: how many rows of a group of projects fill each field. What the store fills in itself (a guessed direction,
-- 未分类, 未标注) counts as not stated.
create table base.filled_groups as
with of_projects as (
    select y.group_no, count(*) as projects, count(p.initial_budget) as initial_budget,
           count(p.adjusted_budget) as adjusted_budget, count(case when y.indicators_all > 0 then 1 end) as with_indicators,
           count(p.goal_text) as goal_text, count(p.agency_name) as agency_name, count(p.policy_class) as policy_class,
           count(p.exp_func_code) as exp_func_code, count(p.finance_office) as finance_office,
           count(case when p.secret_level <> '未标注' then 1 end) as secret_level
    from base.all_projects as p
    join project_years as y on y.project_no = p.project_no
    group by y.group_no
),
of_indicators as (
    select y.group_no, count(*) as indicators, count(i.level1) as level1, count(i.level2) as level2,
           count(nullif(i.unit_read, '')) as unit_read, count(i.weight) as weight,
           count(case when not i.direction_guessed then 1 end) as direction,
           count(case when not i.accumulation_guessed then 1 end) as accumulation
    from base.indicators as i
    join project_years as y on y.project_no = i.project_no
    group by y.group_no
)
select p.*, coalesce(i.indicators, 0) as indicators, coalesce(i.level1, 0) as level1, coalesce(i.level2, 0) as level2,
       coalesce(i.unit_read, 0) as unit_read, coalesce(i.weight, 0) as weight, coalesce(i.direction, 0) as direction,
       coalesce(i.accumulation, 0) as accumulation
from of_projects as p
left join of_indicators as i on i.group_no = p.group_no
order by p.group_no;

-- What came in each month: rows asked for (blank ones too) and told, indicators told of for the first time, and of the
-- rows told those behind what was expected.
create table base.told_groups as
with forms as (
    select project_no, month, true as told, completion < expected_completion as behind, reported_on, forecast,
           likelihood, cause, measure
    from base.observations
    union all
    select project_no, month, false, false, null, null, null, null, null
    from base.blank_observations
),
first_told as (
    select y.group_no, first_month(w.months) as month, count(*) as indicators
    from written_months as w
    join project_years as y on y.project_no = w.project_no
    group by y.group_no, first_month(w.months)
),
counted as (
    select y.group_no, f.month, count(*) as asked, count(case when f.told then 1 end) as told,
           count(f.reported_on) as reported_on, count(f.forecast) as forecast, count(f.likelihood) as likelihood,
           count(case when f.behind then 1 end) as behind, count(case when f.behind then f.cause end) as cause,
           count(case when f.behind then f.measure end) as measure
    from forms as f
    join project_years as y on y.project_no = f.project_no
    group by y.group_no, f.month
)
select c.*, coalesce(t.indicators, 0) as first_told
from counted as c
left join first_told as t on t.group_no = c.group_no and t.month = c.month
order by c.group_no, c.month;
