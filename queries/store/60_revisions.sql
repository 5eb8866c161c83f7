-- One row per figure that a later batch changed: what it was, what it is, and which batches said so.
-- What a form leaves blank changes nothing. The budget changes of a month are told as their sum. Only keys told of
-- more than once, and differently, are gone through.
create temp table revised_projects as
with contested as (
    select fiscal_year, mof_div_code
    from delivered_projects
    group by fiscal_year, mof_div_code
    having min(batch_number) < max(batch_number) or count(form_month) > 0
)
select p.fiscal_year, p.mof_div_code, p.pro_code
from delivered_projects as p
join contested as c on c.fiscal_year = p.fiscal_year and c.mof_div_code = p.mof_div_code
group by p.fiscal_year, p.mof_div_code, p.pro_code
having is_revised(min(p.initial_budget), max(p.initial_budget), count(p.initial_budget), count(*))
    or is_revised(min(p.adjusted_budget), max(p.adjusted_budget), count(p.adjusted_budget), count(*))
    or is_revised(min(p.allotted), max(p.allotted), count(p.allotted), count(*))
    or is_revised(min(p.pro_name), max(p.pro_name), count(p.pro_name), count(*));

create temp table revised_indicators as
with contested as (
    select fiscal_year, mof_div_code
    from delivered_indicators
    group by fiscal_year, mof_div_code
    having min(batch_number) < max(batch_number) or count(form_month) > 0
)
select i.fiscal_year, i.mof_div_code, i.pro_code, i.indicator_no
from delivered_indicators as i
join contested as c on c.fiscal_year = i.fiscal_year and c.mof_div_code = i.mof_div_code
group by i.fiscal_year, i.mof_div_code, i.pro_code, i.indicator_no
having is_revised(min(i.target), max(i.target), count(i.target), count(*))
    or is_revised(min(i.weight), max(i.weight), count(i.weight), count(*));

create table base.revisions as
with written as (
    select 'projects' as table_name, p.fiscal_year, p.mof_div_code, p.pro_code, cast(null as integer) as month,
           '' as indicator_no, f.field,
           case f.field when 'initial_budget' then cast(p.initial_budget as varchar)
               when 'adjusted_budget' then cast(p.adjusted_budget as varchar)
               when 'allotted' then cast(p.allotted as varchar) else p.pro_name end as figure,
           p.form_month, p.batch_number
    from delivered_projects as p
    join revised_projects as r
        on r.fiscal_year = p.fiscal_year and r.mof_div_code = p.mof_div_code and r.pro_code = p.pro_code
    cross join (values ('initial_budget'), ('adjusted_budget'), ('allotted'), ('pro_name')) as f (field)
    union all
    select 'execution', e.fiscal_year, e.mof_div_code, e.pro_code, e.month, '', f.field,
           case f.field when 'paid' then cast(e.paid as varchar) else cast(e.paid_to_date as varchar) end, null,
           e.batch_number
    from told_execution as e
    join superseded_execution as s
        on s.is_revised and s.fiscal_year = e.fiscal_year and s.mof_div_code = e.mof_div_code
        and s.pro_code = e.pro_code and s.month = e.month
    cross join (values ('paid'), ('paid_to_date')) as f (field)
    union all
    select 'budget_changes', c.fiscal_year, c.mof_div_code, c.pro_code, c.month, '', 'amount',
           cast(cast(sum(c.amount) as decimal(18, 2)) as varchar), null, c.batch_number
    from delivered_budget_changes as c
    join superseded_changes as s
        on s.fiscal_year = c.fiscal_year and s.mof_div_code = c.mof_div_code and s.pro_code = c.pro_code
        and s.month = c.month
    group by c.fiscal_year, c.mof_div_code, c.pro_code, c.month, c.batch_number
    union all
    select 'plans', l.fiscal_year, l.mof_div_code, l.pro_code, l.month, '', 'planned', cast(l.planned as varchar),
           null, l.batch_number
    from delivered_plans as l
    join superseded_plans as s
        on s.is_revised and s.fiscal_year = l.fiscal_year and s.mof_div_code = l.mof_div_code
        and s.pro_code = l.pro_code and s.month = l.month
    union all
    select 'indicators', i.fiscal_year, i.mof_div_code, i.pro_code, null, i.indicator_no,
           f.field, case f.field when 'target' then i.target else cast(i.weight as varchar) end, i.form_month,
           i.batch_number
    from delivered_indicators as i
    join revised_indicators as r
        on r.fiscal_year = i.fiscal_year and r.mof_div_code = i.mof_div_code and r.pro_code = i.pro_code
        and r.indicator_no = i.indicator_no
    cross join (values ('target'), ('weight')) as f (field)
    union all
    select 'observations', o.fiscal_year, o.mof_div_code, o.pro_code, o.month, o.indicator_no, 'actual', o.actual,
           null, o.batch_number
    from delivered_observations as o
    join superseded_observations as s
        on s.is_revised and s.fiscal_year = o.fiscal_year and s.mof_div_code = o.mof_div_code
        and s.pro_code = o.pro_code and s.indicator_no = o.indicator_no and s.month = o.month
),
compared as (
    select w.*, row_number() over revisions_of as place, lag(figure) over revisions_of as old_figure,
           lag(batch_number) over revisions_of as old_number
    from written as w
    where form_month is null or figure is not null
    window revisions_of as (
        partition by table_name, fiscal_year, mof_div_code, pro_code, month, indicator_no, field
        order by batch_number, coalesce(form_month, 0)
    )
)
select p.project_no, c.table_name, c.month, nullif(c.indicator_no, '') as indicator_no, c.field,
       c.old_figure as old_value, c.figure as new_value, o.batch as old_batch, n.batch as new_batch
from compared as c
join project_numbers as p
    on p.fiscal_year = c.fiscal_year and p.mof_div_code = c.mof_div_code and p.pro_code = c.pro_code
join delivered_batches as n on n.number = c.batch_number
join delivered_batches as o on o.number = c.old_number
where c.place > 1 and c.figure is distinct from c.old_figure
order by p.project_no, c.table_name, c.month, c.indicator_no, c.field, n.number;
