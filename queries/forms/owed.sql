-- One row per project and monitoring round of the profile whose form nobody has handed in yet.
-- label: 未交的监控表
-- params: year, project, counties, departments, agencies, profile
-- returns: project_id, round, due_on, mof_div_code, mof_div_name, dept_name, agency_name
select p.project_id, r.round, r.due_on, p.mof_div_code, p.mof_div_name, p.dept_name, p.agency_name
from round_reports as r
inner join projects as p on p.project_no = r.project_no
where
    r.profile = $profile
    and r.fiscal_year = $year
    and r.has_indicators
    and not r.filled
    and ($project = '' or p.project_id = $project)
    and picked($counties, p.mof_div_code)
    and picked($departments, p.dept_code)
    and picked($agencies, p.agency_code)
order by p.project_id, r.round
