-- What the questions of 数据质量 share: the satisfaction lines, self-scores of a project, shares of plain numbers.
create macro main.share_of(part, whole) as
    main.ppm_int(try_cast(round(part * 10000) as hugeint), try_cast(round(whole * 10000) as hugeint));

-- Money spread evenly over so many months, half up to the 分; the total is not negative.
create macro main.mean_of(yuan, number) as
    cast((2 * main.fen(yuan) + number) // (2 * number) as decimal(38, 0)) * cast(0.01 as decimal(3, 2));

-- The lines of 常州's satisfaction rule as the default profile states them, whatever profile is chosen.
create view main.satisfaction_lines as
select max(case when name = 'red' then cast(value as bigint) end) as lowest_score,
       max(case when name = 'target_line' then cast(value as bigint) end) as target_line,
       max(case when name = 'public_weight' then cast(value as bigint) end) as public_weight,
       max(case when name = 'other_weight' then cast(value as bigint) end) as other_weight
from main.profile_limits
where profile = 'pace-60-80' and rule = 'satisfaction_low';

-- Regions that handed in any ex-ante appraisal of a year; it names no project, so that all its readers judge alike.
create view main.appraised_regions as
select distinct fiscal_year, mof_div_code
from base.appraisals
where getvariable('all_regions') or list_contains(getvariable('regions'), mof_div_code);

-- The latest self-score of each weighted indicator, added up by project; full when none is left out or short.
create view main.project_scores as
with latest as (
    select project_no, indicator_no, arg_max(score, month) as score, max(month) as month
    from main.observations
    where score is not null
    group by project_no, indicator_no
)
select i.project_id, i.project_no, i.fiscal_year, count(i.indicator_no) as weighted, count(l.score) as scored,
       sum(i.weight) as weight_all, sum(l.score) as score_all, max(l.month) as scored_month,
       count(l.score) = count(i.indicator_no) and bool_and(l.score >= i.weight) as is_full
from main.indicators as i
left join latest as l on l.project_no = i.project_no and l.indicator_no = i.indicator_no
where i.weight > 0
group by i.project_id, i.project_no, i.fiscal_year
having count(l.score) > 0;

create view main.oddities as
select x.kind, x.project_no, x.indicator_no
from base.oddities as x
join base.all_projects as p on p.project_no = x.project_no
where not p.retired and in_scope(p.mof_div_code, p.dept_code, p.agency_code, p.finance_office, p.classified);
