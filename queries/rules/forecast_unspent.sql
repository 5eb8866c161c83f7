-- One row per project and month whose budget will probably be left over at the year's end.
-- label: 预计年末结余
-- sentence: 按{basis_told}推算，全年支付约 {forecast}，年末结余约 {amount}，占预算 {observed}
-- clears: 加快支付，或按程序调减、收回预计结余 {amount}
-- basis: 冠县：预计一年内无法支出的资金清理收回；推算方法为本系统设定
-- params: year, month, profile, denominator, yellow, notice, amount_line
-- returns: project_no, month, severity, observed, expected, limit_value, amount, forecast, basis_told, own_forecast
-- units: observed rate, expected rate, limit_value rate, amount money, forecast money, basis_told text, own_forecast money, yellow rate, notice rate, amount_line money
with paced as (
    select m.project_no, m.month, m.budget, m.paid_to_date, c.typical_share is not null as has_history,
           coalesce(c.typical_share, m.elapsed_num / cast(m.elapsed_den as double)) as share
    from paced_months as m
    left join payment_curves as c
        on c.fiscal_year = m.fiscal_year and c.pro_category = m.pro_category and c.month = m.month
    where m.profile = $profile and m.denominator = $denominator and m.fiscal_year = $year
        and m.month = coalesce($month, m.month) and m.budget > $amount_line and m.budget > 0
        and m.paid_to_date is not null
),
-- Who is on course to leave no more than the line, give or take 1 元, is left out before 分 are counted.
forecast as (
    select p.*, cast(greatest(least(paid_to_date / share, budget), 0) as decimal(18, 2)) as forecast
    from paced as p
    where share > 0 and paid_to_date < (budget - $amount_line + 1) * share
),
unspent as (
    select f.*, budget - forecast as unspent, ppm_of_many(fen(budget - forecast), fen(budget)) as unspent_rate
    from forecast as f
)
select u.project_no, u.month, case when u.unspent_rate > $yellow then 'yellow' else 'notice' end as severity,
       u.unspent_rate as observed, 0 as expected,
       case when u.unspent_rate > $yellow then $yellow else $notice end as limit_value, u.unspent as amount,
       u.forecast, case when u.has_history then '同类项目往年支付节奏' else '时间进度' end as basis_told,
       p.expected_year_paid as own_forecast
from unspent as u
join projects as p on p.project_no = u.project_no
where u.unspent_rate > $notice and u.unspent > $amount_line
order by u.month, u.project_no
