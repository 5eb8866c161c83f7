-- One row per project of a closed year that made much of its payments in December.
-- label: 年底突击支出
-- sentence: 12 月支付 {amount}，占全年支付的 {observed}，高于 {limit_value}
-- clears: 说明集中支付的原因；下一年度按用款计划均衡支付
-- basis: 中发〔2018〕34号；地方财政部门对年底突击花钱的监管要求（阈值为本系统设定）
-- params: year, month, profile, denominator, notice, amount_line
-- returns: project_no, month, severity, observed, expected, limit_value, amount
-- units: observed rate, expected rate, limit_value rate, amount money, notice rate, amount_line money
select project_no, month, 'notice' as severity, ppm_of_many(fen(paid), fen(paid_to_date)) as observed,
       cast(null as bigint) as expected, $notice as limit_value, paid as amount
from paced_months
where profile = $profile and denominator = $denominator and fiscal_year = $year and month = 12
    and month = coalesce($month, month) and paid > $amount_line and ppm_of_many(fen(paid), fen(paid_to_date)) > $notice
order by project_no
