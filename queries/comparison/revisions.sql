-- One row per figure in force that the new batches revise: what it was and what it becomes; at most 200.
-- label: 对照：修订的数
-- params:
-- returns: revised, project_id, pro_name, dept_name, table_name, month, indicator_no, field, old_value, new_value
select
    count(*) over () as revised,
    revisions.project_id,
    projects.pro_name,
    projects.dept_name,
    revisions.table_name,
    revisions.month,
    revisions.indicator_no,
    revisions.field,
    revisions.old_value,
    revisions.new_value
from revisions
left join projects on projects.project_id = revisions.project_id
where revisions.new_batch not in (select known.batch from before.batches as known)
order by list_position(['projects', 'execution', 'indicators', 'observations'], revisions.table_name),
         revisions.project_id, revisions.month, revisions.indicator_no, revisions.field, revisions.new_batch
limit 200
