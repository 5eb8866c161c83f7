-- The latest delivery of each key: one row a project, a payment month, an indicator, an observation.
create table base.batches as
select batch, number, demo, loaded_at, operator, sources, coverage_mode, coverage_departments, stated_secrecy,
       mapping, rows_received, rows_stored, rows_rejected
from delivered_batches
order by number;

create temp table latest_projects as
select *
from (
    select d.*, row_number() over (
        partition by fiscal_year, mof_div_code, pro_code order by batch_number desc
    ) as place
    from delivered_projects as d
)
where place = 1;

-- The last batch whose projects table speaks for a whole region (*) or a department.
create temp table projects_heard as
with spoken as (
    select p.batch_number, p.fiscal_year, p.mof_div_code,
           case b.coverage_mode when 'all' then '*' else p.dept_code end as dept_code
    from (select distinct batch_number, fiscal_year, mof_div_code, dept_code from delivered_projects) as p
    join delivered_batches as b on b.number = p.batch_number
    where b.coverage_mode <> 'departments'
    union all
    select p.batch_number, p.fiscal_year, p.mof_div_code, named.dept_code
    from (select distinct batch_number, fiscal_year, mof_div_code from delivered_projects) as p
    join (
        select number, unnest(coverage_departments) as dept_code
        from delivered_batches where coverage_mode = 'departments'
    ) as named on named.number = p.batch_number
)
select fiscal_year, mof_div_code, dept_code, max(batch_number) as batch_number
from spoken
group by fiscal_year, mof_div_code, dept_code;

create table base.regions as
with stated as (
    select mof_div_code, mof_div_name, level, parent_code, batch_number, 0 as origin from delivered_regions
    union all
    select distinct mof_div_code, mof_div_name, null, null, batch_number, 1 from delivered_projects
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

-- Projects are numbered in the order of their keys: by the number tables are joined, kept and sorted.
create temp table project_numbers as
select fiscal_year, mof_div_code, pro_code,
       cast(row_number() over (order by fiscal_year, mof_div_code, pro_code) as integer) as project_no
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

-- What filters and scopes ask of a project, once for all projects that share it.
create table base.groups as
select cast(row_number() over (
           order by mof_div_code, dept_code, agency_code, finance_office, budget_book, pro_category, is_key, classified
       ) as integer) as group_no,
       mof_div_code, dept_code, agency_code, finance_office, budget_book, pro_category, is_key, classified
from (
    select distinct mof_div_code, dept_code, agency_code, finance_office, budget_book, pro_category, is_key, classified
    from base.all_projects
    where not retired
)
order by group_no;
