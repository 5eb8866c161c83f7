-- Rows of indicators without a project, and of observations without an indicator.
-- label: 每个指标都有项目，每次填报都有指标
-- remedy: 请先载入缺少的项目或指标。
select 'indicators' as table_name, i.project_id, i.indicator_no
from base.indicators as i
anti join base.all_projects as p on p.project_id = i.project_id
union all
select distinct 'observations', cast(o.fiscal_year as varchar) || '-' || o.mof_div_code || '-' || o.pro_code,
       o.indicator_no
from delivered_observations as o
anti join base.indicators as i
    on i.project_id = cast(o.fiscal_year as varchar) || '-' || o.mof_div_code || '-' || o.pro_code
    and i.indicator_no = o.indicator_no
order by table_name, project_id, indicator_no
