-- One row: what the store speaks for, and how many units have not reported its last month.
-- label: 数据截至与缺报
-- params:
-- returns: latest_year, latest_month, data_date, loaded_at, batch_count, demo, stated_secrecy, units, unreported
select
    versions_info.latest_year,
    versions_info.latest_month,
    versions_info.data_date,
    versions_info.loaded_at,
    versions_info.batch_count,
    versions_info.demo,
    versions_info.stated_secrecy,
    count(coverage.month) as units,
    count(coverage.month) filter (where not coverage.reported) as unreported
from versions_info
left join coverage
    on versions_info.latest_year = coverage.fiscal_year and versions_info.latest_month = coverage.month
group by 1, 2, 3, 4, 5, 6, 7
order by versions_info.latest_year
