-- One row per month of the year up to the chosen one: how many projects each kind of flag touches.
-- label: 逐月预警项目数
-- params: year, month, counties, departments, agencies, books, categories, key_only, profile
-- returns: month, flagged, red, yellow, notice, no_data, money_low, work_low, both_low, flagged_underpaid
with judged as (
    select
        flags.month,
        flags.project_id,
        min(flags.severity_rank) as severity_rank,
        bool_or(is_money_rule(flags.rule)) as is_money_low,
        bool_or(is_work_rule(flags.rule)) as is_work_low,
        max(flags.amount) filter (where is_money_rule(flags.rule)) as underpaid
    from flags
    where flags.profile = $profile and flags.fiscal_year = $year and flags.month <= $month
        and picked($counties, flags.mof_div_code) and picked($departments, flags.dept_code)
        and picked($agencies, flags.agency_code) and picked($books, flags.budget_book)
        and picked($categories, flags.pro_category) and (not $key_only or flags.is_key)
    group by flags.month, flags.project_id
),

counted as (
    select
        month,
        count(*) filter (where severity_rank <= 3) as flagged,
        count(*) filter (where severity_rank = 1) as red,
        count(*) filter (where severity_rank = 2) as yellow,
        count(*) filter (where severity_rank = 3) as notice,
        count(*) filter (where severity_rank = 4) as no_data,
        count(*) filter (where is_money_low) as money_low,
        count(*) filter (where is_work_low) as work_low,
        count(*) filter (where is_money_low and is_work_low) as both_low,
        sum(underpaid) as flagged_underpaid
    from judged
    group by month
)

select
    profile_months.month,
    coalesce(counted.flagged, 0) as flagged,
    coalesce(counted.red, 0) as red,
    coalesce(counted.yellow, 0) as yellow,
    coalesce(counted.notice, 0) as notice,
    coalesce(counted.no_data, 0) as no_data,
    coalesce(counted.money_low, 0) as money_low,
    coalesce(counted.work_low, 0) as work_low,
    coalesce(counted.both_low, 0) as both_low,
    coalesce(counted.flagged_underpaid, 0) as flagged_underpaid
from profile_months
left join counted on profile_months.month = counted.month
where profile_months.profile = $profile and profile_months.month <= $month
order by profile_months.month
