-- One row per department of a region and subject (payments or monitoring) of a round or of the month itself.
-- A page of departments: those with most left out whole first, then by projects missing or late; counts are of all.
-- Monitoring of a round is due on the last day of the round's month (文登: by 30 September for September).
-- Payments come from the treasury month by month and no office publishes a day for them: only whether they came.
-- label: 填报情况
-- years: all
-- params: year, month, counties, departments, agencies, books, categories, key_only, profile, page, page_size
-- returns: mof_div_code, mof_div_name, dept_code, dept_name, subject, round, due_on, due_projects, on_time, late, undated, missing, days_late, units, behind_units
with judged as (
    select *, case when came_month <= $month then outcome else 'missing' end as state
    from group_reports
    where profile = $profile and fiscal_year = $year and round <= $month and (is_round or round = $month)
        and picked($counties, mof_div_code) and picked($departments, dept_code)
        and picked($agencies, agency_code) and picked($books, budget_book)
        and picked($categories, pro_category) and (not $key_only or is_key)
),
listed as materialized (
    select mof_div_code, dept_code, subject, round, due_on, sum(projects) as due_projects,
           coalesce(sum(projects) filter (where state = 'on_time'), 0) as on_time,
           coalesce(sum(projects) filter (where state = 'late'), 0) as late,
           coalesce(sum(projects) filter (where state = 'undated'), 0) as undated,
           coalesce(sum(projects) filter (where state = 'missing'), 0) as missing,
           max(days_late) filter (where state = 'late') as days_late
    from judged
    group by mof_div_code, dept_code, subject, round, due_on
),
standing as materialized (
    select mof_div_code, dept_code, count(*) filter (where missing = due_projects) as silent,
           sum(missing + late) as trouble, coalesce(max(days_late), 0) as days
    from listed
    group by mof_div_code, dept_code
),
paged as (
    select *, row_number() over (order by silent desc, trouble desc, days desc, mof_div_code, dept_code) as place
    from standing
    order by place
    limit $page_size offset ($page - 1) * $page_size
),
counted as (select count(*) as units, count(*) filter (where trouble > 0) as behind_units from standing)
select l.mof_div_code, r.mof_div_name, l.dept_code, d.dept_name, l.subject, l.round, l.due_on,
       cast(l.due_projects as bigint) as due_projects, cast(l.on_time as bigint) as on_time,
       cast(l.late as bigint) as late, cast(l.undated as bigint) as undated, cast(l.missing as bigint) as missing,
       l.days_late, counted.units, counted.behind_units
from paged as p
join listed as l on l.mof_div_code = p.mof_div_code and l.dept_code = p.dept_code
join regions as r on r.mof_div_code = l.mof_div_code
join departments as d on d.dept_code = l.dept_code
cross join counted
order by p.place, l.subject, l.round
