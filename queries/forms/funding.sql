-- One row per project and source of its money, as delivered; what a form does not say is unknown.
-- label: 表单的资金来源
-- params: year, project, counties, departments, agencies
-- returns: project_id, source, initial_budget, adjusted_budget, paid
select p.project_id, f.source, f.initial_budget, f.adjusted_budget, f.paid
from funding as f
inner join projects as p on p.project_no = f.project_no
where
    p.fiscal_year = $year
    and ($project = '' or p.project_id = $project)
    and picked($counties, p.mof_div_code)
    and picked($departments, p.dept_code)
    and picked($agencies, p.agency_code)
order by p.project_id, f.source
