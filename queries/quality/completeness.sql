-- One row per table and field with how many rows should have it, how many have, and the share.
-- What the store fills in itself (a guessed direction, 未分类, 未标注) counts as not stated.
-- label: 字段填写率
-- params: year, month, counties, departments, agencies, books, categories, key_only
-- returns: table_name, field, due, filled, share
with chosen as (
    select *
    from filled_groups
    where fiscal_year = $year
        and picked($counties, mof_div_code) and picked($departments, dept_code)
        and picked($agencies, agency_code) and picked($books, budget_book)
        and picked($categories, pro_category) and (not $key_only or is_key)
),
forms as (
    select coalesce(sum(t.asked), 0) as asked, coalesce(sum(t.told), 0) as told, sum(t.first_told) as first_told,
           sum(t.reported_on) as reported_on, sum(t.forecast) as forecast, sum(t.likelihood) as likelihood,
           coalesce(sum(t.behind), 0) as behind, sum(t.cause) as cause, sum(t.measure) as measure
    from told_groups as t
    join chosen as c on c.group_no = t.group_no
    where t.month <= $month
),
paid as (
    select sum(m.projects - m.unreported) as paid
    from group_months as m
    join chosen as c on c.group_no = m.group_no
    where m.fiscal_year = $year and m.month = $month and m.denominator = 'adjusted'
),
counted as (
    select 1 as place, '项目' as table_name, coalesce(sum(projects), 0) as due,
           unnest(['年初预算', '调整后预算', '当月支付', '绩效指标', '年度总体目标', '预算单位', '绩效分类', '支出功能分类',
               '业务科室', '密级']) as field,
           unnest([sum(initial_budget), sum(adjusted_budget), max(p.paid), sum(with_indicators), sum(goal_text),
               sum(agency_name), sum(policy_class), sum(exp_func_code), sum(finance_office), sum(secret_level)]) as filled
    from chosen
    cross join paid as p
    union all
    select 2, '指标', coalesce(sum(indicators), 0),
           unnest(['一级指标', '二级指标', '计量单位', '分值', '指标方向', '累计方式', '本年完成值']),
           unnest([sum(level1), sum(level2), sum(unit_read), sum(weight), sum(direction), sum(accumulation),
               max(f.first_told)])
    from chosen
    cross join forms as f
    union all
    select 3, '监控', told, unnest(['填报日期', '全年预计完成值', '完成可能性']), unnest([reported_on, forecast, likelihood])
    from forms
    union all
    select 3, '监控', asked, '完成值', told from forms
    union all
    select 4, '监控（完成值落后的）', behind, unnest(['偏差原因', '改进措施']), unnest([cause, measure]) from forms
)
select table_name, field, cast(due as bigint) as due, cast(coalesce(filled, 0) as bigint) as filled,
       ppm_int(coalesce(filled, 0), due) as share
from counted
order by share nulls last, place, field
