-- Rows where the rollup of a year, month and denominator is not the sum of its projects.
-- label: 分组合计等于各项目之和
-- remedy: 请联系维护人员。
with summed as (
    select fiscal_year, month, count(*) as projects, sum(initial_budget) as initial_budget,
           sum(adjusted_budget) as adjusted_budget, sum(allotted) as allotted, coalesce(sum(paid_to_date), 0) as paid
    from base.project_months
    group by fiscal_year, month
),
parts as (
    select s.fiscal_year, s.month, d.denominator, s.projects, s.paid,
           coalesce(budget_of(d.denominator, s.initial_budget, s.adjusted_budget, s.allotted), 0) as budget
    from summed as s
    cross join base.denominators as d
),
groups as (
    select fiscal_year, month, denominator, sum(projects) as projects, coalesce(sum(budget_all), 0) as budget,
           coalesce(sum(paid_all), 0) as paid, coalesce(sum(paid), 0) + coalesce(sum(unrated_paid), 0) as split_paid
    from base.group_months
    group by fiscal_year, month, denominator
)
select p.fiscal_year, p.month, p.denominator, p.paid as paid_parts, g.paid as paid_group
from parts as p
left join groups as g
    on g.fiscal_year = p.fiscal_year and g.month = p.month and g.denominator = p.denominator
where g.projects is distinct from p.projects or g.budget is distinct from p.budget
    or g.paid is distinct from p.paid or g.split_paid is distinct from p.paid
order by p.fiscal_year, p.month, p.denominator
