-- One row per table and field with how many rows should have it, how many have, and the share.
-- What the store fills in itself (a guessed direction, 未分类, 未标注) counts as not stated.
-- label: 字段填写率
-- params: year, month, counties, departments, agencies, books, categories, key_only
-- returns: table_name, field, due, filled, share
with chosen as (
    select p.*, m.paid_to_date is not null as paid_known
    from projects as p
    join project_months as m on m.project_no = p.project_no and m.month = $month
    where p.fiscal_year = $year
        and picked($counties, p.mof_div_code) and picked($departments, p.dept_code)
        and picked($agencies, p.agency_code) and picked($books, p.budget_book)
        and picked($categories, p.pro_category) and (not $key_only or p.is_key)
),
told as (
    select o.*
    from observations as o
    where o.month <= $month and o.project_no in (select project_no from chosen)
),
goals as (
    select i.*, exists (
            select 1 from told as t where t.project_no = i.project_no and t.indicator_no = i.indicator_no
        ) as is_told
    from indicators as i
    where i.project_no in (select project_no from chosen)
),
counted as (
    select 1 as place, '项目' as table_name, count(*) as due, unnest(['年初预算', '调整后预算', '当月支付', '绩效指标',
               '年度总体目标', '预算单位', '绩效分类', '支出功能分类', '业务科室', '密级']) as field,
           unnest([count(initial_budget), count(adjusted_budget), count(*) filter (where paid_known),
               count(*) filter (where project_no in (select g.project_no from goals as g)), count(goal_text),
               count(agency_name), count(policy_class), count(exp_func_code), count(finance_office),
               count(*) filter (where secret_level <> '未标注')]) as filled
    from chosen
    union all
    select 2, '指标', count(*), unnest(['一级指标', '二级指标', '计量单位', '分值', '指标方向', '累计方式', '本年完成值']),
           unnest([count(level1), count(level2), count(nullif(unit_read, '')), count(weight),
               count(*) filter (where not direction_guessed), count(*) filter (where not accumulation_guessed),
               count(*) filter (where is_told)])
    from goals
    union all
    select 3, '监控', count(*), unnest(['填报日期', '全年预计完成值', '完成可能性']),
           unnest([count(reported_on), count(forecast), count(likelihood)])
    from told
    union all
    select 3, '监控', count(t.month) + count(b.month), '完成值', count(t.month)
    from told as t
    full join (
        select b.project_no, b.indicator_no, b.month
        from blank_observations as b
        where b.month <= $month and b.project_no in (select project_no from chosen)
    ) as b on b.project_no = t.project_no and b.indicator_no = t.indicator_no and b.month = t.month
    union all
    select 4, '监控（完成值落后的）', count(*), unnest(['偏差原因', '改进措施']), unnest([count(cause), count(measure)])
    from told
    where completion < expected_completion
)
select table_name, field, due, filled, ppm_int(filled, due) as share
from counted
order by share nulls last, place, field
