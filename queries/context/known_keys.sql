-- One row per project on the roll with the numbers of its indicators.
-- label: 已入库的项目和指标
-- params:
-- returns: project_id, indicator_numbers
select p.project_id, list(i.indicator_no order by i.indicator_no) filter (where i.indicator_no is not null)
           as indicator_numbers
from projects as p
left join indicators as i on i.project_id = p.project_id
group by p.project_id
order by p.project_id
