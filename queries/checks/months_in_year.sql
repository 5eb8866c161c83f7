-- Rows of payments, changes, plans or observations in a month beyond the twelve.
-- label: 月份在 1—12 之间
-- remedy: 请更正月份后重新载入。
with rows_beyond as (
    select 'execution' as table_name, project_no, month from base.execution where month not between 1 and 12
    union all
    select 'budget_changes', project_no, month from base.budget_changes where month not between 1 and 12
    union all
    select 'plans', project_no, month from base.plans where month not between 1 and 12
    union all
    select 'observations', project_no, month from base.observations where month not between 1 and 12
)
select r.table_name, p.project_id, r.month
from rows_beyond as r
left join base.all_projects as p on p.project_no = r.project_no
order by r.table_name, p.project_id, r.month
