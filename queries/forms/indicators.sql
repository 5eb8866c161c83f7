-- One row per indicator of each project with what was reported for exactly the month; blank where nothing was.
-- label: 表单的绩效指标
-- params: year, month, project, counties, departments, agencies
-- returns: project_id, indicator_no, level1, level2, level3, sign, target, unit, weight, actual, year_forecast, likelihood, cause, note, measure, score, reported_on, indicator_deviation
select
    p.project_id, i.indicator_no, i.level1, i.level2, i.level3, i.sign, i.target, i.unit, i.weight, o.actual,
    o.forecast as year_forecast, o.likelihood, o.cause, o.note, o.measure, o.score, o.reported_on,
    ppm_int(pico(o.completion), pico(o.expected_completion)) - 1000000 as indicator_deviation
from indicators as i
inner join projects as p on p.project_no = i.project_no
left join observations as o
    on o.project_no = i.project_no and o.indicator_no = i.indicator_no and o.month = $month
where
    p.fiscal_year = $year
    and ($project = '' or p.project_id = $project)
    and picked($counties, p.mof_div_code)
    and picked($departments, p.dept_code)
    and picked($agencies, p.agency_code)
order by p.project_id, length(i.indicator_no), i.indicator_no
