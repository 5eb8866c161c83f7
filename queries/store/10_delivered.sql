-- One view per canonical table over every row of every batch in force, as delivered: the Parquet files are read
-- where they are asked for, so that a build holds no copy of them. Each variable lists the files of its table; the
-- variable `year` leaves only rows of that fiscal year, an unset one all.
-- years: all
create schema base;

create temp table delivered_batches (
    batch varchar, number integer, demo boolean, loaded_at timestamp, operator varchar, sources varchar[],
    coverage_mode varchar, coverage_departments varchar[], stated_secrecy varchar, mapping varchar,
    rows_received bigint, rows_stored bigint, rows_rejected bigint
);
create temp view delivered_regions as
select * from read_parquet(getvariable('regions_files'), union_by_name = true);
create temp view delivered_projects as
select * from read_parquet(getvariable('projects_files'), union_by_name = true)
where getvariable('year') is null or fiscal_year = getvariable('year');
create temp view delivered_budget_changes as
select * from read_parquet(getvariable('budget_changes_files'), union_by_name = true)
where getvariable('year') is null or fiscal_year = getvariable('year');
create temp view delivered_funding as
select * from read_parquet(getvariable('funding_files'), union_by_name = true)
where getvariable('year') is null or fiscal_year = getvariable('year');
create temp view delivered_execution as
select * from read_parquet(getvariable('execution_files'), union_by_name = true)
where getvariable('year') is null or fiscal_year = getvariable('year');
create temp view delivered_plans as
select * from read_parquet(getvariable('plans_files'), union_by_name = true)
where getvariable('year') is null or fiscal_year = getvariable('year');
create temp view delivered_indicators as
select * from read_parquet(getvariable('indicators_files'), union_by_name = true)
where getvariable('year') is null or fiscal_year = getvariable('year');
-- Older batches hold the day of a form as text.
create temp view delivered_observations as
select * replace (cast(reported_on as date) as reported_on)
from read_parquet(getvariable('observations_files'), union_by_name = true)
where getvariable('year') is null or fiscal_year = getvariable('year');
create temp view delivered_evaluations as
select * from read_parquet(getvariable('evaluations_files'), union_by_name = true);
create temp view delivered_appraisals as
select * from read_parquet(getvariable('appraisals_files'), union_by_name = true);
create temp view delivered_fiscal_totals as
select * from read_parquet(getvariable('fiscal_totals_files'), union_by_name = true)
where getvariable('year') is null or fiscal_year = getvariable('year');
create temp view delivered_satisfaction as
select * from read_parquet(getvariable('satisfaction_files'), union_by_name = true);

-- The threshold profiles, as data/profiles/*.toml state them.
create table base.profiles (
    profile varchar, label varchar, version varchar, source varchar, denominator varchar, pace varchar
);
create table base.profile_months (profile varchar, month integer, pace varchar, step bigint, is_round boolean);
create table base.profile_limits (profile varchar, rule varchar, name varchar, value varchar, shown varchar);
create table base.level_shares (level varchar, share decimal(18, 12));
create table base.rules_info (
    rule varchar, label varchar, sentence varchar, clears varchar, basis varchar, position integer
);
-- The budgets that a rate may be of.
create table base.denominators as
select denominator from (values ('initial'), ('adjusted'), ('allotted')) as names (denominator);
-- The twelve fiscal months, so that no mart needs a generator function.
create table base.month_numbers as
select month from (values (1), (2), (3), (4), (5), (6), (7), (8), (9), (10), (11), (12)) as numbers (month);
