"""From sums as whole numbers to the figures of an answer: the same exact arithmetic for every engine."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

Row = dict[str, Any]
WHOLE = 10**12
LIMB = 20


def ppm(part: Fraction | int | None, whole: Fraction | int | None) -> int | None:
    """Half-up parts per million, away from zero; None where there is no whole."""
    if part is None or whole is None or whole <= 0:
        return None
    size = (2_000_000 * abs(part) + whole) // (2 * whole)
    return int(size if part >= 0 else -size)


def total(rows: Iterable[Row], name: str) -> int | None:
    """The sum of a column without its blanks; None where all are blank."""
    known = [int(row[name]) for row in rows if row[name] is not None]
    return sum(known) if known else None


def weighted(rows: Iterable[Row]) -> int | None:
    """The sum of budget × completion, whole or in the limbs of engines with 64-bit integers."""
    known = [row for row in rows if row["completion_budget"] is not None]
    if not known:
        return None
    return sum(int(row["weighted"]) if "weighted" in row else _limbs(row) for row in known)


def _limbs(row: Row) -> int:
    middle = int(row["high_low"]) + int(row["low_high"])
    return (int(row["high_high"]) << 2 * LIMB) + (middle << LIMB) + int(row["low_low"])


def due(rows: Iterable[Row]) -> Fraction | None:
    """What is due of the rated budgets, each at its own pace."""
    known = [Fraction(int(row["budget"]) * int(row["elapsed"]), int(row["months"])) for row in rows
             if row["budget"] is not None]  # fmt: skip
    return sum(known, Fraction(0)) if known else None


def rates(rows: list[Row]) -> Row:
    """The rates of a group from its sums."""
    paid, budget, owed = total(rows, "paid"), total(rows, "budget"), due(rows)
    completed_budget = total(rows, "completion_budget")
    return {
        "execution_rate": ppm(paid, budget),
        "expected_rate": ppm(owed, budget),
        "execution_gap": ppm(paid - owed, budget) if paid is not None and owed is not None else None,
        "completion_rate": ppm(weighted(rows), completed_budget and completed_budget * WHOLE),
    }
