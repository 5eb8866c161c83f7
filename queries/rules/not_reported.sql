-- One row per project and month whose last due monitoring rounds are missing.
-- label: 未按期填报
-- sentence: {told}
-- clears: {to_do}
-- basis: 财预〔2019〕136号；文登区《绩效跟踪分析表》（9 月底前完成）
-- params: year, month, profile, denominator, red, yellow
-- returns: project_no, month, severity, observed, expected, limit_value, amount, round, told, to_do
-- units: observed count, expected count, limit_value count, amount money, round count, told text, to_do text, red count, yellow count
with lacking as (
    select distinct project_no from round_reports where profile = $profile and (not filled or not has_indicators)
),
due_rounds as (
    select m.project_no, m.month, m.budget, r.round, r.filled, r.has_indicators,
           case when r.came_late_month <= m.month then r.came_late_month end as came_late_month,
           row_number() over (partition by m.project_no, m.month order by r.round desc) as place
    from paced_months as m
    join lacking as l on l.project_no = m.project_no
    join round_reports as r on r.project_no = m.project_no and r.profile = m.profile and r.round <= m.month
    where m.profile = $profile and m.denominator = $denominator and m.fiscal_year = $year
        and m.month = coalesce($month, m.month)
),
missing as (
    select project_no, month, max(budget) as budget, max(round) as round,
           bool_and(has_indicators) as has_indicators,
           coalesce(min(case when filled then place end) - 1, count(place)) as rounds,
           max(case when place = 1 then came_late_month end) as came_late_month
    from due_rounds
    group by project_no, month
)
select project_no, month,
       case when not has_indicators then 'no_data' when rounds >= $red then 'red' else 'yellow' end as severity,
       rounds as observed, 0 as expected, case when rounds >= $red then $red else $yellow end as limit_value,
       budget as amount, round,
       case when not has_indicators then '项目没有绩效指标，无法判断目标完成情况'
           else round || ' 月轮次未填报' || case when rounds > 1 then '，已连续 ' || rounds || ' 轮' else '' end
               || coalesce('；' || came_late_month || ' 月才补报', '') end as told,
       case when has_indicators then '补报 ' || round || ' 月监控轮次的指标完成值'
           else '补报绩效指标，并填报 ' || round || ' 月监控轮次的完成值' end as to_do
from missing
where not has_indicators or rounds >= $yellow
order by month, project_no
