-- One row per project with performance indicators, no budget (0 or not stated) and nothing paid.
-- label: 有目标没有钱
-- sentence: 有 {indicators_all} 个指标，预算 {adjusted_budget}，累计支付 {paid_to_date}
-- remedy: 核对项目编码和预算数；项目已取消的，从项目表和指标表一起去掉
-- params: year, month, counties, departments, agencies, books, categories, key_only, page, page_size
-- returns: project_id, mof_div_code, mof_div_name, dept_code, dept_name, pro_code, pro_name, indicators_all, adjusted_budget, paid_to_date
with shown as (
    select f.*
    from findings as f
    where f.kind = 'targets_without_money' and f.fiscal_year = $year and has_month(f.months, $month)
        and picked($counties, f.mof_div_code) and picked($departments, f.dept_code)
        and picked($agencies, f.agency_code) and picked($books, f.budget_book)
        and picked($categories, f.pro_category) and (not $key_only or f.is_key)
    order by f.project_no
    limit $page_size offset ($page - 1) * $page_size
)
select p.project_id, p.mof_div_code, p.mof_div_name, p.dept_code, p.dept_name, p.pro_code, p.pro_name,
       m.indicators_all, m.adjusted_budget, m.paid_to_date
from shown as f
join projects as p on p.project_no = f.project_no
join project_months as m on m.project_no = f.project_no and m.month = $month
order by p.project_id
