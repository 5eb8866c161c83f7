-- One row per project on the roll and month up to its year's last: its money and its pace.
create temp table project_money as
with spine as (
    select p.project_id, p.fiscal_year, n.month, p.mof_div_code, p.dept_code, p.agency_code, p.finance_office,
           p.budget_book, p.pro_category, p.is_key, p.classified, p.initial_budget,
           p.adjusted_budget as latest_budget, p.allotted, v.reported and (v.whole or e.month is not null) as reported,
           least(greatest(n.month - p.window_start + 1, 0), p.window_end - p.window_start + 1) as elapsed_num,
           p.window_end - p.window_start + 1 as elapsed_den
    from base.all_projects as p
    join base.calendar as c on c.fiscal_year = p.fiscal_year
    join base.month_numbers as n on n.month <= c.last_month
    join base.coverage as v
        on v.fiscal_year = p.fiscal_year and v.month = n.month
        and v.mof_div_code = p.mof_div_code and v.dept_code = p.dept_code
    left join base.execution as e on e.project_id = p.project_id and e.month = n.month
    where not p.retired
),
monthly_changes as (
    select project_id, month, sum(amount) as amount from base.budget_changes group by project_id, month
),
monthly_plans as (
    select project_id, month, sum(planned) as planned from base.plans group by project_id, month
),
running as (
    select s.*, sum(c.amount) over to_date as changed, count(c.amount) over whole_year as change_rows,
           sum(p.planned) over to_date as planned, count(p.planned) over whole_year as plan_rows,
           e.paid as delivered_paid, sum(e.paid) over to_date as running_paid,
           count(e.paid) over to_date as paid_rows, e.paid_to_date as delivered_to_date,
           max(case when e.paid_to_date is not null then s.month end) over to_date as cumulative_month,
           sum(cast(s.reported as integer)) over to_date as months_reported
    from spine as s
    left join base.execution as e on e.project_id = s.project_id and e.month = s.month
    left join monthly_changes as c on c.project_id = s.project_id and c.month = s.month
    left join monthly_plans as p on p.project_id = s.project_id and p.month = s.month
    window to_date as (partition by s.project_id order by s.month rows unbounded preceding),
           whole_year as (partition by s.project_id)
),
anchored as (
    select r.*, a.delivered_to_date as anchor_paid, coalesce(a.running_paid, 0) as anchor_running,
           coalesce(a.months_reported, 0) as anchor_months, coalesce(a.paid_rows, 0) as anchor_rows
    from running as r
    left join running as a on a.project_id = r.project_id and a.month = r.cumulative_month
),
paid as (
    select a.*,
           case when a.reported then cast(
               coalesce(a.anchor_paid, 0) + coalesce(a.running_paid, 0) - a.anchor_running as decimal(18, 2)
           ) end as paid_to_date,
           a.reported and a.paid_rows > a.anchor_rows
               and a.months_reported - a.anchor_months < a.month - coalesce(a.cumulative_month, 0) as paid_gap
    from anchored as a
)
select p.*, p.change_rows = 0 as budget_recalculated,
       cast(case when p.change_rows > 0 then coalesce(p.initial_budget + coalesce(p.changed, 0), p.latest_budget)
           else p.latest_budget end as decimal(18, 2)) as adjusted_budget,
       coalesce(p.delivered_paid, p.paid_to_date - coalesce(
           lag(p.paid_to_date) over (partition by p.project_id order by p.month),
           case when p.month = 1 then 0 end
       )) as paid
from paid as p;
