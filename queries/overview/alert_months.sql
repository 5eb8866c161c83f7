-- One row per month of the year up to the chosen one: how many projects each kind of flag touches.
-- label: 逐月预警项目数
-- params: year, month, counties, departments, agencies, books, categories, key_only, profile
-- returns: month, flagged, red, yellow, notice, no_data, money_low, work_low, both_low, flagged_underpaid, work_judged
with counted as (
    select
        month,
        cast(sum(red) as bigint) as red,
        cast(sum(yellow) as bigint) as yellow,
        cast(sum(notice) as bigint) as notice,
        cast(sum(no_data) as bigint) as no_data,
        cast(sum(money_low) as bigint) as money_low,
        cast(sum(work_low) as bigint) as work_low,
        cast(sum(both_low) as bigint) as both_low,
        sum(underpaid) as flagged_underpaid
    from flagged_groups
    where profile = $profile and fiscal_year = $year and month <= $month
        and picked($counties, mof_div_code) and picked($departments, dept_code)
        and picked($agencies, agency_code) and picked($books, budget_book)
        and picked($categories, pro_category) and (not $key_only or is_key)
    group by month
)

select
    profile_months.month,
    coalesce(counted.red + counted.yellow + counted.notice, 0) as flagged,
    coalesce(counted.red, 0) as red,
    coalesce(counted.yellow, 0) as yellow,
    coalesce(counted.notice, 0) as notice,
    coalesce(counted.no_data, 0) as no_data,
    coalesce(counted.money_low, 0) as money_low,
    coalesce(counted.work_low, 0) as work_low,
    coalesce(counted.both_low, 0) as both_low,
    coalesce(counted.flagged_underpaid, 0) as flagged_underpaid,
    (select count(*) > 0 from profile_limits where profile = $profile and is_work_rule(rule)) as work_judged
from profile_months
left join counted on profile_months.month = counted.month
where profile_months.profile = $profile and profile_months.month <= $month
order by profile_months.month
