-- What questions about groups of projects share: the weighted completion and the mark.
create macro main.group_completion(weighted, budget) as
    main.ppm_int(cast(weighted as hugeint), main.fen(budget) * 1000000000000);

-- The mark that a group's pace would carry under the profile's lines of low_execution; a mark, not a flag.
create macro main.group_mark(expected_rate, pace_ratio, yellow, red, min_expected) as
    case
        when expected_rate < min_expected then null
        when pace_ratio < red then 'red'
        when pace_ratio < yellow then 'yellow'
    end;

-- Counties are compared with counties, townships with townships; a city's or province's own projects are listed apart.
create macro main.is_compared(level) as coalesce(level in ('县', '乡'), false);
