-- The first page of projects with a red or yellow flag, by the amount underpaid; sums are of all pages.
with judged as (
    select
        project_id, min(severity_rank) as severity_rank, arg_min(severity, severity_rank) as severity,
        string_agg(label, '、' order by severity_rank, position) as labels, max(run) as run
    from flags
    where profile = $profile and fiscal_year = $year and month = $month
    group by project_id
    having min(severity_rank) <= 2
),

paid as (
    select project_id, cast(sum(paid) as bigint) as paid
    from execution
    where fiscal_year = $year and month <= $month and project_id in (select project_id from judged)
    group by project_id
),

standing as (
    select
        projects.*, judged.severity_rank, judged.severity, judged.labels, judged.run,
        window_end - window_start + 1 as months,
        least(greatest($month - window_start + 1, 0), window_end - window_start + 1) as elapsed,
        if(reported, coalesce(paid.paid, 0), null) as paid_to_date
    from judged
    join projects using (project_id)
    join coverage using (fiscal_year, county, dept)
    left join paid using (project_id)
    where coverage.month = $month
),

listed as (
    select
        *,
        if(adjusted > 0, greatest(0, 2 * (adjusted * elapsed - paid_to_date * months) + months) // (2 * months), null)
            as underpaid
    from standing
),

page as (
    select *, count(*) over () as matched, sum(underpaid) over () as matched_underpaid
    from listed
    order by underpaid desc nulls last, severity_rank, project_id
    limit $page_size
)

select
    page.*,
    (
        select sum(indicators.weight) from observations join indicators using (project_id, indicator_no)
        where observations.project_id = page.project_id and $month between month and valid_to
    ) as weights,
    (
        select sum(indicators.weight * completion) from observations join indicators using (project_id, indicator_no)
        where observations.project_id = page.project_id and $month between month and valid_to
    ) as done
from page
order by underpaid desc nulls last, severity_rank, project_id
