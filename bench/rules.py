"""The rules over all projects, and the what-if of one profile: its rules at one month with other limits."""

from decimal import Decimal
from typing import Any

from bench.questions import reading
from bench.timing import middle, once, percentile, repeated
from dualwatch import catalogue, rules
from dualwatch.model import DEFAULT_PROFILE
from dualwatch.store import Store

FEW = 3
CHANGED = Decimal("0.9")
# What a rule finds with every figure of its sentence, or as much as tells how many, which and how much money.
EVERYTHING, COUNTED = "*", "project_no, severity, amount"


def measure(store: str) -> dict[str, Any]:
    """Seconds of every rule of every profile over the latest year, all months; ms of one profile at one month."""
    place = Store(store)
    latest = place.ask("context/calendar").to_pylist()[-1]
    year, month = latest["fiscal_year"], latest["last_month"]
    default = rules.profile(DEFAULT_PROFILE)
    with reading(place) as cursor:
        everything = [once(lambda: [_judge(cursor, profile, year) for profile in rules.profiles().values()])
                      for _ in range(FEW)]  # fmt: skip
        shipped = [once(lambda: _judge(cursor, default, year)) for _ in range(FEW)]
        what_if = repeated(lambda: _judge(cursor, default, year, month, CHANGED))
        counted = repeated(lambda: _judge(cursor, default, year, month, CHANGED, COUNTED))
        flags = _judge(cursor, default, year, month)
        otherwise = _judge(cursor, default, year, month, CHANGED)
    return {
        "profiles": len(rules.profiles()), "rules_s": round(min(everything) / 1000, 2),
        "one_profile_s": round(min(shipped) / 1000, 2), "whatif_ms": round(middle(what_if), 1),
        "whatif_p95_ms": round(percentile(what_if, 95), 1), "whatif_counted_ms": round(middle(counted), 1),
        "flags": flags, "flags_whatif": otherwise,
    }  # fmt: skip


def _judge(
    cursor: Any,
    profile: rules.Profile,
    year: int,
    month: int | None = None,
    factor: Decimal = Decimal(1),
    columns: str = EVERYTHING,
) -> int:
    """Runs each rule of a profile for a year or one month, limits times a factor; returns how many flags they give."""
    found = 0
    for name, stated in profile.rules.items():
        rule = catalogue.rules()[name]
        bound = rules.bind(
            rule, profile, year, month, {limit: _times(value, factor) for limit, value in stated.items()}
        )
        given = {key: bound[key] for key in rule.parameters}
        found += cursor.execute(f"select {columns} from ({rule.body})", given).to_arrow_table().num_rows
    return found


def _times(value: Any, factor: Decimal) -> Any:
    return (value * factor).quantize(Decimal("0.000001")) if isinstance(value, Decimal) else value
