-- What questions about groups of projects share: the gap to the pace due, the weighted completion, the mark.
create macro main.pace_gap(paid, due, budget) as
    main.ppm_int(main.fen(paid) * main.due_scale() - due, main.fen(budget) * main.due_scale());
create macro main.pace_gap_of_many(paid, due, budget) as
    main.ppm_of_many(main.fen(paid) * main.due_scale() - due, main.fen(budget) * main.due_scale());
create macro main.group_completion(weighted, budget) as
    main.ppm_int(cast(weighted as hugeint), main.fen(budget) * 1000000000000);

-- The mark that a group's pace would carry under the profile's lines of low_execution; a mark, not a flag.
create macro main.group_mark(expected_rate, pace_ratio, yellow, red, min_expected) as
    case
        when expected_rate < min_expected then null
        when pace_ratio < red then 'red'
        when pace_ratio < yellow then 'yellow'
    end;

-- Counties and townships are compared with each other; a city's or province's own projects are listed apart.
create macro main.is_compared(level, code) as
    coalesce(level in ('县', '乡'), substr(code, 5, 2) not in ('', '00', '99'));
