-- One row per judged year, category and month: the share of the year that its projects had paid in earlier years.
create table base.payment_curves as
with closed as (
    select m.project_id, m.fiscal_year, m.pro_category, m.month, m.paid_to_date,
           max(case when m.month = 12 then m.paid_to_date end) over (partition by m.project_id) as year_paid
    from base.project_months as m
    join base.calendar as c on c.fiscal_year = m.fiscal_year and c.last_month = 12
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
order by y.fiscal_year, s.pro_category, s.month;
