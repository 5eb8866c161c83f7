-- One row per month of the project's year: what is paid up to the month asked for, and what is due in every month.
-- label: 项目逐月执行
-- params: month, project, denominator, profile
-- returns: month, reported, paid_gap, budget_recalculated, budget, paid, paid_to_date, execution_rate, expected_rate, execution_gap
with chosen as (
    select
        projects.project_no,
        projects.window_start,
        standing.elapsed_den as window_months,
        standing.has_plan,
        budget_of($denominator, standing.initial_budget, standing.adjusted_budget, standing.allotted) as budget
    from projects
    inner join project_months as standing on standing.project_no = projects.project_no and standing.month = $month
    where projects.project_id = $project
),

months as (
    select
        steps.month, steps.pace, steps.step, chosen.has_plan, chosen.window_months,
        own.reported, own.paid_gap, own.budget_recalculated, own.paid, own.paid_to_date,
        least(greatest(steps.month - chosen.window_start + 1, 0), chosen.window_months) as elapsed,
        coalesce(sum(plans.planned), 0) as planned,
        coalesce(budget_of($denominator, own.initial_budget, own.adjusted_budget, own.allotted), chosen.budget) as budget
    from profile_months as steps
    cross join chosen
    left join project_months as own
        on own.project_no = chosen.project_no and own.month = steps.month and own.month <= $month
    left join plans on plans.project_no = chosen.project_no and plans.month <= steps.month
    where steps.profile = $profile
    group by all
),

paced as (
    select
        months.*,
        due(
            pace, step, budget, linear_due(budget, elapsed, window_months),
            if(has_plan, planned_due(planned, budget), linear_due(budget, elapsed, window_months))
        ) as due
    from months
)

select
    month, reported, paid_gap, budget_recalculated, budget, paid, paid_to_date,
    ppm(paid_to_date, budget) as execution_rate,
    expected_rate(due, budget) as expected_rate,
    pace_gap(paid_to_date, due, budget) as execution_gap
from paced
order by month
