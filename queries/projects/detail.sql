-- One row, the project at the month, with every figure the product states about it.
-- label: 项目档案
-- params: month, project, denominator, profile
-- returns: project_id, fiscal_year, month, mof_div_code, mof_div_name, dept_code, dept_name, agency_code, agency_name, pro_code, pro_name, pro_category, policy_class, budget_book, exp_func_code, finance_office, fund_type, is_key, secret_level, added_in_year, window_start, window_end, goal_text, result_text, initial_budget, adjusted_budget, allotted, carried_over, budget, budget_recalculated, reported, paid_gap, paid, paid_to_date, execution_rate, expected_rate, execution_gap, pace_ratio, underpaid, completion_rate, expected_completion_rate, completion_gap, completion_ratio, deviation_rate, progress_rate, observed_month, match_gap, worst_completion, indicators_compared, indicators_all, reported_share, severity, flag_count, expected_year_paid, printed_rate, printed_score, source_batch, source_file, source_sheet, source_row
with raised as (
    select arg_min(flags.severity, flags.severity_rank) as severity, count(*) as flag_count
    from flags
    inner join project_keys as p on p.project_no = flags.project_no
    where flags.profile = $profile and p.project_id = $project and flags.month = $month
),

last_round as (
    select arg_max(reported_share, round) as reported_share
    from round_reports
    where profile = $profile and project_id = $project and round <= $month
),

standing as (
    select
        m.*, budget_of($denominator, m.initial_budget, m.adjusted_budget, m.allotted) as budget, s.pace, s.step
    from project_months as m
    inner join project_keys as p on p.project_no = m.project_no
    inner join profile_months as s on s.profile = $profile and s.month = m.month
    where p.project_id = $project and m.month = $month
),

paced as (
    select
        *, due_by_now(
            budget, pace_plan(pace, has_plan, planned_to_date), pace_num(pace, step, elapsed_num),
            pace_den(pace, elapsed_den)
        ) as due
    from standing
)

select
    p.project_id, p.fiscal_year, m.month, p.mof_div_code, p.mof_div_name, p.dept_code, p.dept_name, p.agency_code,
    p.agency_name, p.pro_code, p.pro_name, p.pro_category, p.policy_class, p.budget_book, p.exp_func_code,
    p.finance_office, p.fund_type, p.is_key, p.secret_level, p.added_in_year, p.window_start, p.window_end,
    p.goal_text, p.result_text, m.initial_budget, m.adjusted_budget, m.allotted, p.carried_over, m.budget,
    m.budget_recalculated, m.reported, m.paid_gap, m.paid, m.paid_to_date,
    ppm(m.paid_to_date, m.budget) as execution_rate,
    expected_rate(m.due, m.budget) as expected_rate,
    pace_gap(m.paid_to_date, m.due, m.budget) as execution_gap, pace_ratio(m.paid_to_date, m.due) as pace_ratio,
    underpaid(m.due, m.paid_to_date) as underpaid,
    m.completion_rate, m.expected_completion_rate,
    gap_of_shares(pico(m.completion), pico(m.expected_completion)) as completion_gap,
    m.completion_ratio, m.deviation_rate, m.progress_rate, m.observed_month,
    match_gap($denominator, m.match_gap, m.progress_pico, m.observed_paid, m.budget) as match_gap, m.worst_completion,
    m.indicators_compared, m.indicators_all, l.reported_share, r.severity, r.flag_count,
    p.expected_year_paid, p.printed_rate, p.printed_score, p.source_batch, p.source_file, p.source_sheet, p.source_row
from projects as p
inner join paced as m on m.project_no = p.project_no
cross join raised as r
cross join last_round as l
where p.project_id = $project
order by p.project_id
