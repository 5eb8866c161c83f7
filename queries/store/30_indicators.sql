-- One row per indicator with the reading of its target and the weight that counts.
create table base.indicators as
with spoken as (
    select d.*, cast(fiscal_year as varchar) || '-' || mof_div_code || '-' || pro_code as project_id,
           row_number() over (
               partition by fiscal_year, mof_div_code, pro_code, indicator_no, form_month is null
               order by batch_number desc
           ) as place,
           row_number() over (
               partition by fiscal_year, mof_div_code, pro_code, indicator_no
               order by batch_number, coalesce(form_month, 0), source_file, source_sheet, source_row
           ) as turn
    from delivered_indicators as d
),
-- The newest row gives the target; what it leaves blank comes from the table's latest row or from other forms.
newest as (
    select project_id, indicator_no, max(turn) as turn,
           arg_max(level1, turn) filter (where level1 is not null) as level1,
           arg_max(level2, turn) filter (where level2 is not null) as level2,
           arg_max(weight, turn) filter (where weight is not null) as weight,
           arg_max(library_code, turn) filter (where library_code is not null) as library_code,
           arg_max(total_target, turn) filter (where total_target is not null) as total_target,
           arg_max(direction_read, turn) filter (where direction is not null) as stated_direction,
           arg_max(kind, turn) filter (where direction is not null) as stated_kind,
           arg_max(accumulation_read, turn) filter (where accumulation is not null) as stated_accumulation
    from spoken
    where form_month is not null or place = 1
    group by project_id, indicator_no
),
latest as (
    select s.project_id, s.fiscal_year, s.indicator_no, n.level1, n.level2, s.level3, s.sign, s.target, s.unit,
           n.weight, s.kind, s.sign_read, s.value, s.upper, s.unit_read,
           case when n.stated_kind = s.kind then n.stated_direction else s.direction_read end as direction_read,
           s.direction_guessed and n.stated_kind is distinct from s.kind as direction_guessed,
           coalesce(n.stated_accumulation, s.accumulation_read) as accumulation_read,
           s.accumulation_guessed and n.stated_accumulation is null as accumulation_guessed,
           s.target_level, s.target_date, n.library_code, n.total_target, s.batch_number, s.source_file,
           s.source_sheet, s.source_row
    from newest as n
    join spoken as s on s.project_id = n.project_id and s.indicator_no = n.indicator_no and s.turn = n.turn
),
weighed as (
    select l.*, count(weight) over (partition by project_id) as weights_stated from latest as l
)
select w.project_id, w.fiscal_year, w.indicator_no, w.level1, w.level2, w.level3, w.sign, w.target, w.unit,
       w.weight,
       cast(case when w.weights_stated = 0 then 1 else coalesce(w.weight, 0) end as decimal(9, 4)) as weight_used,
       w.kind, w.sign_read, w.value, w.upper, w.unit_read, w.direction_read as direction, w.direction_guessed,
       w.accumulation_read as accumulation, w.accumulation_guessed, w.target_level, w.target_date,
       w.library_code, w.total_target,
       coalesce(w.level1 like '满意度%' or w.level2 like '满意度%', false)
           or coalesce(w.level3 like '%满意度%', false) as is_satisfaction,
       b.batch as source_batch, w.source_file, w.source_sheet, w.source_row
from weighed as w
join delivered_batches as b on b.number = w.batch_number
order by w.project_id, w.indicator_no;
