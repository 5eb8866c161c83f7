-- One row per project and month whose money runs ahead of its work.
-- label: 钱快事慢
-- sentence: 截至 {observed_month} 月，目标进度 {observed}，支付进度 {expected}，事比钱慢 {gap} 个百分点
-- clears: 目标进度追到 {needed_progress} 以上，或说明先付款的合同依据
-- basis: 衡阳市 绩效目标完成度与预算执行进度匹配预警机制；川财绩〔2025〕10号（相差 10 个百分点以上）
-- params: year, month, profile, denominator, red, yellow, exempt_category
-- returns: project_no, month, severity, observed, expected, limit_value, amount, observed_month, gap, needed_progress
-- units: observed rate, expected rate, limit_value points, amount money, gap points, needed_progress rate, red points, yellow points, exempt_category text
select project_no, month, case when match_gap < -$red then 'red' else 'yellow' end as severity,
       progress_rate as observed, observed_execution_rate as expected,
       -case when match_gap < -$red then $red else $yellow end as limit_value, budget as amount, observed_month,
       -match_gap as gap, greatest(observed_execution_rate - $yellow, 0) as needed_progress
from matched_months
where profile = $profile and denominator = $denominator and fiscal_year = $year
    and month = coalesce($month, month) and match_gap < -$yellow
    and pro_category is distinct from $exempt_category
order by month, project_no
