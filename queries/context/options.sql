-- One row per choice a filter offers; labels are unique within their kind.
-- label: 筛选项
-- params:
-- returns: kind, code, label, region_level
with offered as (
    select
        case
            when grouping(mof_div_code) = 0 then 'county'
            when grouping(dept_code) = 0 then 'department'
            when grouping(budget_book) = 0 then 'book'
            else 'category'
        end as kind,
        coalesce(mof_div_code, dept_code, budget_book, pro_category) as code,
        max(dept_name) as dept_name
    from groups
    group by grouping sets ((mof_div_code), (dept_code), (budget_book), (pro_category))
),

choices as (
    select
        offered.kind,
        offered.code,
        case offered.kind
            when 'county' then regions.mof_div_name
            when 'department' then offered.dept_name
            else offered.code
        end as label,
        regions.level as region_level
    from offered
    left join regions on offered.kind = 'county' and offered.code = regions.mof_div_code
    union all
    select 'profile', profiles.profile, profiles.label, null from profiles
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
where choices.label is not null
order by
    list_position(['county', 'department', 'book', 'category', 'profile'], choices.kind),
    list_position(['一般公共预算', '政府性基金预算', '国有资本经营预算', '社会保险基金预算'], choices.code),
    choices.code
