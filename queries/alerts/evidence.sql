-- One row, the project at the month: the figures its flags rest on, and where its peers of the same year stand.
-- label: 预警证据
-- params: month, project, denominator, profile
-- returns: project_id, pro_code, pro_name, mof_div_name, dept_name, budget_book, pro_category, month, budget, initial_budget, paid_to_date, execution_rate, expected_rate, execution_gap, pace, elapsed_num, elapsed_den, money_line, line_rate, underpaid, completion_rate, expected_completion_rate, completion_gap, observed_month, indicators_compared, indicators_all, payment_rows, change_rows, peer_rate, peer_projects, profile_label, profile_version
with standing as (
    select
        p.project_id, p.project_no, p.pro_code, p.pro_name, p.mof_div_name, p.dept_name, p.budget_book, p.pro_category,
        p.initial_budget, m.fiscal_year, m.month, m.budget, m.paid_to_date, m.due, m.elapsed_num, m.elapsed_den,
        m.completion_rate, m.expected_completion_rate,
        gap_of_shares(m.completion_pico, m.expected_pico) as completion_gap,
        m.observed_month, m.indicators_compared, m.indicators_all
    from projects as p
    inner join paced_months as m on m.project_no = p.project_no
    where p.project_id = $project and m.month = $month and m.profile = $profile and m.denominator = $denominator
),

peers as (
    select count(share) as peer_projects, ppm_of_median(median(share)) as peer_rate
    from (
        select share_in_pico(
                m.paid_to_date, budget_of($denominator, m.initial_budget, m.adjusted_budget, m.allotted)
            ) as share
        from project_months as m
        inner join standing as s
            on s.fiscal_year = m.fiscal_year and m.month = $month
            and s.pro_category = m.pro_category and s.budget_book = m.budget_book
    )
),

deliveries as (
    select
        (select count(*) from execution as e join standing as s using (project_no) where e.month <= $month) as payment_rows,
        (select count(*) from budget_changes as c join standing as s using (project_no) where c.month <= $month) as change_rows
)

select
    s.project_id, s.pro_code, s.pro_name, s.mof_div_name, s.dept_name, s.budget_book, s.pro_category, s.month, s.budget,
    s.initial_budget, s.paid_to_date, ppm(s.paid_to_date, s.budget) as execution_rate,
    expected_rate(s.due, s.budget) as expected_rate, pace_gap(s.paid_to_date, s.due, s.budget) as execution_gap,
    profiles.pace, s.elapsed_num, s.elapsed_den, quadrant_lines.money_line,
    line_rate(s.due, quadrant_lines.money_line, s.budget) as line_rate,
    underpaid(s.due, s.paid_to_date) as underpaid, s.completion_rate, s.expected_completion_rate,
    s.completion_gap, s.observed_month, s.indicators_compared, s.indicators_all,
    deliveries.payment_rows, deliveries.change_rows,
    if(are_enough(peers.peer_projects), peers.peer_rate, null) as peer_rate, peers.peer_projects,
    profiles.label as profile_label, profiles.version as profile_version
from standing as s
inner join profiles on profiles.profile = $profile
inner join quadrant_lines on quadrant_lines.profile = $profile
cross join peers
cross join deliveries
order by s.pro_code
