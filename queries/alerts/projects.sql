-- One row per project with a flag of the topic and severities asked, a page of them; matched counts are of all pages.
-- label: 预警项目
-- params: year, month, counties, departments, agencies, books, categories, key_only, denominator, profile, rules, severities, topic, sort, page, page_size
-- returns: project_id, pro_code, pro_name, mof_div_name, dept_name, budget_book, severity, rules, rule_labels, budget, paid_to_date, execution_rate, expected_rate, execution_gap, completion_rate, underpaid, run, matched, matched_underpaid
with judged as (
    select
        chosen.project_id,
        min(chosen.severity_rank) as severity_rank,
        arg_min(chosen.severity, chosen.severity_rank) as severity,
        list(chosen.rule order by chosen.severity_rank, rules_info.position) as rules,
        string_agg(rules_info.label, '、' order by chosen.severity_rank, rules_info.position) as rule_labels,
        max(chosen.run) as run
    from flags as chosen
    inner join rules_info on chosen.rule = rules_info.rule
    left join flags as before
        on chosen.project_id = before.project_id and chosen.rule = before.rule
        and before.profile = $profile and before.fiscal_year = $year and before.month = $month - 1
    where chosen.profile = $profile and chosen.fiscal_year = $year and chosen.month = $month
        and picked($counties, chosen.mof_div_code) and picked($departments, chosen.dept_code)
        and picked($agencies, chosen.agency_code) and picked($books, chosen.budget_book)
        and picked($categories, chosen.pro_category) and (not $key_only or chosen.is_key)
        and picked($rules, chosen.rule)
        and in_topic($topic, chosen.rule, chosen.severity_rank, before.severity_rank)
    group by chosen.project_id
    having $topic <> 'both' or (bool_or(is_money_rule(chosen.rule)) and bool_or(is_work_rule(chosen.rule)))
),

listed as (
    select
        judged.*, projects.pro_code, projects.pro_name, projects.mof_div_name, projects.dept_name,
        projects.budget_book, paced.budget, paced.paid_to_date, paced.execution_rate, paced.expected_rate,
        pace_gap(paced.paid_to_date, paced.due, paced.budget) as execution_gap, paced.completion_rate,
        if(paced.paid_to_date is null, null, paced.underpaid) as underpaid
    from judged
    inner join projects on judged.project_id = projects.project_id
    inner join paced_months as paced
        on judged.project_id = paced.project_id and paced.profile = $profile and paced.denominator = $denominator
        and paced.fiscal_year = $year and paced.month = $month
    where picked($severities, judged.severity)
)

select
    project_id, pro_code, pro_name, mof_div_name, dept_name, budget_book, severity, rules, rule_labels, budget,
    paid_to_date, execution_rate, expected_rate, execution_gap, completion_rate, underpaid, run,
    count(*) over () as matched,
    sum(underpaid) over () as matched_underpaid
from listed
order by
    case $sort when 'underpaid' then -underpaid when 'gap' then execution_gap when 'completion' then completion_rate
        when 'run' then -run when 'budget' then -budget else severity_rank end nulls last,
    severity_rank, underpaid desc nulls last, project_id
limit $page_size offset ($page - 1) * $page_size
