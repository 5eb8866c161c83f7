-- Rows of indicators whose weight is outside 0 to 100 points.
-- label: 指标权重在 0—100 分之间
-- remedy: 请更正权重后重新载入。
select p.project_id, i.indicator_no, i.weight
from base.indicators as i
join base.all_projects as p on p.project_no = i.project_no
where i.weight not between 0 and 100
order by p.project_id, i.indicator_no
