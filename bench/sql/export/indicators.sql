-- One row per indicator with its weight in ten-thousandths of a point.
select project_id, indicator_no, cast(weight_used * 10000 as bigint) as weight
from main.indicators
order by project_id, indicator_no
