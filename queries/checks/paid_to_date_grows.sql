-- Rows where the cumulative payment falls although the month brought no refund.
-- label: 累计支付只因退款减少
-- remedy: 请核对该项目各月支付。
with compared as (
    select project_id, month, paid, paid_to_date,
           lag(paid_to_date) over (partition by project_id order by month) as before
    from base.project_months
)
select project_id, month, before, paid_to_date, paid
from compared
where paid_to_date < before and coalesce(paid, 0) >= 0
order by project_id, month
