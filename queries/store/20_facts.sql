-- The latest delivery of each key: one row a project, a payment month, an indicator, an observation.
-- A row of a table says all of its key. A row of an official form (form_month) says only what it fills in: of each
-- field the newest that is not blank counts, among the latest row of a table and all forms.
create table base.batches as
select batch, number, demo, loaded_at, operator, sources, coverage_mode, coverage_departments, stated_secrecy,
       mapping, rows_received, rows_stored, rows_rejected
from delivered_batches
order by number;

create temp table spoken_projects as
select s.*, row_number() over (partition by fiscal_year, mof_div_code, pro_code order by of_form, turn desc) as standing
from (
    select d.*, form_month is not null as of_form,
           row_number() over (
               partition by fiscal_year, mof_div_code, pro_code, form_month is null order by batch_number desc
           ) as place,
           row_number() over (
               partition by fiscal_year, mof_div_code, pro_code
               order by batch_number, coalesce(form_month, 0), source_file, source_sheet, source_row
           ) as turn
    from delivered_projects as d
) as s
where of_form or place = 1;

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
having count(distinct dept_code) = 1;

create temp table named_agencies as
select fiscal_year, mof_div_code, agency_name, min(agency_code) as agency_code
from delivered_projects
where form_month is null and agency_name is not null
group by fiscal_year, mof_div_code, agency_name
having count(distinct agency_code) = 1;

create temp table latest_projects as
select s.batch_number, s.fiscal_year, s.mof_div_code, s.pro_code,
       coalesce(s.dept_code, d.dept_code, f.dept_name) as dept_code, f.dept_name,
       coalesce(s.agency_code, a.agency_code) as agency_code, f.agency_name, f.pro_name, f.pro_initials,
       s.pro_category, s.policy_class, s.budget_book, s.exp_func_code, f.initial_budget, f.adjusted_budget,
       s.allotted, s.carried_over, s.is_key, coalesce(f.own_level, f.any_level) as secret_level,
       f.own_level is null and f.any_level is not null as secret_stated, s.added_in_year, s.start_month,
       s.end_month, s.carried_over_year, s.fund_type, s.finance_office, f.expected_year_paid, f.printed_rate,
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
where s.standing = 1;

-- What the projects tables of a batch speak for: whole regions (*) or departments; forms speak for themselves alone.
create temp table projects_coverage as
select distinct p.batch_number, p.fiscal_year, p.mof_div_code,
       case b.coverage_mode when 'all' then '*' else p.dept_code end as dept_code
from delivered_projects as p
join delivered_batches as b on b.number = p.batch_number
where b.coverage_mode <> 'departments' and p.form_month is null
union
select p.batch_number, p.fiscal_year, p.mof_div_code, named.dept_code
from (
    select distinct batch_number, fiscal_year, mof_div_code from delivered_projects where form_month is null
) as p
join (
    select number, unnest(coverage_departments) as dept_code
    from delivered_batches where coverage_mode = 'departments'
) as named on named.number = p.batch_number;

-- A key that a later file covers but no longer has is retired: kept, outside totals.
create temp table retired_keys as
select distinct l.fiscal_year, l.mof_div_code, l.pro_code, true as retired
from latest_projects as l
join projects_coverage as c
    on c.fiscal_year = l.fiscal_year and c.mof_div_code = l.mof_div_code
    and c.batch_number > l.batch_number and (c.dept_code = '*' or c.dept_code = l.dept_code);

create table base.regions as
with stated as (
    select mof_div_code, mof_div_name, level, parent_code, batch_number, 0 as origin from delivered_regions
    union all
    select mof_div_code, mof_div_name, null, null, batch_number, 1 from delivered_projects
),
ranked as (
    select mof_div_code, mof_div_name, level, parent_code,
           row_number() over (
               partition by mof_div_code
               order by origin, (mof_div_name is null), batch_number desc, mof_div_name, level
           ) as place
    from stated
)
select mof_div_code, coalesce(mof_div_name, mof_div_code) as mof_div_name, level, parent_code
from ranked
where place = 1
order by mof_div_code;

create table base.all_projects as
select cast(l.fiscal_year as varchar) || '-' || l.mof_div_code || '-' || l.pro_code as project_id,
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
       l.previous_pro_code, coalesce(k.retired, false) as retired, b.batch as source_batch,
       l.source_file, l.source_sheet, l.source_row
from latest_projects as l
join delivered_batches as b on b.number = l.batch_number
left join base.regions as r on r.mof_div_code = l.mof_div_code
left join retired_keys as k
    on k.fiscal_year = l.fiscal_year and k.mof_div_code = l.mof_div_code and k.pro_code = l.pro_code
order by l.fiscal_year, l.mof_div_code, l.dept_code, l.pro_code;
