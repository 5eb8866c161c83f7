-- Where the build puts what the rules of every shipped profile find, before it is ranked and kept.
create temp table found_flags (
    profile varchar, fiscal_year integer, month integer, rule varchar, project_id varchar, severity varchar,
    observed bigint, expected bigint, limit_value bigint, amount decimal(38, 2), details varchar
);
