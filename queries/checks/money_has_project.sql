-- Rows of payments, changes, plans and funding whose project no batch in force knows.
-- label: 每笔金额都有项目
-- remedy: 请先载入这些项目的项目表，或撤回这批金额。
with money as (
    select 'execution' as table_name, project_id, month, coalesce(paid, paid_to_date) as amount from base.execution
    union all
    select 'budget_changes', project_id, month, amount from base.budget_changes
    union all
    select 'plans', project_id, month, planned from base.plans
    union all
    select 'funding', project_id, null, coalesce(paid, adjusted_budget, initial_budget) from base.funding
)
select m.table_name, m.project_id, m.month, m.amount
from money as m
anti join base.all_projects as p on p.project_id = m.project_id
order by m.table_name, m.project_id, m.month
