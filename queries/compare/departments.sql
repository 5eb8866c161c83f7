-- One row per department with its execution and completion at the month, largest shortfall first.
-- label: 部门对比
-- years: all
-- params: year, month, counties, departments, agencies, books, categories, key_only, denominator, profile
-- returns: dept_code, dept_name, is_ranked, rank, projects, rated, unrated, unrated_budget, budget, paid, execution_rate, expected_rate, execution_gap, pace_ratio, underpaid, last_rate, completion_rate, completed, severity
with sums as (
    select
        fiscal_year,
        dept_code,
        cast(sum(projects) as bigint) as projects,
        cast(sum(rated) as bigint) as rated,
        cast(sum(unrated) as bigint) as unrated,
        sum(unrated_budget) as unrated_budget,
        sum(budget) as budget,
        sum(paid) as paid,
        sum(due) as due,
        cast(sum(completed) as bigint) as completed,
        group_completion(sum(completion_weighted), sum(completion_budget)) as completion_rate
    from paced_groups
    where profile = $profile and fiscal_year in ($year, $year - 1) and month = $month and denominator = $denominator
        and picked($counties, mof_div_code) and picked($agencies, agency_code)
        and picked($books, budget_book) and picked($categories, pro_category)
        and (not $key_only or is_key)
    group by fiscal_year, dept_code
),

placed as (
    select
        sums.*,
        ppm(paid, budget) as execution_rate,
        expected_rate(due, budget) as expected_rate,
        pace_ratio(paid, due) as pace_ratio,
        are_enough(rated) as is_ranked
    from sums
),

ranked as (
    select
        placed.*,
        if(is_ranked, rank() over (partition by fiscal_year, is_ranked order by execution_rate desc), null) as place
    from placed
)

select
    ranked.dept_code, departments.dept_name, ranked.is_ranked, ranked.place as rank,
    ranked.projects, ranked.rated, ranked.unrated, ranked.unrated_budget,
    ranked.budget, ranked.paid, ranked.execution_rate,
    ranked.expected_rate,
    pace_gap(ranked.paid, ranked.due, ranked.budget) as execution_gap,
    ranked.pace_ratio,
    if(ranked.rated > 0, underpaid(ranked.due, ranked.paid), null) as underpaid,
    earlier.execution_rate as last_rate, ranked.completion_rate, ranked.completed,
    group_mark(ranked.expected_rate, ranked.pace_ratio, lines.yellow, lines.red, lines.min_expected) as severity
from ranked
inner join pace_lines as lines on lines.profile = $profile
inner join departments on departments.dept_code = ranked.dept_code
left join ranked as earlier on earlier.dept_code = ranked.dept_code and earlier.fiscal_year = $year - 1
where ranked.fiscal_year = $year and picked($departments, ranked.dept_code)
order by underpaid desc nulls last, ranked.dept_code
