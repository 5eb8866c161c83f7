-- Rows of indicators without a project, and of observations without an indicator.
-- label: 每个指标都有项目，每次填报都有指标
-- remedy: 请先载入缺少的项目或指标。
with unknown as (
    select 'indicators' as table_name, d.fiscal_year, d.mof_div_code, d.pro_code, d.indicator_no
    from delivered_indicators as d
    where exists (
        select 1 from base.indicators as i
        where i.project_no is null and i.batch_number = d.batch_number and i.source_file = d.source_file
            and i.source_sheet is not distinct from d.source_sheet and i.source_row = d.source_row
    )
    union all
    select 'observations', d.fiscal_year, d.mof_div_code, d.pro_code, d.indicator_no
    from delivered_observations as d
    where exists (
        select 1 from base.observations as o
        where o.weight_used is null and o.batch_number = d.batch_number and o.source_file = d.source_file
            and o.source_sheet is not distinct from d.source_sheet and o.source_row = d.source_row
    )
    union all
    select 'observations', d.fiscal_year, d.mof_div_code, d.pro_code, d.indicator_no
    from delivered_observations as d
    left join project_numbers as n
        on n.fiscal_year = d.fiscal_year and n.mof_div_code = d.mof_div_code and n.pro_code = d.pro_code
    anti join base.indicators as i on i.project_no = n.project_no and i.indicator_no = d.indicator_no
    where d.actual_blank
)
select distinct table_name, cast(fiscal_year as varchar) || '-' || mof_div_code || '-' || pro_code as project_id,
       indicator_no
from unknown
order by table_name, project_id, indicator_no
