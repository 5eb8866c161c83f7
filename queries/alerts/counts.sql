-- One row: how many projects the month's flags touch, by severity and by topic, whatever page or topic is shown.
-- label: 预警分布
-- params: year, month, counties, departments, agencies, books, categories, key_only, profile
-- returns: checked, flagged, red, yellow, notice, no_data, money_low, work_low, both_low, work_judged
with judged as (
    select
        cast(coalesce(sum(red), 0) as bigint) as red,
        cast(coalesce(sum(yellow), 0) as bigint) as yellow,
        cast(coalesce(sum(notice), 0) as bigint) as notice,
        cast(coalesce(sum(no_data), 0) as bigint) as no_data,
        cast(coalesce(sum(money_low), 0) as bigint) as money_low,
        cast(coalesce(sum(work_low), 0) as bigint) as work_low,
        cast(coalesce(sum(both_low), 0) as bigint) as both_low
    from flagged_groups
    where profile = $profile and fiscal_year = $year and month = $month
        and picked($counties, mof_div_code) and picked($departments, dept_code)
        and picked($agencies, agency_code) and picked($books, budget_book)
        and picked($categories, pro_category) and (not $key_only or is_key)
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
    roll.checked,
    judged.red + judged.yellow + judged.notice as flagged,
    judged.red, judged.yellow, judged.notice, judged.no_data, judged.money_low, judged.work_low, judged.both_low,
    (select count(*) > 0 from profile_limits where profile = $profile and is_work_rule(rule)) as work_judged
from roll
cross join judged
order by checked
