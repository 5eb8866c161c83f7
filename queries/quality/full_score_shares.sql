-- One row per department with its self-evaluated projects and how many of them have full scores throughout.
-- A project counts when each of its weighted indicators is scored; full when each score reaches its weight. Few projects
-- have no share.
-- label: 各部门自评满分占比
-- years: all
-- basis: 衡阳市 2023 年：自评分数普遍偏高
-- params: year, month, counties, departments, agencies, books, categories, key_only
-- returns: fiscal_year, dept_code, dept_name, scored, full_scored, share
with known as (
    select s.*
    from score_groups as s
    where s.scored > 0 and (s.fiscal_year < $year or s.fiscal_year = $year and s.scored_month <= $month)
),
summed as (
    select fiscal_year, dept_code, cast(sum(scored) as bigint) as scored, cast(sum(full_scored) as bigint) as full_scored
    from known
    where fiscal_year = (select max(fiscal_year) from known)
        and picked($counties, mof_div_code) and picked($departments, dept_code)
        and picked($agencies, agency_code) and picked($books, budget_book)
        and picked($categories, pro_category) and (not $key_only or is_key)
    group by fiscal_year, dept_code
)
select s.fiscal_year, s.dept_code, d.dept_name, s.scored, s.full_scored,
       case when are_enough(s.scored) then ppm_int(s.full_scored, s.scored) end as share
from summed as s
join departments as d on d.dept_code = s.dept_code
order by share desc nulls last, s.scored desc, s.dept_code
