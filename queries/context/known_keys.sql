-- One row per project on the roll with its names and its indicators, numbers and names in the same order.
-- label: 已入库的项目和指标
-- params:
-- returns: project_id, pro_name, dept_name, agency_name, indicator_numbers, indicator_names
select p.project_id, p.pro_name, p.dept_name, p.agency_name, i.indicator_numbers, i.indicator_names
from projects as p
left join (
    select project_no, list(indicator_no order by indicator_no) as indicator_numbers,
           list(level3 order by indicator_no) as indicator_names
    from indicators
    group by project_no
) as i on i.project_no = p.project_no
order by p.project_id
