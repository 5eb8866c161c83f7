-- One row per growing indicator, not yet met, whose latest value is that of the round before to the digit.
-- Levels such as a pass rate may stand still, so may what is met already, and 0 is no copied figure: these are left out.
-- label: 与上一轮一字不差
-- sentence: “{level3}”{previous_month} 月填 {previous_actual}，{month} 月填 {actual}，没有变化
-- remedy: 核对是否照抄上一轮；确实没有进展的，写明原因和措施
-- params: year, month, counties, departments, agencies, books, categories, key_only, profile
-- returns: project_id, mof_div_code, mof_div_name, dept_code, dept_name, pro_code, pro_name, indicator_no, level3, previous_month, previous_actual, month, actual
with rounds as (
    select n.month, coalesce(min(r.month), 13) as round
    from profile_months as n
    left join profile_months as r on r.profile = n.profile and r.is_round and r.month >= n.month
    where n.profile = $profile
    group by n.month
),
told as (
    select o.*, row_number() over (partition by o.project_no, o.indicator_no, r.round order by o.month desc) as place
    from observations as o
    join oddities as x on x.kind = 'repeated_value' and x.project_no = o.project_no and x.indicator_no = o.indicator_no
    join rounds as r on r.month = o.month
    where o.fiscal_year = $year and o.month <= $month and o.accumulation = 'cumulative'
        and o.actual_kind = 'quantity'
),
paired as (
    select t.*, lag(actual) over w as previous_actual, lag(month) over w as previous_month,
           lag(actual_value) over w as previous_value, lag(own_unit) over w as previous_unit,
           lead(month) over w as next_month
    from told as t
    where t.place = 1
    window w as (partition by project_no, indicator_no order by month)
)
select p.project_id, p.mof_div_code, p.mof_div_name, p.dept_code, p.dept_name, p.pro_code, p.pro_name,
       t.indicator_no, i.level3, t.previous_month, t.previous_actual, t.month, t.actual
from paired as t
join projects as p on p.project_no = t.project_no
join indicators as i on i.project_no = t.project_no and i.indicator_no = t.indicator_no
where t.next_month is null and t.actual_value = t.previous_value and t.own_unit = t.previous_unit
    and t.actual_value <> 0 and coalesce(t.completion < 1, true)
    and picked($counties, p.mof_div_code) and picked($departments, p.dept_code)
    and picked($agencies, p.agency_code) and picked($books, p.budget_book)
    and picked($categories, p.pro_category) and (not $key_only or p.is_key)
order by p.project_id, t.indicator_no
