"""Rows that tests hand to a store, and the flags they read back from it."""

from functools import cache
from typing import Any

from dualwatch import alerts
from dualwatch.store import Store
from tests.conftest import keyed

Row = dict[str, Any]


def indicator(pro_code: str, number: str = "1", **stated: Any) -> Row:
    """A row of the indicators table: 培训人数, a count that grows over the year."""
    return keyed(pro_code, indicator_no=number, level1="产出指标", level3="培训人数") | stated


def observed(pro_code: str, month: int, actual: str, number: str = "1") -> Row:
    """A row of the observations table."""
    return keyed(pro_code, indicator_no=number, month=month, actual=actual)


def paid(pro_code: str, yuan: Any, month: int = 6, **stated: Any) -> Row:
    """A payment of one month in 元."""
    return keyed(pro_code, month=month, paid=yuan) | stated


def changed(pro_code: str, month: int, yuan: Any) -> Row:
    """A budget change of one month in 元, negative for a cut."""
    return keyed(pro_code, month=month, amount=yuan, kind="追加" if yuan > 0 else "追减")


def months_heard(pro_code: str, last_month: int, **stated: Any) -> list[Row]:
    """Rows of nothing paid, so that a load covering all has reported each month up to the last."""
    return [paid(pro_code, 0, month, **stated) for month in range(1, last_month + 1)]


@cache
def flags(store: Store, month: int, profile: str = "pace-60-80", year: int = 2026) -> dict[tuple[str, str], Row]:
    """Every flag of a month, explained, by project code and rule."""
    found = alerts.flags(store, {"year": year, "month": month, "profile": profile})
    return {(row["pro_code"], row["rule"]): row for row in found}


def severity(store: Store, pro_code: str, rule: str, month: int = 6, **chosen: Any) -> str | None:
    """How grave a project's flag of a rule is; None without a flag."""
    return flags(store, month, **chosen).get((pro_code, rule), {}).get("severity")
