-- One row per project and monitoring round of the profile that was filled after its due date.
-- A round is due on the last day of its month; the day is that of the last actual to come, as its form states it.
-- label: 监控逾期填报
-- sentence: {round} 月监控应在 {due_on} 前填完，{told}
-- remedy: 下一轮按期填报
-- basis: 文登区《绩效跟踪分析表》9 月底前完成
-- params: year, month, counties, departments, agencies, books, categories, key_only, profile, page, page_size
-- returns: project_id, mof_div_code, mof_div_name, dept_code, dept_name, pro_code, pro_name, round, due_on, days_late, told
select p.project_id, p.mof_div_code, p.mof_div_name, p.dept_code, p.dept_name, p.pro_code, p.pro_name,
       f.month as round, r.due_on, case when r.filled then r.days_late else r.days_came_late end as days_late,
       case when r.filled then '迟 ' || r.days_late || ' 天'
           else r.came_late_month || ' 月才补填' || coalesce('，迟 ' || r.days_came_late || ' 天', '') end as told
from findings as f
join projects as p on p.project_no = f.project_no
join round_reports as r on r.project_no = f.project_no and r.profile = f.profile and r.round = f.month
where f.kind = 'late_reports' and f.fiscal_year = $year and has_month(f.months, $month) and f.profile = $profile
    and picked($counties, f.mof_div_code) and picked($departments, f.dept_code)
    and picked($agencies, f.agency_code) and picked($books, f.budget_book)
    and picked($categories, f.pro_category) and (not $key_only or f.is_key)
order by days_late desc nulls last, p.project_id, round
limit $page_size offset ($page - 1) * $page_size
