-- Rows of payments, changes, plans and funding whose project no batch in force knows.
-- label: 每笔金额都有项目
-- remedy: 请先载入这些项目的项目表，或撤回这批金额。
with unknown as (
    select 'execution' as table_name, d.fiscal_year, d.mof_div_code, d.pro_code, d.month, coalesce(d.paid, d.paid_to_date) as amount
    from delivered_execution as d
    where exists (
        select 1 from base.execution as k
        where k.project_no is null and k.batch_number = d.batch_number and k.source_file = d.source_file
            and k.source_sheet is not distinct from d.source_sheet and k.source_row = d.source_row
    )
    union all
    select 'budget_changes', d.fiscal_year, d.mof_div_code, d.pro_code, d.month, d.amount
    from delivered_budget_changes as d
    where exists (
        select 1 from base.budget_changes as k
        where k.project_no is null and k.batch_number = d.batch_number and k.source_file = d.source_file
            and k.source_sheet is not distinct from d.source_sheet and k.source_row = d.source_row
    )
    union all
    select 'plans', d.fiscal_year, d.mof_div_code, d.pro_code, d.month, d.planned
    from delivered_plans as d
    where exists (
        select 1 from base.plans as k
        where k.project_no is null and k.batch_number = d.batch_number and k.source_file = d.source_file
            and k.source_sheet is not distinct from d.source_sheet and k.source_row = d.source_row
    )
    union all
    select 'funding', d.fiscal_year, d.mof_div_code, d.pro_code, null, coalesce(d.paid, d.adjusted_budget, d.initial_budget)
    from delivered_funding as d
    where exists (
        select 1 from base.funding as k
        where k.project_no is null and k.batch_number = d.batch_number and k.source_file = d.source_file
            and k.source_sheet is not distinct from d.source_sheet and k.source_row = d.source_row
    )
)
select table_name, cast(fiscal_year as varchar) || '-' || mof_div_code || '-' || pro_code as project_id, month, amount
from unknown
order by table_name, project_id, month
