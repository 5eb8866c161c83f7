-- One row per project and monitoring round of the profile that was filled after its due date.
-- A round is due on the last day of its month; the day is that of the last actual to come, as its form states it.
-- label: 监控逾期填报
-- sentence: {round} 月监控应在 {due_on} 前填完，{told}
-- remedy: 下一轮按期填报
-- basis: 文登区《绩效跟踪分析表》9 月底前完成
-- params: year, month, counties, departments, agencies, books, categories, key_only, profile
-- returns: project_id, mof_div_code, mof_div_name, dept_code, dept_name, pro_code, pro_name, round, due_on, days_late, told
with late as (
    select r.project_no, r.round, r.due_on, r.filled,
           case when r.filled then r.days_late else r.days_came_late end as days_late, r.came_late_month
    from round_reports as r
    where r.profile = $profile and r.fiscal_year = $year and r.round <= $month
        and (r.filled and r.days_late > 0 or not r.filled and r.came_late_month <= $month)
)
select p.project_id, p.mof_div_code, p.mof_div_name, p.dept_code, p.dept_name, p.pro_code, p.pro_name,
       l.round, l.due_on, l.days_late,
       case when l.filled then '迟 ' || l.days_late || ' 天'
           else l.came_late_month || ' 月才补填' || coalesce('，迟 ' || l.days_late || ' 天', '') end as told
from late as l
join projects as p on p.project_no = l.project_no
where picked($counties, p.mof_div_code) and picked($departments, p.dept_code)
    and picked($agencies, p.agency_code) and picked($books, p.budget_book)
    and picked($categories, p.pro_category) and (not $key_only or p.is_key)
order by l.days_late desc nulls last, p.project_id, l.round
