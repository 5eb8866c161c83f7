-- One row per ex-ante appraisal or budget review in force.
-- label: 事前评估和预算评审
-- years: all
-- params: year, counties
-- returns: fiscal_year, mof_div_code, mof_div_name, pro_code, pro_name, dept_name, appraisal_kind, declared, approved, reduction, reduction_rate, conclusion
select
    a.fiscal_year, a.mof_div_code, regions.mof_div_name, a.pro_code, a.pro_name, a.dept_name, a.kind as appraisal_kind,
    a.declared, a.approved, a.declared - a.approved as reduction,
    ppm(a.declared - a.approved, a.declared) as reduction_rate, a.conclusion
from appraisals as a
left join regions on regions.mof_div_code = a.mof_div_code
where a.fiscal_year = $year and picked($counties, a.mof_div_code)
order by a.mof_div_code, a.pro_code, a.kind
