-- SQLite has 64-bit integers alone: products are summed in limbs of 20 bits.
-- Sums of every project at a month by budget book, county and pace, from payments and observations.
with paid as (
    select project_id, sum(paid) as paid
    from execution
    where fiscal_year = :year and month <= :month
    group by project_id
),

goals as (
    select
        observations.project_id,
        sum(indicators.weight * completion) / sum(indicators.weight) as completion
    from observations
    join indicators using (project_id, indicator_no)
    where fiscal_year = :year and :month between month and valid_to
    group by observations.project_id
    having sum(indicators.weight) > 0
),

standing as (
    select
        projects.*, window_end - window_start + 1 as months, goals.completion,
        min(max(:month - window_start + 1, 0), window_end - window_start + 1) as elapsed,
        iif(reported, coalesce(paid.paid, 0), null) as paid_to_date
    from projects
    join coverage using (fiscal_year, county, dept)
    left join paid using (project_id)
    left join goals using (project_id)
    where fiscal_year = :year and coverage.month = :month
)

select
    book, county, county_name, region_level, elapsed, months, count(*) as projects,
    sum(initial) as initial, sum(adjusted) as adjusted, sum(allotted) as allotted, sum(paid_to_date) as paid_all,
    count(*) filter (where paid_to_date is null) as unreported,
    count(*) filter (where adjusted > 0 and paid_to_date is not null) as rated,
    sum(adjusted) filter (where adjusted > 0 and paid_to_date is not null) as budget,
    sum(paid_to_date) filter (where adjusted > 0) as paid,
    sum(adjusted) filter (where not (adjusted > 0 and paid_to_date is not null)) as unrated_budget,
    count(completion) filter (where adjusted > 0) as completed,
    sum(adjusted) filter (where adjusted > 0 and completion is not null) as completion_budget,
    sum((adjusted >> 20) * (completion >> 20)) filter (where adjusted > 0) as high_high,
    sum((adjusted >> 20) * (completion & 1048575)) filter (where adjusted > 0) as high_low,
    sum((adjusted & 1048575) * (completion >> 20)) filter (where adjusted > 0) as low_high,
    sum((adjusted & 1048575) * (completion & 1048575)) filter (where adjusted > 0) as low_low
from standing
group by book, county, county_name, region_level, elapsed, months
