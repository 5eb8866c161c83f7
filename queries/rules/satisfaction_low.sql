-- One row per project and month whose satisfaction is low, or whose satisfaction target or weight is set too low.
-- label: 满意度
-- sentence: {told}
-- clears: {remedy}
-- basis: 常州市财政局：满意度目标应高于 90%，低于 60% 不得分；公共服务类权重不低于 15 分，经济发展类、社会保障类不低于 10 分
-- params: year, month, profile, denominator, red, target_line, public_weight, other_weight
-- returns: project_id, month, severity, observed, expected, limit_value, amount, told, remedy
-- units: observed rate, expected rate, limit_value rate, amount money, told text, remedy text, red rate, target_line rate, public_weight count, other_weight count
with months as (
    select project_id, month, budget
    from paced_months
    where profile = $profile and denominator = $denominator and fiscal_year = $year
        and month = coalesce($month, month)
),
asked as (
    select project_id, indicator_no, level3, target, weight, upper is null and kind = 'quantity'
               and base_unit(unit_read) in ('%', '分', '') and direction in ('higher', 'exact') as is_scored,
           value * unit_factor(unit_read) as goal
    from indicators
    where is_satisfaction
),
measured as (
    select m.project_id, m.month, a.indicator_no, a.level3, a.target, a.goal, o.actual, o.met, o.comparable,
           o.actual_value * unit_factor(o.actual_unit) as score
    from months as m
    join asked as a on a.project_id = m.project_id and a.is_scored
    left join observations as o
        on o.project_id = a.project_id and o.indicator_no = a.indicator_no
        and m.month between o.month and o.valid_to and o.actual_kind = 'quantity'
),
weights as (
    select i.project_id, sum(i.weight) filter (where i.is_satisfaction) as weight, count(i.weight) as stated,
           max(case p.policy_class when '公共服务' then $public_weight
               when '经济发展' then $other_weight when '社会保障' then $other_weight end) as weight_line
    from indicators as i
    join projects as p on p.project_id = i.project_id
    where p.fiscal_year = $year
    group by i.project_id
),
failed as (
    select project_id, month, 1 as rank, 'red' as severity, ppm_of(score / 100) as observed,
           ppm_of(goal / 100) as expected, $red as limit_value, indicator_no,
           '“' || level3 || '”实际 ' || actual || '，低于 60，按规定不得分' as told,
           '查明不满意原因并整改，复测达到 ' || target as remedy
    from measured where ppm_of(score / 100) < $red
    union all
    select project_id, month, 2, 'yellow', ppm_of(score / 100), ppm_of(goal / 100), ppm_of(goal / 100), indicator_no,
           '“' || level3 || '”实际 ' || actual || '，低于目标 ' || target, '整改后复测达到 ' || target
    from measured where comparable and not met and ppm_of(score / 100) >= $red
    union all
    select project_id, month, 3, 'yellow', ppm_of(goal / 100), $target_line, $target_line, indicator_no,
           '“' || level3 || '”目标 ' || target || '，应高于 90%', '按程序把满意度目标调到 90% 以上'
    from measured where ppm_of(goal / 100) <= $target_line
    union all
    select m.project_id, m.month, 4, 'notice', ppm_of(coalesce(w.weight, 0) / 100), ppm_of(w.weight_line / 100),
           ppm_of(w.weight_line / 100), '', '满意度指标权重 ' || trim_number(coalesce(w.weight, 0))
               || ' 分，应不低于 ' || trim_number(w.weight_line) || ' 分', '下一年度编制目标时调高满意度权重'
    from months as m
    join weights as w on w.project_id = m.project_id
    where w.stated > 0 and coalesce(w.weight, 0) < w.weight_line
),
worst as (
    select f.*, row_number() over (
        partition by project_id, month order by rank, observed, indicator_no
    ) as place
    from failed as f
)
select w.project_id, w.month, w.severity, w.observed, w.expected, w.limit_value, m.budget as amount, w.told,
       w.remedy
from worst as w
join months as m on m.project_id = w.project_id and m.month = w.month
where w.place = 1
order by w.month, w.project_id
