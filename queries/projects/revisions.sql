-- One row per figure of the project that a later batch changed, with what it was and what it is.
-- label: 项目数据修订
-- years: all
-- params: project
-- returns: table_name, month, indicator_no, field, old_value, new_value, old_batch_number, new_batch_number
select
    revisions.table_name,
    revisions.month,
    revisions.indicator_no,
    revisions.field,
    revisions.old_value,
    revisions.new_value,
    earlier.number as old_batch_number,
    later.number as new_batch_number
from revisions
inner join batches as earlier on earlier.batch = revisions.old_batch
inner join batches as later on later.batch = revisions.new_batch
where revisions.project_id = $project
order by later.number desc, revisions.table_name, revisions.month, revisions.indicator_no, revisions.field
