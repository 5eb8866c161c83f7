-- One row per project that filled one of the last two monitoring rounds of the profile and not the other.
-- label: 两轮监控只填一轮
-- sentence: {told}
-- remedy: 补填缺的一轮；停止填报的说明原因
-- basis: 冠县 2022 年：监控每年两轮，逐项目对照
-- params: year, month, counties, departments, agencies, books, categories, key_only, profile
-- returns: project_id, mof_div_code, mof_div_name, dept_code, dept_name, pro_code, pro_name, previous_round, round, told
with rounds as (
    select month as round, row_number() over (order by month desc) as place
    from profile_months
    where profile = $profile and is_round and month <= $month
)
select p.project_id, p.mof_div_code, p.mof_div_name, p.dept_code, p.dept_name, p.pro_code, p.pro_name,
       b.round as previous_round, n.round,
       case when n.filled then b.round || ' 月没有填，' || n.round || ' 月填了'
           else b.round || ' 月填了，' || n.round || ' 月没有填' end as told
from round_reports as n
join rounds as later on later.round = n.round and later.place = 1
join round_reports as b on b.project_no = n.project_no and b.profile = n.profile
join rounds as earlier on earlier.round = b.round and earlier.place = 2
join projects as p on p.project_no = n.project_no
where n.profile = $profile and n.fiscal_year = $year and n.has_indicators and n.filled <> b.filled
    and picked($counties, p.mof_div_code) and picked($departments, p.dept_code)
    and picked($agencies, p.agency_code) and picked($books, p.budget_book)
    and picked($categories, p.pro_category) and (not $key_only or p.is_key)
order by n.filled, p.project_id
