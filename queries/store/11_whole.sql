-- The batches and the regions they name, over all fiscal years.
-- years: all
create table base.batches as
select batch, number, demo, loaded_at, operator, sources, coverage_mode, coverage_departments, stated_secrecy,
       mapping, rows_received, rows_stored, rows_rejected
from delivered_batches
order by number;

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

-- The regions that the projects of each year name, as all batches together call them.
create temp view named_regions as
select y.fiscal_year, r.mof_div_code, r.mof_div_name, r.level, r.parent_code, 0 as batch_number
from base.regions as r
join (select distinct fiscal_year, mof_div_code from delivered_projects) as y on y.mof_div_code = r.mof_div_code
order by y.fiscal_year, r.mof_div_code;
