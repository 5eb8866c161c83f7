-- One row per project and month with an indicator far above its target: the target may be set too low.
-- label: 目标设定偏低
-- sentence: 指标“{indicator}”目标 {target}，已完成 {actual}，为目标的 {observed}
-- clears: 核实目标值，偏低的按程序调高；确属超额完成的说明原因
-- basis: 财预〔2020〕10号（因目标明显偏低造成超额的，按偏离程度调减得分）；120% 线取自地方监控系统
-- params: year, month, profile, denominator, notice
-- returns: project_no, month, severity, observed, expected, limit_value, amount, indicator, target, actual
-- units: observed rate, expected rate, limit_value rate, amount money, indicator text, target text, actual text, notice rate
with flagged as (
    select project_no, month, budget, best_uncapped
    from paced_months
    where profile = $profile and denominator = $denominator and fiscal_year = $year
        and month = coalesce($month, month) and best_uncapped >= $notice
),
-- Of the flagged the best one alone is named, so that what is below the line by more than a rounding need not be read.
ranked as (
    select f.project_no, f.month, o.indicator_no, o.actual, row_number() over (
               partition by f.project_no, f.month order by o.uncapped desc, o.indicator_no) as place
    from flagged as f
    join observations as o on o.project_no = f.project_no and f.month between o.month and o.valid_to
    where o.may_exceed and o.uncapped > ($notice - 1) / 1000000.0
),
named as (
    select r.project_no, r.month, i.level3 as indicator,
           target_told(i.target, i.sign, i.unit) as target, actual_told(r.actual, i.unit) as actual
    from ranked as r
    join indicators as i on i.project_no = r.project_no and i.indicator_no = r.indicator_no
    where r.place = 1
)
select f.project_no, f.month, 'notice' as severity, f.best_uncapped as observed, 1000000 as expected,
       $notice as limit_value, f.budget as amount, n.indicator, n.target, n.actual
from flagged as f
left join named as n on n.project_no = f.project_no and n.month = f.month
order by f.month, f.project_no
