"""The rules over all projects, and the what-if of one profile: its rules at one month with other limits."""

from decimal import Decimal
from typing import Any

from bench.questions import reading
from bench.timing import middle, once, percentile, repeated
from dualwatch import catalogue, rules
from dualwatch.store import Store

FEW = 3
CHANGED = Decimal("0.9")
ALL, WHICH = "*", "project_no, severity, amount"


def measure(store: str) -> dict[str, Any]:
    """Seconds of every rule of every profile over the latest year, all months; ms of one profile at one month.

    The rules give all that a version keeps of a flag; the what-if which projects are flagged, how and for how much.
    """
    place = Store(store)
    latest = place.ask("context/calendar").to_pylist()[-1]
    year, month = latest["fiscal_year"], latest["last_month"]
    default = rules.profile(rules.DEFAULT_PROFILE)
    with reading(place) as cursor:
        everyone = rules.profiles().values()
        everything = [once(lambda: [_judge(cursor, one, year, columns=ALL) for one in everyone]) for _ in range(FEW)]
        shipped = [once(lambda: _judge(cursor, default, year, columns=ALL)) for _ in range(FEW)]
        what_if = repeated(lambda: _judge(cursor, default, year, month, CHANGED))
        flags = _judge(cursor, default, year, month)
        otherwise = _judge(cursor, default, year, month, CHANGED)
    return {
        "profiles": len(rules.profiles()), "rules_s": round(min(everything) / 1000, 2),
        "one_profile_s": round(min(shipped) / 1000, 2), "whatif_ms": round(middle(what_if), 1),
        "whatif_p95_ms": round(percentile(what_if, 95), 1), "flags": flags, "flags_whatif": otherwise,
    }  # fmt: skip


def _judge(
    cursor: Any,
    profile: rules.Profile,
    year: int,
    month: int | None = None,
    factor: Decimal = Decimal(1),
    columns: str = WHICH,
) -> int:
    """Runs each rule of a profile for a year or one month, limits times a factor; returns how many flags they give."""
    found = 0
    for name, stated in profile.rules.items():
        rule = catalogue.rules()[name]
        limits = {limit: _times(value, factor) for limit, value in stated.items()}
        bound = rules.bind(rule, profile, year, month, limits)
        given = {key: bound[key] for key in rule.parameters}
        found += cursor.sql(f"select {columns} from ({rule.body})", params=given).to_arrow_table().num_rows
    return found


def _times(value: Any, factor: Decimal) -> Any:
    return (value * factor).quantize(Decimal("0.000001")) if isinstance(value, Decimal) else value
