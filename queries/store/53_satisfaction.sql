-- One row per satisfaction indicator and stretch of months with the same latest report, the first often unheard.
create table base.satisfaction_months as
with goals as (
    select y.fiscal_year, y.group_no, i.project_no, i.indicator_no, i.level3, i.unit,
           target_told(i.target, i.sign, i.unit) as target,
           score_of(i.kind, i.value, i.unit_read) as goal
    from base.indicators as i
    join project_years as y on y.project_no = i.project_no
    where i.is_satisfaction and i.direction not in ('lower', 'date')
),
heard as (
    select g.fiscal_year, g.group_no, g.project_no, g.indicator_no, g.level3, g.target, g.goal,
           o.month as first_month, o.valid_to as last_month, actual_told(o.actual, g.unit) as actual, o.met,
           score_of(o.actual_kind, o.actual_value, o.own_unit) as score
    from base.observations as o
    join goals as g on g.project_no = o.project_no and g.indicator_no = o.indicator_no
),
first_heard as (
    select project_no, indicator_no, min(first_month) as first_month
    from heard
    group by project_no, indicator_no
)
select * from heard
union all
select g.fiscal_year, g.group_no, g.project_no, g.indicator_no, g.level3, g.target, g.goal, 1, coalesce(f.first_month - 1, 12),
       cast(null as varchar), cast(null as boolean), cast(null as bigint)
from goals as g
left join first_heard as f on f.project_no = g.project_no and f.indicator_no = g.indicator_no
where coalesce(f.first_month, 12) > 1
order by project_no, indicator_no, first_month;

-- The points that satisfaction weighs in each project whose indicators state any weight.
create table base.satisfaction_weights as
select project_no, coalesce(sum(case when is_satisfaction then weight end), 0) as weight
from base.indicators
group by project_no
having count(weight) > 0
order by project_no;
