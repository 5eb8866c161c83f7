-- One row: the project with the gravest flag at the month, to show what a question about one project answers.
-- label: 示例项目
-- params: year, month, profile
-- returns: project_id
with flagged as (
    select project_no, severity_rank, amount
    from flags
    where profile = $profile and fiscal_year = $year and month = $month
),

chosen as (
    select project_no, severity_rank, amount from flagged
    union all
    select project_no, 9, adjusted_budget from projects where fiscal_year = $year
),

gravest as (
    select project_no
    from chosen
    order by severity_rank, amount desc nulls last, project_no
    limit 1
)

select projects.project_id
from gravest
inner join projects on projects.project_no = gravest.project_no
order by projects.project_id
