-- One row per new project of 3,000,000 元 or more for which no ex-ante appraisal was handed in.
-- The limit is 冠县's, 300 万元 included, on the initial budget (the adjusted one of a project added in the year).
-- New: no line last year, where last year is known, or a first year that is this one. A region without appraisals is not judged.
-- label: 应评未评的新项目
-- years: all
-- sentence: 当年新增，预算 {budget}，达到 300 万元，没有事前绩效评估
-- remedy: 补做事前绩效评估，或报来评估结论
-- basis: 冠县 2022 年：300 万元（含）以上的新增投资发展类和大额运转类项目开展事前评估
-- params: year, counties, departments, agencies, books, categories, key_only
-- returns: project_id, mof_div_code, mof_div_name, dept_code, dept_name, pro_code, pro_name, pro_category, budget
with sized as (
    select p.*, coalesce(nullif(p.initial_budget, 0), p.adjusted_budget) as budget,
           exists (select 1 from calendar as c where c.fiscal_year = $year - 1) as has_earlier
    from projects as p
    where p.fiscal_year = $year and p.pro_category not in ('人员类', '未分类') and p.previous_pro_code is null
        and picked($counties, p.mof_div_code) and picked($departments, p.dept_code)
        and picked($agencies, p.agency_code) and picked($books, p.budget_book)
        and picked($categories, p.pro_category) and (not $key_only or p.is_key)
)
select s.project_id, s.mof_div_code, s.mof_div_name, s.dept_code, s.dept_name, s.pro_code, s.pro_name,
       s.pro_category, s.budget
from sized as s
where s.budget >= 3000000
    and (s.first_year = $year or s.first_year is null and s.has_earlier)
    and not exists (select 1 from projects as e where e.fiscal_year = $year - 1
        and e.mof_div_code = s.mof_div_code and e.pro_code = s.pro_code)
    and exists (
        select 1 from appraised_regions as r where r.fiscal_year = $year and r.mof_div_code = s.mof_div_code)
    and not exists (select 1 from appraisals as a where a.fiscal_year = $year
        and a.mof_div_code = s.mof_div_code and a.pro_code = s.pro_code and a.kind = '事前绩效评估')
order by s.budget desc, s.project_id
