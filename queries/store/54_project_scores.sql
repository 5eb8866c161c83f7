-- The latest self-score of each weighted indicator, added up by project; full when none is left out or short.
create table base.project_scores as
with latest as (
    select project_no, indicator_no, cast(arg_max(score, month) as decimal(9, 4)) as score, max(month) as month
    from base.observations
    where score is not null
    group by project_no, indicator_no
),
summed as (
    select i.project_no, count(i.indicator_no) as weighted, count(l.score) as scored, sum(i.weight) as weight_all,
           sum(l.score) as score_all, max(l.month) as scored_month,
           count(l.score) = count(i.indicator_no) and bool_and(l.score >= i.weight) as is_full
    from base.indicators as i
    left join latest as l on l.project_no = i.project_no and l.indicator_no = i.indicator_no
    where i.weight > 0
    group by i.project_no
)
select y.group_no, s.*
from summed as s
join project_years as y on y.project_no = s.project_no
where s.scored > 0
order by s.project_no;

-- Rollup: the self-scored projects of a group by the month of the last score, those with every score, and full ones.
create table base.score_groups as
select group_no, scored_month, count(case when scored = weighted then 1 end) as scored,
       count(case when is_full then 1 end) as full_scored
from base.project_scores
group by group_no, scored_month
order by group_no, scored_month;
