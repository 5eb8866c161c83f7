-- One row per project on the roll with what its months have in common: months as sets, payments a column a month.
create temp table unit_months as
select fiscal_year, mof_div_code, dept_code, bit_or(case when reported then month_bit(month) else 0 end) as months,
       bit_or(case when whole then month_bit(month) else 0 end) as whole_months
from base.coverage
group by fiscal_year, mof_div_code, dept_code;

create temp table project_years as
select p.project_no, p.fiscal_year, c.last_month, g.group_no, p.initial_budget, p.adjusted_budget as latest_budget,
       p.allotted, p.window_start, p.window_end - p.window_start + 1 as elapsed_den, v.months & (v.whole_months | coalesce(y.heard_months, 0))
           as reported_months,
       coalesce(y.paid_months, 0) as paid_months, coalesce(y.told_months, 0) as told_months,
       b.project_no is not null as has_changes, l.project_no is not null as has_plan,
       coalesce(i.indicators_all, 0) as indicators_all,
       y.paid_1, y.paid_2, y.paid_3, y.paid_4, y.paid_5, y.paid_6, y.paid_7, y.paid_8, y.paid_9, y.paid_10,
       y.paid_11, y.paid_12,
       cast(coalesce(t.told_1, 0 + coalesce(y.paid_1, 0)) as decimal(18, 2)) as known_1,
       cast(coalesce(t.told_2, known_1 + coalesce(y.paid_2, 0)) as decimal(18, 2)) as known_2,
       cast(coalesce(t.told_3, known_2 + coalesce(y.paid_3, 0)) as decimal(18, 2)) as known_3,
       cast(coalesce(t.told_4, known_3 + coalesce(y.paid_4, 0)) as decimal(18, 2)) as known_4,
       cast(coalesce(t.told_5, known_4 + coalesce(y.paid_5, 0)) as decimal(18, 2)) as known_5,
       cast(coalesce(t.told_6, known_5 + coalesce(y.paid_6, 0)) as decimal(18, 2)) as known_6,
       cast(coalesce(t.told_7, known_6 + coalesce(y.paid_7, 0)) as decimal(18, 2)) as known_7,
       cast(coalesce(t.told_8, known_7 + coalesce(y.paid_8, 0)) as decimal(18, 2)) as known_8,
       cast(coalesce(t.told_9, known_8 + coalesce(y.paid_9, 0)) as decimal(18, 2)) as known_9,
       cast(coalesce(t.told_10, known_9 + coalesce(y.paid_10, 0)) as decimal(18, 2)) as known_10,
       cast(coalesce(t.told_11, known_10 + coalesce(y.paid_11, 0)) as decimal(18, 2)) as known_11,
       cast(coalesce(t.told_12, known_11 + coalesce(y.paid_12, 0)) as decimal(18, 2)) as known_12
from base.all_projects as p
join base.calendar as c on c.fiscal_year = p.fiscal_year
join base.groups as g
    on g.fiscal_year = p.fiscal_year and g.mof_div_code = p.mof_div_code and g.dept_code = p.dept_code
    and g.agency_code is not distinct from p.agency_code and g.finance_office is not distinct from p.finance_office
    and g.budget_book = p.budget_book and g.pro_category = p.pro_category and g.is_key = p.is_key
    and g.classified = p.classified
join unit_months as v
    on v.fiscal_year = p.fiscal_year and v.mof_div_code = p.mof_div_code and v.dept_code = p.dept_code
left join project_payments as y on y.project_no = p.project_no
left join project_tellings as t on t.project_no = p.project_no
left join (select distinct project_no from base.budget_changes) as b on b.project_no = p.project_no
left join (select distinct project_no from base.plans) as l on l.project_no = p.project_no
left join (
    select project_no, count(indicator_no) as indicators_all from base.indicators group by project_no
) as i on i.project_no = p.project_no
where not p.retired
order by p.project_no;

-- Budget changes and plans to date, for the projects that have any.
create temp table changes_to_date as
select b.project_no, n.month, cast(sum(b.amount) as decimal(18, 2)) as changed
from base.budget_changes as b
join base.month_numbers as n on n.month >= b.month
group by b.project_no, n.month;

create temp table plans_to_date as
select l.project_no, n.month, cast(sum(l.planned) as decimal(18, 2)) as planned
from base.plans as l
join base.month_numbers as n on n.month >= l.month
group by l.project_no, n.month;

-- One row per project on the roll and month up to its year's last: what is paid in it, and known before and at it.
create temp view project_money as
select *, 1 as month, paid_1 as delivered_paid, cast(0 as decimal(18, 2)) as known_before, known_1 as known
from project_years where last_month >= 1
union all
select *, 2 as month, paid_2 as delivered_paid, known_1 as known_before, known_2 as known
from project_years where last_month >= 2
union all
select *, 3 as month, paid_3 as delivered_paid, known_2 as known_before, known_3 as known
from project_years where last_month >= 3
union all
select *, 4 as month, paid_4 as delivered_paid, known_3 as known_before, known_4 as known
from project_years where last_month >= 4
union all
select *, 5 as month, paid_5 as delivered_paid, known_4 as known_before, known_5 as known
from project_years where last_month >= 5
union all
select *, 6 as month, paid_6 as delivered_paid, known_5 as known_before, known_6 as known
from project_years where last_month >= 6
union all
select *, 7 as month, paid_7 as delivered_paid, known_6 as known_before, known_7 as known
from project_years where last_month >= 7
union all
select *, 8 as month, paid_8 as delivered_paid, known_7 as known_before, known_8 as known
from project_years where last_month >= 8
union all
select *, 9 as month, paid_9 as delivered_paid, known_8 as known_before, known_9 as known
from project_years where last_month >= 9
union all
select *, 10 as month, paid_10 as delivered_paid, known_9 as known_before, known_10 as known
from project_years where last_month >= 10
union all
select *, 11 as month, paid_11 as delivered_paid, known_10 as known_before, known_11 as known
from project_years where last_month >= 11
union all
select *, 12 as month, paid_12 as delivered_paid, known_11 as known_before, known_12 as known
from project_years where last_month >= 12;
