-- One row per indicator of each project with what was reported for exactly the month, words without an actual too.
-- label: 表单的绩效指标
-- params: year, month, project, counties, departments, agencies
-- returns: project_id, indicator_no, level1, level2, level3, sign, target, unit, weight, actual, year_forecast, likelihood, cause, note, measure, score, reported_on, indicator_deviation
select
    p.project_id, i.indicator_no, i.level1, i.level2, i.level3, i.sign, i.target, i.unit, i.weight, o.actual,
    coalesce(o.forecast, b.forecast) as year_forecast, coalesce(o.likelihood, b.likelihood) as likelihood,
    coalesce(o.cause, b.cause) as cause, coalesce(o.note, b.note) as note, coalesce(o.measure, b.measure) as measure,
    coalesce(o.score, b.score) as score, coalesce(o.reported_on, b.reported_on) as reported_on,
    o.completion_ratio - 1000000 as indicator_deviation
from indicators as i
inner join projects as p on p.project_no = i.project_no
left join observations as o
    on o.project_no = i.project_no and o.indicator_no = i.indicator_no and o.month = $month
left join blank_observations as b
    on b.project_no = i.project_no and b.indicator_no = i.indicator_no and b.month = $month
where
    p.fiscal_year = $year
    and ($project = '' or p.project_id = $project)
    and picked($counties, p.mof_div_code)
    and picked($departments, p.dept_code)
    and picked($agencies, p.agency_code)
order by p.project_id, length(i.indicator_no), i.indicator_no
