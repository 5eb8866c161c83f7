-- The latest delivery of each key: one row a project, a payment month, an indicator, an observation.
-- A row of a table says all of its key. A row of an official form (form_month) says only what it fills in: of each
-- field the newest that is not blank counts, among the latest row of a table and all forms.
-- Only where more than one batch speaks of a region can a later row of a table stand for an earlier one; the level of
-- secrecy that a row says itself is never opened by one that a load states for rows without any.
create temp table superseded_projects as
with contested as (
    select fiscal_year, mof_div_code
    from delivered_projects
    where form_month is null
    group by fiscal_year, mof_div_code
    having min(batch_number) < max(batch_number)
)
select p.fiscal_year, p.mof_div_code, p.pro_code, max(p.batch_number) as batch_number,
       arg_max(p.secret_level, p.batch_number) filter (where p.secret_level is not null and not p.secret_stated)
           as own_level
from delivered_projects as p
join contested as c on c.fiscal_year = p.fiscal_year and c.mof_div_code = p.mof_div_code
where p.form_month is null
group by p.fiscal_year, p.mof_div_code, p.pro_code
having min(p.batch_number) < max(p.batch_number);

create temp view tabled_projects as
select d.*
from delivered_projects as d
left join superseded_projects as s
    on s.fiscal_year = d.fiscal_year and s.mof_div_code = d.mof_div_code and s.pro_code = d.pro_code
where d.form_month is null and (s.batch_number is null or s.batch_number = d.batch_number);

create temp table formed_projects as
select distinct fiscal_year, mof_div_code, pro_code from delivered_projects where form_month is not null;

create temp table spoken_projects as
select s.*, row_number() over (partition by fiscal_year, mof_div_code, pro_code order by of_form, turn desc) as standing
from (
    select d.*, d.form_month is not null as of_form, row_number() over (
               partition by d.fiscal_year, d.mof_div_code, d.pro_code
               order by d.batch_number, coalesce(d.form_month, 0), d.source_file, d.source_sheet, d.source_row
           ) as turn
    from (
        select * from tabled_projects
        union all
        select * from delivered_projects where form_month is not null
    ) as d
    join formed_projects as f
        on f.fiscal_year = d.fiscal_year and f.mof_div_code = d.mof_div_code and f.pro_code = d.pro_code
) as s;

create temp table filled_projects as
select fiscal_year, mof_div_code, pro_code,
       arg_max(dept_name, turn) filter (where dept_name is not null) as dept_name,
       arg_max(agency_name, turn) filter (where agency_name is not null) as agency_name,
       arg_max(pro_name, turn) filter (where pro_name is not null) as pro_name,
       arg_max(pro_initials, turn) filter (where pro_initials is not null) as pro_initials,
       arg_max(initial_budget, turn) filter (where initial_budget is not null) as initial_budget,
       arg_max(adjusted_budget, turn) filter (where adjusted_budget is not null) as adjusted_budget,
       arg_max(expected_year_paid, turn) filter (where expected_year_paid is not null) as expected_year_paid,
       arg_max(printed_rate, turn) filter (where printed_rate is not null) as printed_rate,
       arg_max(printed_score, turn) filter (where printed_score is not null) as printed_score,
       arg_max(goal_text, turn) filter (where goal_text is not null) as goal_text,
       arg_max(result_text, turn) filter (where result_text is not null) as result_text,
       arg_max(secret_level, turn) filter (where secret_level is not null and not secret_stated) as own_level,
       arg_max(secret_level, turn) filter (where secret_level is not null) as any_level
from spoken_projects
group by fiscal_year, mof_div_code, pro_code;

-- Forms name departments and units without their codes: those of the same name, where it is one.
create temp table named_departments as
select fiscal_year, mof_div_code, dept_name, min(dept_code) as dept_code
from delivered_projects
where form_month is null and dept_name is not null
group by fiscal_year, mof_div_code, dept_name
having min(dept_code) = max(dept_code);

create temp table named_agencies as
select fiscal_year, mof_div_code, agency_name, min(agency_code) as agency_code
from delivered_projects
where form_month is null and agency_name is not null
group by fiscal_year, mof_div_code, agency_name
having min(agency_code) = max(agency_code);

