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
measured as (
    select m.project_id, m.month, i.indicator_no, i.level3, i.target, o.actual, o.met,
           score_of(i.kind, i.value, i.unit_read) as goal, score_of(o.actual_kind, o.actual_value, o.own_unit) as score
    from months as m
    join indicators as i on i.project_id = m.project_id and i.is_satisfaction and i.direction not in ('lower', 'date')
    left join observations as o on o.project_id = i.project_id and o.indicator_no = i.indicator_no
        and m.month between o.month and o.valid_to
),
ranked as (
    select m.*, case when score < $red then 1 when score is not null and not met then 2
               when goal <= $target_line then 3 end as rank
    from measured as m
),
weighed as (
    select w.project_id, w.weight, case when p.policy_class = '公共服务' then $public_weight
               when p.policy_class in ('经济发展', '社会保障') then $other_weight end as line
    from satisfaction_weights as w
    join projects as p on p.project_id = w.project_id and p.fiscal_year = $year
),
failed as (
    select project_id, month, rank, indicator_no, case rank when 3 then goal else score end as observed,
           case rank when 3 then $target_line else goal end as expected,
           case rank when 1 then $red when 2 then goal else $target_line end as limit_value,
           '“' || level3 || '”' || case rank
               when 1 then '实际 ' || actual || '，低于 ' || trim_number($red / 10000.0) || '，按规定不得分'
               when 2 then '实际 ' || actual || '，低于目标 ' || target
               else '目标 ' || target || '，应高于 ' || trim_number($target_line / 10000.0) || '%' end as told,
           case rank when 1 then '查明不满意原因并整改，复测达到 ' || target when 2 then '整改后复测达到 ' || target
               else '按程序把满意度目标调到 ' || trim_number($target_line / 10000.0) || '% 以上' end as remedy
    from ranked where rank is not null
    union all
    select m.project_id, m.month, 4, '', ppm_of(w.weight / 100), ppm_of(w.line / 100), ppm_of(w.line / 100),
           '满意度指标权重 ' || trim_number(w.weight) || ' 分，应不低于 ' || trim_number(w.line) || ' 分',
           '下一年度编制目标时调高满意度权重'
    from months as m
    join weighed as w on w.project_id = m.project_id and w.weight < w.line
),
worst as (
    select f.*, row_number() over (partition by project_id, month order by rank, observed, indicator_no) as place
    from failed as f
)
select w.project_id, w.month, case w.rank when 1 then 'red' when 4 then 'notice' else 'yellow' end as severity,
       w.observed, w.expected, w.limit_value, m.budget as amount, w.told, w.remedy
from worst as w join months as m on m.project_id = w.project_id and m.month = w.month
where w.place = 1
order by w.month, w.project_id
