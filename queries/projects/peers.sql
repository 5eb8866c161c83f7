-- One row per month with the median rate of the year before among projects of the same category and budget book.
-- label: 同类上年
-- years: all
-- params: project, denominator
-- returns: month, peer_rate, peer_projects
with chosen as (
    select fiscal_year, pro_category, budget_book from projects where project_id = $project
),

peers as (
    select
        months.month,
        share_in_pico(
            months.paid_to_date,
            budget_of($denominator, months.initial_budget, months.adjusted_budget, months.allotted)
        ) as share
    from project_months as months
    inner join chosen
        on months.fiscal_year = chosen.fiscal_year - 1
        and months.pro_category = chosen.pro_category and months.budget_book = chosen.budget_book
)

select
    month,
    ppm_of_median(median(share)) as peer_rate,
    count(share) as peer_projects
from peers
group by month
having are_enough(count(share))
order by month
