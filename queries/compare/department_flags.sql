-- One row per department with how many of its projects each kind of flag holds at the month.
-- label: 部门预警个数
-- params: year, month, counties, departments, agencies, books, categories, key_only, profile
-- returns: dept_code, flagged_projects, red_projects, yellow_projects, low_execution_projects, target_deviation_projects
with flagged as (
    select
        dept_code,
        project_id,
        min(severity_rank) as severity_rank,
        bool_or(rule in ('low_execution', 'no_execution')) as low_execution,
        bool_or(rule = 'target_deviation') as target_deviation
    from flags
    where profile = $profile and fiscal_year = $year and month = $month
        and picked($counties, mof_div_code) and picked($departments, dept_code)
        and picked($agencies, agency_code) and picked($books, budget_book)
        and picked($categories, pro_category) and (not $key_only or is_key)
    group by dept_code, project_id
)

select
    dept_code,
    count(*) as flagged_projects,
    count(*) filter (where severity_rank = 1) as red_projects,
    count(*) filter (where severity_rank = 2) as yellow_projects,
    count(*) filter (where low_execution) as low_execution_projects,
    count(*) filter (where target_deviation) as target_deviation_projects
from flagged
group by dept_code
order by dept_code
