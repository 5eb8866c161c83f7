-- One row per flagged project that has a place in the quadrants, the gravest first; placed_projects counts all of them.
-- label: 象限里有预警的项目
-- params: year, month, counties, departments, agencies, books, categories, key_only, denominator, profile, page_size
-- returns: project_id, pro_name, dept_name, quadrant, severity, pace_ratio, completion_ratio, execution_rate, expected_rate, execution_gap, completion_rate, expected_completion_rate, completion_gap, underpaid, placed_projects
with placed as materialized (
    select
        flagged.project_no, flagged.severity_rank, flagged.budget, flagged.paid_to_date, flagged.due,
        flagged.completion_rate, flagged.expected_completion_rate, flagged.completion_gap, flagged.completion_ratio,
        behind(flagged.due, flagged.paid_to_date) as behind, lines.money_line, lines.work_line, lines.min_expected
    from paced_flagged as flagged
    inner join quadrant_lines as lines on lines.profile = $profile
    where flagged.profile = $profile and flagged.denominator = $denominator
        and flagged.fiscal_year = $year and flagged.month = $month and flagged.severity_rank <= 3
        and is_placed(
            flagged.paid_to_date, flagged.due, flagged.budget, flagged.completion_ratio, lines.min_expected
        )
        and picked($counties, flagged.mof_div_code) and picked($departments, flagged.dept_code)
        and picked($agencies, flagged.agency_code) and picked($books, flagged.budget_book)
        and picked($categories, flagged.pro_category) and (not $key_only or flagged.is_key)
),

listed as (
    select
        *, ppm(paid_to_date, budget) as execution_rate, expected_rate(due, budget) as expected_rate,
        pace_gap(paid_to_date, due, budget) as execution_gap, pace_ratio(paid_to_date, due) as pace_ratio,
        underpaid(due, paid_to_date) as underpaid
    from (
        select *
        from placed
        order by severity_rank, behind desc nulls last, project_no
        limit $page_size
    )
)

select
    projects.project_id, projects.pro_name, projects.dept_name,
    quadrant(
        listed.pace_ratio, listed.completion_ratio, listed.expected_rate, listed.money_line, listed.work_line,
        listed.min_expected
    ) as quadrant,
    severity_of(listed.severity_rank) as severity, listed.pace_ratio, listed.completion_ratio, listed.execution_rate,
    listed.expected_rate, listed.execution_gap, listed.completion_rate, listed.expected_completion_rate,
    listed.completion_gap, listed.underpaid,
    (select count(*) from placed) as placed_projects
from listed
inner join projects on listed.project_no = projects.project_no
order by listed.severity_rank, listed.behind desc nulls last, listed.project_no
