-- One row per project that came or went, and per field of one that changed; the 200 largest projects of each change.
-- label: 对照：项目
-- params:
-- returns: change, change_projects, place, project_id, pro_name, mof_div_name, dept_name, adjusted_budget, field, old_value, new_value
with now as (
    select *, ['pro_name', 'dept_name', 'agency_name', 'pro_category', 'budget_book', 'initial_budget',
               'adjusted_budget', 'allotted', 'is_key', 'secret_level', 'finance_office', 'start_month',
               'end_month'] as fields,
           [pro_name, dept_name, agency_name, pro_category, budget_book, cast(initial_budget as varchar),
            cast(adjusted_budget as varchar), cast(allotted as varchar), if(is_key, '是', '否'), secret_level,
            finance_office, cast(start_month as varchar), cast(end_month as varchar)] as figures
    from projects
),

earlier as (
    select *, [pro_name, dept_name, agency_name, pro_category, budget_book, cast(initial_budget as varchar),
               cast(adjusted_budget as varchar), cast(allotted as varchar), if(is_key, '是', '否'), secret_level,
               finance_office, cast(start_month as varchar), cast(end_month as varchar)] as figures
    from before.projects
),

compared as (
    select
        case when earlier.project_id is null then 'added' when now.project_id is null then 'gone' else 'changed' end
            as change,
        coalesce(now.project_id, earlier.project_id) as project_id,
        coalesce(now.pro_name, earlier.pro_name) as pro_name,
        coalesce(now.mof_div_name, earlier.mof_div_name) as mof_div_name,
        coalesce(now.dept_name, earlier.dept_name) as dept_name,
        coalesce(now.adjusted_budget, earlier.adjusted_budget) as adjusted_budget,
        now.fields, now.figures, earlier.figures as old_figures
    from now
    full outer join earlier on now.project_id = earlier.project_id
    where now.figures is distinct from earlier.figures
),

ranked as (
    select *, count(*) over (partition by change) as change_projects,
           row_number() over (partition by change order by adjusted_budget desc nulls last, project_id) as place
    from compared
),

spread as (
    select change, change_projects, place, project_id, pro_name, mof_div_name, dept_name, adjusted_budget,
           unnest(if(change = 'changed', fields, [null])) as field,
           unnest(if(change = 'changed', old_figures, [null])) as old_value,
           unnest(if(change = 'changed', figures, [null])) as new_value
    from ranked
    where place <= 200
)

select change, change_projects, place, project_id, pro_name, mof_div_name, dept_name, adjusted_budget, field,
       old_value, new_value
from spread
where change <> 'changed' or new_value is distinct from old_value
order by change, place, field
