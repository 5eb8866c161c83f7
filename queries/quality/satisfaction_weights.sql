-- One row per project whose satisfaction indicators weigh less than its class asks for, or are missing.
-- label: 满意度权重偏低
-- sentence: {policy_class}类项目满意度指标 {weight} 分，应不低于 {line} 分
-- remedy: 调高满意度指标的分值，没有的增设
-- basis: 常州市财政局：公共服务类满意度不低于 15 分，经济发展类、社会保障类不低于 10 分
-- params: year, counties, departments, agencies, books, categories, key_only, page, page_size
-- returns: project_id, mof_div_code, mof_div_name, dept_code, dept_name, pro_code, pro_name, policy_class, weight, line
with shown as (
    select f.*
    from findings as f
    where f.kind = 'satisfaction_weights' and f.fiscal_year = $year
        and picked($counties, f.mof_div_code) and picked($departments, f.dept_code)
        and picked($agencies, f.agency_code) and picked($books, f.budget_book)
        and picked($categories, f.pro_category) and (not $key_only or f.is_key)
    order by f.project_no
    limit $page_size offset ($page - 1) * $page_size
)
select p.project_id, p.mof_div_code, p.mof_div_name, p.dept_code, p.dept_name, p.pro_code, p.pro_name,
       p.policy_class, w.weight,
       asked_weight(p.policy_class, l.public_weight, l.other_weight) as line
from shown as f
join projects as p on p.project_no = f.project_no
join satisfaction_weights as w on w.project_no = f.project_no
cross join satisfaction_lines as l
order by p.project_id
