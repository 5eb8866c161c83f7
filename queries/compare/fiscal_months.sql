-- One row per month of the year for which any region's public money is known.
-- label: 有财政收支的月份
-- years: all
-- params: year
-- returns: month, fiscal_regions
select month, count(distinct mof_div_code) as fiscal_regions
from fiscal_totals
where fiscal_year = $year
group by month
order by month
