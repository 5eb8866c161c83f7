-- One row per project and month that should have spent by now and has paid nothing.
-- label: 零执行
-- sentence: 截至 {month} 月底{told}，应达 {expected}，少支付 {amount}
-- clears: {month} 月底前再支付 {payment_needed}，支付进度回到预警线以上
-- basis: 中发〔2018〕34号 双监控；吉林省教育厅 2024 年监控通知（执行数为零须说明）
-- params: year, month, profile, denominator, red, line, min_expected, exempt_category
-- returns: project_no, month, severity, observed, expected, limit_value, amount, payment_needed, told
-- units: observed rate, expected rate, limit_value rate, amount money, payment_needed yuan, told text, red flag, line rate, min_expected rate, exempt_category text
select project_no, month, case when $red then 'red' else 'yellow' end as severity, execution_rate as observed,
       expected_rate as expected, $line as limit_value, underpaid as amount,
       payment_needed(due, paid_to_date, $line) as payment_needed,
       if(paid_to_date < 0, '退款多于支付', '没有支付') as told
from rated_months
where profile = $profile and denominator = $denominator and fiscal_year = $year
    and month = coalesce($month, month) and budget > 0 and paid_to_date <= 0 and expected_rate >= $min_expected
    and expected_rate > 0 and pro_category is distinct from $exempt_category
order by month, project_no
