-- One row per project whose self-evaluation gives every indicator its full score, in the latest year with scores.
-- Self-evaluations of a year come in the next one: the latest year up to $year that has any is shown.
-- label: 自评全部满分
-- years: all
-- sentence: {fiscal_year} 年自评：{weighted} 个指标全部满分，合计 {score_all} 分
-- remedy: 对照佐证材料复核得分，材料留存备查
-- basis: 衡阳市 2023 年：自评分数普遍偏高
-- params: year, month, counties, departments, agencies, books, categories, key_only, page, page_size
-- returns: project_id, mof_div_code, mof_div_name, dept_code, dept_name, pro_code, pro_name, fiscal_year, weighted, weight_all, score_all
with known as (
    select s.*
    from project_scores as s
    where s.scored = s.weighted and (s.fiscal_year < $year or s.fiscal_year = $year and s.scored_month <= $month)
)
select p.project_id, p.mof_div_code, p.mof_div_name, p.dept_code, p.dept_name, p.pro_code, p.pro_name,
       s.fiscal_year, s.weighted, s.weight_all, s.score_all
from known as s
join projects as p on p.project_no = s.project_no
where s.is_full and s.fiscal_year = (select max(fiscal_year) from known)
    and picked($counties, p.mof_div_code) and picked($departments, p.dept_code)
    and picked($agencies, p.agency_code) and picked($books, p.budget_book)
    and picked($categories, p.pro_category) and (not $key_only or p.is_key)
order by p.project_id
limit $page_size offset ($page - 1) * $page_size
