-- One row per kind of finding that has any: how many findings, and the departments of regions they are about.
-- The kinds are the questions of 数据质量 by name; each count is that of the rows its question answers.
-- label: 各类问题的条数
-- years: all
-- params: year, month, counties, departments, agencies, books, categories, key_only, profile
-- returns: finding, findings, touched
with scored as (
    select *
    from score_groups
    where scored > 0 and (fiscal_year < $year or fiscal_year = $year and scored_month <= $month)
),
found as (
    select kind, mof_div_code, dept_code, agency_code, budget_book, pro_category, is_key, findings
    from finding_groups
    where fiscal_year = $year and coalesce(profile, $profile) = $profile and has_month(months, $month)
    union all
    select kind, mof_div_code, dept_code, agency_code, budget_book, pro_category, is_key, 1
    from year_findings
    where fiscal_year = $year
    union all
    select 'retired_projects', mof_div_code, dept_code, agency_code, budget_book, pro_category, is_key, 1
    from retired_projects
    where fiscal_year = $year
    union all
    select 'full_scores', mof_div_code, dept_code, agency_code, budget_book, pro_category, is_key, full_scored
    from scored
    where fiscal_year = (select max(fiscal_year) from scored) and full_scored > 0
    union all
    select 'silent_departments', g.mof_div_code, g.dept_code, g.agency_code, g.budget_book, g.pro_category, g.is_key, 0
    from filled_groups as g
    join coverage as c
        on c.fiscal_year = g.fiscal_year and c.mof_div_code = g.mof_div_code and c.dept_code = g.dept_code
    where g.fiscal_year = $year and c.month = $month and not c.reported
),
by_unit as (
    select kind, mof_div_code, dept_code, sum(findings) as findings
    from found
    where picked($counties, mof_div_code) and picked($departments, dept_code)
        and picked($agencies, agency_code) and picked($books, budget_book)
        and picked($categories, pro_category) and (not $key_only or is_key)
    group by kind, mof_div_code, dept_code
)
select kind as finding,
       cast(case when kind = 'silent_departments' then count(*) else sum(findings) end as bigint) as findings,
       count(*) as touched
from by_unit
group by kind
order by finding
