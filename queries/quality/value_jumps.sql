-- One row per indicator and month whose value is more than 10 times the one reported before.
-- Exactly 10 times is no finding, nor is a start from 0. The factor is this product's.
-- label: 完成值突增十倍
-- sentence: “{level3}”{previous_month} 月填 {previous_actual}，{month} 月填 {actual}
-- remedy: 核对计量单位和小数点；属实的注明原因
-- params: year, month, counties, departments, agencies, books, categories, key_only
-- returns: project_id, mof_div_code, mof_div_name, dept_code, dept_name, pro_code, pro_name, indicator_no, level3, previous_month, previous_actual, month, actual
with paired as (
    select o.project_no, o.indicator_no, o.month, o.actual, base_unit(o.own_unit) as unit,
           round(o.actual_value * unit_factor(o.own_unit), 9) as figure,
           lag(o.month) over w as previous_month, lag(o.actual) over w as previous_actual,
           lag(base_unit(o.own_unit)) over w as previous_unit,
           lag(round(o.actual_value * unit_factor(o.own_unit), 9)) over w as previous_figure
    from observations as o
    join oddities as x on x.kind = 'value_jump' and x.project_no = o.project_no and x.indicator_no = o.indicator_no
    where o.fiscal_year = $year and o.month <= $month and o.actual_kind = 'quantity'
    window w as (partition by o.project_no, o.indicator_no order by o.month)
)
select p.project_id, p.mof_div_code, p.mof_div_name, p.dept_code, p.dept_name, p.pro_code, p.pro_name,
       v.indicator_no, i.level3, v.previous_month, v.previous_actual, v.month, v.actual
from paired as v
join projects as p on p.project_no = v.project_no
join indicators as i on i.project_no = v.project_no and i.indicator_no = v.indicator_no
where v.previous_figure > 0 and v.unit = v.previous_unit and v.figure > 10 * v.previous_figure
    and picked($counties, p.mof_div_code) and picked($departments, p.dept_code)
    and picked($agencies, p.agency_code) and picked($books, p.budget_book)
    and picked($categories, p.pro_category) and (not $key_only or p.is_key)
order by p.project_id, v.indicator_no, v.month
