-- One row per indicator with the reading of its target and the weight that counts.
create temp table superseded_indicators as
with contested as (
    select fiscal_year, mof_div_code
    from delivered_indicators
    group by fiscal_year, mof_div_code
    having min(batch_number) < max(batch_number)
)
select i.fiscal_year, i.mof_div_code, i.pro_code, i.indicator_no, max(i.batch_number) as batch_number,
       is_revised(min(i.target), max(i.target), count(i.target), count(*))
           or is_revised(min(i.weight), max(i.weight), count(i.weight), count(*)) as is_revised
from delivered_indicators as i
join contested as c on c.fiscal_year = i.fiscal_year and c.mof_div_code = i.mof_div_code
group by i.fiscal_year, i.mof_div_code, i.pro_code, i.indicator_no
having min(i.batch_number) < max(i.batch_number);

create temp view latest_indicators as
select d.*
from delivered_indicators as d
left join superseded_indicators as s
    on s.fiscal_year = d.fiscal_year and s.mof_div_code = d.mof_div_code and s.pro_code = d.pro_code
    and s.indicator_no = d.indicator_no
where s.batch_number is null or s.batch_number = d.batch_number;

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
       l.kind, l.sign_read, l.value, l.upper, l.unit_read, l.direction_read as direction, l.direction_guessed,
       l.accumulation_read as accumulation, l.accumulation_guessed, l.target_level, l.target_date,
       l.library_code, l.total_target,
       coalesce(l.level1 like '满意度%' or l.level2 like '满意度%', false)
           or coalesce(l.level3 like '%满意度%', false) as is_satisfaction,
       l.batch_number, l.source_file, l.source_sheet, l.source_row
from latest_indicators as l
left join unweighed as u
    on u.fiscal_year = l.fiscal_year and u.mof_div_code = l.mof_div_code and u.pro_code = l.pro_code
left join project_numbers as n
    on n.fiscal_year = l.fiscal_year and n.mof_div_code = l.mof_div_code and n.pro_code = l.pro_code
order by n.project_no, l.indicator_no;
