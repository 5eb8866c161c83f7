-- One temporary table per canonical table, holding every row of every batch in force, as delivered.
create schema base;

create temp table delivered_batches (
    batch varchar, number integer, demo boolean, loaded_at timestamp, operator varchar, sources varchar[],
    coverage_mode varchar, coverage_departments varchar[], stated_secrecy varchar, mapping varchar,
    rows_received bigint, rows_stored bigint, rows_rejected bigint
);
create temp table delivered_regions (
    mof_div_code varchar, mof_div_name varchar, level varchar, parent_code varchar,
    batch_number integer, source_file varchar, source_sheet varchar, source_row integer
);
create temp table delivered_projects (
    fiscal_year integer, mof_div_code varchar, mof_div_name varchar, dept_code varchar, dept_name varchar,
    agency_code varchar, agency_name varchar, pro_code varchar, pro_name varchar, pro_initials varchar,
    pro_category varchar, policy_class varchar, budget_book varchar, exp_func_code varchar,
    initial_budget decimal(18, 2), adjusted_budget decimal(18, 2), allotted decimal(18, 2),
    carried_over decimal(18, 2), is_key boolean, secret_level varchar, secret_stated boolean,
    added_in_year boolean, start_month integer, end_month integer, carried_over_year integer,
    fund_type varchar, finance_office varchar, expected_year_paid decimal(18, 2), printed_rate integer,
    printed_score decimal(18, 4), goal_text varchar, result_text varchar, first_year integer,
    last_year integer, total_budget decimal(18, 2), previous_pro_code varchar, form_month integer,
    batch_number integer, source_file varchar, source_sheet varchar, source_row integer
);
create temp table delivered_budget_changes (
    fiscal_year integer, mof_div_code varchar, pro_code varchar, month integer, amount decimal(18, 2), kind varchar,
    batch_number integer, source_file varchar, source_sheet varchar, source_row integer
);
create temp table delivered_funding (
    fiscal_year integer, mof_div_code varchar, pro_code varchar, source varchar, initial_budget decimal(18, 2),
    adjusted_budget decimal(18, 2), paid decimal(18, 2), form_month integer,
    batch_number integer, source_file varchar, source_sheet varchar, source_row integer
);
create temp table delivered_execution (
    fiscal_year integer, mof_div_code varchar, pro_code varchar, month integer, paid decimal(18, 2),
    paid_to_date decimal(18, 2),
    batch_number integer, source_file varchar, source_sheet varchar, source_row integer
);
create temp table delivered_plans (
    fiscal_year integer, mof_div_code varchar, pro_code varchar, month integer, planned decimal(18, 2),
    batch_number integer, source_file varchar, source_sheet varchar, source_row integer
);
create temp table delivered_indicators (
    fiscal_year integer, mof_div_code varchar, pro_code varchar, indicator_no varchar, level1 varchar,
    level2 varchar, level3 varchar, sign varchar, target varchar, unit varchar, weight decimal(9, 4),
    direction varchar, accumulation varchar, library_code varchar, total_target varchar, kind varchar,
    sign_read varchar, value double, upper double, unit_read varchar, direction_read varchar,
    direction_guessed boolean, accumulation_read varchar, accumulation_guessed boolean, base_unit varchar,
    unit_factor double, target_level varchar, target_date varchar, form_month integer,
    batch_number integer, source_file varchar, source_sheet varchar, source_row integer
);
create temp table delivered_observations (
    fiscal_year integer, mof_div_code varchar, pro_code varchar, indicator_no varchar, month integer,
    actual varchar, forecast varchar, likelihood varchar, cause varchar, note varchar, measure varchar,
    score decimal(18, 4), reported_on date, actual_kind varchar, actual_value double, actual_upper double,
    actual_unit varchar, actual_base_unit varchar, actual_unit_factor double, actual_level varchar,
    actual_signed boolean, actual_blank boolean, actual_date varchar,
    batch_number integer, source_file varchar, source_sheet varchar, source_row integer
);
create temp table delivered_evaluations (
    fiscal_year integer, mof_div_code varchar, subject_kind varchar, subject_code varchar, subject_name varchar,
    evaluator varchar, dimension varchar, score decimal(18, 4), full_score decimal(18, 4), grade varchar,
    budget_cut decimal(18, 2), advice varchar,
    batch_number integer, source_file varchar, source_sheet varchar, source_row integer
);
create temp table delivered_appraisals (
    fiscal_year integer, mof_div_code varchar, pro_code varchar, pro_name varchar, dept_name varchar, kind varchar,
    declared decimal(18, 2), approved decimal(18, 2), conclusion varchar,
    batch_number integer, source_file varchar, source_sheet varchar, source_row integer
);
create temp table delivered_fiscal_totals (
    mof_div_code varchar, fiscal_year integer, month integer, measure varchar, budget decimal(18, 2),
    executed decimal(18, 2),
    batch_number integer, source_file varchar, source_sheet varchar, source_row integer
);
create temp table delivered_satisfaction (
    fiscal_year integer, mof_div_code varchar, pro_code varchar, topic varchar, sample decimal(18, 4),
    score decimal(18, 4),
    batch_number integer, source_file varchar, source_sheet varchar, source_row integer
);

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
-- The twelve fiscal months, so that no mart needs a generator function.
create table base.month_numbers as
select month from (values (1), (2), (3), (4), (5), (6), (7), (8), (9), (10), (11), (12)) as numbers (month);
