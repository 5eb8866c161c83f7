-- One row per indicator and month whose value is more than 10 times the one reported before.
-- Exactly 10 times is no finding, nor is a start from 0. The factor is this product's.
-- label: 完成值突增十倍
-- sentence: “{level3}”{previous_month} 月填 {previous_actual}，{month} 月填 {actual}
-- remedy: 核对计量单位和小数点；属实的注明原因
-- params: year, month, counties, departments, agencies, books, categories, key_only, page, page_size
-- returns: project_id, mof_div_code, mof_div_name, dept_code, dept_name, pro_code, pro_name, indicator_no, level3, previous_month, previous_actual, month, actual
with shown as (
    select f.*
    from findings as f
    where f.kind = 'value_jumps' and f.fiscal_year = $year and has_month(f.months, $month)
        and picked($counties, f.mof_div_code) and picked($departments, f.dept_code)
        and picked($agencies, f.agency_code) and picked($books, f.budget_book)
        and picked($categories, f.pro_category) and (not $key_only or f.is_key)
    order by f.project_no, f.indicator_no, f.month
    limit $page_size offset ($page - 1) * $page_size
)
select p.project_id, p.mof_div_code, p.mof_div_name, p.dept_code, p.dept_name, p.pro_code, p.pro_name,
       f.indicator_no, i.level3, f.previous_month, b.actual as previous_actual, f.month, o.actual
from shown as f
join projects as p on p.project_no = f.project_no
join indicators as i on i.project_no = f.project_no and i.indicator_no = f.indicator_no
join observations as o on o.project_no = f.project_no and o.indicator_no = f.indicator_no and o.month = f.month
join observations as b
    on b.project_no = f.project_no and b.indicator_no = f.indicator_no and b.month = f.previous_month
order by p.project_id, f.indicator_no, f.month
