-- One row per project and monitoring round of the profile that is past its due date and still not filled.
-- A round is due on the last day of its month; projects without any indicator are listed apart (money_without_targets).
-- label: 监控到期未填
-- sentence: {round} 月监控没有填，应在 {due_on} 前填完，到 {month} 月底已过 {days_late} 天
-- remedy: 补填该轮监控的指标完成值，并说明原因
-- basis: 文登区《绩效跟踪分析表》9 月底前完成
-- params: year, month, counties, departments, agencies, books, categories, key_only, profile
-- returns: project_id, mof_div_code, mof_div_name, dept_code, dept_name, pro_code, pro_name, month, round, due_on, days_late, indicators_all
select p.project_id, p.mof_div_code, p.mof_div_name, p.dept_code, p.dept_name, p.pro_code, p.pro_name, $month as month,
       r.round, r.due_on, last_day(make_date($year, $month, 1)) - r.due_on as days_late, i.indicators_all
from round_reports as r
join projects as p on p.project_no = r.project_no
join project_months as i on i.project_no = r.project_no and i.fiscal_year = r.fiscal_year and i.month = $month
where r.has_indicators and r.profile = $profile and r.fiscal_year = $year and r.round <= $month and not r.filled
    and coalesce(r.came_late_month, 13) > $month
    and picked($counties, p.mof_div_code) and picked($departments, p.dept_code)
    and picked($agencies, p.agency_code) and picked($books, p.budget_book)
    and picked($categories, p.pro_category) and (not $key_only or p.is_key)
order by r.round, p.project_id
