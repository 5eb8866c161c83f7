-- One row per satisfaction indicator whose target is not above 90.
-- 90 itself is not above 90. A target that is no score (words, another unit) is not judged.
-- label: 满意度目标偏低
-- sentence: “{level3}”目标 {target}，应高于 {target_line}
-- remedy: 按程序把满意度目标调到 90% 以上
-- basis: 常州市财政局：满意度目标应高于 90%
-- params: year, counties, departments, agencies, books, categories, key_only, page, page_size
-- returns: project_id, mof_div_code, mof_div_name, dept_code, dept_name, pro_code, pro_name, indicator_no, level3, target, target_line
with shown as (
    select f.*
    from findings as f
    where f.kind = 'satisfaction_targets' and f.fiscal_year = $year
        and picked($counties, f.mof_div_code) and picked($departments, f.dept_code)
        and picked($agencies, f.agency_code) and picked($books, f.budget_book)
        and picked($categories, f.pro_category) and (not $key_only or f.is_key)
    order by f.project_no, f.indicator_no
    limit $page_size offset ($page - 1) * $page_size
)
select p.project_id, p.mof_div_code, p.mof_div_name, p.dept_code, p.dept_name, p.pro_code, p.pro_name,
       i.indicator_no, i.level3, target_told(i.target, i.sign, i.unit) as target, l.target_line
from shown as f
join projects as p on p.project_no = f.project_no
join indicators as i on i.project_no = f.project_no and i.indicator_no = f.indicator_no
cross join satisfaction_lines as l
order by p.project_id, i.indicator_no
