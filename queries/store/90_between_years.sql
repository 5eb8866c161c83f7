-- What 数据质量 finds in a year beside the one before, over all years of a version.
-- years: between
insert into base.year_findings
with appraised as (
    select distinct fiscal_year, mof_div_code from base.appraisals
),
reviewed as (
    select distinct fiscal_year, mof_div_code, pro_code from base.appraisals where kind = '事前绩效评估'
),
unappraised as (
    select p.project_no, e.project_no as last_project_no
    from base.all_projects as p
    join appraised as a on a.fiscal_year = p.fiscal_year and a.mof_div_code = p.mof_div_code
    left join reviewed as r
        on r.fiscal_year = p.fiscal_year and r.mof_div_code = p.mof_div_code and r.pro_code = p.pro_code
    left join base.calendar as c on c.fiscal_year = p.fiscal_year - 1
    left join base.all_projects as e
        on e.fiscal_year = p.fiscal_year - 1 and e.mof_div_code = p.mof_div_code and e.pro_code = p.pro_code
        and not e.retired
    where not p.retired and p.pro_category not in ('人员类', '未分类') and p.previous_pro_code is null
        and planned_cost(p.initial_budget, p.adjusted_budget) >= 3000000 and r.pro_code is null
        and (p.first_year = p.fiscal_year or p.first_year is null and c.fiscal_year is not null)
        and (e.project_no is null or e.dept_code <> p.dept_code or e.classified <> p.classified
            or e.agency_code is distinct from p.agency_code or e.finance_office is distinct from p.finance_office)
),
continued as (
    select p.project_no, q.project_no as last_project_no
    from base.all_projects as p
    join base.all_projects as q
        on q.fiscal_year = p.fiscal_year - 1 and q.mof_div_code = p.mof_div_code
        and q.pro_code = coalesce(p.previous_pro_code, p.pro_code)
    where not p.retired and not q.retired
),
reached as (
    select j.project_no, trim(j.level3) as level3, arg_max(actual_told(o.actual, j.unit), o.month) as last_actual,
           arg_max(round(o.actual_value * unit_factor(o.own_unit), 9), o.month) as figure,
           arg_max(base_unit(o.own_unit), o.month) as unit
    from base.observations as o
    join base.indicators as j on j.project_no = o.project_no and j.indicator_no = o.indicator_no
    where o.actual_kind = 'quantity' and o.project_no in (select last_project_no from continued)
    group by j.project_no, trim(j.level3)
    having count(distinct j.indicator_no) = 1
),
goals as (
    select i.project_no, c.last_project_no, i.indicator_no, trim(i.level3) as level3, i.kind, i.direction,
           round(i.value * unit_factor(coalesce(i.unit_read, '')), 9) as figure, base_unit(i.unit_read) as unit,
           count(*) over (partition by i.project_no, trim(i.level3)) as namesakes
    from base.indicators as i
    join continued as c on c.project_no = i.project_no
),
found as (
    select 'unappraised_projects' as kind, project_no, last_project_no, cast(null as varchar) as indicator_no,
           cast(null as varchar) as last_actual, cast(null as bigint) as share
    from unappraised
    union all
    select 'targets_below_last_year', g.project_no, g.last_project_no, g.indicator_no, r.last_actual,
           share_of(g.figure, r.figure)
    from goals as g
    join reached as r on r.project_no = g.last_project_no and r.level3 = g.level3 and r.unit = g.unit
    where g.namesakes = 1 and g.kind = 'quantity' and g.direction = 'higher' and g.figure * 10 < r.figure * 8
)
select f.kind, f.project_no, m.group_no, e.group_no, f.indicator_no, f.last_actual, f.share
from found as f
join base.project_months as m on m.project_no = f.project_no and m.month = 1
left join base.project_months as e on e.project_no = f.last_project_no and e.month = 1
order by f.kind, f.project_no, f.indicator_no;
