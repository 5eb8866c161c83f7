-- One row per project and month whose targets are met too little, as a whole or in one level indicator.
-- label: 绩效目标偏离
-- sentence: 截至 {observed_month} 月，目标完成率 {completion_rate}，应完成 {expected_completion_rate}，为应完成的 {completion_ratio}{failing}
-- clears: 下次填报时达到：{remedies}
-- basis: 中发〔2018〕34号 双监控；财预〔2019〕136号
-- params: year, month, profile, denominator, red, yellow, single_red
-- returns: project_no, month, severity, observed, expected, limit_value, amount, observed_month, completion_rate, expected_completion_rate, completion_ratio, failing, remedies
-- units: observed rate, expected rate, limit_value rate, amount money, completion_rate rate, expected_completion_rate rate, completion_ratio rate, red rate, yellow rate, single_red rate
with flagged as (
    select project_no, month, budget, observed_month, completion_rate, expected_completion_rate,
           completion_ratio, worst_point_completion, elapsed_num, elapsed_den,
           coalesce(worst_point_completion < $single_red, false) as single,
           coalesce(completion_ratio < $red, false) as low
    from paced_months
    where profile = $profile and denominator = $denominator and fiscal_year = $year
        and month = coalesce($month, month)
        and (worst_point_completion < $single_red or completion_ratio < $red or completion_ratio < $yellow)
),
wanting as (
    select f.project_no, f.month, o.indicator_no, i.level3, o.actual,
           needed_value($yellow, i.direction, i.value, i.upper, o.accumulation, f.elapsed_num, f.elapsed_den)
               as needed,
           i.direction, i.target, coalesce(nullif(i.unit_read, ''), o.own_unit) as unit,
           o.accumulation = 'point_in_time' and o.completion_ratio < $single_red as fails_alone
    from flagged as f
    join observations as o on o.project_no = f.project_no and f.month between o.month and o.valid_to
    join indicators as i on i.project_no = o.project_no and i.indicator_no = o.indicator_no
    where o.comparable and o.weight_used > 0 and o.completion_ratio < $yellow
),
told as (
    select project_no, month,
           string_agg(level3 || ' ' || needed_text(direction, needed, unit, target) || '（现 ' || actual || '）',
               '；' order by indicator_no) as remedies,
           string_agg(case when fails_alone then level3 end, '、' order by indicator_no) as failing
    from wanting
    group by project_no, month
)
select f.project_no, f.month, case when f.low or f.single then 'red' else 'yellow' end as severity,
       case when f.single and not f.low then f.worst_point_completion else f.completion_rate end as observed,
       case when f.single and not f.low then 1000000 else f.expected_completion_rate end as expected,
       case when f.low then $red when f.single then $single_red else $yellow end as limit_value,
       f.budget as amount, f.observed_month, f.completion_rate, f.expected_completion_rate, f.completion_ratio,
       coalesce('；单项未达：' || t.failing, '') as failing, coalesce(t.remedies, '补报各指标完成值') as remedies
from flagged as f
left join told as t on t.project_no = f.project_no and t.month = f.month
order by f.month, f.project_no
