-- One row: what the store speaks for, and how many units have not reported its last month.
-- label: 数据截至与缺报
-- params:
-- returns: latest_year, latest_month, data_date, loaded_at, batch_count, demo, stated_secrecy, units, unreported
with standing as (
    select count(*) as units, count(*) filter (where not coverage.reported) as unreported
    from coverage
    inner join versions_info
        on coverage.fiscal_year = versions_info.latest_year and coverage.month = versions_info.latest_month
)

select
    versions_info.latest_year,
    versions_info.latest_month,
    versions_info.data_date,
    versions_info.loaded_at,
    versions_info.batch_count,
    versions_info.demo,
    versions_info.stated_secrecy,
    standing.units,
    standing.unreported
from versions_info
cross join standing
order by versions_info.latest_year
