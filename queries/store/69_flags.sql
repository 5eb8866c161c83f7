-- The flags of every shipped profile; rule by rule the build adds what it finds, in the order of months.
-- Beside its rank a flag keeps those of the month before and the month after, NULL where there was or is none.
create table base.flags (
    profile varchar, fiscal_year integer, month integer, rule varchar, project_no integer, group_no integer,
    severity_rank integer, rank_before integer, rank_after integer, run integer, observed bigint, expected bigint,
    limit_value bigint, amount decimal(38, 2), figures varchar
);
create macro main.severity_rank(severity) as
    case severity when 'red' then 1 when 'yellow' then 2 when 'notice' then 3 else 4 end;
create macro main.severity_of(rank) as
    case rank when 1 then 'red' when 2 then 'yellow' when 3 then 'notice' when 4 then 'no_data' end;
-- An optional filter by severities; a list is looked through once for each rank, not for each row.
create macro main.picked_rank(chosen, rank) as (
    len(chosen) = 0 or case rank
        when 1 then list_contains(chosen, main.severity_of(1)) when 2 then list_contains(chosen, main.severity_of(2))
        when 3 then list_contains(chosen, main.severity_of(3)) else list_contains(chosen, main.severity_of(4)) end
);
-- The rank of a month, from the sets of months at each.
create macro main.rank_in(month, red, yellow, notice, no_data) as
    case when has_month(red, month) then 1 when has_month(yellow, month) then 2
         when has_month(notice, month) then 3 when has_month(no_data, month) then 4 end;
-- How many months in a row, up to this one, belong to the set.
create macro main.run_of(months, month) as
    month - bit_count(main.months_through(main.months_up_to(month) - (months & main.months_up_to(month))));
-- The figures that every flag has and those of its rule alone as one JSON object.
create macro main.joined_figures(common, own) as
    case when own is null then common else left(common, -1) || ',' || substr(own, 2) end;
