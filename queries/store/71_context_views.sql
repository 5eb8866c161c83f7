-- Views of what surrounds the projects: regions, departments, months, batches, profiles and rules.
-- A region whose level nobody states is what its code says: 371003000 a county, 371003101 a township of it.
create view main.regions as
select mof_div_code, mof_div_name, coalesce(level, level_of_code(mof_div_code)) as level, parent_code
from base.regions
where getvariable('all_regions') or list_contains(getvariable('regions'), mof_div_code);

create view main.departments as
select dept_code, max(dept_name) as dept_name
from main.groups
group by dept_code;

-- Whether the reader sees all of a department that he sees, or all of a region: then nothing need be looked for among
-- the groups, and the lists of those are left empty (a list beside an OR is made even where nobody reads it).
create macro main.sees_departments_whole() as
    (getvariable('all_agencies') and getvariable('all_offices') and getvariable('see_classified'));
create macro main.sees_regions_whole() as
    (getvariable('all_departments') and getvariable('all_agencies') and getvariable('all_offices'));

create view main.coverage as
select fiscal_year, month, mof_div_code, dept_code, reported
from base.coverage
where (getvariable('all_regions') or list_contains(getvariable('regions'), mof_div_code))
    and (getvariable('all_departments') or list_contains(getvariable('departments'), dept_code))
    and (sees_departments_whole() or (fiscal_year, mof_div_code, dept_code) in (
        select (fiscal_year, mof_div_code, dept_code) from main.groups where not sees_departments_whole()));

create view main.calendar as
select fiscal_year, last_month from base.calendar where getvariable('all_regions') is not null;

create view main.payment_curves as
select fiscal_year, pro_category, month, typical_share, observations
from base.payment_curves where getvariable('all_regions') is not null;

create view main.batches as
select batch, number, demo, loaded_at, sources, coverage_mode, coverage_departments, stated_secrecy, mapping,
       rows_received, rows_stored, rows_rejected
from base.batches where getvariable('all_regions') is not null;

create view main.versions_info as
select c.latest_year, c.latest_month, b.loaded_at, b.batch_count, b.demo,
       last_day(make_date(c.latest_year, c.latest_month, 1)) as data_date, b.stated_secrecy
from (
    select max(fiscal_year) as latest_year, arg_max(last_month, fiscal_year) as latest_month
    from main.calendar
    having count(*) > 0
) as c
cross join (
    select max(loaded_at) as loaded_at, count(batch) as batch_count, bool_or(demo) as demo,
           max(stated_secrecy) as stated_secrecy
    from main.batches
) as b;

create view main.profiles as select profile, label, version, source, denominator, pace from base.profiles;
create view main.profile_months as select profile, month, pace, step, is_round from base.profile_months;
create view main.profile_limits as select profile, rule, name, value, shown from base.profile_limits;
create view main.pace_lines as select profile, yellow, red, min_expected from base.pace_lines;
create view main.quadrant_lines as
select profile, money_line, work_line, min_expected, borrowed from base.quadrant_lines;
create view main.rules_info as select rule, label, sentence, clears, basis, position from base.rules_info;

-- An evaluation is told with what it is about: the project, the department or the unit of that code, the region.
create view main.evaluations as
select e.*
from base.evaluations as e
where (getvariable('all_regions') or list_contains(getvariable('regions'), e.mof_div_code))
    and ((getvariable('all_departments') and sees_departments_whole())
        or exists (select 1 from main.projects as p
            where p.fiscal_year = e.fiscal_year and p.mof_div_code = e.mof_div_code
                and case
                    when e.subject_kind in ('项目', '政策') then p.pro_code = e.subject_code
                    when e.subject_kind = '部门整体' then p.dept_code = e.subject_code
                    when e.subject_kind = '单位整体' then e.subject_code in (p.agency_code, p.dept_code)
                    else true
                end));

create view main.appraisals as
select a.*
from base.appraisals as a
where (getvariable('all_regions') or list_contains(getvariable('regions'), a.mof_div_code))
    and ((getvariable('all_departments') and sees_departments_whole())
        or exists (select 1 from main.projects as p
            where p.fiscal_year = a.fiscal_year and p.mof_div_code = a.mof_div_code
                and p.pro_code = a.pro_code));

-- What is said of a whole region is told to whoever sees all of it, and to units of the region.
create view main.told_regions as
select r.mof_div_code, r.mof_div_name
from main.regions as r
where sees_regions_whole()
    or r.mof_div_code in (select mof_div_code from main.groups where not sees_regions_whole());

create view main.fiscal_totals as
select f.*
from base.fiscal_totals as f
where (getvariable('all_regions') or list_contains(getvariable('regions'), f.mof_div_code))
    and (sees_regions_whole()
        or f.mof_div_code in (select mof_div_code from main.groups where not sees_regions_whole()));

create view main.satisfaction as
select s.*
from base.satisfaction as s
where (getvariable('all_regions') or list_contains(getvariable('regions'), s.mof_div_code))
    and (s.pro_code is null or exists (select 1 from main.projects as p
        where p.fiscal_year = s.fiscal_year and p.mof_div_code = s.mof_div_code and p.pro_code = s.pro_code));
