-- Payments, budget changes, plans and funding of each project: the latest delivery of each key and month.
-- A total to date that repeats what earlier batches said month by month (a form beside the payments) changes nothing.
create temp table repeated_totals as
select said.fiscal_year, said.mof_div_code, said.pro_code, said.month, said.batch_number
from (
    select t.fiscal_year, t.mof_div_code, t.pro_code, t.month, t.batch_number, t.paid_to_date,
           e.paid,
           row_number() over (
               partition by t.fiscal_year, t.mof_div_code, t.pro_code, t.month, t.batch_number, e.month
               order by e.batch_number desc
           ) as place
    from delivered_execution as t
    semi join delivered_execution as k
        on k.fiscal_year = t.fiscal_year and k.mof_div_code = t.mof_div_code and k.pro_code = t.pro_code
        and k.month = t.month and k.batch_number < t.batch_number and k.paid is not null
    join delivered_execution as e
        on e.fiscal_year = t.fiscal_year and e.mof_div_code = t.mof_div_code and e.pro_code = t.pro_code
        and e.month <= t.month and e.batch_number < t.batch_number
    where t.paid is null
) as said
where said.place = 1
group by said.fiscal_year, said.mof_div_code, said.pro_code, said.month, said.batch_number, said.paid_to_date
having sum(said.paid) = said.paid_to_date and count(said.paid) = count(said.place);

create temp table told_execution as
select e.*
from delivered_execution as e
anti join repeated_totals as r
    on r.fiscal_year = e.fiscal_year and r.mof_div_code = e.mof_div_code and r.pro_code = e.pro_code
    and r.month = e.month and r.batch_number = e.batch_number;

create table base.execution as
select cast(d.fiscal_year as varchar) || '-' || d.mof_div_code || '-' || d.pro_code as project_id,
       d.fiscal_year, d.mof_div_code, d.pro_code, d.month, d.paid, d.paid_to_date, d.batch_number,
       b.batch as source_batch, d.source_file, d.source_sheet, d.source_row
from (
    select e.*, row_number() over (
        partition by fiscal_year, mof_div_code, pro_code, month order by batch_number desc
    ) as place
    from told_execution as e
) as d
join delivered_batches as b on b.number = d.batch_number
where d.place = 1
order by d.fiscal_year, d.mof_div_code, d.pro_code, d.month;

-- A later batch that brings changes of a project and month replaces that month's changes.
create table base.budget_changes as
select cast(d.fiscal_year as varchar) || '-' || d.mof_div_code || '-' || d.pro_code as project_id,
       d.fiscal_year, d.month, d.amount, d.kind, b.batch as source_batch,
       d.source_file, d.source_sheet, d.source_row
from (
    select c.*, rank() over (
        partition by fiscal_year, mof_div_code, pro_code, month order by batch_number desc
    ) as place
    from delivered_budget_changes as c
) as d
join delivered_batches as b on b.number = d.batch_number
where d.place = 1
order by project_id, d.month, d.kind, d.amount, d.source_file, d.source_row;

create table base.plans as
select cast(d.fiscal_year as varchar) || '-' || d.mof_div_code || '-' || d.pro_code as project_id,
       d.fiscal_year, d.month, d.planned, b.batch as source_batch,
       d.source_file, d.source_sheet, d.source_row
from (
    select p.*, row_number() over (
        partition by fiscal_year, mof_div_code, pro_code, month order by batch_number desc
    ) as place
    from delivered_plans as p
) as d
join delivered_batches as b on b.number = d.batch_number
where d.place = 1
order by project_id, d.month;

create temp table spoken_funding as
select *
from (
    select d.*, cast(d.fiscal_year as varchar) || '-' || d.mof_div_code || '-' || d.pro_code as project_id,
           row_number() over (
               partition by fiscal_year, mof_div_code, pro_code, source, form_month is null order by batch_number desc
           ) as place,
           row_number() over (
               partition by fiscal_year, mof_div_code, pro_code, source
               order by batch_number, coalesce(form_month, 0), source_file, source_sheet, source_row
           ) as turn
    from delivered_funding as d
)
where form_month is not null or place = 1;

create table base.funding as
select f.project_id, f.fiscal_year, f.source, f.initial_budget, f.adjusted_budget, f.paid, b.batch as source_batch,
       s.source_file, s.source_sheet, s.source_row
from (
    select project_id, fiscal_year, source, max(turn) as turn,
           arg_max(initial_budget, turn) filter (where initial_budget is not null) as initial_budget,
           arg_max(adjusted_budget, turn) filter (where adjusted_budget is not null) as adjusted_budget,
           arg_max(paid, turn) filter (where paid is not null) as paid
    from spoken_funding
    group by project_id, fiscal_year, source
) as f
join spoken_funding as s on s.project_id = f.project_id and s.source = f.source and s.turn = f.turn
join delivered_batches as b on b.number = s.batch_number
order by f.project_id, f.source;

-- The last month that anything speaks of in each year; 1 where a year has projects alone.
create table base.calendar as
select y.fiscal_year, cast(coalesce(max(m.month), 1) as integer) as last_month
from (select distinct fiscal_year from base.all_projects) as y
left join (
    select fiscal_year, month from base.execution
    union all
    select fiscal_year, month from delivered_observations
) as m on m.fiscal_year = y.fiscal_year
group by y.fiscal_year
order by y.fiscal_year;

-- Which department of which region has reported which month, by the coverage of the batches in force. `whole` says
-- that more than forms report it: a form's payment speaks for its own project alone.
create table base.coverage as
with departments as (
    select distinct fiscal_year, mof_div_code, dept_code from base.all_projects where not retired
),
delivered_months as (
    select distinct e.batch_number, e.fiscal_year, e.mof_div_code, e.month from delivered_execution as e
),
formed as (
    select distinct batch_number, source_file, fiscal_year, mof_div_code, pro_code, true as of_form
    from delivered_projects
    where form_month is not null
),
covered as (
    select m.fiscal_year, m.month, m.mof_div_code, '*' as dept_code, true as whole
    from delivered_months as m
    join delivered_batches as b on b.number = m.batch_number and b.coverage_mode = 'all'
    union
    select m.fiscal_year, m.month, m.mof_div_code, named.dept_code, true
    from delivered_months as m
    join (
        select number, unnest(coverage_departments) as dept_code
        from delivered_batches where coverage_mode = 'departments'
    ) as named on named.number = m.batch_number
    union
    select e.fiscal_year, e.month, e.mof_div_code, p.dept_code, f.of_form is null
    from delivered_execution as e
    join base.all_projects as p
        on p.fiscal_year = e.fiscal_year and p.mof_div_code = e.mof_div_code and p.pro_code = e.pro_code
    left join formed as f
        on f.batch_number = e.batch_number and f.source_file = e.source_file and f.fiscal_year = e.fiscal_year
        and f.mof_div_code = e.mof_div_code and f.pro_code = e.pro_code
)
select d.fiscal_year, n.month, d.mof_div_code, d.dept_code, count(c.month) > 0 as reported,
       coalesce(bool_or(c.whole), false) as whole
from departments as d
join base.calendar as k on k.fiscal_year = d.fiscal_year
join base.month_numbers as n on n.month <= k.last_month
left join covered as c
    on c.fiscal_year = d.fiscal_year and c.month = n.month and c.mof_div_code = d.mof_div_code
    and (c.dept_code = '*' or c.dept_code = d.dept_code)
group by d.fiscal_year, n.month, d.mof_div_code, d.dept_code
order by d.fiscal_year, n.month, d.mof_div_code, d.dept_code;
