-- One row per region and month of the year up to the month, with its execution against the pace due.
-- label: 县区逐月执行
-- years: all
-- params: year, month, counties, departments, agencies, books, categories, key_only, denominator, profile
-- returns: mof_div_code, mof_div_name, region_level, month, rated, unrated_budget, execution_rate, expected_rate, execution_gap
with sums as (
    select
        mof_div_code,
        month,
        cast(sum(rated) as bigint) as rated,
        sum(unrated_budget) as unrated_budget,
        sum(budget) as budget,
        sum(paid) as paid,
        sum(due) as due
    from paced_groups
    where profile = $profile and fiscal_year = $year and month <= $month and denominator = $denominator
        and picked($counties, mof_div_code) and picked($departments, dept_code)
        and picked($agencies, agency_code) and picked($books, budget_book)
        and picked($categories, pro_category) and (not $key_only or is_key)
    group by mof_div_code, month
)

select
    sums.mof_div_code,
    regions.mof_div_name,
    regions.level as region_level,
    sums.month,
    sums.rated,
    sums.unrated_budget,
    ppm(sums.paid, sums.budget) as execution_rate,
    expected_rate(sums.due, sums.budget) as expected_rate,
    pace_gap(sums.paid, sums.due, sums.budget) as execution_gap
from sums
inner join regions on regions.mof_div_code = sums.mof_div_code
order by sums.mof_div_code, sums.month
