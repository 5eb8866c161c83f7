-- One row per indicator whose target is below 80 % of what the project reached last year.
-- Compared: the same indicator name and unit, more is better, under last year's code or else the same code.
-- The limit of 80 % is this product's; exactly 80 % is no finding.
-- label: 目标低于上年实际
-- years: all
-- sentence: “{level3}”本年目标 {target}，上年实际 {last_actual}，只有上年的 {share}
-- remedy: 说明调低的原因，或把目标调到不低于上年实际
-- params: year, counties, departments, agencies, books, categories, key_only
-- returns: project_id, mof_div_code, mof_div_name, dept_code, dept_name, pro_code, pro_name, indicator_no, level3, target, last_actual, share
with last_year as (
    select q.mof_div_code, q.pro_code, trim(j.level3) as level3, arg_max(o.actual, o.month) as last_actual,
           arg_max(round(o.actual_value * unit_factor(o.own_unit), 9), o.month) as reached,
           arg_max(base_unit(o.own_unit), o.month) as unit
    from projects as q
    join indicators as j on j.project_no = q.project_no
    join observations as o on o.project_no = j.project_no and o.indicator_no = j.indicator_no
    where q.fiscal_year = $year - 1 and o.actual_kind = 'quantity'
    group by q.mof_div_code, q.pro_code, trim(j.level3)
    having count(distinct j.indicator_no) = 1
),
goals as (
    select i.project_no, i.indicator_no, trim(i.level3) as level3, i.target, i.kind, i.direction,
           round(i.value * unit_factor(coalesce(i.unit_read, '')), 9) as goal, base_unit(i.unit_read) as unit,
           count(*) over (partition by i.project_no, trim(i.level3)) as namesakes
    from indicators as i
    where i.fiscal_year = $year
)
select p.project_id, p.mof_div_code, p.mof_div_name, p.dept_code, p.dept_name, p.pro_code, p.pro_name,
       g.indicator_no, g.level3, g.target, l.last_actual, share_of(g.goal, l.reached) as share
from goals as g
join projects as p on p.project_no = g.project_no
join last_year as l
    on l.mof_div_code = p.mof_div_code and l.pro_code = coalesce(p.previous_pro_code, p.pro_code)
    and l.level3 = g.level3 and l.unit = g.unit
where g.namesakes = 1 and g.kind = 'quantity' and g.direction = 'higher' and g.goal * 10 < l.reached * 8
    and picked($counties, p.mof_div_code) and picked($departments, p.dept_code)
    and picked($agencies, p.agency_code) and picked($books, p.budget_book)
    and picked($categories, p.pro_category) and (not $key_only or p.is_key)
order by share, p.project_id, g.indicator_no
