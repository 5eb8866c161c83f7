-- One row per new project of 3,000,000 元 or more for which no ex-ante appraisal was handed in.
-- The limit is 冠县's, 300 万元 included, on the initial budget (the adjusted one of a project added in the year).
-- New: no line last year, where last year is known, or a first year that is this one. A region without appraisals is not judged.
-- label: 应评未评的新项目
-- years: all
-- sentence: 当年新增，预算 {budget}，达到 300 万元，没有事前绩效评估
-- remedy: 补做事前绩效评估，或报来评估结论
-- basis: 冠县 2022 年：300 万元（含）以上的新增投资发展类和大额运转类项目开展事前评估
-- params: year, counties, departments, agencies, books, categories, key_only, page, page_size
-- returns: project_id, mof_div_code, mof_div_name, dept_code, dept_name, pro_code, pro_name, pro_category, budget
select p.project_id, p.mof_div_code, p.mof_div_name, p.dept_code, p.dept_name, p.pro_code, p.pro_name,
       p.pro_category, planned_cost(p.initial_budget, p.adjusted_budget) as budget
from year_findings as f
join projects as p on p.project_no = f.project_no
where f.kind = 'unappraised_projects' and f.fiscal_year = $year
    and picked($counties, f.mof_div_code) and picked($departments, f.dept_code)
    and picked($agencies, f.agency_code) and picked($books, f.budget_book)
    and picked($categories, f.pro_category) and (not $key_only or f.is_key)
order by budget desc, p.project_id
limit $page_size offset ($page - 1) * $page_size
