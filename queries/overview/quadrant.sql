-- One row per project with its place in the quadrants, the gravest first, a page of them; counts are of all projects.
-- label: 钱与事的象限
-- params: year, month, counties, departments, agencies, books, categories, key_only, denominator, profile, page_size
-- returns: project_id, pro_name, dept_name, quadrant, severity, pace_ratio, completion_ratio, execution_rate, expected_rate, execution_gap, completion_rate, expected_completion_rate, completion_gap, underpaid, quadrant_projects
with placed as (
    select
        paced.project_no, paced.pace_ratio, paced.completion_ratio, paced.execution_rate, paced.expected_rate,
        paced.budget, paced.paid_to_date, paced.due, paced.completion_pico, paced.expected_pico,
        paced.completion_rate, paced.expected_completion_rate, worst.severity,
        coalesce(worst.severity_rank, 5) as severity_rank,
        paced.underpaid,
        quadrant(
            paced.pace_ratio, paced.completion_ratio, paced.expected_rate,
            quadrant_lines.money_line, quadrant_lines.work_line, quadrant_lines.min_expected
        ) as quadrant
    from rated_months as paced
    inner join quadrant_lines on quadrant_lines.profile = $profile
    left join flagged_projects as worst
        on paced.project_no = worst.project_no
        and worst.profile = $profile and worst.fiscal_year = $year and worst.month = $month
    where paced.profile = $profile and paced.denominator = $denominator
        and paced.fiscal_year = $year and paced.month = $month
        and picked($counties, paced.mof_div_code) and picked($departments, paced.dept_code)
        and picked($agencies, paced.agency_code) and picked($books, paced.budget_book)
        and picked($categories, paced.pro_category) and (not $key_only or paced.is_key)
),

counted as (select quadrant, count(*) as quadrant_projects from placed group by quadrant),

shown as (
    select *
    from placed
    order by quadrant = '未知', severity_rank, underpaid desc nulls last, project_no
    limit $page_size
)

select
    projects.project_id, projects.pro_name, projects.dept_name, shown.quadrant, shown.severity, shown.pace_ratio,
    shown.completion_ratio, shown.execution_rate, shown.expected_rate,
    pace_gap_of_many(shown.paid_to_date, shown.due, shown.budget) as execution_gap, shown.completion_rate,
    shown.expected_completion_rate, gap_of_shares(shown.completion_pico, shown.expected_pico) as completion_gap,
    shown.underpaid, counted.quadrant_projects
from shown
inner join counted on shown.quadrant = counted.quadrant
inner join projects on shown.project_no = projects.project_no
order by shown.quadrant = '未知', shown.severity_rank, shown.underpaid desc nulls last, shown.project_no
