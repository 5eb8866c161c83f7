-- Rows of projects and project months that stand more than once.
-- label: 项目和月份不重复
-- remedy: 请联系维护人员。
select project_id, cast(null as integer) as month, count(*) as copies
from base.all_projects
group by project_id
having count(*) > 1
union all
select project_id, month, count(*)
from base.project_months
group by project_id, month
having count(*) > 1
order by project_id, month
