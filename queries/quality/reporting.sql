-- One row per department of a region and subject (payments or monitoring) of a round or of the month itself.
-- Monitoring of a round is due on the last day of the round's month (文登: by 30 September for September).
-- Payments come from the treasury month by month and no office publishes a day for them: only whether they came.
-- label: 填报情况
-- years: all
-- params: year, month, counties, departments, agencies, books, categories, key_only, profile
-- returns: mof_div_code, mof_div_name, dept_code, dept_name, subject, round, due_on, due_projects, on_time, late, undated, missing, days_late
with chosen as (
    select p.*
    from projects as p
    where p.fiscal_year = $year
        and picked($counties, p.mof_div_code) and picked($departments, p.dept_code)
        and picked($agencies, p.agency_code) and picked($books, p.budget_book)
        and picked($categories, p.pro_category) and (not $key_only or p.is_key)
),
payments as (
    select p.mof_div_code, p.dept_code, '支付' as subject, c.month as round, cast(null as date) as due_on,
           count(*) as due_projects, count(*) filter (where c.reported) as on_time, 0 as late, 0 as undated,
           count(*) filter (where not c.reported) as missing, cast(null as bigint) as days_late
    from chosen as p
    join coverage as c
        on c.fiscal_year = p.fiscal_year and c.mof_div_code = p.mof_div_code and c.dept_code = p.dept_code
    where c.month <= $month and (c.month = $month or c.month in (
        select r.month from profile_months as r where r.profile = $profile and r.is_round))
    group by p.mof_div_code, p.dept_code, c.month
),
judged as (
    select p.mof_div_code, p.dept_code, r.round, r.due_on,
           case when r.filled and r.days_late = 0 then 'on_time'
               when r.filled and r.days_late is null then 'undated'
               when r.filled or r.came_late_month <= $month then 'late' else 'missing' end as state,
           case when r.filled then r.days_late when r.came_late_month <= $month then r.days_came_late end as days_late
    from chosen as p
    join round_reports as r on r.project_no = p.project_no
    where r.profile = $profile and r.round <= $month and r.has_indicators
),
monitoring as (
    select mof_div_code, dept_code, '监控', round, due_on, count(*), count(*) filter (where state = 'on_time'),
           count(*) filter (where state = 'late'), count(*) filter (where state = 'undated'),
           count(*) filter (where state = 'missing'), max(days_late) filter (where state = 'late')
    from judged
    group by mof_div_code, dept_code, round, due_on
),
listed as (select * from payments union all select * from monitoring)
select l.mof_div_code, r.mof_div_name, l.dept_code, d.dept_name, l.subject, l.round, l.due_on, l.due_projects,
       l.on_time, l.late, l.undated, l.missing, l.days_late
from listed as l
join regions as r on r.mof_div_code = l.mof_div_code
join departments as d on d.dept_code = l.dept_code
order by l.mof_div_code, l.dept_code, l.subject, l.round
