-- One row per choice a filter offers; labels are unique within their kind.
-- label: 筛选项
-- params:
-- returns: kind, code, label, region_level
with chosen_groups as (
    select distinct mof_div_code, dept_code, budget_book, pro_category from group_months
),

choices as (
    select distinct 1 as place, 'county' as kind, groups.mof_div_code as code, regions.mof_div_name as label, regions.level as region_level
    from chosen_groups as groups
    inner join regions on groups.mof_div_code = regions.mof_div_code
    union all
    select distinct 2, 'department', groups.dept_code, departments.dept_name, null
    from chosen_groups as groups
    inner join departments on groups.dept_code = departments.dept_code
    union all
    select distinct 3, 'book', budget_book, budget_book, null from chosen_groups
    union all
    select distinct 4, 'category', pro_category, pro_category, null from chosen_groups
    union all
    select 5, 'profile', profiles.profile, profiles.label, null from profiles
)

select
    choices.kind,
    choices.code,
    if(
        count(*) over (partition by choices.kind, choices.label) > 1,
        choices.label || '（' || choices.code || '）',
        choices.label
    ) as label,
    choices.region_level
from choices
order by
    choices.place,
    list_position(['一般公共预算', '政府性基金预算', '国有资本经营预算', '社会保险基金预算'], choices.code),
    choices.code
