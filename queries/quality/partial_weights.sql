-- One row per project whose indicators have a weight only in part, or weights that make neither 90 nor 100 points.
-- label: 指标权重不全或合计不对
-- sentence: {indicators_all} 个指标中 {weighted} 个有权重，合计 {weight_all} 分；应全部有权重，合计 100 分（或另加执行率 10 分的 90 分）
-- remedy: 补齐或调整各指标的分值，使合计为 90 分或 100 分
-- basis: 财预〔2020〕10号《项目支出绩效自评表》：执行率 10 分，指标 90 分
-- params: year, counties, departments, agencies, books, categories, key_only, page, page_size
-- returns: project_id, mof_div_code, mof_div_name, dept_code, dept_name, pro_code, pro_name, indicators_all, weighted, weight_all
with shown as (
    select f.*
    from findings as f
    where f.kind = 'partial_weights' and f.fiscal_year = $year
        and picked($counties, f.mof_div_code) and picked($departments, f.dept_code)
        and picked($agencies, f.agency_code) and picked($books, f.budget_book)
        and picked($categories, f.pro_category) and (not $key_only or f.is_key)
    order by f.project_no
    limit $page_size offset ($page - 1) * $page_size
)
select p.project_id, p.mof_div_code, p.mof_div_name, p.dept_code, p.dept_name, p.pro_code, p.pro_name,
       count(*) as indicators_all, count(i.weight) as weighted, sum(i.weight) as weight_all
from shown as f
join projects as p on p.project_no = f.project_no
join indicators as i on i.project_no = f.project_no
group by p.project_id, p.mof_div_code, p.mof_div_name, p.dept_code, p.dept_name, p.pro_code, p.pro_name
order by p.project_id
