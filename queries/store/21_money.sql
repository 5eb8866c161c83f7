-- Payments, budget changes, plans and funding of each project: the latest delivery of each key and month.
-- A total to date that repeats what earlier batches said month by month (a form beside the payments) changes nothing.
create temp table repeated_totals as
with contested as (
    select fiscal_year, mof_div_code, min(batch_number) as first_batch
    from delivered_execution
    group by fiscal_year, mof_div_code
    having min(batch_number) < max(batch_number)
),
spoken as (
    select e.*, c.first_batch
    from delivered_execution as e
    join contested as c on c.fiscal_year = e.fiscal_year and c.mof_div_code = e.mof_div_code
)
select said.fiscal_year, said.mof_div_code, said.pro_code, said.month, said.batch_number
from (
    select t.fiscal_year, t.mof_div_code, t.pro_code, t.month, t.batch_number, t.paid_to_date,
           e.paid,
           row_number() over (
               partition by t.fiscal_year, t.mof_div_code, t.pro_code, t.month, t.batch_number, e.month
               order by e.batch_number desc
           ) as place
    from spoken as t
    semi join spoken as k
        on k.fiscal_year = t.fiscal_year and k.mof_div_code = t.mof_div_code and k.pro_code = t.pro_code
        and k.month = t.month and k.batch_number < t.batch_number and k.paid is not null
    join spoken as e
        on e.fiscal_year = t.fiscal_year and e.mof_div_code = t.mof_div_code and e.pro_code = t.pro_code
        and e.month <= t.month and e.batch_number < t.batch_number
    where t.paid is null and t.batch_number > t.first_batch
) as said
where said.place = 1
group by said.fiscal_year, said.mof_div_code, said.pro_code, said.month, said.batch_number, said.paid_to_date
having sum(said.paid) = said.paid_to_date and count(said.paid) = count(said.place);

create temp view told_execution as
select e.*
from delivered_execution as e
anti join repeated_totals as r
    on r.fiscal_year = e.fiscal_year and r.mof_div_code = e.mof_div_code and r.pro_code = e.pro_code
    and r.month = e.month and r.batch_number = e.batch_number;

-- Only where more than one batch speaks of a month of a region can a later row stand for an earlier one.
create temp table superseded_execution as
with contested as (
    select fiscal_year, mof_div_code, month
    from told_execution
    group by fiscal_year, mof_div_code, month
    having min(batch_number) < max(batch_number)
)
select e.fiscal_year, e.mof_div_code, e.pro_code, e.month, max(e.batch_number) as batch_number,
       is_revised(min(e.paid), max(e.paid), count(e.paid), count(*))
           or is_revised(min(e.paid_to_date), max(e.paid_to_date), count(e.paid_to_date), count(*)) as is_revised
from told_execution as e
join contested as c
    on c.fiscal_year = e.fiscal_year and c.mof_div_code = e.mof_div_code and c.month = e.month
group by e.fiscal_year, e.mof_div_code, e.pro_code, e.month
having min(e.batch_number) < max(e.batch_number);

-- A row without project_no belongs to a project that no batch knows; the checks stop such a version.
create table base.execution as
select n.project_no, d.month, d.paid, d.paid_to_date, d.batch_number, d.source_file, d.source_sheet, d.source_row
from told_execution as d
left join superseded_execution as s
    on s.fiscal_year = d.fiscal_year and s.mof_div_code = d.mof_div_code and s.pro_code = d.pro_code
    and s.month = d.month
left join project_numbers as n
    on n.fiscal_year = d.fiscal_year and n.mof_div_code = d.mof_div_code and n.pro_code = d.pro_code
where s.batch_number is null or s.batch_number = d.batch_number
order by n.project_no, d.month;

-- A later batch that brings changes of a project and month replaces that month's changes.
create temp table superseded_changes as
select fiscal_year, mof_div_code, pro_code, month, max(batch_number) as batch_number
from delivered_budget_changes
group by fiscal_year, mof_div_code, pro_code, month
having min(batch_number) < max(batch_number);

create table base.budget_changes as
select n.project_no, d.month, d.amount, d.kind, d.batch_number, d.source_file, d.source_sheet, d.source_row
from delivered_budget_changes as d
left join superseded_changes as s
    on s.fiscal_year = d.fiscal_year and s.mof_div_code = d.mof_div_code and s.pro_code = d.pro_code
    and s.month = d.month
