-- One row per indicator and month with a written actual: its completion, and how long it stays the latest.
create temp table latest_observations as
select d.*, cast(fiscal_year as varchar) || '-' || mof_div_code || '-' || pro_code as project_id
from (
    select o.*, row_number() over (
        partition by fiscal_year, mof_div_code, pro_code, indicator_no, month order by batch_number desc
    ) as place
    from delivered_observations as o
) as d
where d.place = 1;

-- Rows that were handed in with the actual left blank: asked for and not filled, but perhaps with words beside it.
create table base.blank_observations as
select project_id, fiscal_year, indicator_no, month, forecast, likelihood, cause, note, measure, score, reported_on
from latest_observations
where actual_blank
order by project_id, indicator_no, month;

create table base.observations as
with paired as (
    select l.*, i.direction, i.sign_read, i.accumulation, i.weight_used, i.kind,
           p.window_start, p.window_end, i.target_date, i.target_level,
           coalesce(nullif(i.unit_read, ''), nullif(l.actual_unit, ''), '') as target_unit,
           coalesce(money_unit(l.actual_unit, coalesce(nullif(i.unit, ''), i.unit_read)), nullif(l.actual_unit, ''),
                    nullif(i.unit, ''), i.unit_read, '') as own_unit,
           i.value, i.upper
    from latest_observations as l
    join base.indicators as i on i.project_id = l.project_id and i.indicator_no = l.indicator_no
    join base.all_projects as p on p.project_id = l.project_id
    where not l.actual_blank
),
scaled as (
    select p.*, round(p.value * unit_factor(p.target_unit), 9) as target_number,
           round(p.upper * unit_factor(p.target_unit), 9) as upper_number,
           round(p.actual_value * unit_factor(p.own_unit), 9) as actual_number,
           case
               when p.direction = 'level' then p.actual_level is not null
                   and p.target_level is distinct from '未达成'
               when p.direction = 'date' then length(full_date(p.target_date, p.fiscal_year))
                   = length(full_date(p.actual_date, p.fiscal_year))
               else p.value is not null and p.actual_value is not null and p.actual_kind = 'quantity'
                   and p.kind = case p.direction when 'interval' then 'interval' else 'quantity' end
                   and base_unit(p.target_unit) = base_unit(p.own_unit)
                   and not (p.direction = 'higher' and p.value = 0)
           end as comparable_raw
    from paired as p
),
judged as (
    select s.*, coalesce(s.comparable_raw, false) as comparable,
           case s.direction
               when 'level' then s.actual_level = '达成'
               when 'date' then full_date(s.actual_date, s.fiscal_year) <= full_date(s.target_date, s.fiscal_year)
               else is_met(s.direction, s.sign_read, s.actual_number, s.target_number, s.upper_number)
           end as met_raw
    from scaled as s
),
shared as (
    select j.*, case when j.comparable then case j.direction
               when 'level' then cast(v.share as double)
               when 'date' then cast(j.met_raw as double)
               when 'interval' then interval_share(j.actual_number, j.target_number, j.upper_number)
               when 'lower' then lower_share(j.actual_number, j.target_number, j.met_raw)
               when 'exact' then exact_share(j.actual_number, j.target_number, j.met_raw)
               else higher_share(j.actual_number, j.target_number, j.met_raw)
           end end as raw_share
    from judged as j
    left join base.level_shares as v on v.level = j.actual_level
)
select s.project_id, s.fiscal_year, s.indicator_no, s.month,
       cast(coalesce(lead(s.month) over (partition by s.project_id, s.indicator_no order by s.month) - 1, 12)
           as integer) as valid_to,
       s.actual, s.actual_value, s.own_unit, s.actual_level, s.actual_signed, s.actual_kind, s.comparable,
       case when s.comparable then s.target_number end as target_number, s.accumulation, s.weight_used,
       case when s.raw_share is not null
           then cast(least(greatest(s.raw_share, -999999), 999999) as decimal(18, 12)) end as uncapped,
       case when s.raw_share is not null then cast(least(greatest(s.raw_share, 0), 1) as decimal(18, 12)) end
           as completion,
       case when s.comparable then s.met_raw end as met,
       least(greatest(s.month - s.window_start + 1, 0), s.window_end - s.window_start + 1) as elapsed_num,
       s.window_end - s.window_start + 1 as elapsed_den,
       case when s.comparable then case s.accumulation when 'point_in_time' then cast(1 as decimal(18, 12))
           else cast(least(greatest(s.month - s.window_start + 1, 0), s.window_end - s.window_start + 1)
               / cast(s.window_end - s.window_start + 1 as double) as decimal(18, 12)) end
       end as expected_completion,
       s.forecast, s.likelihood, s.cause, s.note, s.measure, s.score, s.reported_on,
       b.batch as source_batch, s.source_file, s.source_sheet, s.source_row
from shared as s
join delivered_batches as b on b.number = s.batch_number
order by s.project_id, s.indicator_no, s.month;
