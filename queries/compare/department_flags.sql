-- One row per department with how many of its projects each kind of flag holds at the month.
-- label: 部门预警个数
-- params: year, month, counties, departments, agencies, books, categories, key_only, profile
-- returns: dept_code, flagged_projects, red_projects, yellow_projects, low_execution_projects, target_deviation_projects
select
    dept_code,
    cast(sum(projects) as bigint) as flagged_projects,
    cast(sum(red) as bigint) as red_projects,
    cast(sum(yellow) as bigint) as yellow_projects,
    cast(sum(money_low) as bigint) as low_execution_projects,
    cast(sum(work_low) as bigint) as target_deviation_projects
from flagged_groups
where profile = $profile and fiscal_year = $year and month = $month
    and picked($counties, mof_div_code) and picked($departments, dept_code)
    and picked($agencies, agency_code) and picked($books, budget_book)
    and picked($categories, pro_category) and (not $key_only or is_key)
group by dept_code
order by dept_code