create temp table latest_projects as
select s.batch_number, s.fiscal_year, s.mof_div_code, s.pro_code,
       coalesce(s.dept_code, d.dept_code, f.dept_name) as dept_code, f.dept_name,
       coalesce(s.agency_code, a.agency_code) as agency_code, f.agency_name, f.pro_name, f.pro_initials,
       s.pro_category, s.policy_class, s.budget_book, s.exp_func_code, f.initial_budget, f.adjusted_budget,
       s.allotted, s.carried_over, s.is_key, coalesce(f.own_level, e.own_level, f.any_level) as secret_level,
       coalesce(f.own_level, e.own_level) is null and f.any_level is not null as secret_stated, s.added_in_year,
       s.start_month, s.end_month, s.carried_over_year, s.fund_type, s.finance_office, f.expected_year_paid, f.printed_rate,
       f.printed_score, f.goal_text, f.result_text, s.first_year, s.last_year, s.total_budget,
       s.previous_pro_code, s.source_file, s.source_sheet, s.source_row
from spoken_projects as s
join filled_projects as f
    on f.fiscal_year = s.fiscal_year and f.mof_div_code = s.mof_div_code and f.pro_code = s.pro_code
left join named_departments as d
    on d.fiscal_year = s.fiscal_year and d.mof_div_code = s.mof_div_code and d.dept_name = f.dept_name
left join named_agencies as a
    on a.fiscal_year = s.fiscal_year and a.mof_div_code = s.mof_div_code and a.agency_name = f.agency_name
        and s.of_form
left join superseded_projects as e
    on e.fiscal_year = s.fiscal_year and e.mof_div_code = s.mof_div_code and e.pro_code = s.pro_code
where s.standing = 1
union all
select t.batch_number, t.fiscal_year, t.mof_div_code, t.pro_code, coalesce(t.dept_code, d.dept_code, t.dept_name),
       t.dept_name, t.agency_code, t.agency_name, t.pro_name, t.pro_initials, t.pro_category, t.policy_class,
       t.budget_book, t.exp_func_code, t.initial_budget, t.adjusted_budget, t.allotted, t.carried_over, t.is_key,
       case when t.secret_level = '非涉密' and coalesce(t.secret_stated, true) then coalesce(e.own_level, t.secret_level)
           else t.secret_level end,
       t.secret_level is not null and coalesce(t.secret_stated, true)
           and (t.secret_level <> '非涉密' or e.own_level is null), t.added_in_year, t.start_month,
       t.end_month, t.carried_over_year, t.fund_type, t.finance_office, t.expected_year_paid, t.printed_rate,
       t.printed_score, t.goal_text, t.result_text, t.first_year, t.last_year, t.total_budget, t.previous_pro_code,
       t.source_file, t.source_sheet, t.source_row
from tabled_projects as t
left join superseded_projects as e
    on e.fiscal_year = t.fiscal_year and e.mof_div_code = t.mof_div_code and e.pro_code = t.pro_code
left join named_departments as d
    on t.dept_code is null and d.fiscal_year = t.fiscal_year and d.mof_div_code = t.mof_div_code
    and d.dept_name = t.dept_name
left join formed_projects as f
    on f.fiscal_year = t.fiscal_year and f.mof_div_code = t.mof_div_code and f.pro_code = t.pro_code
where f.pro_code is null;

-- The last batch whose projects table speaks for a whole region (*) or a department; forms speak for themselves alone.
create temp table projects_heard as
with spoken as (
    select p.batch_number, p.fiscal_year, p.mof_div_code,
           case b.coverage_mode when 'all' then '*' else p.dept_code end as dept_code
    from (
        select distinct batch_number, fiscal_year, mof_div_code, dept_code
        from delivered_projects where form_month is null
    ) as p
    join delivered_batches as b on b.number = p.batch_number
    where b.coverage_mode <> 'departments'
    union all
    select p.batch_number, p.fiscal_year, p.mof_div_code, named.dept_code
    from (
        select distinct batch_number, fiscal_year, mof_div_code from delivered_projects where form_month is null
    ) as p
    join (
        select number, unnest(coverage_departments) as dept_code
        from delivered_batches where coverage_mode = 'departments'
    ) as named on named.number = p.batch_number
)
select fiscal_year, mof_div_code, dept_code, max(batch_number) as batch_number
from spoken
group by fiscal_year, mof_div_code, dept_code;

