-- One row per project and month whose satisfaction is low, or whose satisfaction target or weight is set too low.
-- label: 满意度
-- sentence: {told}
-- clears: {remedy}
-- basis: 常州市财政局：满意度目标应高于 90%，低于 60% 不得分；公共服务类权重不低于 15 分，经济发展类、社会保障类不低于 10 分
-- params: year, month, profile, denominator, red, target_line, public_weight, other_weight
-- returns: project_no, month, severity, observed, expected, limit_value, amount, told, remedy
-- units: observed rate, expected rate, limit_value rate, amount money, told text, remedy text, red rate, target_line rate, public_weight count, other_weight count
with ranked as (
    select project_no, indicator_no, level3, target, actual, goal, score, $target_line as line, first_month, last_month,
           case when score < $red then 1 when not met and score is not null then 2 when goal <= line then 3 end as rank
    from satisfaction_months
    where fiscal_year = $year and coalesce($month, first_month) between first_month and last_month
    union all
    select w.project_no, '', null, null, null, ppm_of(w.weight / 100), null, ppm_of(case
               when w.policy_class = '公共服务' then $public_weight
               when w.policy_class in ('经济发展', '社会保障') then $other_weight end / 100.0) as line, 1, 12, 4
    from satisfaction_weights as w
    where w.fiscal_year = $year and ppm_of(w.weight / 100) < line
),
failed as (
    select m.project_no, m.month, m.budget, r.rank, r.level3, r.target, r.actual, r.goal, r.line,
           case when r.rank < 3 then r.score else r.goal end as observed, r.indicator_no
    from paced_months as m
    join ranked as r on r.project_no = m.project_no and m.month between r.first_month and r.last_month
    where m.profile = $profile and m.denominator = $denominator and m.fiscal_year = $year
        and m.month = coalesce($month, m.month) and r.rank is not null
),
worst as (
    select f.*, row_number() over (partition by project_no, month order by rank, observed, indicator_no) as place
    from failed as f
)
select project_no, month, case rank when 1 then 'red' when 4 then 'notice' else 'yellow' end as severity,
       observed, case when rank < 3 then goal else line end as expected,
       case rank when 1 then $red when 2 then goal else line end as limit_value, budget as amount,
       case when rank = 4 then '满意度指标权重 ' || trim_number(goal / 10000.0) || ' 分，应不低于 '
               || trim_number(line / 10000.0) || ' 分'
           else '“' || level3 || '”' || case rank
               when 1 then '实际 ' || actual || '，低于 ' || trim_number($red / 10000.0) || '，按规定不得分'
               when 2 then '实际 ' || actual || '，低于目标 ' || target
               else '目标 ' || target || '，应高于 ' || trim_number(line / 10000.0) || '%' end end as told,
       case rank when 1 then '查明不满意原因并整改，复测达到 ' || target when 2 then '整改后复测达到 ' || target
           when 3 then '按程序把满意度目标调到 ' || trim_number(line / 10000.0) || '% 以上'
           else '下一年度编制目标时调高满意度权重' end as remedy
from worst
where place = 1
order by month, project_no
