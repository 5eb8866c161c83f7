-- One row per score in force: a subject's total, or one of its dimensions.
-- label: 绩效评价
-- years: all
-- params: year, counties
-- returns: fiscal_year, mof_div_code, mof_div_name, subject_kind, subject_code, subject_name, evaluator, dimension, evaluation_score, full_score, grade, budget_cut, advice
select
    e.fiscal_year, e.mof_div_code, regions.mof_div_name, e.subject_kind, e.subject_code, e.subject_name, e.evaluator,
    e.dimension, e.score as evaluation_score, e.full_score, e.grade, e.budget_cut, e.advice
from evaluations as e
left join regions on regions.mof_div_code = e.mof_div_code
where e.fiscal_year = $year and picked($counties, e.mof_div_code)
order by e.subject_kind, e.mof_div_code, e.subject_code, e.evaluator, e.dimension nulls first
