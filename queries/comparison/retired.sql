-- One row per project that the new batches' full lists no longer have: kept, outside every total; the 200 largest.
-- label: 对照：不再在册
-- params:
-- returns: retired, project_id, mof_div_name, dept_name, pro_code, pro_name, adjusted_budget
select
    count(*) over () as retired,
    leaving.project_id,
    leaving.mof_div_name,
    leaving.dept_name,
    leaving.pro_code,
    leaving.pro_name,
    leaving.adjusted_budget
from retired_projects as leaving
inner join before.projects as standing on standing.project_id = leaving.project_id
order by leaving.adjusted_budget desc nulls last, leaving.project_id
limit 200
