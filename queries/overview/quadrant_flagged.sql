-- One row per flagged project that has a place in the quadrants, the gravest first; placed_projects counts all of them.
-- label: 象限里有预警的项目
-- params: year, month, counties, departments, agencies, books, categories, key_only, denominator, profile, page_size
-- returns: project_id, pro_name, dept_name, quadrant, severity, pace_ratio, completion_ratio, execution_rate, expected_rate, completion_rate, expected_completion_rate, underpaid, placed_projects
with worst as (
    select project_no, severity_rank, severity
    from flagged_projects
    where profile = $profile and fiscal_year = $year and month = $month and severity_rank <= 3
),

placed as (
    select
        paced.project_no, paced.budget, paced.paid_to_date, paced.due, paced.completion_rate, paced.completion_ratio,
        paced.expected_completion_rate, paced.pace_ratio, paced.expected_rate,
        behind(paced.due, paced.paid_to_date) as behind,
        worst.severity,
        worst.severity_rank,
        quadrant(
            paced.pace_ratio, paced.completion_ratio, paced.expected_rate,
            quadrant_lines.money_line, quadrant_lines.work_line, quadrant_lines.min_expected
        ) as quadrant
    from worst
    inner join rated_months as paced on paced.project_no = worst.project_no
    inner join quadrant_lines on quadrant_lines.profile = $profile
    where paced.profile = $profile and paced.denominator = $denominator
        and paced.fiscal_year = $year and paced.month = $month
        and picked($counties, paced.mof_div_code) and picked($departments, paced.dept_code)
        and picked($agencies, paced.agency_code) and picked($books, paced.budget_book)
        and picked($categories, paced.pro_category) and (not $key_only or paced.is_key)
),

listed as (
    select *, count(*) over () as placed_projects
    from placed
    where quadrant <> '未知'
    order by severity_rank, behind desc nulls last, project_no
    limit $page_size
)

select
    projects.project_id, projects.pro_name, projects.dept_name, listed.quadrant, listed.severity, listed.pace_ratio,
    listed.completion_ratio, ppm(listed.paid_to_date, listed.budget) as execution_rate, listed.expected_rate,
    listed.completion_rate, listed.expected_completion_rate,
    underpaid(listed.due, listed.paid_to_date) as underpaid, listed.placed_projects
from listed
inner join projects on listed.project_no = projects.project_no
order by listed.severity_rank, listed.behind desc nulls last, listed.project_no
