-- One row per project of the year that a later projects file no longer has: kept, outside every total.
-- label: 已不在册的项目
-- sentence: {mof_div_name} {dept_name}的项目 {pro_code} {pro_name}已不在册：较新的项目表里没有它，不再计入合计
-- params: year
-- returns: project_id, mof_div_name, dept_code, dept_name, pro_code, pro_name, adjusted_budget, source_file, source_sheet, source_row
select project_id, mof_div_name, dept_code, dept_name, pro_code, pro_name, adjusted_budget,
       source_file, source_sheet, source_row
from retired_projects
where fiscal_year = $year
order by project_id
