-- One row per fiscal year with the last month that is judged.
-- label: 年度与月份
-- params:
-- returns: fiscal_year, last_month
select calendar.fiscal_year, calendar.last_month
from calendar
order by calendar.fiscal_year desc
