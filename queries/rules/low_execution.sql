-- One row per project and month whose spending trails the expected pace.
-- label: 执行率偏低
-- sentence: 截至 {month} 月底，支付进度 {observed}，应达 {expected}，低 {gap} 个百分点；为应达的 {pace_ratio}，低于 {limit_value} 的线
-- clears: {month} 月底前再支付 {payment_needed}，支付进度回到预警线以上
-- basis: 中发〔2018〕34号 双监控；川财绩〔2025〕10号；地方监控系统 序时进度 60/80 线
-- params: year, month, profile, denominator, red, yellow, min_expected, red_after_rounds, exempt_category
-- returns: project_no, month, severity, observed, expected, limit_value, amount, gap, pace_ratio, payment_needed
-- units: observed rate, expected rate, limit_value rate, amount money, gap points, pace_ratio rate, payment_needed yuan, red rate, yellow rate, min_expected rate, red_after_rounds count, exempt_category text
with judged as (
    select project_no, month, execution_rate, expected_rate, pace_ratio, underpaid, budget, planned, num, den,
           paid_to_date
    from rated_months
    where profile = $profile and denominator = $denominator and fiscal_year = $year
        and month = coalesce($month, month)
        and budget > 0 and paid_to_date > 0 and expected_rate >= $min_expected and pace_ratio < $yellow
        and pro_category is distinct from $exempt_category
),
rounds as (
    select project_no, bit_or(case when pace_ratio < $yellow then month_bit(month) else 0 end) as warned,
           bit_or(case when pace_ratio < $yellow then 0 else month_bit(month) end) as passed
    from rated_months
    where profile = $profile and denominator = $denominator and fiscal_year = $year
        and is_round and $red_after_rounds is not null
        and budget > 0 and paid_to_date > 0 and expected_rate >= $min_expected
        and pro_category is distinct from $exempt_category
    group by project_no
),
in_a_row as (
    select j.*, due_by_now(j.budget, j.planned, j.num, j.den) as due,
           bit_count(r.warned & (months_up_to(j.month) - months_through(r.passed & months_up_to(j.month))))
               as rounds_in_a_row
    from judged as j
    left join rounds as r on r.project_no = j.project_no
)
select project_no, month,
       case when coalesce(pace_ratio < $red, false) or coalesce(rounds_in_a_row >= $red_after_rounds, false)
           then 'red' else 'yellow' end as severity,
       execution_rate as observed, expected_rate as expected,
       case when pace_ratio < $red then $red else $yellow end as limit_value, underpaid as amount,
       -pace_gap_of_many(paid_to_date, due, budget) as gap, pace_ratio,
       payment_needed(due, paid_to_date, $yellow) as payment_needed
from in_a_row
order by month, project_no
