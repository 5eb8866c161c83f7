-- Sums of every project at a month by budget book, county and pace, from payments and observations.
with paid as (
    select project_id, cast(sum(paid) as bigint) as paid
    from execution
    where fiscal_year = $year and month <= $month
    group by project_id
),

goals as (
    select
        observations.project_id,
        cast(sum(indicators.weight * cast(completion as hugeint)) // sum(indicators.weight) as bigint) as completion
    from observations
    join indicators using (project_id, indicator_no)
    where fiscal_year = $year and $month between month and valid_to
    group by observations.project_id
    having sum(indicators.weight) > 0
),

standing as (
    select
        projects.*, window_end - window_start + 1 as months, goals.completion,
        least(greatest($month - window_start + 1, 0), window_end - window_start + 1) as elapsed,
        if(reported, coalesce(paid.paid, 0), null) as paid_to_date
    from projects
    join coverage using (fiscal_year, county, dept)
    left join paid using (project_id)
    left join goals using (project_id)
    where fiscal_year = $year and coverage.month = $month
)

select
    book, county, county_name, region_level, elapsed, months, count(*) as projects,
    sum(initial) as initial, sum(adjusted) as adjusted, sum(allotted) as allotted, sum(paid_to_date) as paid_all,
    count(*) filter (paid_to_date is null) as unreported,
    count(*) filter (adjusted > 0 and paid_to_date is not null) as rated,
    sum(adjusted) filter (adjusted > 0 and paid_to_date is not null) as budget,
    sum(paid_to_date) filter (adjusted > 0) as paid,
    sum(adjusted) filter (not (adjusted > 0 and paid_to_date is not null)) as unrated_budget,
    count(completion) filter (adjusted > 0) as completed,
    sum(adjusted) filter (adjusted > 0 and completion is not null) as completion_budget,
    sum(cast(adjusted as hugeint) * completion) filter (adjusted > 0) as weighted
from standing
group by all
