-- The eight projects that a search finds, the best match first.
select
    project_id, name, code, fiscal_year, county_name, dept_name,
    case
        when code = :search or name = :search then 1
        when substr(name, 1, length(:search)) = :search then 2
        when substr(initials, 1, length(:search)) = lower(:search) then 3
        else 4
    end as place
from projects
where instr(lower(name), lower(:search)) > 0 or instr(code, :search) > 0
    or instr(initials, lower(:search)) > 0
order by place, fiscal_year desc, name, project_id
limit 8
