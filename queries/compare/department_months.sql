-- One row per month of each of the six departments with the largest shortfall at the month.
-- label: 少支付最多的部门逐月执行
-- years: all
-- params: year, month, counties, departments, agencies, books, categories, key_only, denominator, profile
-- returns: place, dept_code, dept_name, month, execution_rate, expected_rate
with sums as (
    select
        dept_code,
        month,
        sum(budget) as budget,
        sum(paid) as paid,
        sum(due) as due
    from paced_groups
    where profile = $profile and fiscal_year = $year and month <= $month and denominator = $denominator
        and picked($counties, mof_div_code) and picked($departments, dept_code)
        and picked($agencies, agency_code) and picked($books, budget_book)
        and picked($categories, pro_category) and (not $key_only or is_key)
    group by dept_code, month
),

largest as (
    select
        dept_code,
        row_number() over (order by underpaid(due, paid) desc nulls last, dept_code) as place
    from sums
    where month = $month and underpaid(due, paid) > 0
)

select
    largest.place,
    sums.dept_code,
    departments.dept_name,
    sums.month,
    ppm(sums.paid, sums.budget) as execution_rate,
    expected_rate(sums.due, sums.budget) as expected_rate
from sums
inner join largest on largest.dept_code = sums.dept_code and largest.place <= 6
inner join departments on departments.dept_code = sums.dept_code
order by largest.place, sums.month
