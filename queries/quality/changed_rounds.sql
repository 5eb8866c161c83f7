-- One row per project that filled one of the last two monitoring rounds of the profile and not the other.
-- label: 两轮监控只填一轮
-- sentence: {told}
-- remedy: 补填缺的一轮；停止填报的说明原因
-- basis: 冠县 2022 年：监控每年两轮，逐项目对照
-- params: year, month, counties, departments, agencies, books, categories, key_only, profile, page, page_size
-- returns: project_id, mof_div_code, mof_div_name, dept_code, dept_name, pro_code, pro_name, previous_round, round, told
select p.project_id, p.mof_div_code, p.mof_div_name, p.dept_code, p.dept_name, p.pro_code, p.pro_name,
       f.previous_month as previous_round, f.month as round,
       case when n.filled then f.previous_month || ' 月没有填，' || f.month || ' 月填了'
           else f.previous_month || ' 月填了，' || f.month || ' 月没有填' end as told
from findings as f
join projects as p on p.project_no = f.project_no
join round_reports as n on n.project_no = f.project_no and n.profile = f.profile and n.round = f.month
where f.kind = 'changed_rounds' and f.fiscal_year = $year and has_month(f.months, $month) and f.profile = $profile
    and picked($counties, f.mof_div_code) and picked($departments, f.dept_code)
    and picked($agencies, f.agency_code) and picked($books, f.budget_book)
    and picked($categories, f.pro_category) and (not $key_only or f.is_key)
order by n.filled, p.project_id
limit $page_size offset ($page - 1) * $page_size
