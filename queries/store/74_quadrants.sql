-- Where a project stands between money and goals: the lines of each profile and the corner they give.
-- A profile without one of the two rules borrows the line of pace-60-80, and says so.
create view main.quadrant_lines as
with stated as (
    select p.profile,
           max(case when l.rule = 'low_execution' and l.name = 'yellow' then cast(l.value as bigint) end)
               as money_line,
           max(case when l.rule = 'target_deviation' and l.name = 'yellow' then cast(l.value as bigint) end)
               as work_line,
           coalesce(max(case when l.rule = 'low_execution' and l.name = 'min_expected'
               then cast(l.value as bigint) end), 0) as min_expected
    from main.profiles as p
    left join main.profile_limits as l on l.profile = p.profile
    group by p.profile
)
select s.profile, coalesce(s.money_line, d.money_line) as money_line,
       coalesce(s.work_line, d.work_line) as work_line, s.min_expected,
       s.money_line is null or s.work_line is null as borrowed
from stated as s
join stated as d on d.profile = 'pace-60-80';

create macro main.quadrant(pace_ratio, completion_ratio, expected_rate, money_line, work_line, min_expected) as
    case
        when pace_ratio is null or completion_ratio is null or expected_rate < min_expected then '未知'
        when pace_ratio >= money_line and completion_ratio >= work_line then '正常'
        when completion_ratio >= work_line then '执行偏低'
        when pace_ratio >= money_line then '目标偏离'
        else '双低'
    end;
