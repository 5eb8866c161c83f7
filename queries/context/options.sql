-- One row per choice a filter offers; labels are unique within their kind.
-- label: 筛选项
-- params:
-- returns: kind, code, label, region_level
with offered as (
    select 'county' as kind, g.mof_div_code as code, r.mof_div_name as label, r.level as region_level
    from (select distinct mof_div_code from groups) as g
    inner join regions as r on r.mof_div_code = g.mof_div_code
    union all
    select 'department', dept_code, dept_name, null from departments
    union all
    select distinct 'book', budget_book, budget_book, null from groups
    union all
    select distinct 'category', pro_category, pro_category, null from groups
    union all
    select 'profile', profile, label, null from profiles
)

select
    kind,
    code,
    if(count(*) over (partition by kind, label) > 1, label || '（' || code || '）', label) as label,
    region_level
from offered
where label is not null
order by
    list_position(['county', 'department', 'book', 'category', 'profile'], kind),
    list_position(['一般公共预算', '政府性基金预算', '国有资本经营预算', '社会保险基金预算'], code),
    code
