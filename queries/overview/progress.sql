-- One row per month of the year up to the chosen one: all chosen projects together, money and goals to date.
-- label: 逐月进度
-- params: year, month, counties, departments, agencies, books, categories, key_only, denominator, profile
-- returns: month, projects, rated, unrated, unreported, budget, budget_all, paid, paid_all, paid_in_month, execution_rate, expected_rate, execution_gap, pace_ratio, underpaid, completion_rate, expected_completion_rate, completion_gap, severity
with months as (
    select
        profile,
        month,
        cast(sum(projects) as bigint) as projects,
        cast(sum(rated) as bigint) as rated,
        cast(sum(unrated) as bigint) as unrated,
        cast(sum(unreported) as bigint) as unreported,
        sum(budget) as budget,
        sum(budget_all) as budget_all,
        sum(paid) as paid,
        sum(paid_all) as paid_all,
        sum(paid_in_month) as paid_in_month,
        sum(due) as due,
        sum(completion_budget) as completion_budget,
        sum(completion_weighted) as completed,
        sum(expected_completion_weighted) as expected_completed
    from paced_groups
    where profile = $profile and denominator = $denominator and fiscal_year = $year and month <= $month
        and picked($counties, mof_div_code) and picked($departments, dept_code)
        and picked($agencies, agency_code) and picked($books, budget_book)
        and picked($categories, pro_category) and (not $key_only or is_key)
    group by profile, month
),

rated as (
    select
        months.*,
        ppm(paid, budget) as execution_rate,
        expected_rate(due, budget) as expected_rate,
        pace_gap(paid, due, budget) as execution_gap,
        pace_ratio(paid, due) as pace_ratio,
        underpaid(due, paid) as underpaid,
        group_completion(completed, completion_budget) as completion_rate,
        group_completion(expected_completed, completion_budget) as expected_completion_rate,
        group_completion(completed - expected_completed, completion_budget) as completion_gap
    from months
)

select
    rated.month, rated.projects, rated.rated, rated.unrated, rated.unreported,
    rated.budget, rated.budget_all, rated.paid, rated.paid_all, rated.paid_in_month,
    rated.execution_rate, rated.expected_rate, rated.execution_gap, rated.pace_ratio, rated.underpaid,
    rated.completion_rate, rated.expected_completion_rate, rated.completion_gap,
    group_mark(
        rated.expected_rate, rated.pace_ratio, pace_lines.yellow, pace_lines.red, pace_lines.min_expected
    ) as severity
from rated
left join pace_lines on rated.profile = pace_lines.profile
order by rated.month
