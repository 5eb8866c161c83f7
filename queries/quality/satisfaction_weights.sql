-- One row per project whose satisfaction indicators weigh less than its class asks for, or are missing.
-- label: 满意度权重偏低
-- sentence: {policy_class}类项目满意度指标 {weight} 分，应不低于 {line} 分
-- remedy: 调高满意度指标的分值，没有的增设
-- basis: 常州市财政局：公共服务类满意度不低于 15 分，经济发展类、社会保障类不低于 10 分
-- params: year, counties, departments, agencies, books, categories, key_only
-- returns: project_id, mof_div_code, mof_div_name, dept_code, dept_name, pro_code, pro_name, policy_class, weight, line
with asked as (
    select p.*, case when p.policy_class = '公共服务' then l.public_weight
               when p.policy_class in ('经济发展', '社会保障') then l.other_weight end as line
    from projects as p
    cross join satisfaction_lines as l
    where p.fiscal_year = $year
)
select p.project_id, p.mof_div_code, p.mof_div_name, p.dept_code, p.dept_name, p.pro_code, p.pro_name,
       p.policy_class, w.weight, p.line
from asked as p
join satisfaction_weights as w on w.project_no = p.project_no
where w.weight < p.line
    and picked($counties, p.mof_div_code) and picked($departments, p.dept_code)
    and picked($agencies, p.agency_code) and picked($books, p.budget_book)
    and picked($categories, p.pro_category) and (not $key_only or p.is_key)
order by p.project_id
