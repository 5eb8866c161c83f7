-- Rollup: one row per year, month, denominator and group of projects that every filter and scope keeps whole.
-- In the order of denominators: a question asks for one, and most for all its months.
create table base.group_months as
with judged as (
    select m.*, d.denominator,
           budget_of(d.denominator, m.initial_budget, m.adjusted_budget, m.allotted) as budget
    from base.project_months as m
    cross join base.denominators as d
),
marked as (
    select j.*, coalesce(j.budget > 0 and j.paid_to_date is not null, false) as is_rated,
           coalesce(j.budget > 0 and j.completion_pico is not null, false) as is_completed
    from judged as j
)
select fiscal_year, month, denominator, group_no, count(*) as projects,
       count(case when is_rated then 1 end) as rated,
       sum(case when is_rated then budget end) as budget,
       sum(case when is_rated then paid_to_date end) as paid,
       sum(case when is_rated then paid end) as paid_in_month,
       sum(case when is_rated then linear_due(budget, elapsed_num, elapsed_den) end) as due_linear,
       sum(case when not is_rated then null
           when has_plan then planned_due(planned_to_date, budget)
           else linear_due(budget, elapsed_num, elapsed_den) end) as due_planned,
       count(case when not is_rated then 1 end) as unrated,
       sum(case when not is_rated then budget end) as unrated_budget,
       sum(case when not is_rated then paid_to_date end) as unrated_paid,
       count(case when paid_to_date is null then 1 end) as unreported,
       sum(budget) as budget_all,
       sum(paid_to_date) as paid_all,
       count(case when is_completed then 1 end) as completed,
       sum(case when is_completed then budget end) as completion_budget,
       cast(sum(case when is_completed then completion_pico * fen(budget) end) as hugeint) as completion_weighted,
       cast(sum(case when is_completed then expected_pico * fen(budget) end) as hugeint)
           as expected_completion_weighted
from marked
group by fiscal_year, month, denominator, group_no
order by fiscal_year, denominator, month, group_no;
