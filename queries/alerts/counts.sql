-- One row: how many projects the month's flags touch, by severity and by topic, whatever page or topic is shown.
-- label: 预警分布
-- params: year, month, counties, departments, agencies, books, categories, key_only, profile
-- returns: checked, flagged, red, yellow, notice, no_data, money_low, work_low, both_low, work_judged
with judged as (
    select
        project_id,
        min(severity_rank) as severity_rank,
        bool_or(is_money_rule(rule)) as is_money_low,
        bool_or(is_work_rule(rule)) as is_work_low
    from flags
    where profile = $profile and fiscal_year = $year and month = $month
        and picked($counties, mof_div_code) and picked($departments, dept_code)
        and picked($agencies, agency_code) and picked($books, budget_book)
        and picked($categories, pro_category) and (not $key_only or is_key)
    group by project_id
),

roll as (
    select cast(coalesce(sum(projects), 0) as bigint) as checked
    from group_months
    where fiscal_year = $year and month = $month and denominator = 'adjusted'
        and picked($counties, mof_div_code) and picked($departments, dept_code)
        and picked($agencies, agency_code) and picked($books, budget_book)
        and picked($categories, pro_category) and (not $key_only or is_key)
)

select
    max(roll.checked) as checked,
    count(judged.project_id) filter (where judged.severity_rank <= 3) as flagged,
    count(judged.project_id) filter (where judged.severity_rank = 1) as red,
    count(judged.project_id) filter (where judged.severity_rank = 2) as yellow,
    count(judged.project_id) filter (where judged.severity_rank = 3) as notice,
    count(judged.project_id) filter (where judged.severity_rank = 4) as no_data,
    count(judged.project_id) filter (where judged.is_money_low) as money_low,
    count(judged.project_id) filter (where judged.is_work_low) as work_low,
    count(judged.project_id) filter (where judged.is_money_low and judged.is_work_low) as both_low,
    (select count(*) > 0 from profile_limits where profile = $profile and is_work_rule(rule)) as work_judged
from roll
left join judged on true
order by checked
