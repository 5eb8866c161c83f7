-- One row per region and item of its public money at the month, beside the same month of the year before.
-- label: 财政收支
-- years: all
-- params: year, month, counties
-- returns: fiscal_item, mof_div_code, mof_div_name, region_level, is_compared, rank, rank_change, fiscal_budget, fiscal_executed, fiscal_rate, fiscal_pace, fiscal_gap, fiscal_last_rate
with found as (
    select
        totals.fiscal_year,
        totals.measure as fiscal_item,
        totals.mof_div_code,
        coalesce(regions.mof_div_name, totals.mof_div_code) as mof_div_name,
        coalesce(regions.level, level_of_code(totals.mof_div_code)) as region_level,
        totals.budget,
        totals.executed,
        ppm(totals.executed, totals.budget) as rate
    from fiscal_totals as totals
    left join regions on regions.mof_div_code = totals.mof_div_code
    where totals.fiscal_year in ($year, $year - 1) and totals.month = $month
),

ranked as (
    select *, is_compared(region_level) as is_compared,
        if(is_compared(region_level) and rate is not null and count(rate) over peers > 1, rank() over best_first, null)
            as place
    from found
    window peers as (partition by fiscal_year, fiscal_item, region_level),
        best_first as (
            partition by fiscal_year, fiscal_item, region_level
            order by rate desc nulls last
        )
)

select
    ranked.fiscal_item, ranked.mof_div_code, ranked.mof_div_name, ranked.region_level, ranked.is_compared,
    ranked.place as rank, earlier.place - ranked.place as rank_change,
    ranked.budget as fiscal_budget, ranked.executed as fiscal_executed, ranked.rate as fiscal_rate,
    ppm_int($month, 12) as fiscal_pace,
    ppm_int(12 * fen(ranked.executed) - $month * fen(ranked.budget), 12 * fen(ranked.budget)) as fiscal_gap,
    earlier.rate as fiscal_last_rate
from ranked
left join ranked as earlier
    on earlier.mof_div_code = ranked.mof_div_code and earlier.fiscal_item = ranked.fiscal_item
        and earlier.fiscal_year = $year - 1
where ranked.fiscal_year = $year and picked($counties, ranked.mof_div_code)
order by
    coalesce(list_position(['一般公共预算收入', '一般公共预算支出'], ranked.fiscal_item), 9), ranked.fiscal_item,
    ranked.is_compared desc, ranked.region_level = '乡', ranked.place nulls last, ranked.mof_div_code
