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
           coalesce(pico(c.typical_share), m.elapsed_num) as num,
           case when c.typical_share is null then m.elapsed_den else pico(1) end as den
    from paced_months as m
    left join payment_curves as c
        on c.fiscal_year = m.fiscal_year and c.pro_category = m.pro_category and c.month = m.month
    where m.profile = $profile and m.denominator = $denominator and m.fiscal_year = $year
        and m.month = coalesce($month, m.month) and m.budget > $amount_line and m.budget > 0
        and m.paid_to_date is not null
),
-- Who is on course to leave no more than the line, give or take 1 元, is left out before 分 are counted; `num`
-- times what is paid by the year's end, and left over then, are whole numbers of 分, rounded only to be shown.
forecast as (
    select p.*, greatest(least(fen(paid_to_date) * den, fen(budget) * num), 0) as forecast
    from paced as p
    where num > 0 and cast(paid_to_date as double) * den < (cast(budget as double) - $amount_line + 1) * num
),
unspent as (
    select f.*, fen(budget) * num - forecast as unspent,
           ppm_of_many(fen(budget) * num - forecast, fen(budget) * num) as unspent_rate
    from forecast as f
)
select u.project_no, u.month, case when u.unspent_rate > $yellow then 'yellow' else 'notice' end as severity,
       u.unspent_rate as observed, 0 as expected,
       case when u.unspent_rate > $yellow then $yellow else $notice end as limit_value,
       yuan_of_parts(u.unspent, u.num) as amount,
       yuan_of_parts(u.forecast, u.num) as forecast,
       case when u.has_history then '同类项目往年支付节奏' else '时间进度' end as basis_told,
       p.expected_year_paid as own_forecast
from unspent as u
join projects as p on p.project_no = u.project_no
where u.unspent_rate > $notice and u.unspent > fen($amount_line) * u.num
order by u.month, u.project_no
