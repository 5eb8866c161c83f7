-- Evaluations, appraisals, fiscal totals and satisfaction surveys: the latest delivery of each key.
-- years: all
create table base.evaluations as
select e.fiscal_year, e.mof_div_code, e.subject_kind, e.subject_code, e.subject_name, e.evaluator, e.dimension,
       e.score, e.full_score, e.grade, e.budget_cut, e.advice, b.batch as source_batch,
       e.source_file, e.source_sheet, e.source_row
from (
    select d.*, row_number() over (
        partition by fiscal_year, mof_div_code, subject_kind, coalesce(subject_code, subject_name), evaluator,
                     dimension
        order by batch_number desc, source_row desc
    ) as place
    from delivered_evaluations as d
) as e
join delivered_batches as b on b.number = e.batch_number
where e.place = 1
order by e.fiscal_year, e.mof_div_code, e.subject_kind, e.subject_code, e.subject_name, e.evaluator, e.dimension;

create table base.appraisals as
select a.fiscal_year, a.mof_div_code, a.pro_code, a.pro_name, a.dept_name, a.kind, a.declared, a.approved,
       a.conclusion, b.batch as source_batch, a.source_file, a.source_sheet, a.source_row
from (
    select d.*, row_number() over (
        partition by fiscal_year, mof_div_code, pro_code, kind order by batch_number desc, source_row desc
    ) as place
    from delivered_appraisals as d
) as a
join delivered_batches as b on b.number = a.batch_number
where a.place = 1
order by a.fiscal_year, a.mof_div_code, a.pro_code, a.kind;

create table base.fiscal_totals as
select f.mof_div_code, f.fiscal_year, f.month, f.measure, f.budget, f.executed, b.batch as source_batch,
       f.source_file, f.source_sheet, f.source_row
from (
    select d.*, row_number() over (
        partition by fiscal_year, mof_div_code, month, measure order by batch_number desc, source_row desc
    ) as place
    from delivered_fiscal_totals as d
) as f
join delivered_batches as b on b.number = f.batch_number
where f.place = 1
order by f.fiscal_year, f.mof_div_code, f.month, f.measure;

create table base.satisfaction as
select s.fiscal_year, s.mof_div_code, s.pro_code, s.topic, s.sample, s.score, b.batch as source_batch,
       s.source_file, s.source_sheet, s.source_row
from (
    select d.*, row_number() over (
        partition by fiscal_year, mof_div_code, pro_code, topic order by batch_number desc, source_row desc
    ) as place
    from delivered_satisfaction as d
) as s
join delivered_batches as b on b.number = s.batch_number
where s.place = 1
order by s.fiscal_year, s.mof_div_code, s.pro_code, s.topic;

-- What 数据质量 finds in a year beside the one before; filled once all years are there.
create table base.year_findings (
    kind varchar, project_no integer, group_no integer, last_group_no integer, indicator_no varchar,
    last_actual varchar, share bigint
);
