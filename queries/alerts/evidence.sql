-- One row, the project at the month: the figures its flags rest on, and where its peers of the same year stand.
-- label: 预警证据
-- params: month, project, denominator, profile
-- returns: project_id, pro_code, pro_name, mof_div_name, dept_name, budget_book, pro_category, month, budget, initial_budget, paid_to_date, execution_rate, expected_rate, execution_gap, pace, elapsed_num, elapsed_den, money_line, underpaid, completion_rate, expected_completion_rate, completion_gap, observed_month, indicators_compared, indicators_all, payment_rows, change_rows, peer_rate, peer_projects, profile_label, profile_version
with paced as (
    select
        paced_months.*, profiles.pace, profiles.label as profile_label, profiles.version as profile_version,
        projects.pro_code, projects.pro_name, projects.mof_div_name, projects.dept_name,
        projects.initial_budget as first_budget
    from paced_months
    inner join projects on paced_months.project_no = projects.project_no
    inner join profiles on paced_months.profile = profiles.profile
    where projects.project_id = $project and paced_months.month = $month
        and paced_months.profile = $profile and paced_months.denominator = $denominator
),

peers as (
    select
        count(others.execution_rate) as peer_projects,
        cast(floor(median(others.execution_rate) + 0.5) as bigint) as peer_rate
    from paced
    inner join paced_months as others
        on paced.fiscal_year = others.fiscal_year and paced.month = others.month
        and paced.profile = others.profile and paced.denominator = others.denominator
        and paced.pro_category = others.pro_category and paced.budget_book = others.budget_book
),

deliveries as (
    select
        (select count(*) from execution where project_id = $project and month <= $month) as payment_rows,
        (select count(*) from budget_changes where project_id = $project and month <= $month) as change_rows
)

select
    $project as project_id, paced.pro_code, paced.pro_name, paced.mof_div_name, paced.dept_name,
    paced.budget_book, paced.pro_category, paced.month, paced.budget, paced.first_budget as initial_budget,
    paced.paid_to_date, paced.execution_rate, paced.expected_rate,
    pace_gap(paced.paid_to_date, paced.due, paced.budget) as execution_gap,
    paced.pace, paced.elapsed_num, paced.elapsed_den, quadrant_lines.money_line,
    if(paced.paid_to_date is null, null, paced.underpaid) as underpaid,
    paced.completion_rate, paced.expected_completion_rate,
    paced.completion_rate - paced.expected_completion_rate as completion_gap,
    paced.observed_month, paced.indicators_compared, paced.indicators_all,
    deliveries.payment_rows, deliveries.change_rows,
    if(peers.peer_projects >= 5, peers.peer_rate, null) as peer_rate, peers.peer_projects,
    paced.profile_label, paced.profile_version
from paced
inner join quadrant_lines on paced.profile = quadrant_lines.profile
cross join peers
cross join deliveries
order by paced.pro_code
