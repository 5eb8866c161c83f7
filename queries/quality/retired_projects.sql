-- One row per project of the year that a later projects file no longer has: kept, outside every total.
-- label: 已不在册的项目
-- sentence: 已不在册：较新的项目表里没有它，预算 {adjusted_budget}，不再计入合计
-- remedy: 确实撤销的不用改；漏报的，补进项目表再导入
-- params: year, counties, departments, agencies, books, categories, key_only, page, page_size
-- returns: project_id, mof_div_code, mof_div_name, dept_code, dept_name, pro_code, pro_name, adjusted_budget, source_file, source_sheet, source_row
select p.project_id, p.mof_div_code, p.mof_div_name, p.dept_code, p.dept_name, p.pro_code, p.pro_name,
       p.adjusted_budget, p.source_file, p.source_sheet, p.source_row
from retired_projects as p
where p.fiscal_year = $year
    and picked($counties, p.mof_div_code) and picked($departments, p.dept_code)
    and picked($agencies, p.agency_code) and picked($books, p.budget_book)
    and picked($categories, p.pro_category) and (not $key_only or p.is_key)
order by p.project_id
limit $page_size offset ($page - 1) * $page_size
