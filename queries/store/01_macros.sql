-- The only place where ratios, pace, scope and filters are defined; every question uses these.
-- Money is compared in 分 as whole numbers, so that a tie is a tie on every engine (口径: 率先按整数计算，最后一次四舍五入).
create macro main.fen(yuan) as cast(yuan * 100 as hugeint);

-- Half-up parts per million of whole numbers; a loss is rounded as a gain is, no whole gives NULL.
create macro main.ppm_int(part, whole) as
    case when whole > 0
        then cast((cast(part as hugeint) * 2000000 + sign(part) * whole) // (cast(whole as hugeint) * 2) as bigint) end;
create macro main.ppm(part, whole) as main.ppm_int(main.fen(part), main.fen(whole));

-- The same for very many rows, seven times faster but larger to plan. A double errs here by less than 0.0000008, so
-- that where its half-up rounding is further than that from a tie it is the exact one; ties and giants are divided as
-- whole numbers. What is used again and again is asked for once: `near` first, in a subquery, then the rounding of it.
create macro main.ppm_near(part, whole) as
    case when whole > 0 then cast(part as double) * 1000000 / cast(whole as double) + 0.5 end;
create macro main.ppm_rounded(near, part, whole) as
    case
        when abs(near - round(near)) > 0.000001 and abs(near) < 1000000000 then cast(floor(near) as bigint)
        else main.ppm_int(part, whole)
    end;
create macro main.ppm_of_many(part, whole) as main.ppm_rounded(main.ppm_near(part, whole), part, whole);

-- Parts per million of a figure that is no money.
create macro main.ppm_of(figure) as cast(floor(cast(figure as double) * 1000000 + 0.5) as bigint);

-- Unrounded shares carry twelve decimals, as whole numbers of 10^-12. A share of up to 9,000 wholes is exact
-- through a double (2^53 is above 9 * 10^15), which is twenty times faster than dividing a DECIMAL.
create macro main.pico(share) as cast(round(cast(share as double) * 1000000000000) as bigint);
-- Shares of at most one whole, weighed and divided by their weights, rounded down: BIGINT wherever it holds them.
create macro main.floor_share(total, weights) as
    case
        when weights <= 9000000 then cast(total as bigint) // cast(weights as bigint)
        else cast(cast(total as hugeint) // cast(weights as hugeint) as bigint)
    end;
create macro main.share_in_pico(part, whole) as
    case when whole > 0 then main.pico(cast(part as double) / cast(whole as double)) end;
-- A median of such shares, which may lie half-way between two, rounded once.
create macro main.ppm_of_median(pico) as cast(floor(pico / 1000000 + 0.5) as bigint);
create macro main.share_of_pico(pico) as cast(pico as decimal(18, 0)) * cast(0.000000000001 as decimal(12, 12));

-- The level that a code of public finance tells: two digits of its county, three of its township.
create macro main.level_of_code(code) as
    case when substr(code, 5, 2) in ('', '00', '99') then null when substr(code, 7, 3) in ('', '000') then '县'
        else '乡' end;

-- Fewer make no rank, no median and no share: they would tell of single ones.
create macro main.are_enough(number) as number >= 5;

-- Money due is kept as a whole number of 1/693,000,000 分: a multiple of every window
-- of 1 to 12 months (27,720) and of a step in parts per million, so that no pace is rounded.
create macro main.due_scale() as cast(693000000 as bigint);
create macro main.linear_due(budget, num, den) as main.fen(budget) * num * (main.due_scale() // den);
create macro main.planned_due(planned, budget) as main.fen(least(planned, budget)) * main.due_scale();
create macro main.staged_due(budget, step) as main.fen(budget) * step * 693;
create macro main.due(pace, step, budget, due_linear, due_planned) as
    case pace
        when 'staged' then main.staged_due(budget, step)
        when 'planned' then due_planned
        else due_linear
    end;
-- A profile's pace for a project and month: its plan to date, or so many of the year's parts; a stage is in millionths.
create macro main.pace_plan(pace, has_plan, planned_to_date) as
    case when pace = 'planned' and has_plan then planned_to_date end;
create macro main.pace_num(pace, step, elapsed_num) as case pace when 'staged' then step else elapsed_num end;
create macro main.pace_den(pace, elapsed_den) as case pace when 'staged' then 1000000 else elapsed_den end;

-- What is due of a budget: its plan to date where there is one, else as many of the year's parts as have gone by.
create macro main.due_by_now(budget, planned, num, den) as
    case when budget > 0 then case
        when planned is not null then main.planned_due(planned, budget)
        else main.linear_due(budget, num, den)
    end end;
-- The same in 元 as a double, for very many rows.
create macro main.due_near(budget, planned, num, den) as
    case when budget > 0 then case
        when planned is not null then cast(least(planned, budget) as double)
        else cast(budget as double) * num / den
    end end;
create macro main.due_in_yuan(due) as cast(due as double) / (main.due_scale() * 100.0);
create macro main.expected_rate(due, budget) as main.ppm_int(due, main.fen(budget) * main.due_scale());
create macro main.pace_ratio(paid, due) as main.ppm_int(main.fen(paid) * main.due_scale(), due);
create macro main.pace_gap(paid, due, budget) as
    main.ppm_int(main.fen(paid) * main.due_scale() - due, main.fen(budget) * main.due_scale());
create macro main.pace_gap_of_many(paid, due, budget) as
    main.ppm_of_many(main.fen(paid) * main.due_scale() - due, main.fen(budget) * main.due_scale());
create macro main.yuan_of_fen(fen) as cast(fen as decimal(38, 0)) * cast(0.01 as decimal(3, 2));
-- The same of so many parts of a 分, half up.
create macro main.yuan_of_parts(parts, in_a_fen) as
    main.yuan_of_fen((2 * parts + in_a_fen) // (2 * in_a_fen));
create macro main.owed(due, paid) as due - main.fen(paid) * main.due_scale();
create macro main.behind(due, paid) as
    case when main.owed(due, paid) > 0 then main.owed(due, paid) when main.owed(due, paid) <= 0 then 0 end;
create macro main.underpaid_fen(due, paid) as
    (2 * main.behind(due, paid) + main.due_scale()) // (2 * main.due_scale());
create macro main.underpaid(due, paid) as main.yuan_of_fen(main.underpaid_fen(due, paid));

-- The same for very many rows, from what is due in 元 as a double: up to five thousand million it holds to a thousandth
-- of a 分. Further than that from a tie it decides; near one, and of giants, whole numbers do.
create macro main.is_clear_fen(near, due_near) as abs(near - round(near)) > 0.001 and due_near between 0 and 5000000000.0;
create macro main.short_fen(due_near, paid, line) as due_near * line / 10000.0 - cast(paid as double) * 100;
create macro main.underpaid_near(due_near, paid) as main.short_fen(due_near, paid, 1000000) + 0.5;
create macro main.underpaid_of_many(near, due_near, due, paid) as
    main.yuan_of_fen(case
        when main.is_clear_fen(near, due_near) then greatest(0, cast(floor(near) as hugeint))
        else main.underpaid_fen(due, paid)
    end);

-- The rate below which a flag is raised: a line (ppm) of what is due.
create macro main.line_rate(due, line, budget) as
    main.ppm_int(due * line, main.fen(budget) * main.due_scale() * 1000000);

-- What must still be paid so that pace_ratio reaches the line (ppm), rounded up to 0.01 元.
create macro main.payment_needed(due, paid, line) as
    main.yuan_of_fen(greatest(0, case
        when main.is_clear_fen(main.short_fen(main.due_in_yuan(due), paid, line), main.due_in_yuan(due))
            then cast(ceil(main.short_fen(main.due_in_yuan(due), paid, line)) as hugeint)
        else (due * line - main.fen(paid) * main.due_scale() * 1000000 + main.due_scale() * 1000000 - 1)
            // (main.due_scale() * 1000000)
    end));

-- A share of work less a share of money, in ppm, rounded once.
create macro main.gap_of_pico(progress, paid, budget) as
    main.ppm_of_many(
        progress * main.fen(budget) - main.fen(paid) * 1000000000000,
        main.fen(budget) * 1000000000000
    );
create macro main.gap(progress, paid, budget) as main.gap_of_pico(main.pico(progress), paid, budget);
-- A share of work less another, neither of them more than a few wholes, so that BIGINT holds them.
create macro main.gap_of_shares(done, expected) as
    (2 * (done - expected) + sign(done - expected) * 1000000) // 2000000;

-- The adjusted budget of a month: the changes to date on the initial one, where a year has any.
create macro main.budget_as_of(has_changes, initial, changed, latest) as
    cast(case when has_changes then coalesce(initial + coalesce(changed, 0), latest) else latest end as decimal(18, 2));
create macro main.budget_of(denominator, initial, adjusted, allotted) as
    case denominator when 'initial' then initial when 'allotted' then allotted else adjusted end;

-- Whether the deliveries of a key say different things of a field, silence being one of them.
create macro main.is_revised(least_told, most_told, told, deliveries) as
    coalesce(least_told <> most_told, false) or told not in (0, deliveries);

-- A set of months is one whole number with a bit a month, January the lowest.
create macro main.month_bit(month) as 1 << (month - 1);
create macro main.has_month(months, month) as (((months << 1) >> month) & 1) = 1;
create macro main.months_up_to(month) as (1 << month) - 1;
create macro main.months_from(first, last) as
    main.months_up_to(cast(last as integer)) - main.months_up_to(cast(first as integer) - 1);
-- The set up to its latest month, without a gap.
create macro main.months_through(months) as
    (months | (months >> 1) | (months >> 2) | (months >> 3) | (months >> 4) | (months >> 5) | (months >> 6)
    | (months >> 7) | (months >> 8) | (months >> 9) | (months >> 10) | (months >> 11));
create macro main.at_month(month, a, b, c, d, e, f, g, h, i, j, k, l) as
    case month when 1 then a when 2 then b when 3 then c when 4 then d when 5 then e when 6 then f
        when 7 then g when 8 then h when 9 then i when 10 then j when 11 then k when 12 then l end;
create macro main.first_month(months) as bit_count((months & (-months)) - 1) + 1;
-- The last month before the next one of the set, which is how long a report of `month` stays the latest.
create macro main.stands_until(months, month) as
    case
        when (months >> month) = 0 then 12
        else month + main.first_month(months >> month) - 1
    end;

-- Numbers of projects and groups, each fiscal year in a range of its own, so that no year's depend on another's.
create macro main.numbered(fiscal_year, place) as cast((fiscal_year - 2000) * 20000000 + place as integer);

-- An optional list filter: an empty list picks everything.
create macro main.picked(chosen, figure) as (len(chosen) = 0 or list_contains(chosen, figure));

-- The reader's scope, from variables that are set on every cursor; an unset one gives no rows.
create macro main.in_scope(region, department, agency, office, is_classified) as (
    (getvariable('all_regions') or list_contains(getvariable('regions'), region))
    and (getvariable('all_departments') or list_contains(getvariable('departments'), department))
    and (getvariable('all_agencies') or list_contains(getvariable('agencies'), agency))
    and (getvariable('all_offices') or list_contains(getvariable('offices'), office))
    and case getvariable('see_classified') when true then true when false then not is_classified end
);

-- Units that convert: 元/万元/亿元 and the spellings of %; 小数 only when the unit says so (口径: 人 与 人次 不换算).
create macro main.base_unit(unit) as
    case
        when unit in ('元', '万元', '亿元') then '元'
        when unit in ('%', '％', '百分比', '百分之', '百分数', '小数') then '%'
        else coalesce(unit, '')
    end;
-- 854万 beside a unit of money is 854 万元; beside anything else 万 stays as written.
create macro main.money_unit(written, beside) as
    case when written in ('万', '亿') and beside in ('元', '万元', '亿元') then written || '元' end;
create macro main.unit_factor(unit) as
    case unit when '万元' then 10000.0 when '亿元' then 100000000.0 when '小数' then 100.0 else 1.0 end;
-- Satisfaction is a score of 100, in %, in 分 or without a unit; as a share in ppm, anything else is no score.
create macro main.score_of(kind, figure, unit) as
    case when kind = 'quantity' and main.base_unit(unit) in ('%', '分', '')
        then main.ppm_of(figure * main.unit_factor(unit) / 100) end;

-- What is written, with the sign and unit that stand in columns of their own unless it repeats them.
create macro main.with_unit(written, unit) as
    written || case when unit = '' or contains(written, unit) then '' when unit in ('%', '％') then unit
                    else coalesce(' ' || unit, '') end;
create macro main.target_told(target, sign, unit) as
    case when sign in ('', '定性') or contains(target, sign) then '' else coalesce(sign, '') end
    || main.with_unit(target, unit);
create macro main.actual_told(actual, unit) as
    case when try_cast(replace(actual, ',', '') as double) is null then actual else main.with_unit(actual, unit) end;

-- A deadline without a year is one of the fiscal year; text compares as dates do.
create macro main.full_date(written, fiscal_year) as
    case when length(written) = 5 then cast(fiscal_year as varchar) || '-' || written else written end;

-- Completion before it is clamped, of comparable numbers in one unit (measures.md, One indicator).
create macro main.higher_share(actual, target, met) as
    case when target > 0 then actual / target when target < 0 then cast(met as double) end;
create macro main.exact_share(actual, target, met) as
    case when target > 0 then actual / target when target < 0 then cast(met as double)
         else cast(actual = 0 as double) end;
create macro main.lower_share(actual, target, met) as
    case
        when target > 0 then case when actual <= target then 1.0 else greatest(0.0, 1 - (actual - target) / target) end
        when target < 0 then cast(met as double)
        else cast(actual <= 0 as double)
    end;
create macro main.interval_share(actual, low, high) as
    case
        when actual between low and high then 1.0
        when actual < low then case when low > 0 then actual / low else 0.0 end
        else case when high > 0 then greatest(0.0, 1 - (actual - high) / high) else 0.0 end
    end;
create macro main.is_met(direction, sign, actual, target, high) as
    case
        when direction = 'interval' then actual between target and high
        when direction = 'lower' then case when sign = '<' then actual < target else actual <= target end
        when direction = 'exact' and target = 0 then actual = 0
        else case when sign = '>' then actual > target else actual >= target end
    end;

-- The value an indicator needs so that its completion reaches the line (ppm) of what is expected by then;
-- whole targets ask for whole numbers, others for four decimals, rounded to the safe side.
create macro main.needed_share(line, accumulation, elapsed_num, elapsed_den) as
    line / 1000000.0 * case accumulation when 'cumulative' then elapsed_num / elapsed_den else 1.0 end;
create macro main.round_safe(figure, target, upwards) as
    case
        when target = floor(target) and upwards then ceil(round(figure, 9))
        when target = floor(target) then floor(round(figure, 9))
        when upwards then ceil(round(figure * 10000, 5)) / 10000
        else floor(round(figure * 10000, 5)) / 10000
    end;
create macro main.needed_value(line, direction, target, high, accumulation, elapsed_num, elapsed_den) as
    case
        when direction in ('level', 'date') then null
        when direction = 'lower' and target > 0 then main.round_safe(
            target * (2 - main.needed_share(line, accumulation, elapsed_num, elapsed_den)), target, false)
        when target <= 0 or direction = 'interval' then target
        else main.round_safe(
            target * main.needed_share(line, accumulation, elapsed_num, elapsed_den), target, true)
    end;
create macro main.trim_number(figure) as
    case when figure = floor(figure) then cast(cast(floor(figure) as bigint) as varchar)
         else rtrim(cast(cast(figure as decimal(18, 4)) as varchar), '0') end;
create macro main.needed_text(direction, needed, unit, target) as
    case
        when direction = 'level' then '达成'
        when needed is null then target
        when direction = 'lower' then '≤' || main.trim_number(needed) || unit
        when direction = 'interval' then target
        when direction = 'exact' and needed = 0 then '=0' || unit
        else '≥' || main.trim_number(needed) || unit
    end;

-- A rate as sentences print it, one decimal, half up.
create macro main.rate_told(rate) as
    cast(cast(floor((rate + 500) / 1000.0) / 10 as decimal(18, 1)) as varchar) || '%';
