-- Money by county and month: rows of what is rated and due (elapsed of months), and rows of what is paid to date,
-- blank where nothing is reported.
with paid as (
    select county, dept, execution.month, sum(paid) as paid
    from execution
    join projects using (project_id)
    where execution.fiscal_year = $year and execution.month <= $month and adjusted > 0
    group by county, dept, execution.month
),

running as (
    select
        coverage.*,
        sum(coalesce(paid, 0)) over (partition by county, dept order by coverage.month) as paid_to_date
    from coverage
    left join paid using (county, dept, month)
    where fiscal_year = $year and month <= $month
),

budgets as (
    select county, dept, window_start, window_end, count(*) as rated, sum(adjusted) as budget
    from projects
    where fiscal_year = $year and adjusted > 0
    group by county, dept, window_start, window_end
)

select
    county, month, window_end - window_start + 1 as months,
    least(greatest(month - window_start + 1, 0), window_end - window_start + 1) as elapsed,
    sum(rated) as rated, sum(budget) as budget, null as paid
from running
join budgets using (county, dept)
where reported
group by county, month, window_start, window_end
union all
select county, month, null, null, null, null, sum(paid_to_date) filter (reported)
from running
group by county, month
