-- One row per figure that a later batch changed: what it was, what it is, and which batches said so.
-- What a form leaves blank changes nothing.
create table base.revisions as
with written as (
    select 'projects' as table_name, fiscal_year, mof_div_code, pro_code, cast(null as integer) as month,
           '' as indicator_no, unnest(['initial_budget', 'adjusted_budget', 'allotted', 'pro_name']) as field,
           unnest([cast(initial_budget as varchar), cast(adjusted_budget as varchar),
                   cast(allotted as varchar), pro_name]) as figure, form_month, batch_number
    from delivered_projects
    union all
    select 'execution', fiscal_year, mof_div_code, pro_code, month, '', unnest(['paid', 'paid_to_date']),
           unnest([cast(paid as varchar), cast(paid_to_date as varchar)]), null, batch_number
    from told_execution
    union all
    select 'indicators', fiscal_year, mof_div_code, pro_code, null, indicator_no, unnest(['target', 'weight']),
           unnest([target, cast(weight as varchar)]), form_month, batch_number
    from delivered_indicators
    union all
    select 'observations', fiscal_year, mof_div_code, pro_code, month, indicator_no, 'actual', actual, null,
           batch_number
    from delivered_observations
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
select c.table_name, cast(c.fiscal_year as varchar) || '-' || c.mof_div_code || '-' || c.pro_code as project_id,
       c.month, nullif(c.indicator_no, '') as indicator_no, c.field, c.old_figure as old_value,
       c.figure as new_value, o.batch as old_batch, n.batch as new_batch
from compared as c
join delivered_batches as n on n.number = c.batch_number
join delivered_batches as o on o.number = c.old_number
where c.place > 1 and c.figure is distinct from c.old_figure
order by project_id, c.table_name, c.month, c.indicator_no, c.field, n.number;
