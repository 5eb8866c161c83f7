-- One row per project on the roll; money in 分.
select
    project_id, fiscal_year, mof_div_code as county, mof_div_name as county_name, region_level, dept_code as dept,
    dept_name, pro_name as name, pro_code as code, pro_initials as initials, budget_book as book,
    cast(initial_budget * 100 as bigint) as initial, cast(adjusted_budget * 100 as bigint) as adjusted,
    cast(allotted * 100 as bigint) as allotted, window_start, window_end
from base.all_projects
where not retired
order by project_id
