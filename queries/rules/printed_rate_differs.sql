-- One row per project whose printed rate or score is not what its own figures give, at the year's last month.
-- label: 填报与重算不符
-- sentence: {told}，相差 {gap} 个百分点
-- clears: 核对原表：更正填报的执行率或得分，或补报漏填的金额、完成值
-- basis: 财预〔2020〕10号《项目支出绩效自评表》（执行率 = B/A；总分 = 执行率得分 + 指标得分）
-- params: year, month, profile, denominator, yellow, notice
-- returns: project_no, month, severity, observed, expected, limit_value, amount, gap, told
-- units: observed rate, expected rate, limit_value points, amount money, gap points, told text, yellow points, notice points
with printed as (
    select project_no, printed_rate, printed_score
    from projects
    where fiscal_year = $year and (printed_rate is not null or printed_score is not null)
),
weights as (
    select i.project_no, sum(i.weight) as weight_all
    from indicators as i
    join printed as p on p.project_no = i.project_no
    where i.weight is not null
    group by i.project_no
),
last_months as (
    select m.project_no, m.month, m.budget, p.printed_rate, m.execution_rate,
           ppm_of(p.printed_score / 100) as printed_score,
           case when w.weight_all = 90 and m.execution_rate is not null then ppm_int(
                   m.completion_pico * 9 * fen(m.budget) + pico(1) * fen(least(m.paid_to_date, m.budget)),
                   pico(10) * fen(m.budget))
               when w.weight_all = 100 then m.completion_rate end as score,
           m.indicators_compared = m.indicators_all as all_compared
    from rated_months as m
    join calendar as c on c.fiscal_year = m.fiscal_year and c.last_month = m.month
    join printed as p on p.project_no = m.project_no
    left join weights as w on w.project_no = m.project_no
    where m.profile = $profile and m.denominator = $denominator and m.fiscal_year = $year
        and m.month = coalesce($month, m.month)
),
compared as (
    select project_no, month, budget, printed_rate as printed, execution_rate as recomputed, 1 as place,
           '填报执行率 ' as what
    from last_months
    union all
    select project_no, month, budget, printed_score, case when all_compared then score end, 2, '填报得分率 '
    from last_months
),
worst as (
    select c.*, abs(printed - recomputed) as gap, row_number() over (
        partition by project_no order by abs(printed - recomputed) desc, place
    ) as worst_place
    from compared as c
    where abs(printed - recomputed) > $notice
)
select project_no, month, case when gap > $yellow then 'yellow' else 'notice' end as severity,
       printed as observed, recomputed as expected, case when gap > $yellow then $yellow else $notice end as limit_value,
       budget as amount, gap,
       what || rate_told(printed) || '，重算 ' || rate_told(recomputed) as told
from worst
where worst_place = 1
order by project_no
