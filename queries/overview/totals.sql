-- One row per budget book with its money and rates at the month; money is of every project on the roll.
-- label: 四本预算合计
-- params: year, month, counties, departments, agencies, books, categories, key_only, denominator, profile
-- returns: budget_book, projects, initial_budget, adjusted_budget, allotted, paid, execution_rate, expected_rate, execution_gap, completion_rate, rated, unrated, unrated_budget, unreported
with chosen as (
    select *
    from paced_groups
    where profile = $profile and fiscal_year = $year and month = $month
        and picked($counties, mof_div_code) and picked($departments, dept_code)
        and picked($agencies, agency_code) and picked($books, budget_book)
        and picked($categories, pro_category) and (not $key_only or is_key)
),

budgets as (
    select
        budget_book,
        sum(budget_all) filter (where denominator = 'initial') as initial_budget,
        sum(budget_all) filter (where denominator = 'adjusted') as adjusted_budget,
        sum(budget_all) filter (where denominator = 'allotted') as allotted
    from chosen
    group by budget_book
),

rates as (
    select
        budget_book,
        cast(sum(projects) as bigint) as projects,
        sum(paid_all) as paid_all,
        sum(paid) as paid,
        sum(budget) as budget,
        sum(due) as due,
        sum(completion_weighted) as completion_weighted,
        sum(completion_budget) as completion_budget,
        cast(sum(rated) as bigint) as rated,
        cast(sum(unrated) as bigint) as unrated,
        sum(unrated_budget) as unrated_budget,
        cast(sum(unreported) as bigint) as unreported
    from chosen
    where denominator = $denominator
    group by budget_book
)

select
    rates.budget_book,
    rates.projects,
    budgets.initial_budget,
    budgets.adjusted_budget,
    budgets.allotted,
    rates.paid_all as paid,
    ppm(rates.paid, rates.budget) as execution_rate,
    expected_rate(rates.due, rates.budget) as expected_rate,
    pace_gap(rates.paid, rates.due, rates.budget) as execution_gap,
    group_completion(rates.completion_weighted, rates.completion_budget) as completion_rate,
    rates.rated, rates.unrated, rates.unrated_budget, rates.unreported
from rates
inner join budgets on rates.budget_book = budgets.budget_book
order by rates.budget_book
