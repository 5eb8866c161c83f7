-- One row per region with its execution and completion at the month, its rank in its level, beside the year before.
-- label: 县区对比
-- years: all
-- params: year, month, counties, departments, agencies, books, categories, key_only, denominator, profile
-- returns: mof_div_code, mof_div_name, region_level, is_compared, is_ranked, rank, rank_change, last_rate, projects, rated, unrated, unrated_budget, budget, paid, execution_rate, expected_rate, execution_gap, pace_ratio, completion_rate, completed, severity
with sums as (
    select
        fiscal_year,
        mof_div_code,
        cast(sum(projects) as bigint) as projects,
        cast(sum(rated) as bigint) as rated,
        cast(sum(unrated) as bigint) as unrated,
        sum(unrated_budget) as unrated_budget,
        sum(budget) as budget,
        sum(paid) as paid,
        sum(due) as due,
        cast(sum(completed) as bigint) as completed,
        group_completion(sum(completion_weighted), sum(completion_budget)) as completion_rate
    from paced_groups
    where profile = $profile and fiscal_year in ($year, $year - 1) and month = $month and denominator = $denominator
        and picked($departments, dept_code) and picked($agencies, agency_code)
        and picked($books, budget_book) and picked($categories, pro_category)
        and (not $key_only or is_key)
    group by fiscal_year, mof_div_code
),

placed as (
    select
        sums.*,
        regions.mof_div_name,
        regions.level as region_level,
        ppm(sums.paid, sums.budget) as execution_rate,
        expected_rate(sums.due, sums.budget) as expected_rate,
        pace_ratio(sums.paid, sums.due) as pace_ratio,
        is_compared(regions.level) as is_compared,
        are_enough(sums.rated) and is_compared(regions.level) as is_ranked
    from sums
    inner join regions on regions.mof_div_code = sums.mof_div_code
),

ranked as (
    select *, if(is_ranked and count(*) over peers > 1, rank() over best_first, null) as place
    from placed
    window peers as (partition by fiscal_year, region_level, is_ranked),
        best_first as (partition by fiscal_year, region_level, is_ranked order by execution_rate desc)
)

select
    ranked.mof_div_code, ranked.mof_div_name, ranked.region_level, ranked.is_compared, ranked.is_ranked,
    ranked.place as rank, earlier.place - ranked.place as rank_change, earlier.execution_rate as last_rate,
    ranked.projects, ranked.rated, ranked.unrated, ranked.unrated_budget, ranked.budget, ranked.paid, ranked.execution_rate,
    ranked.expected_rate,
    pace_gap(ranked.paid, ranked.due, ranked.budget) as execution_gap,
    ranked.pace_ratio, ranked.completion_rate, ranked.completed,
    group_mark(ranked.expected_rate, ranked.pace_ratio, lines.yellow, lines.red, lines.min_expected) as severity
from ranked
inner join pace_lines as lines on lines.profile = $profile
left join ranked as earlier on earlier.mof_div_code = ranked.mof_div_code and earlier.fiscal_year = $year - 1
where ranked.fiscal_year = $year and picked($counties, ranked.mof_div_code)
order by ranked.is_compared desc, ranked.region_level = '乡', rank nulls last, ranked.mof_div_code
