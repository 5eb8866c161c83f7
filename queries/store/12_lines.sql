-- The lines that each profile draws, one row a profile: questions join them, and working them out cost each 4 ms.
-- years: all
-- The profile that lends the lines another lacks, and by which findings are judged whatever profile is chosen.
create macro main.default_profile() as 'pace-60-80';

create table base.pace_lines as
select profile,
       max(case when name = 'yellow' then cast(value as bigint) end) as yellow,
       max(case when name = 'red' then cast(value as bigint) end) as red,
       coalesce(max(case when name = 'min_expected' then cast(value as bigint) end), 0) as min_expected
from base.profile_limits
where rule = 'low_execution'
group by profile
order by profile;

-- Where a project stands between money and goals. A profile without one of the two rules borrows the line of
-- the default one, and says so.
create table base.quadrant_lines as
with work as (
    select profile, max(cast(value as bigint)) as work_line
    from base.profile_limits
    where rule = 'target_deviation' and name = 'yellow'
    group by profile
),
stated as (
    select p.profile, m.yellow as money_line, w.work_line, coalesce(m.min_expected, 0) as min_expected
    from base.profiles as p
    left join base.pace_lines as m on m.profile = p.profile
    left join work as w on w.profile = p.profile
)
select s.profile, coalesce(s.money_line, d.money_line) as money_line,
       coalesce(s.work_line, d.work_line) as work_line, s.min_expected,
       s.money_line is null or s.work_line is null as borrowed
from stated as s
join stated as d on d.profile = default_profile()
order by s.profile;