-- Projects are numbered in the order of their keys: by the number tables are joined, kept and sorted.
create temp table project_numbers as
select fiscal_year, mof_div_code, pro_code,
       numbered(fiscal_year, row_number() over (partition by fiscal_year order by mof_div_code, pro_code)) as project_no
from latest_projects;

-- A key that a later file covers but no longer has is retired: kept, outside totals.
create table base.all_projects as
select n.project_no, cast(l.fiscal_year as varchar) || '-' || l.mof_div_code || '-' || l.pro_code as project_id,
       l.fiscal_year, l.mof_div_code, r.mof_div_name, r.level as region_level, l.dept_code,
       coalesce(l.dept_name, l.dept_code) as dept_name, l.agency_code,
       coalesce(l.agency_name, l.agency_code) as agency_name, l.pro_code, l.pro_name, l.pro_initials,
       coalesce(l.pro_category, '未分类') as pro_category, l.policy_class,
       coalesce(l.budget_book, '一般公共预算') as budget_book, l.exp_func_code, l.initial_budget,
       coalesce(l.adjusted_budget, l.initial_budget) as adjusted_budget, l.allotted, l.carried_over,
       coalesce(l.is_key, false) as is_key, coalesce(l.secret_level, '未标注') as secret_level,
       coalesce(l.secret_level, '未标注') <> '非涉密' as classified,
       coalesce(l.secret_stated, false) as secret_stated, coalesce(l.added_in_year, false) as added_in_year,
       l.start_month, l.end_month,
       case when coalesce(l.start_month, 1) between 1 and coalesce(l.end_month, 12)
            and coalesce(l.end_month, 12) <= 12 then coalesce(l.start_month, 1) else 1 end as window_start,
       case when coalesce(l.start_month, 1) between 1 and coalesce(l.end_month, 12)
            and coalesce(l.end_month, 12) <= 12 then coalesce(l.end_month, 12) else 12 end as window_end,
       l.carried_over_year, l.fund_type, l.finance_office, l.expected_year_paid, l.printed_rate,
       l.printed_score, l.goal_text, l.result_text, l.first_year, l.last_year, l.total_budget,
       l.previous_pro_code,
       l.batch_number < greatest(coalesce(w.batch_number, 0), coalesce(o.batch_number, 0)) as retired,
       b.batch as source_batch, l.source_file, l.source_sheet, l.source_row
from latest_projects as l
join project_numbers as n
    on n.fiscal_year = l.fiscal_year and n.mof_div_code = l.mof_div_code and n.pro_code = l.pro_code
join delivered_batches as b on b.number = l.batch_number
left join base.regions as r on r.mof_div_code = l.mof_div_code
left join projects_heard as w
    on w.fiscal_year = l.fiscal_year and w.mof_div_code = l.mof_div_code and w.dept_code = '*'
left join projects_heard as o
    on o.fiscal_year = l.fiscal_year and o.mof_div_code = l.mof_div_code and o.dept_code = l.dept_code
order by n.project_no;

-- The file of a project is asked for by its key: fifty times faster than through a million texts.
create index project_keys on base.all_projects (project_id);

-- What filters and scopes ask of a project, once for all projects of a year that share it.
create table base.groups as
select fiscal_year,
       numbered(fiscal_year, row_number() over (
           partition by fiscal_year
           order by mof_div_code, dept_code, agency_code, finance_office, budget_book, pro_category, is_key, classified
       )) as group_no,
       mof_div_code, dept_code, agency_code, finance_office, budget_book, pro_category, is_key, classified, dept_name
from (
    select fiscal_year, mof_div_code, dept_code, agency_code, finance_office, budget_book, pro_category, is_key,
           classified, max(dept_name) as dept_name
    from base.all_projects
    where not retired
    group by fiscal_year, mof_div_code, dept_code, agency_code, finance_office, budget_book, pro_category, is_key,
             classified
)
order by group_no;
