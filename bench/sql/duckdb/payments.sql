-- The months of one project: reported, and what was paid where a payment was delivered.
select coverage.month, coverage.reported, execution.paid
from projects
join coverage using (fiscal_year, county, dept)
left join execution on execution.project_id = projects.project_id and execution.month = coverage.month
where projects.project_id = $project and coverage.month <= $month
order by coverage.month
