-- One row per unit (a department of a region) that has not reported the month.
-- label: 缺报单位
-- years: all
-- params: year, month
-- returns: mof_div_code, mof_div_name, dept_code, dept_name
select coverage.mof_div_code, regions.mof_div_name, coverage.dept_code, departments.dept_name
from coverage
inner join regions on coverage.mof_div_code = regions.mof_div_code
inner join departments on coverage.dept_code = departments.dept_code
where coverage.fiscal_year = $year and coverage.month = $month and not coverage.reported
order by coverage.mof_div_code, coverage.dept_code
