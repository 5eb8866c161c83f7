-- One row per subject (payments or monitoring) of a round or of the month itself: who is asked, missing and late.
-- label: 填报合计
-- years: all
-- params: year, month, counties, departments, agencies, books, categories, key_only, profile
-- returns: subject, round, units, lacking_units, due_projects, missing, late, undated
with judged as (
    select *, case when came_month <= $month then outcome else 'missing' end as state
    from group_reports
    where profile = $profile and fiscal_year = $year and round <= $month and (is_round or round = $month)
        and picked($counties, mof_div_code) and picked($departments, dept_code)
        and picked($agencies, agency_code) and picked($books, budget_book)
        and picked($categories, pro_category) and (not $key_only or is_key)
),
listed as (
    select subject, round, sum(projects) as due_projects,
           coalesce(sum(projects) filter (where state = 'missing'), 0) as missing,
           coalesce(sum(projects) filter (where state = 'late'), 0) as late,
           coalesce(sum(projects) filter (where state = 'undated'), 0) as undated
    from judged
    group by mof_div_code, dept_code, subject, round
)
select subject, round, count(*) as units, count(*) filter (where missing > 0) as lacking_units,
       cast(sum(due_projects) as bigint) as due_projects, cast(sum(missing) as bigint) as missing,
       cast(sum(late) as bigint) as late, cast(sum(undated) as bigint) as undated
from listed
group by subject, round
order by subject, round
