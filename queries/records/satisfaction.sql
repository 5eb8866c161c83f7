-- One row per survey in force, of a project or of a whole region.
-- label: 满意度调查
-- years: all
-- params: year, counties
-- returns: fiscal_year, mof_div_code, mof_div_name, pro_code, pro_name, survey_topic, sample, satisfaction_score
select
    s.fiscal_year, s.mof_div_code, regions.mof_div_name, s.pro_code, projects.pro_name, s.topic as survey_topic,
    cast(s.sample as bigint) as sample, s.score as satisfaction_score
from satisfaction as s
left join regions on regions.mof_div_code = s.mof_div_code
left join projects
    on projects.fiscal_year = s.fiscal_year and projects.mof_div_code = s.mof_div_code
        and projects.pro_code = s.pro_code
where s.fiscal_year = $year and picked($counties, s.mof_div_code)
order by s.mof_div_code, s.pro_code nulls first, s.topic
