-- Rows of projects and project months that stand more than once.
-- label: 项目和月份不重复
-- remedy: 请联系维护人员。
-- A month holds each project of its year once when it holds as many rows as the year has projects.
select project_id, cast(null as integer) as fiscal_year, cast(null as integer) as month, count(*) as copies
from base.all_projects
group by project_id
having count(*) > 1
union all
select null, m.fiscal_year, m.month, m.copies - y.projects
from (
    select fiscal_year, month, count(*) as copies from base.project_months group by fiscal_year, month
) as m
join (
    select fiscal_year, count(*) as projects from project_years group by fiscal_year
) as y on y.fiscal_year = m.fiscal_year
where m.copies <> y.projects
order by project_id, fiscal_year, month
