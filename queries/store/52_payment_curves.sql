-- One row per judged year, category and month: the share of the year that its projects had paid in earlier years.
-- A median of too few tells of single projects, classified ones among them: then time decides.
create table base.payment_curves as
with closed_years as (
    select c.fiscal_year
    from base.calendar as c
    where c.last_month = 12 and exists (select 1 from base.calendar as y where y.fiscal_year > c.fiscal_year)
),
closed as (
    select m.fiscal_year, g.pro_category, m.month, m.paid_to_date, d.paid_to_date as year_paid
    from base.project_months as m
    join closed_years as c on c.fiscal_year = m.fiscal_year
    join base.groups as g on g.group_no = m.group_no
    join base.project_months as d on d.project_no = m.project_no and d.month = 12
),
shares as (
    select fiscal_year, pro_category, month, cast(paid_to_date as double) / cast(year_paid as double) as share
    from closed
    where year_paid > 0 and paid_to_date is not null
)
select y.fiscal_year, s.pro_category, s.month, median(s.share) as typical_share, count(s.share) as observations
from base.calendar as y
join shares as s on s.fiscal_year < y.fiscal_year
group by y.fiscal_year, s.pro_category, s.month
having are_enough(count(s.share))
order by y.fiscal_year, s.pro_category, s.month;
