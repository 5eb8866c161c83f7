-- One row per indicator with the reading of its target and the weight that counts.
create temp table superseded_indicators as
with contested as (
    select fiscal_year, mof_div_code
    from delivered_indicators
    where form_month is null
    group by fiscal_year, mof_div_code
    having min(batch_number) < max(batch_number)
)
select i.fiscal_year, i.mof_div_code, i.pro_code, i.indicator_no, max(i.batch_number) as batch_number
from delivered_indicators as i
join contested as c on c.fiscal_year = i.fiscal_year and c.mof_div_code = i.mof_div_code
where i.form_month is null
group by i.fiscal_year, i.mof_div_code, i.pro_code, i.indicator_no
having min(i.batch_number) < max(i.batch_number);

create temp view tabled_indicators as
select d.*
from delivered_indicators as d
left join superseded_indicators as s
    on s.fiscal_year = d.fiscal_year and s.mof_div_code = d.mof_div_code and s.pro_code = d.pro_code
    and s.indicator_no = d.indicator_no
where d.form_month is null and (s.batch_number is null or s.batch_number = d.batch_number);

create temp table formed_indicators as
select distinct fiscal_year, mof_div_code, pro_code, indicator_no from delivered_indicators where form_month is not null;

create temp table spoken_indicators as
select d.*, row_number() over (
           partition by d.fiscal_year, d.mof_div_code, d.pro_code, d.indicator_no
           order by d.batch_number, coalesce(d.form_month, 0), d.source_file, d.source_sheet, d.source_row
       ) as turn
from (
    select * from tabled_indicators
    union all
    select * from delivered_indicators where form_month is not null
) as d
join formed_indicators as f
    on f.fiscal_year = d.fiscal_year and f.mof_div_code = d.mof_div_code and f.pro_code = d.pro_code
    and f.indicator_no = d.indicator_no;

-- The newest row gives the target; what it leaves blank comes from the table's latest row or from other forms.
create temp view latest_indicators as
with newest as (
    select fiscal_year, mof_div_code, pro_code, indicator_no, max(turn) as turn,
           arg_max(level1, turn) filter (where level1 is not null) as level1,
           arg_max(level2, turn) filter (where level2 is not null) as level2,
           arg_max(weight, turn) filter (where weight is not null) as weight,
           arg_max(library_code, turn) filter (where library_code is not null) as library_code,
           arg_max(total_target, turn) filter (where total_target is not null) as total_target,
           arg_max(direction_read, turn) filter (where direction is not null) as stated_direction,
           arg_max(kind, turn) filter (where direction is not null) as stated_kind,
           arg_max(accumulation_read, turn) filter (where accumulation is not null) as stated_accumulation
    from spoken_indicators
    group by fiscal_year, mof_div_code, pro_code, indicator_no
)
select s.fiscal_year, s.mof_div_code, s.pro_code, s.indicator_no, n.level1, n.level2, s.level3, s.sign, s.target,
       s.unit, n.weight, s.kind, s.sign_read, s.value, s.upper, s.unit_read,
       case when n.stated_kind = s.kind then n.stated_direction else s.direction_read end as direction,
       s.direction_guessed and n.stated_kind is distinct from s.kind as direction_guessed,
       coalesce(n.stated_accumulation, s.accumulation_read) as accumulation,
       s.accumulation_guessed and n.stated_accumulation is null as accumulation_guessed,
       s.target_level, s.target_date, n.library_code, n.total_target, s.batch_number, s.source_file, s.source_sheet,
       s.source_row
from newest as n
join spoken_indicators as s
    on s.fiscal_year = n.fiscal_year and s.mof_div_code = n.mof_div_code and s.pro_code = n.pro_code
    and s.indicator_no = n.indicator_no and s.turn = n.turn
union all
select t.fiscal_year, t.mof_div_code, t.pro_code, t.indicator_no, t.level1, t.level2, t.level3, t.sign, t.target,
       t.unit, t.weight, t.kind, t.sign_read, t.value, t.upper, t.unit_read, t.direction_read,
       t.direction_guessed and case when t.direction is not null then t.kind end is distinct from t.kind,
       t.accumulation_read,
       t.accumulation_guessed and (t.accumulation is null or t.accumulation_read is null), t.target_level,
       t.target_date, t.library_code, t.total_target, t.batch_number, t.source_file, t.source_sheet, t.source_row
from tabled_indicators as t
left join formed_indicators as f
    on f.fiscal_year = t.fiscal_year and f.mof_div_code = t.mof_div_code and f.pro_code = t.pro_code
    and f.indicator_no = t.indicator_no
where f.pro_code is null;

-- A row without project_no belongs to a project that no batch knows; the checks stop such a version.
create table base.indicators as
with unweighed as (
    select fiscal_year, mof_div_code, pro_code, true as is_unweighed
    from latest_indicators
    group by fiscal_year, mof_div_code, pro_code
    having count(weight) = 0
)
select n.project_no, l.indicator_no, l.level1, l.level2, l.level3, l.sign, l.target, l.unit, l.weight,
       cast(case when u.is_unweighed then 1 else coalesce(l.weight, 0) end as decimal(9, 4)) as weight_used,
       l.kind, l.sign_read, l.value, l.upper, l.unit_read, l.direction, l.direction_guessed, l.accumulation,
       l.accumulation_guessed, l.target_level, l.target_date, l.library_code, l.total_target,
       coalesce(l.level1 like '满意度%' or l.level2 like '满意度%', false)
           or coalesce(l.level3 like '%满意度%', false) as is_satisfaction,
       l.batch_number, l.source_file, l.source_sheet, l.source_row
from latest_indicators as l
left join unweighed as u
    on u.fiscal_year = l.fiscal_year and u.mof_div_code = l.mof_div_code and u.pro_code = l.pro_code
left join project_numbers as n
    on n.fiscal_year = l.fiscal_year and n.mof_div_code = l.mof_div_code and n.pro_code = l.pro_code
order by n.project_no, l.indicator_no;
