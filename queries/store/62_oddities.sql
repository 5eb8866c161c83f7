-- What 数据质量 looks for among payments and reports, found once for all months: the projects and indicators where a
-- month may show it. The questions in queries/quality/ judge these alone, so that none goes through every month again.
create table base.oddities as
with reports as (
    select o.project_no, o.indicator_no, o.month, base_unit(o.own_unit) as unit, o.actual_value, o.own_unit,
           round(o.actual_value * unit_factor(o.own_unit), 9) as figure, o.accumulation,
           score_of(o.actual_kind, o.actual_value, o.own_unit) as score
    from base.observations as o
    where o.actual_kind = 'quantity'
),
followed as (
    select r.*, lag(figure) over w as previous_figure, lag(unit) over w as previous_unit
    from reports as r
    window w as (partition by project_no, indicator_no order by month)
),
grown as (
    select m.project_no, m.month, m.paid,
           sum(case when m.paid > 0 then m.paid end) over earlier as paid_before,
           count(case when m.paid > 0 then 1 end) over earlier as paid_months
    from base.project_months as m
    window earlier as (partition by m.project_no order by m.month rows between unbounded preceding and 1 preceding)
)
select distinct 'value_jump' as kind, project_no, indicator_no
from followed
where previous_figure > 0 and unit = previous_unit and figure > 10 * previous_figure
union all
select distinct 'repeated_value', project_no, indicator_no
from (
    select project_no, indicator_no
    from reports
    where accumulation = 'cumulative' and actual_value <> 0
    group by project_no, indicator_no, actual_value, own_unit
    having count(*) > 1
)
union all
select distinct 'low_score', r.project_no, r.indicator_no
from reports as r
join base.indicators as i on i.project_no = r.project_no and i.indicator_no = r.indicator_no
cross join (
    select max(cast(value as bigint)) as line
    from base.profile_limits
    where rule = 'satisfaction_low' and name = 'red'
) as l
where i.is_satisfaction and r.score < l.line
union all
select distinct 'payment_jump', project_no, cast(null as varchar)
from grown
where paid_months >= 2 and paid * paid_months > 10 * paid_before;
