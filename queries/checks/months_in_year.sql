-- Rows of payments, changes, plans or observations in a month beyond the twelve.
-- label: 月份在 1—12 之间
-- remedy: 请更正月份后重新载入。
select 'execution' as table_name, project_id, month from base.execution where month not between 1 and 12
union all
select 'budget_changes', project_id, month from base.budget_changes where month not between 1 and 12
union all
select 'plans', project_id, month from base.plans where month not between 1 and 12
union all
select 'observations', project_id, month from base.observations where month not between 1 and 12
order by table_name, project_id, month
