-- One row per indicator and month with a written actual: its completion, and how long it stays the latest.
create temp table superseded_observations as
with contested as (
    select fiscal_year, mof_div_code, month
    from delivered_observations
    group by fiscal_year, mof_div_code, month
    having min(batch_number) < max(batch_number)
)
select o.fiscal_year, o.mof_div_code, o.pro_code, o.indicator_no, o.month, max(o.batch_number) as batch_number,
       is_revised(min(o.actual), max(o.actual), count(o.actual), count(*)) as is_revised,
       min(case when not o.actual_blank then o.reported_on end) as stated_on,
       min(case when not o.actual_blank then cast(b.loaded_at as date) end) as loaded_on
from delivered_observations as o
join delivered_batches as b on b.number = o.batch_number
join contested as c
    on c.fiscal_year = o.fiscal_year and c.mof_div_code = o.mof_div_code and c.month = o.month
group by o.fiscal_year, o.mof_div_code, o.pro_code, o.indicator_no, o.month
having min(o.batch_number) < max(o.batch_number);

-- Each with the day on which the actual first came: the one its form states, and that of the batch that brought it.
-- A day that only a correction states, after a load that had the actual already, is not the first.
create temp view latest_observations as
select n.project_no, d.*, case when s.batch_number is null then d.reported_on
           when s.stated_on <= s.loaded_on then s.stated_on end as stated_on,
       coalesce(s.loaded_on, cast(b.loaded_at as date)) as loaded_on
from delivered_observations as d
join delivered_batches as b on b.number = d.batch_number
left join superseded_observations as s
    on s.fiscal_year = d.fiscal_year and s.mof_div_code = d.mof_div_code and s.pro_code = d.pro_code
    and s.indicator_no = d.indicator_no and s.month = d.month
left join project_numbers as n
    on n.fiscal_year = d.fiscal_year and n.mof_div_code = d.mof_div_code and n.pro_code = d.pro_code
where s.batch_number is null or s.batch_number = d.batch_number;

-- Rows that were handed in with the actual left blank: asked for and not filled, but perhaps with words beside it.
create table base.blank_observations as
select project_no, indicator_no, month, forecast, likelihood, cause, note, measure, score, reported_on
from latest_observations
where actual_blank
order by project_no, indicator_no, month;

-- The months of each indicator that have a written actual.
create temp table written_months as
select project_no, indicator_no, bit_or(month_bit(month)) as months
from latest_observations
where not actual_blank
group by project_no, indicator_no;

create temp table indicator_readings as
select i.project_no, i.indicator_no, w.months, i.direction, i.sign_read, i.accumulation, i.weight_used, i.kind,
       i.unit, i.unit_read, i.value, i.upper, i.target_date, i.target_level, p.window_start, p.window_end
from base.indicators as i
join base.all_projects as p on p.project_no = i.project_no
join written_months as w on w.project_no = i.project_no and w.indicator_no = i.indicator_no;

-- A row without weight_used belongs to an indicator that no batch knows; the checks stop such a version. Rows stay in
-- the order of their batches: to sort a province's, so wide, would take more memory than all other steps.
create table base.observations as
with paired as (
    select l.*, i.months, i.direction, i.sign_read, i.accumulation, i.weight_used, i.kind,
           i.window_start, i.window_end, i.target_date, i.target_level,
           coalesce(nullif(i.unit_read, ''), nullif(l.actual_unit, ''), '') as target_unit,
           coalesce(money_unit(l.actual_unit, coalesce(nullif(i.unit, ''), i.unit_read)), nullif(l.actual_unit, ''),
                    nullif(i.unit, ''), i.unit_read, '') as own_unit,
           i.value, i.upper
    from latest_observations as l
    left join indicator_readings as i on i.project_no = l.project_no and i.indicator_no = l.indicator_no
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
select s.project_no, s.indicator_no, s.month, stands_until(s.months, s.month) as valid_to,
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
       ppm_of_many(pico(completion), pico(expected_completion)) as completion_ratio,
       s.comparable and s.direction in ('higher', 'exact') and s.target_number > 0 as may_exceed,
       s.forecast, s.likelihood, s.cause, s.note, s.measure, s.score, s.reported_on, s.stated_on, s.loaded_on,
       s.batch_number, s.source_file, s.source_sheet, s.source_row
from shared as s;
