-- One row per flag, with its rule's label and place.
select
    f.profile, f.fiscal_year, f.month, p.project_id, f.severity, f.severity_rank, f.run, r.position, r.label
from main.flags as f
join main.projects as p on p.project_no = f.project_no
join base.rules_info as r on r.rule = f.rule
order by f.profile, f.fiscal_year, f.month, p.project_id, r.position
