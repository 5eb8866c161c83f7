-- One row per department and project category with its rate beside that of all departments in it.
-- label: 部门同类比较
-- years: all
-- params: year, month, counties, departments, agencies, books, categories, key_only, denominator, profile
-- returns: pro_category, dept_code, dept_name, is_ranked, rank, rated, budget, paid, execution_rate, expected_rate, execution_gap, category_rate, severity
with sums as (
    select
        pro_category,
        dept_code,
        cast(sum(rated) as bigint) as rated,
        sum(budget) as budget,
        sum(paid) as paid,
        sum(due) as due
    from paced_groups
    where profile = $profile and fiscal_year = $year and month = $month and denominator = $denominator
        and picked($counties, mof_div_code) and picked($agencies, agency_code)
        and picked($books, budget_book) and picked($categories, pro_category)
        and (not $key_only or is_key)
    group by pro_category, dept_code
),

ranked as (
    select
        sums.*,
        are_enough(sums.rated) as is_ranked,
        ppm(sums.paid, sums.budget) as execution_rate,
        expected_rate(sums.due, sums.budget) as expected_rate,
        pace_ratio(sums.paid, sums.due) as pace_ratio,
        rank() over (
            partition by sums.pro_category, are_enough(sums.rated)
            order by ppm(sums.paid, sums.budget) desc nulls last
        ) as place,
        ppm(
            sum(sums.paid) over (partition by sums.pro_category),
            sum(sums.budget) over (partition by sums.pro_category)
        ) as category_rate
    from sums
)

select
    ranked.pro_category, ranked.dept_code, departments.dept_name, ranked.is_ranked,
    if(ranked.is_ranked, ranked.place, null) as rank,
    ranked.rated, ranked.budget, ranked.paid, ranked.execution_rate,
    ranked.expected_rate,
    pace_gap(ranked.paid, ranked.due, ranked.budget) as execution_gap,
    ranked.category_rate,
    group_mark(ranked.expected_rate, ranked.pace_ratio, lines.yellow, lines.red, lines.min_expected) as severity
from ranked
inner join departments on departments.dept_code = ranked.dept_code
inner join pace_lines as lines on lines.profile = $profile
where ranked.rated > 0 and picked($departments, ranked.dept_code)
order by ranked.pro_category, ranked.is_ranked desc, rank, ranked.dept_code
