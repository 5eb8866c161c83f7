-- Rows where the cumulative payment falls although the month brought no refund.
-- label: 累计支付只因退款减少
-- remedy: 请核对该项目各月支付。
with compared as (
    select project_no, month, paid, paid_to_date,
           lag(paid_to_date) over (partition by project_no order by month) as before
    from base.project_months
)
select p.project_id, c.month, c.before, c.paid_to_date, c.paid
from compared as c
join base.all_projects as p on p.project_no = c.project_no
where c.paid_to_date < c.before and coalesce(c.paid, 0) >= 0
order by p.project_id, c.month
