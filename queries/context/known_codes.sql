-- One row per code that a filter or a role may name.
-- label: 已入库的代码
-- params:
-- returns: kind, code
with placed as (
    select mof_div_code, dept_code, agency_code, finance_office, budget_book, pro_category from groups
    union all
    select mof_div_code, dept_code, agency_code, null, budget_book, pro_category from retired_projects
),

coded as (
    select
        case
            when grouping(mof_div_code) = 0 then 'counties'
            when grouping(dept_code) = 0 then 'departments'
            when grouping(agency_code) = 0 then 'agencies'
            when grouping(finance_office) = 0 then 'offices'
            when grouping(budget_book) = 0 then 'books'
            else 'categories'
        end as kind,
        coalesce(mof_div_code, dept_code, agency_code, finance_office, budget_book, pro_category) as code
    from placed
    group by grouping sets (
        (mof_div_code), (dept_code), (agency_code), (finance_office), (budget_book), (pro_category)
    )
    union
    select 'counties', mof_div_code from told_regions
    union
    select 'counties', mof_div_code from fiscal_totals
    union
    select 'counties', mof_div_code from evaluations
    union
    select 'counties', mof_div_code from appraisals
    union
    select 'counties', mof_div_code from satisfaction
)

select kind, code
from coded
where code is not null
order by kind, code
