-- One row per indicator with the reading of its target and the weight that counts.
create table base.indicators as
with latest as (
    select d.*, cast(fiscal_year as varchar) || '-' || mof_div_code || '-' || pro_code as project_id
    from (
        select i.*, row_number() over (
            partition by fiscal_year, mof_div_code, pro_code, indicator_no order by batch_number desc
        ) as place
        from delivered_indicators as i
    ) as d
    where d.place = 1
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
