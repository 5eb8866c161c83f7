-- One row per delivered row that the project's figures at the month rest on, with its file, sheet, row and batch.
-- label: 项目数据来源
-- years: all
-- params: month, project
-- returns: table_name, month, item, amount, written, batch_number, source_file, source_sheet, source_row
with delivered as (
    select
        'projects' as table_name, cast(null as integer) as month, pro_name as item, adjusted_budget as amount,
        cast(null as varchar) as written, source_batch, source_file, source_sheet, source_row
    from projects
    where project_id = $project
    union all
    select
        'execution', month, if(paid is null, '累计支付', '本月支付'), coalesce(paid, paid_to_date),
        null, source_batch, source_file, source_sheet, source_row
    from execution
    where project_id = $project and month <= $month
    union all
    select 'budget_changes', month, kind, amount, null, source_batch, source_file, source_sheet, source_row
    from budget_changes
    where project_id = $project and month <= $month
    union all
    select 'plans', month, '用款计划', planned, null, source_batch, source_file, source_sheet, source_row
    from plans
    where project_id = $project
    union all
    select 'funding', null, source, paid, null, source_batch, source_file, source_sheet, source_row
    from funding
    where project_id = $project
    union all
    select
        'indicators', null, indicator_no || ' ' || level3, null, target,
        source_batch, source_file, source_sheet, source_row
    from indicators
    where project_id = $project
    union all
    select
        'observations', o.month, o.indicator_no || ' ' || i.level3, null, o.actual,
        o.source_batch, o.source_file, o.source_sheet, o.source_row
    from observations as o
    inner join indicators as i on i.project_id = o.project_id and i.indicator_no = o.indicator_no
    where o.project_id = $project and o.month <= $month
)

select
    delivered.table_name, delivered.month, delivered.item, delivered.amount, delivered.written,
    batches.number as batch_number, delivered.source_file, delivered.source_sheet, delivered.source_row
from delivered
inner join batches on batches.batch = delivered.source_batch
order by delivered.table_name, delivered.month desc nulls last, delivered.item, delivered.source_row
