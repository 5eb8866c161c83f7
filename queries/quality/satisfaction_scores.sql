-- One row per satisfaction indicator whose latest actual is below 60, beside the score the unit gave itself.
-- label: 满意度低于 60
-- sentence: “{level3}”实际 {actual}，低于 {lowest_score}，按规定不得分；填报得分 {score}
-- remedy: 得分改为 0 分；查明不满意的原因并整改
-- basis: 常州市财政局：满意度低于 60% 不得分
-- params: year, month, counties, departments, agencies, books, categories, key_only, page, page_size
-- returns: project_id, mof_div_code, mof_div_name, dept_code, dept_name, pro_code, pro_name, indicator_no, level3, actual, lowest_score, score
with shown as (
    select f.*
    from findings as f
    where f.kind = 'satisfaction_scores' and f.fiscal_year = $year and has_month(f.months, $month)
        and picked($counties, f.mof_div_code) and picked($departments, f.dept_code)
        and picked($agencies, f.agency_code) and picked($books, f.budget_book)
        and picked($categories, f.pro_category) and (not $key_only or f.is_key)
    order by f.project_no, f.indicator_no
    limit $page_size offset ($page - 1) * $page_size
)
select p.project_id, p.mof_div_code, p.mof_div_name, p.dept_code, p.dept_name, p.pro_code, p.pro_name,
       i.indicator_no, i.level3, o.actual, l.lowest_score, o.score
from shown as f
join projects as p on p.project_no = f.project_no
join indicators as i on i.project_no = f.project_no and i.indicator_no = f.indicator_no
join observations as o on o.project_no = f.project_no and o.indicator_no = f.indicator_no and o.month = f.month
cross join satisfaction_lines as l
order by p.project_id, i.indicator_no
