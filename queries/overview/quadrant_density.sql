-- One row per quadrant and cell (2.5 points wide and high, 0 to 63; 64 is 160 % and more): how many projects stand there.
-- label: 象限里的疏密
-- params: year, month, counties, departments, agencies, books, categories, key_only, denominator, profile
-- returns: quadrant, money_cell, work_cell, projects
with placed as (
    select
        quadrant(
            paced.pace_ratio, paced.completion_ratio, paced.expected_rate,
            quadrant_lines.money_line, quadrant_lines.work_line, quadrant_lines.min_expected
        ) as quadrant,
        least(greatest(paced.pace_ratio // 25000, 0), 64) as money_cell,
        least(greatest(paced.completion_ratio // 25000, 0), 64) as work_cell
    from rated_months as paced
    inner join quadrant_lines on quadrant_lines.profile = $profile
    where paced.profile = $profile and paced.denominator = $denominator
        and paced.fiscal_year = $year and paced.month = $month
        and picked($counties, paced.mof_div_code) and picked($departments, paced.dept_code)
        and picked($agencies, paced.agency_code) and picked($books, paced.budget_book)
        and picked($categories, paced.pro_category) and (not $key_only or paced.is_key)
)

select
    quadrant,
    if(quadrant = '未知', null, money_cell) as money_cell,
    if(quadrant = '未知', null, work_cell) as work_cell,
    count(*) as projects
from placed
group by 1, 2, 3
order by quadrant, money_cell, work_cell