left join project_numbers as n
    on n.fiscal_year = d.fiscal_year and n.mof_div_code = d.mof_div_code and n.pro_code = d.pro_code
where s.batch_number is null or s.batch_number = d.batch_number
order by n.project_no, d.month, d.kind, d.amount, d.source_file, d.source_row;

create temp table superseded_plans as
select fiscal_year, mof_div_code, pro_code, month, max(batch_number) as batch_number,
       is_revised(min(planned), max(planned), count(planned), count(*)) as is_revised
from delivered_plans
group by fiscal_year, mof_div_code, pro_code, month
having min(batch_number) < max(batch_number);

create table base.plans as
select n.project_no, d.month, d.planned, d.batch_number, d.source_file, d.source_sheet, d.source_row
from delivered_plans as d
left join superseded_plans as s
    on s.fiscal_year = d.fiscal_year and s.mof_div_code = d.mof_div_code and s.pro_code = d.pro_code
    and s.month = d.month
left join project_numbers as n
    on n.fiscal_year = d.fiscal_year and n.mof_div_code = d.mof_div_code and n.pro_code = d.pro_code
where s.batch_number is null or s.batch_number = d.batch_number
order by n.project_no, d.month;

create temp table spoken_funding as
select *
from (
    select d.*, row_number() over (
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
select n.project_no, f.source, f.initial_budget, f.adjusted_budget, f.paid, s.batch_number, s.source_file,
       s.source_sheet, s.source_row
from (
    select fiscal_year, mof_div_code, pro_code, source, max(turn) as turn,
           arg_max(initial_budget, turn) filter (where initial_budget is not null) as initial_budget,
           arg_max(adjusted_budget, turn) filter (where adjusted_budget is not null) as adjusted_budget,
           arg_max(paid, turn) filter (where paid is not null) as paid
    from spoken_funding
    group by fiscal_year, mof_div_code, pro_code, source
) as f
join spoken_funding as s
    on s.fiscal_year = f.fiscal_year and s.mof_div_code = f.mof_div_code and s.pro_code = f.pro_code
    and s.source = f.source and s.turn = f.turn
left join project_numbers as n
    on n.fiscal_year = f.fiscal_year and n.mof_div_code = f.mof_div_code and n.pro_code = f.pro_code
order by n.project_no, f.source;

-- The last month that anything speaks of in each year; 1 where a year has projects alone. Tables of revenue and
-- spending make a year of their own only where there is no project at all: a later one would show empty pages.
create temp view lone_fiscal_months as
select fiscal_year, max(month) as month
from delivered_fiscal_totals
where not exists (select 1 from base.all_projects)
group by fiscal_year;

create table base.calendar as
select y.fiscal_year, cast(coalesce(max(m.month), 1) as integer) as last_month
from (select fiscal_year from base.all_projects union select fiscal_year from lone_fiscal_months) as y
left join (
    select fiscal_year, month from lone_fiscal_months
    union all
    select fiscal_year, max(month) as month from delivered_execution group by fiscal_year
    union all
    select fiscal_year, max(month) from delivered_observations group by fiscal_year
) as m on m.fiscal_year = y.fiscal_year
group by y.fiscal_year
order by y.fiscal_year;

-- One row per project with payments: the months that have one, and what was paid in, or told to date by, each.
create temp table project_payments as
select project_no, bit_or(month_bit(month)) as heard_months,
       bit_or(case when paid is not null then month_bit(month) else 0 end) as paid_months,
       bit_or(case when paid_to_date is not null then month_bit(month) else 0 end) as told_months,
       max(case when month = 1 then paid end) as paid_1,
       max(case when month = 2 then paid end) as paid_2,
       max(case when month = 3 then paid end) as paid_3,
       max(case when month = 4 then paid end) as paid_4,
       max(case when month = 5 then paid end) as paid_5,
       max(case when month = 6 then paid end) as paid_6,
       max(case when month = 7 then paid end) as paid_7,
       max(case when month = 8 then paid end) as paid_8,
       max(case when month = 9 then paid end) as paid_9,
       max(case when month = 10 then paid end) as paid_10,
       max(case when month = 11 then paid end) as paid_11,
       max(case when month = 12 then paid end) as paid_12
from base.execution
where project_no is not null
group by project_no;

create temp table project_tellings as
select project_no,
       max(case when month = 1 then paid_to_date end) as told_1,
       max(case when month = 2 then paid_to_date end) as told_2,
       max(case when month = 3 then paid_to_date end) as told_3,
       max(case when month = 4 then paid_to_date end) as told_4,
       max(case when month = 5 then paid_to_date end) as told_5,
       max(case when month = 6 then paid_to_date end) as told_6,
       max(case when month = 7 then paid_to_date end) as told_7,
       max(case when month = 8 then paid_to_date end) as told_8,
       max(case when month = 9 then paid_to_date end) as told_9,
       max(case when month = 10 then paid_to_date end) as told_10,
       max(case when month = 11 then paid_to_date end) as told_11,
       max(case when month = 12 then paid_to_date end) as told_12
from base.execution
where paid_to_date is not null and project_no is not null
group by project_no;

-- Which department of which region has reported which month, by the coverage of the batches in force. `whole` says
-- that more than forms report it: a form's payment speaks for its own project alone.
create table base.coverage as
with departments as (
    select distinct fiscal_year, mof_div_code, dept_code from base.all_projects where not retired
),
delivered_months as (
    select distinct e.batch_number, e.fiscal_year, e.mof_div_code, e.month from delivered_execution as e
),
heard as (
    select p.fiscal_year, p.mof_div_code, p.dept_code, bit_or(y.heard_months) as months
    from project_payments as y
    join base.all_projects as p on p.project_no = y.project_no
    left join formed_projects as f
        on f.fiscal_year = p.fiscal_year and f.mof_div_code = p.mof_div_code and f.pro_code = p.pro_code
    where f.pro_code is null
    group by p.fiscal_year, p.mof_div_code, p.dept_code
),
formed as (
    select distinct batch_number, source_file, fiscal_year, mof_div_code, pro_code, true as of_form
    from delivered_projects
    where form_month is not null
),
covered as (
    select m.fiscal_year, m.month, m.mof_div_code, named.dept_code, true as whole
    from delivered_months as m
    join (
        select number, '*' as dept_code from delivered_batches where coverage_mode = 'all'
        union all
        select number, unnest(coverage_departments)
        from delivered_batches where coverage_mode = 'departments'
    ) as named on named.number = m.batch_number
    union all
    select h.fiscal_year, n.month, h.mof_div_code, h.dept_code, true
    from heard as h
    join base.month_numbers as n on has_month(h.months, n.month)
    union all
    select e.fiscal_year, e.month, e.mof_div_code, p.dept_code, f.of_form is null
    from delivered_execution as e
    join formed_projects as k
        on k.fiscal_year = e.fiscal_year and k.mof_div_code = e.mof_div_code and k.pro_code = e.pro_code
    join base.all_projects as p
        on p.fiscal_year = e.fiscal_year and p.mof_div_code = e.mof_div_code and p.pro_code = e.pro_code
    left join formed as f
        on f.batch_number = e.batch_number and f.source_file = e.source_file and f.fiscal_year = e.fiscal_year
        and f.mof_div_code = e.mof_div_code and f.pro_code = e.pro_code
),
told as (
    select fiscal_year, month, mof_div_code, dept_code, bool_or(whole) as whole
    from covered
    group by fiscal_year, month, mof_div_code, dept_code
)
select d.fiscal_year, n.month, d.mof_div_code, d.dept_code, a.whole is not null or o.whole is not null as reported,
       coalesce(a.whole, false) or coalesce(o.whole, false) as whole
from departments as d
join base.calendar as k on k.fiscal_year = d.fiscal_year
join base.month_numbers as n on n.month <= k.last_month
left join told as a
    on a.fiscal_year = d.fiscal_year and a.month = n.month and a.mof_div_code = d.mof_div_code and a.dept_code = '*'
left join told as o
    on o.fiscal_year = d.fiscal_year and o.month = n.month and o.mof_div_code = d.mof_div_code
    and o.dept_code = d.dept_code
order by d.fiscal_year, n.month, d.mof_div_code, d.dept_code;
