-- The flags of every shipped profile beside their projects, with the months each has lasted inside its year.
create table base.flags as
with ranked as (
    select f.*, case f.severity when 'red' then 1 when 'yellow' then 2 when 'notice' then 3 else 4 end
               as severity_rank
    from found_flags as f
),
grave as (
    select r.profile, r.fiscal_year, r.rule, r.project_id, r.month,
           r.month - row_number() over (
               partition by r.profile, r.fiscal_year, r.rule, r.project_id order by r.month
           ) as streak
    from ranked as r
    where r.severity_rank <= 2
),
lasted as (
    select g.profile, g.fiscal_year, g.rule, g.project_id, g.month,
           cast(row_number() over (
               partition by g.profile, g.fiscal_year, g.rule, g.project_id, g.streak order by g.month
           ) as integer) as run
    from grave as g
)
select r.profile, r.fiscal_year, r.month, r.rule, r.project_id, p.mof_div_code, p.dept_code, p.agency_code,
       p.finance_office, p.budget_book, p.pro_category, p.is_key, p.classified, r.severity, r.severity_rank,
       r.observed, r.expected, r.limit_value, r.amount, r.details, coalesce(l.run, 0) as run
from ranked as r
join base.all_projects as p on p.project_id = r.project_id
left join lasted as l
    on l.profile = r.profile and l.fiscal_year = r.fiscal_year and l.rule = r.rule
    and l.project_id = r.project_id and l.month = r.month
order by r.profile, r.fiscal_year, r.month, r.rule, r.severity_rank, r.project_id;

create view main.flags as
select profile, fiscal_year, month, rule, project_id, mof_div_code, dept_code, agency_code, finance_office,
       budget_book, pro_category, is_key, classified, severity, severity_rank, observed, expected, limit_value,
       amount, details, run
from base.flags
where in_scope(mof_div_code, dept_code, agency_code, finance_office, classified);
