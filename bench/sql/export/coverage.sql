-- One row per region, department and month: whether it has reported.
select fiscal_year, month, mof_div_code as county, dept_code as dept, reported
from base.coverage
order by fiscal_year, month, county, dept
