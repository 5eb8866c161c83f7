-- One row per department that has not reported payments of the month while others of its region have.
-- label: 当月未报支付的部门
-- sentence: {month} 月没有支付数据（{projects} 个项目）：没有支付，还是没有报？
-- remedy: 补报当月支付；确实没有支付的，报一份零支付的说明
-- params: year, month, counties, departments, agencies, books, categories, key_only, page, page_size
-- returns: fiscal_year, month, mof_div_code, mof_div_name, dept_code, dept_name, projects, adjusted_budget
select c.fiscal_year, c.month, c.mof_div_code, max(p.mof_div_name) as mof_div_name, c.dept_code,
       max(p.dept_name) as dept_name, count(p.project_id) as projects, sum(p.adjusted_budget) as adjusted_budget
from coverage as c
join projects as p
    on p.fiscal_year = c.fiscal_year and p.mof_div_code = c.mof_div_code and p.dept_code = c.dept_code
where c.fiscal_year = $year and c.month = $month and not c.reported
    and picked($counties, p.mof_div_code) and picked($departments, p.dept_code)
    and picked($agencies, p.agency_code) and picked($books, p.budget_book)
    and picked($categories, p.pro_category) and (not $key_only or p.is_key)
group by c.fiscal_year, c.month, c.mof_div_code, c.dept_code
order by c.mof_div_code, c.dept_code
limit $page_size offset ($page - 1) * $page_size
