-- One row per project that a project_id, or a bare project code of the year, may mean.
-- label: 项目标识
-- years: all
-- params: project, year
-- returns: project_id, mof_div_name, pro_name
select project_id, mof_div_name, pro_name
from projects
where project_id = $project or (pro_code = $project and fiscal_year = $year)
order by project_id
