-- The topics under which flags are read: money, goals, both, their mismatch, what was reported, what changed.
create macro main.is_money_rule(rule) as rule in ('low_execution', 'no_execution');
create macro main.is_work_rule(rule) as rule = 'target_deviation';

-- `changed` is new or graver than the month before; `both` leaves the pairing to the question.
create macro main.in_topic(topic, rule, severity_rank, rank_before) as
    case topic
        when 'money' then main.is_money_rule(rule)
        when 'work' then main.is_work_rule(rule)
        when 'both' then main.is_money_rule(rule) or main.is_work_rule(rule)
        when 'mismatch' then rule in ('mismatch_money_ahead', 'mismatch_work_ahead')
        when 'report' then rule in ('not_reported', 'printed_rate_differs', 'satisfaction_low', 'over_achievement')
        when 'changed' then rank_before is null or severity_rank < rank_before
        else true
    end;
