-- One row per project and month that has paid more than its budget.
-- label: 超预算支付
-- sentence: 截至 {month} 月底累计支付超出预算 {amount}{told}
-- clears: 办理预算追加或收回多付款 {amount_exact}，使累计支付不超过预算
-- basis: 《中华人民共和国预算法》第十三条（支出必须以经批准的预算为依据）
-- params: year, month, profile, denominator
-- returns: project_no, month, severity, observed, expected, limit_value, amount, amount_exact, told
-- units: observed rate, expected rate, limit_value rate, amount money, amount_exact yuan, told text
select project_no, month, 'red' as severity, execution_rate as observed, 1000000 as expected,
       1000000 as limit_value, paid_to_date - budget as amount, paid_to_date - budget as amount_exact,
       coalesce('，为预算的 ' || rate_told(execution_rate), '') as told
from rated_months
where profile = $profile and denominator = $denominator and fiscal_year = $year
    and month = coalesce($month, month) and paid_to_date > budget
order by month, project_no
