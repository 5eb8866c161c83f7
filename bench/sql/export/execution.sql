-- One row per project and month with a payment, in 分.
select project_id, fiscal_year, month, cast(paid * 100 as bigint) as paid
from main.execution
order by project_id, month
