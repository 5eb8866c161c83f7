-- One row: the project with the gravest flag at the month, to show what a question about one project answers.
-- label: 示例项目
-- params: year, month, profile
-- returns: project_id
with flagged as (
    select project_id, severity_rank, amount
    from flags
    where profile = $profile and fiscal_year = $year and month = $month
),

chosen as (
    select project_id, severity_rank, amount from flagged
    union all
    select project_id, 9, adjusted_budget from projects where fiscal_year = $year
)

select project_id
from chosen
order by severity_rank, amount desc nulls last, project_id
limit 1
