-- One row per department of a region and subject (payments or monitoring) of a round or of the month itself.
-- Monitoring of a round is due on the last day of the round's month (文登: by 30 September for September).
-- Payments come from the treasury month by month and no office publishes a day for them: only whether they came.
-- label: 填报情况
-- years: all
-- params: year, month, counties, departments, agencies, books, categories, key_only, profile
-- returns: mof_div_code, mof_div_name, dept_code, dept_name, subject, round, due_on, due_projects, on_time, late, undated, missing, days_late
with units as (
    select fiscal_year, mof_div_code, dept_code, sum(projects) as projects
    from filled_groups
    where fiscal_year = $year
        and picked($counties, mof_div_code) and picked($departments, dept_code)
        and picked($agencies, agency_code) and picked($books, budget_book)
        and picked($categories, pro_category) and (not $key_only or is_key)
    group by fiscal_year, mof_div_code, dept_code
),
payments as (
    select u.mof_div_code, u.dept_code, '支付' as subject, c.month as round, cast(null as date) as due_on,
           u.projects as due_projects, case when c.reported then u.projects else 0 end as on_time, 0 as late,
           0 as undated, case when c.reported then 0 else u.projects end as missing, cast(null as bigint) as days_late
    from units as u
    join coverage as c
        on c.fiscal_year = u.fiscal_year and c.mof_div_code = u.mof_div_code and c.dept_code = u.dept_code
    where c.month <= $month and (c.month = $month or c.month in (
        select r.month from profile_months as r where r.profile = $profile and r.is_round))
),
judged as (
    select *, case when came_month <= $month then outcome else 'missing' end as state
    from round_groups
    where profile = $profile and fiscal_year = $year and round <= $month
        and picked($counties, mof_div_code) and picked($departments, dept_code)
        and picked($agencies, agency_code) and picked($books, budget_book)
        and picked($categories, pro_category) and (not $key_only or is_key)
),
monitoring as (
    select mof_div_code, dept_code, '监控', round, due_on, sum(projects),
           coalesce(sum(projects) filter (where state = 'on_time'), 0),
           coalesce(sum(projects) filter (where state = 'late'), 0),
           coalesce(sum(projects) filter (where state = 'undated'), 0),
           coalesce(sum(projects) filter (where state = 'missing'), 0), max(days_late) filter (where state = 'late')
    from judged
    group by mof_div_code, dept_code, round, due_on
),
listed as (select * from payments union all select * from monitoring)
select l.mof_div_code, r.mof_div_name, l.dept_code, d.dept_name, l.subject, l.round, l.due_on,
       cast(l.due_projects as bigint) as due_projects, cast(l.on_time as bigint) as on_time,
       cast(l.late as bigint) as late, cast(l.undated as bigint) as undated, cast(l.missing as bigint) as missing,
       l.days_late
from listed as l
join regions as r on r.mof_div_code = l.mof_div_code
join departments as d on d.dept_code = l.dept_code
order by l.mof_div_code, l.dept_code, l.subject, l.round
