"""How targets and actual values are written: signs, units and words, as bureaus write them."""

from dualwatch.demo.indicators import CEILING, COUNT, DATE, EFFECT, ZERO

Written = tuple[str | None, str, str | None]


def plain(value: float) -> str:
    """A number without a tail of zeros."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _at_least(number: str, unit: str, style: float) -> Written:
    """(sign, target, unit) of a target to reach."""
    forms: tuple[tuple[float, Written], ...] = (
        (0.34, ("≥", number, unit)),
        (0.56, (None, f"≥{number}{unit}", None)),
        (0.68, (None, f"不少于{number}{unit}", None)),
        (0.80, ("≥", f"≥{number}{unit}", unit)),
        (0.88, (None, f"{number}{unit}", None)),
        (0.94, (None, number, unit)),
        (1.01, ("=", number, unit)),
    )
    return next(form for limit, form in forms if style < limit)


def _rate(number: str, style: float) -> Written:
    """(sign, target, unit) of a percentage to reach."""
    forms: tuple[tuple[float, Written], ...] = (
        (0.30, ("≥", number, "%")),
        (0.55, (None, f"≥{number}%", None)),
        (0.70, (None, f"不低于{number}%", None)),
        (0.80, (None, f"{number}%以上" if number != "100" else "100%", None)),
        (0.90, ("≥", f"≥{number}%", "%")),
        (1.01, (None, f"{number}%", None)),
    )
    return next(form for limit, form in forms if style < limit)


def _at_most(number: str, unit: str, style: float) -> Written:
    """(sign, target, unit) of a limit not to pass."""
    forms: tuple[tuple[float, Written], ...] = (
        (0.35, ("≤", number, unit)),
        (0.60, (None, f"≤{number}{unit}", None)),
        (0.75, (None, f"不超过{number}{unit}", None)),
        (0.90, (None, f"{number}{unit}以内", None)),
        (1.01, ("≤", f"≤{number}{unit}", unit)),
    )
    return next(form for limit, form in forms if style < limit)


def _deadline(month: int, year: int, style: float) -> str:
    last_day = {6: 30, 9: 30, 11: 30}.get(month, 31)
    forms = (
        (0.45, f"{month}月底前"),
        (0.70, f"{year}年{month}月底前"),
        (0.85, f"{month}月{last_day}日前"),
        (1.01, f"{year}年{month}月{last_day}日前"),
    )
    return next(form for limit, form in forms if style < limit)


def target(kind: str, unit: str, goal: float, words: str, year: int, style: float) -> Written:
    """(sign, target, unit) of one indicator."""
    if kind == COUNT:
        return _at_least(plain(goal), unit, style)
    if kind == CEILING:
        return _at_most(plain(goal), unit, style)
    if kind == ZERO:
        return ("=", "0", unit) if style < 0.6 else (None, f"=0{unit}", None)
    if kind == DATE:
        return None, _deadline(int(goal), year, style), None
    if kind == EFFECT:
        return ("定性" if style < 0.6 else None), words, None
    return _rate(plain(goal), style)


def direction(kind: str, sign: str | None, style: float) -> str | None:
    """Mostly blank, as in real files."""
    if (style * 100) % 1 > 0.12 or kind in (DATE, EFFECT):
        return None
    if kind == ZERO or sign == "=":
        return "等于"
    return "逆向" if kind == CEILING else "正向"


def accumulation(kind: str, style: float) -> str | None:
    """Stated for some six in ten indicators."""
    if (style * 1000) % 1 > 0.6:
        return None
    return "累计" if kind == COUNT else "时点"


def actual(kind: str, unit: str, value: float, style: float) -> str:
    """The text of an actual value; an effect's value is its level, a date's its month and day as mdd."""
    if kind == EFFECT:
        return {1.0: "达成", 0.7: "部分达成"}.get(value, "未达成")
    number = plain(value)
    if (style * 100) % 1 < 0.01 and kind not in (ZERO, CEILING):
        return f"≥{number}{unit}"
    return f"{number}{unit}" if (style * 10) % 1 < 0.45 else number


def finished_on(year: int, value: float, style: float) -> str:
    """The day a dated indicator was met; `value` is month × 100 + day."""
    month, day = divmod(int(value), 100)
    return f"{year}年{month}月{day}日" if style < 0.8 else f"{year}-{month:02d}-{day:02d}"
