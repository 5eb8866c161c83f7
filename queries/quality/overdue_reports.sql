-- One row per project and monitoring round of the profile that is past its due date and still not filled.
-- A round is due on the last day of its month; projects without any indicator are listed apart (money_without_targets).
-- label: 监控到期未填
-- sentence: {round} 月监控没有填，应在 {due_on} 前填完{told}
-- remedy: 补填该轮监控的指标完成值，并说明原因
-- basis: 文登区《绩效跟踪分析表》9 月底前完成
-- params: year, month, counties, departments, agencies, books, categories, key_only, profile, page, page_size
-- returns: project_id, mof_div_code, mof_div_name, dept_code, dept_name, pro_code, pro_name, month, round, due_on, days_late, told, indicators_all
with shown as (
    select f.*
    from findings as f
    where f.kind = 'overdue_reports' and f.fiscal_year = $year and has_month(f.months, $month) and f.profile = $profile
        and picked($counties, f.mof_div_code) and picked($departments, f.dept_code)
        and picked($agencies, f.agency_code) and picked($books, f.budget_book)
        and picked($categories, f.pro_category) and (not $key_only or f.is_key)
    order by f.month, f.project_no
    limit $page_size offset ($page - 1) * $page_size
)
select p.project_id, p.mof_div_code, p.mof_div_name, p.dept_code, p.dept_name, p.pro_code, p.pro_name,
       $month as month, f.month as round, round_due($year, f.month) as due_on,
       round_due($year, $month) - round_due($year, f.month) as days_late,
       case when f.month < $month then '，到 ' || $month || ' 月底已过 ' || days_late || ' 天' else '' end as told,
       m.indicators_all
from shown as f
join projects as p on p.project_no = f.project_no
join project_months as m on m.project_no = f.project_no and m.month = $month
order by round, p.project_id
