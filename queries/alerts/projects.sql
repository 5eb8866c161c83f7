-- One row per project with a flag of the topic and severities asked, a page of them; matched counts are of all pages.
-- label: 预警项目
-- params: year, month, counties, departments, agencies, books, categories, key_only, denominator, profile, rules, severities, topic, sort, page, page_size
-- returns: project_id, pro_code, pro_name, mof_div_name, dept_name, budget_book, severity, rules, rule_labels, budget, paid_to_date, execution_rate, expected_rate, execution_gap, completion_rate, underpaid, run, matched, matched_underpaid
with judged as (
    select project_no, min(severity_rank) as severity_rank, max(run) as run
    from flags where ($topic <> '' or len($rules) > 0) and profile = $profile and fiscal_year = $year and month = $month
        and picked($rules, rule) and in_topic($topic, rule, severity_rank, rank_before)
    group by project_no
    having $topic <> 'both' or (bool_or(is_money_rule(rule)) and bool_or(is_work_rule(rule)))
),

matching as materialized (
    select *, underpaid_of_many(near, due_near, due_by_now(budget, planned, num, den), paid_to_date) as underpaid from (
        select m.project_no, m.budget, m.planned, m.num, m.den, m.paid_to_date, m.completion_rate, m.due_near,
            coalesce(j.run, m.run) as run, coalesce(j.severity_rank, m.severity_rank) as severity_rank,
            underpaid_near(m.due_near, m.paid_to_date) as near
        from paced_flagged as m left join judged as j on j.project_no = m.project_no
        where m.profile = $profile and m.denominator = $denominator and m.fiscal_year = $year and m.month = $month
            and picked($counties, m.mof_div_code) and picked($departments, m.dept_code)
            and picked($agencies, m.agency_code) and picked($books, m.budget_book)
            and picked($categories, m.pro_category) and (not $key_only or m.is_key)
            and (j.project_no is not null or ($topic = '' and len($rules) = 0))
            and picked_rank($severities, coalesce(j.severity_rank, m.severity_rank))
    )
),

counted as (select count(*) as matched, sum(underpaid) as matched_underpaid from matching),

shown as materialized (
    select *, case $sort when 'underpaid' then -underpaid
            when 'gap' then pace_gap_of_many(paid_to_date, due_by_now(budget, planned, num, den), budget)
            when 'run' then -run when 'completion' then completion_rate when 'budget' then -budget else severity_rank end as sort_key
    from matching
    order by sort_key nulls last, severity_rank, underpaid desc nulls last, project_no
    limit $page_size offset ($page - 1) * $page_size
),

told as (
    select flags.project_no, list(flags.rule order by flags.severity_rank, rules_info.position) as rules,
        string_agg(rules_info.label, '、' order by flags.severity_rank, rules_info.position) as rule_labels
    from shown
    inner join flags on shown.project_no = flags.project_no
    inner join rules_info on flags.rule = rules_info.rule
    where flags.profile = $profile and flags.fiscal_year = $year and flags.month = $month
        and picked($rules, flags.rule) and in_topic($topic, flags.rule, flags.severity_rank, flags.rank_before)
    group by flags.project_no
)

select
    projects.project_id, projects.pro_code, projects.pro_name, projects.mof_div_name, projects.dept_name,
    projects.budget_book, severity_of(shown.severity_rank) as severity, told.rules, told.rule_labels, shown.budget,
    shown.paid_to_date, ppm(shown.paid_to_date, shown.budget) as execution_rate,
    expected_rate(shown.due, shown.budget) as expected_rate,
    pace_gap(shown.paid_to_date, shown.due, shown.budget) as execution_gap, shown.completion_rate, shown.underpaid,
    shown.run, counted.matched, counted.matched_underpaid
from (select *, due_by_now(budget, planned, num, den) as due from shown) as shown cross join counted
inner join told on shown.project_no = told.project_no
inner join projects on shown.project_no = projects.project_no
order by shown.sort_key nulls last, shown.severity_rank, shown.underpaid desc nulls last, shown.project_no
