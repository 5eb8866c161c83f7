-- One row per project and month whose work runs ahead of its money.
-- label: 事快钱慢
-- sentence: 截至 {observed_month} 月，目标进度 {observed}，支付进度 {expected}，钱比事慢 {gap} 个百分点
-- clears: 支付进度追到 {needed_rate} 以上，或核减预算、重定目标
-- basis: 衡阳市 绩效目标完成度与预算执行进度匹配预警机制；川财绩〔2025〕10号（相差 10 个百分点以上）
-- params: year, month, profile, denominator, yellow, notice, exempt_category
-- returns: project_no, month, severity, observed, expected, limit_value, amount, observed_month, gap, needed_rate
-- units: observed rate, expected rate, limit_value points, amount money, gap points, needed_rate rate, yellow points, notice points, exempt_category text
select project_no, month, case when match_gap > $yellow then 'yellow' else 'notice' end as severity,
       progress_rate as observed, observed_execution_rate as expected,
       case when match_gap > $yellow then $yellow else $notice end as limit_value, budget as amount,
       observed_month, match_gap as gap,
       greatest(progress_rate - least(coalesce($notice, $yellow), $yellow), 0) as needed_rate
from matched_months
where profile = $profile and denominator = $denominator and fiscal_year = $year
    and month = coalesce($month, month) and match_gap > least(coalesce($notice, $yellow), $yellow)
    and pro_category is distinct from $exempt_category
order by month, project_no
