-- One row per project with its place in the quadrants, the gravest first, a page of them; counts are of all projects.
-- label: 钱与事的象限
-- params: year, month, counties, departments, agencies, books, categories, key_only, denominator, profile, page_size
-- returns: project_id, pro_name, dept_name, quadrant, severity, pace_ratio, completion_ratio, execution_rate, expected_rate, completion_rate, expected_completion_rate, underpaid, quadrant_projects
with worst as (
    select project_id, min(severity_rank) as severity_rank, arg_min(severity, severity_rank) as severity
    from flags
    where profile = $profile and fiscal_year = $year and month = $month
    group by project_id
),

placed as (
    select
        paced.*,
        worst.severity,
        coalesce(worst.severity_rank, 5) as severity_rank,
        quadrant(
            paced.pace_ratio, paced.completion_ratio, paced.expected_rate,
            quadrant_lines.money_line, quadrant_lines.work_line, quadrant_lines.min_expected
        ) as quadrant
    from paced_months as paced
    inner join quadrant_lines on paced.profile = quadrant_lines.profile
    left join worst on paced.project_id = worst.project_id
    where paced.profile = $profile and paced.denominator = $denominator
        and paced.fiscal_year = $year and paced.month = $month
        and picked($counties, paced.mof_div_code) and picked($departments, paced.dept_code)
        and picked($agencies, paced.agency_code) and picked($books, paced.budget_book)
        and picked($categories, paced.pro_category) and (not $key_only or paced.is_key)
)

select
    placed.project_id, projects.pro_name, projects.dept_name, placed.quadrant, placed.severity, placed.pace_ratio,
    placed.completion_ratio, placed.execution_rate, placed.expected_rate, placed.completion_rate,
    placed.expected_completion_rate, if(placed.paid_to_date is null, null, placed.underpaid) as underpaid,
    count(*) over (partition by placed.quadrant) as quadrant_projects
from placed
inner join projects on placed.project_id = projects.project_id
order by placed.quadrant = '未知', placed.severity_rank, underpaid desc nulls last, placed.project_id
limit $page_size
