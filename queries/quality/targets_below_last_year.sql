-- One row per indicator whose target is below 80 % of what the project reached last year.
-- Compared: the same indicator name and unit, more is better, under last year's code or else the same code.
-- The limit of 80 % is this product's; exactly 80 % is no finding.
-- label: 目标低于上年实际
-- years: all
-- sentence: “{level3}”本年目标 {target}，上年实际 {last_actual}，只有上年的 {share}
-- remedy: 说明调低的原因，或把目标调到不低于上年实际
-- params: year, counties, departments, agencies, books, categories, key_only, page, page_size
-- returns: project_id, mof_div_code, mof_div_name, dept_code, dept_name, pro_code, pro_name, indicator_no, level3, target, last_actual, share
select p.project_id, p.mof_div_code, p.mof_div_name, p.dept_code, p.dept_name, p.pro_code, p.pro_name,
       f.indicator_no, trim(i.level3) as level3,
       target_told(i.target, i.sign, i.unit) as target, f.last_actual, f.share
from year_findings as f
join projects as p on p.project_no = f.project_no
join indicators as i on i.project_no = f.project_no and i.indicator_no = f.indicator_no
where f.kind = 'targets_below_last_year' and f.fiscal_year = $year
    and picked($counties, f.mof_div_code) and picked($departments, f.dept_code)
    and picked($agencies, f.agency_code) and picked($books, f.budget_book)
    and picked($categories, f.pro_category) and (not $key_only or f.is_key)
order by f.share, p.project_id, f.indicator_no
limit $page_size offset ($page - 1) * $page_size
