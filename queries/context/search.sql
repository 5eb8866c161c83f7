-- One row per project found by name, code or pinyin initials, in its latest year; best match first, at most 8.
-- label: 项目查找
-- params: search
-- returns: project_id, pro_name, pro_code, fiscal_year, mof_div_name, dept_name
-- All names of a province are gone through: text without letters has no capitals, and Chinese is in no initials.
with found as materialized (
    select
        project_no,
        fiscal_year,
        mof_div_code,
        pro_code,
        pro_name,
        case
            when pro_code = trim($search) or pro_name = trim($search) then 1
            when starts_with(pro_name, trim($search)) then 2
            when starts_with(pro_initials, lower(trim($search))) then 3
            else 4
        end as place
    from projects
    where trim($search) <> ''
        and (
            contains(if(lower($search) = upper($search), pro_name, lower(pro_name)), lower(trim($search)))
            or contains(pro_code, trim($search))
            or not regexp_full_match(trim($search), '\p{Han}+') and contains(pro_initials, lower(trim($search)))
        )
),

best as (
    select *
    from found
    where not exists (
        select 1
        from found as later
        where later.mof_div_code = found.mof_div_code and later.pro_code = found.pro_code
            and later.fiscal_year > found.fiscal_year
    )
    order by place, fiscal_year desc, pro_name, project_no
    limit 8
)

select
    projects.project_id, projects.pro_name, projects.pro_code, projects.fiscal_year, projects.mof_div_name,
    projects.dept_name
from best
inner join projects on best.project_no = projects.project_no
order by best.place, best.fiscal_year desc, best.pro_name, best.project_no
