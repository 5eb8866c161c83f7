-- One row per division in force whose name no other has.
-- label: 已入库的区划
-- params:
-- returns: mof_div_name, mof_div_code
select mof_div_name, max(mof_div_code) as mof_div_code
from told_regions
group by mof_div_name
having count(*) = 1
order by mof_div_code
