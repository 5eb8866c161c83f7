-- The corner between money and goals in which a project stands, by the lines of its profile.
create macro main.quadrant(pace_ratio, completion_ratio, expected_rate, money_line, work_line, min_expected) as
    case
        when pace_ratio is null or completion_ratio is null or expected_rate < min_expected then '未知'
        when pace_ratio >= money_line and completion_ratio >= work_line then '正常'
        when completion_ratio >= work_line then '执行偏低'
        when pace_ratio >= money_line then '目标偏离'
        else '双低'
    end;

-- Whether a project has a place in the quadrants: what `quadrant` asks of its rates, without dividing.
create macro main.is_placed(paid, due, budget, completion_ratio, min_expected) as
    coalesce(due > 0, false) and paid is not null and completion_ratio is not null
    and due * 2000000 >= (2 * min_expected - 1) * main.fen(budget) * main.due_scale();
