-- One row per growing indicator, not yet met, whose latest value is that of the round before to the digit.
-- Levels such as a pass rate may stand still, so may what is met already, and 0 is no copied figure: these are left out.
-- label: 与上一轮一字不差
-- sentence: “{level3}”{previous_month} 月填 {previous_actual}，{month} 月填 {actual}，没有变化
-- remedy: 核对是否照抄上一轮；确实没有进展的，写明原因和措施
-- params: year, month, counties, departments, agencies, books, categories, key_only, profile, page, page_size
-- returns: project_id, mof_div_code, mof_div_name, dept_code, dept_name, pro_code, pro_name, indicator_no, level3, previous_month, previous_actual, month, actual
with shown as (
    select f.*
    from findings as f
    where f.kind = 'repeated_values' and f.fiscal_year = $year and has_month(f.months, $month) and f.profile = $profile
        and picked($counties, f.mof_div_code) and picked($departments, f.dept_code)
        and picked($agencies, f.agency_code) and picked($books, f.budget_book)
        and picked($categories, f.pro_category) and (not $key_only or f.is_key)
    order by f.project_no, f.indicator_no
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
order by p.project_id, f.indicator_no
