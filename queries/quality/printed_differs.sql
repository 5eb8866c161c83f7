-- One row per project whose printed rate or score is not what its own figures give.
-- The rule printed_rate_differs as the default profile judges it (off by more than 0.5 points), whatever profile is chosen.
-- label: 表上印的与重算不符
-- sentence: {month} 月底，{told}，相差 {gap} 个百分点
-- remedy: 核对原表：更正填报的执行率或得分，或补报漏填的金额、完成值
-- params: year, counties, departments, agencies, books, categories, key_only, page, page_size
-- returns: project_id, mof_div_code, mof_div_name, dept_code, dept_name, pro_code, pro_name, month, told, printed, recomputed, gap
select p.project_id, p.mof_div_code, p.mof_div_name, p.dept_code, p.dept_name, p.pro_code, p.pro_name,
       f.month, g.details ->> 'told' as told, g.observed as printed, g.expected as recomputed,
       abs(g.observed - g.expected) as gap
from findings as f
join projects as p on p.project_no = f.project_no
join flags as g
    on g.project_no = f.project_no and g.month = f.month and g.profile = default_profile() and g.rule = 'printed_rate_differs'
where f.kind = 'printed_differs' and f.fiscal_year = $year
    and picked($counties, f.mof_div_code) and picked($departments, f.dept_code)
    and picked($agencies, f.agency_code) and picked($books, f.budget_book)
    and picked($categories, f.pro_category) and (not $key_only or f.is_key)
order by gap desc, p.project_id
limit $page_size offset ($page - 1) * $page_size
