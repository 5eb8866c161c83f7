"""What every shown column is called, means and is counted in; and how its figures are written."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from dualwatch import measure_rows, measure_rows_records

MISSING = "—"
MILLION = 1_000_000
MINUS = "−"


@dataclass(frozen=True)
class Measure:
    """One shown column: `format` is rate, points, money, count, number, month, date, flag, code or text."""

    name: str
    label: str
    format: str
    meaning: str = ""
    denominator: str = ""


def _table(*rows: tuple[str, ...]) -> dict[str, Measure]:
    return {row[0]: Measure(*row) for row in rows}


MEASURES = _table(*measure_rows.ROWS, *measure_rows_records.ROWS)


def measure(name: str) -> Measure:
    """The entry of a column; a column without one is text under its own name."""
    return MEASURES.get(name) or Measure(name, name, "text")


def half_up(number: Decimal, places: int) -> Decimal:
    """`number` rounded half up, away from zero, to so many decimals."""
    return number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def _is_missing(figure: Any) -> bool:
    return figure is None or bool(figure != figure)


def _signed(number: Decimal, text: str, sign: bool) -> str:
    if number < 0:
        return MINUS + text
    return f"+{text}" if sign and number > 0 else text


def percent_text(ppm: Any, places: int = 1) -> str:
    """A rate in parts per million as charts write it beside its unit, `64.7`; unknown is —."""
    if _is_missing(ppm):
        return MISSING
    number = half_up(Decimal(int(ppm)) / 10_000, places)
    return _signed(number, f"{abs(number):,}", sign=False)


def rate_text(ppm: Any, places: int = 1) -> str:
    """A rate in parts per million as `64.7%`; unknown is —."""
    return MISSING if _is_missing(ppm) else f"{percent_text(ppm, places)}%"


def points_text(ppm: Any, places: int = 1, sign: bool = True) -> str:
    """A difference of rates in 个百分点, as `−2.0`; without `sign` only its size."""
    if _is_missing(ppm):
        return MISSING
    number = half_up(Decimal(int(ppm)) / 10_000, places)
    return _signed(number, f"{abs(number):,}", sign=True) if sign else f"{abs(number):,}"


def places_text(places: Any) -> str:
    """How many places a group rose or fell since the year before: ↑3, ↓1; none or unknown is —."""
    if _is_missing(places) or places == 0:
        return MISSING
    return f"{'↑' if places > 0 else '↓'}{abs(int(places))}"


UNITS = {"元": 1, "万元": 10_000, "亿元": 100_000_000}


def money_number(yuan: Any, unit: str, places: int = 2) -> Decimal | None:
    """Money in the unit asked for, half up to so many decimals; unknown is None."""
    if _is_missing(yuan):
        return None
    return half_up(Decimal(str(yuan)) / UNITS[unit], places)


def amount_text(yuan: Any, unit: str, places: int = 2) -> str:
    """Money as it stands under its unit, `913.68`; unknown is —."""
    number = money_number(yuan, unit, places)
    return MISSING if number is None else _signed(number, f"{abs(number):,}", sign=False)


def money_text(yuan: Any, unit: str | None = None) -> str:
    """Money with its unit, `913.68 万元`; without one 亿元 from 1 亿 up, else 万元."""
    if _is_missing(yuan):
        return MISSING
    unit = unit or ("亿元" if abs(Decimal(str(yuan))) >= UNITS["亿元"] else "万元")
    return f"{amount_text(yuan, unit)} {unit}"


def yuan_text(yuan: Any) -> str:
    """Money to the 分, as `9,136,800.01 元`."""
    return money_text(yuan, "元")


def fraction_text(ppm: Any) -> str:
    """A rate as the fraction with six decimals that scripts read; unknown is empty."""
    return "" if _is_missing(ppm) else f"{Decimal(int(ppm)) / MILLION:.6f}"


WRITERS: dict[str, Callable[[Any], str]] = {
    "money": money_text,
    "yuan": yuan_text,
    "count": lambda number: MISSING if _is_missing(number) else f"{int(number):,}",
}


def write(figure: Any, unit: str, places: int = 1) -> str:
    """A figure as a sentence writes it, by its unit, rates to so many decimals; text stays text."""
    if unit == "rate":
        return rate_text(figure, places)
    if unit == "points":
        return points_text(figure, places, sign=False)
    return WRITERS[unit](figure) if unit in WRITERS else str(figure)
