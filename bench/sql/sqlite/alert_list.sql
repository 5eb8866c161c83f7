-- The first page of projects with a red or yellow flag, by the amount underpaid; sums are of all pages.
with told as (
    select project_id, severity_rank, label, run
    from flags
    where profile = :profile and fiscal_year = :year and month = :month
    order by project_id, severity_rank, position
),

judged as (
    select
        project_id, min(severity_rank) as severity_rank, iif(min(severity_rank) = 1, 'red', 'yellow') as severity,
        group_concat(label, '、') as labels, max(run) as run
    from told
    group by project_id
    having min(severity_rank) <= 2
),

paid as (
    select project_id, sum(paid) as paid
    from execution
    where fiscal_year = :year and month <= :month and project_id in (select project_id from judged)
    group by project_id
),

standing as (
    select
        projects.*, judged.severity_rank, judged.severity, judged.labels, judged.run,
        window_end - window_start + 1 as months,
        min(max(:month - window_start + 1, 0), window_end - window_start + 1) as elapsed,
        iif(reported, coalesce(paid.paid, 0), null) as paid_to_date
    from judged
    join projects using (project_id)
    join coverage using (fiscal_year, county, dept)
    left join paid using (project_id)
    where coverage.month = :month
),

listed as (
    select
        *,
        iif(adjusted > 0, max(0, 2 * (adjusted * elapsed - paid_to_date * months) + months) / (2 * months), null)
            as underpaid
    from standing
),

page as (
    select *, count(*) over () as matched, sum(underpaid) over () as matched_underpaid
    from listed
    order by underpaid desc nulls last, severity_rank, project_id
    limit :page_size
)

select page.*, sum(indicators.weight) as weights, sum(indicators.weight * completion) as done
from page
left join observations
    on observations.project_id = page.project_id and :month between observations.month and observations.valid_to
left join indicators
    on indicators.project_id = observations.project_id and indicators.indicator_no = observations.indicator_no
group by page.project_id
order by underpaid desc nulls last, severity_rank, page.project_id
