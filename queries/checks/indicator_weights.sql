-- Rows of indicators whose weight is outside 0 to 100 points.
-- label: 指标权重在 0—100 分之间
-- remedy: 请更正权重后重新载入。
select project_id, indicator_no, weight
from base.indicators
where weight not between 0 and 100
order by project_id, indicator_no
