-- One project with its budget and window.
select * from projects where project_id = :project
