-- One row per project found by name, code or pinyin initials, in its latest year; best match first, at most 8.
-- label: 项目查找
-- params: search
-- returns: project_id, pro_name, pro_code, fiscal_year, mof_div_name, dept_name
with found as (
    select
        projects.project_id,
        projects.pro_name,
        projects.pro_code,
        projects.fiscal_year,
        projects.mof_div_code,
        projects.mof_div_name,
        projects.dept_name,
        case
            when projects.pro_code = trim($search) or projects.pro_name = trim($search) then 1
            when starts_with(projects.pro_name, trim($search)) then 2
            when starts_with(projects.pro_initials, lower(trim($search))) then 3
            else 4
        end as place
    from projects
    where trim($search) <> ''
        and (
            contains(lower(projects.pro_name), lower(trim($search)))
            or contains(projects.pro_code, trim($search))
            or contains(projects.pro_initials, lower(trim($search)))
        )
    qualify row_number() over (
        partition by projects.mof_div_code, projects.pro_code order by projects.fiscal_year desc
    ) = 1
)

select found.project_id, found.pro_name, found.pro_code, found.fiscal_year, found.mof_div_name, found.dept_name
from found
order by found.place, found.fiscal_year desc, found.pro_name, found.project_id
limit 8
