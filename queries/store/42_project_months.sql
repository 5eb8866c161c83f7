-- One row per project on the roll and month up to its year's last: money, pace and goals side by side.
create table base.project_months as
select m.project_id, m.fiscal_year, m.month, m.mof_div_code, m.dept_code, m.agency_code, m.finance_office,
       m.budget_book, m.pro_category, m.is_key, m.classified, m.initial_budget, m.adjusted_budget, m.allotted,
       m.budget_recalculated, m.reported, cast(m.paid as decimal(18, 2)) as paid, m.paid_to_date, m.paid_gap,
       m.elapsed_num, m.elapsed_den, cast(coalesce(m.planned, 0) as decimal(18, 2)) as planned_to_date,
       m.plan_rows > 0 as has_plan,
       cast(g.completion_pico as decimal(18, 0)) * cast(0.000000000001 as decimal(12, 12)) as completion,
       cast(g.expected_pico as decimal(18, 0)) * cast(0.000000000001 as decimal(12, 12)) as expected_completion,
       cast(g.progress_pico as decimal(18, 0)) * cast(0.000000000001 as decimal(12, 12)) as progress,
       g.completion_rate, g.expected_completion_rate, g.completion_ratio,
       g.completion_ratio - 1000000 as deviation_rate, g.progress_rate, g.observed_month,
       o.paid_to_date as observed_paid, o.adjusted_budget as observed_budget,
       gap(cast(g.progress_pico as decimal(18, 0)) * cast(0.000000000001 as decimal(12, 12)),
           o.paid_to_date, o.adjusted_budget) as match_gap,
       g.worst_completion, g.worst_point_completion, g.best_uncapped,
       coalesce(g.indicators_compared, 0) as indicators_compared, coalesce(i.indicators_all, 0) as indicators_all
from project_money as m
left join project_goals as g on g.project_id = m.project_id and g.month = m.month
left join project_money as o on o.project_id = m.project_id and o.month = g.observed_month
left join (
    select project_id, count(indicator_no) as indicators_all from base.indicators group by project_id
) as i on i.project_id = m.project_id
order by m.fiscal_year, m.month, m.mof_div_code, m.dept_code, m.project_id;
