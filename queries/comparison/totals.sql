-- One row per fiscal year and way of comparing: latest (each version at its own last month) and same (at the same month).
-- label: 对照：合计
-- params: profile
-- returns: fiscal_year, compared, month_before, month, projects_before, projects, initial_budget_before, initial_budget, adjusted_budget_before, adjusted_budget, paid_before, paid, unreported_before, unreported, execution_rate_before, execution_rate, flagged_before, flagged, red_before, red, yellow_before, yellow, notice_before, notice, no_data_before, no_data
with gravest as (
    select 'now' as side, fiscal_year, month, min(severity_rank) as place
    from flags where profile = $profile group by fiscal_year, month, project_no
    union all
    select 'before', fiscal_year, month, min(severity_rank)
    from before.flags where profile = $profile group by fiscal_year, month, project_no
    union all
    select 'now', fiscal_year, month, null from group_months
    union all
    select 'before', fiscal_year, month, null from before.group_months
),

marks as (
    select side, fiscal_year, month, count(*) filter (where place < 4) as flagged, count(*) filter (where place = 1) as red,
           count(*) filter (where place = 2) as yellow, count(*) filter (where place = 3) as notice,
           count(*) filter (where place = 4) as no_data
    from gravest
    group by side, fiscal_year, month
),

money as (
    select side, fiscal_year, month,
           cast(sum(projects) filter (where denominator = 'adjusted') as bigint) as projects,
           cast(sum(unreported) filter (where denominator = 'adjusted') as bigint) as unreported,
           sum(budget_all) filter (where denominator = 'initial') as initial_budget,
           sum(budget_all) filter (where denominator = 'adjusted') as adjusted_budget,
           sum(paid_all) filter (where denominator = 'adjusted') as paid,
           ppm(sum(paid) filter (where denominator = 'adjusted'), sum(budget) filter (where denominator = 'adjusted'))
               as execution_rate
    from (select 'now' as side, * from group_months union all by name select 'before' as side, * from before.group_months)
    group by side, fiscal_year, month
),

pairs as (
    select 'latest' as compared, fiscal_year, earlier.last_month as month_before, later.last_month as month
    from calendar as later
    full outer join before.calendar as earlier using (fiscal_year)
    union all
    select 'same', fiscal_year, least(earlier.last_month, later.last_month), least(earlier.last_month, later.last_month)
    from calendar as later
    inner join before.calendar as earlier using (fiscal_year)
    where earlier.last_month <> later.last_month
)

select pairs.fiscal_year, pairs.compared, pairs.month_before, pairs.month, old.projects as projects_before, new.projects,
       old.initial_budget as initial_budget_before, new.initial_budget, old.adjusted_budget as adjusted_budget_before,
       new.adjusted_budget, old.paid as paid_before, new.paid, old.unreported as unreported_before, new.unreported,
       old.execution_rate as execution_rate_before, new.execution_rate, was.flagged as flagged_before, now.flagged,
       was.red as red_before, now.red, was.yellow as yellow_before, now.yellow,
       was.notice as notice_before, now.notice, was.no_data as no_data_before, now.no_data
from pairs
left join money as old on (old.side, old.fiscal_year, old.month) = ('before', pairs.fiscal_year, pairs.month_before)
left join money as new on (new.side, new.fiscal_year, new.month) = ('now', pairs.fiscal_year, pairs.month)
left join marks as was on (was.side, was.fiscal_year, was.month) = ('before', pairs.fiscal_year, pairs.month_before)
left join marks as now on (now.side, now.fiscal_year, now.month) = ('now', pairs.fiscal_year, pairs.month)
order by pairs.fiscal_year desc, pairs.compared
