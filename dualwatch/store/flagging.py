"""The statement that keeps what a rule finds as flags, the same for every rule and engine."""

from dualwatch import rules
from dualwatch.catalogue import Question


def flagging(rule: Question) -> str:
    """Adds what one rule finds in a year to base.flags: the figures of its own as JSON, the run of grave months."""
    own = ", ".join(f"{column}: {column}" for column in rule.returns[len(rules.FLAG_COLUMNS) :])
    figures, body = f"to_json({{{own}}})" if own else "null", rule.body
    return f"""insert into base.flags
        with found as materialized (
            select project_no, month, severity_rank(severity) as severity_rank, observed, expected, limit_value,
                   amount, {figures} as figures
            from ({body})
        ),
        sets as (
            select project_no, bit_or(if(severity_rank = 1, month_bit(month), 0)) as red,
                   bit_or(if(severity_rank = 2, month_bit(month), 0)) as yellow,
                   bit_or(if(severity_rank = 3, month_bit(month), 0)) as notice,
                   bit_or(if(severity_rank = 4, month_bit(month), 0)) as no_data
            from found group by project_no
        )
        select $profile, $year, f.month, $rule, f.project_no, y.group_no, f.severity_rank,
               rank_in(f.month - 1, s.red, s.yellow, s.notice, s.no_data),
               rank_in(f.month + 1, s.red, s.yellow, s.notice, s.no_data),
               case when f.severity_rank <= 2 then run_of(s.red | s.yellow, f.month) else 0 end,
               f.observed, f.expected, f.limit_value, f.amount, f.figures
        from found as f
        join sets as s on s.project_no = f.project_no
        join project_years as y on y.project_no = f.project_no"""
