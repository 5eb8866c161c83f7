"""One text, read: its kind, sign, value, unit and direction."""

import re
from dataclasses import dataclass
from functools import lru_cache

from dualwatch.targets import dates
from dualwatch.targets.levels import level_of
from dualwatch.targets.numbers import Amount, amount_in, is_damaged, is_several, simple_amount
from dualwatch.targets.signs import (
    DIRECTIONS,
    STATED_DIRECTIONS,
    SYMBOLS,
    chosen_sign,
    closing_sign,
    column_sign,
    leading_word,
    named_sign,
)
from dualwatch.targets.text import is_blank, normalise, without_labels
from dualwatch.targets.units import BOXED, COUNTED, UNIT_ALONE, base_unit, column_unit, settled_unit

KINDS = ("quantity", "interval", "qualitative", "date", "blank", "other", "unreadable")
ACCUMULATIONS = {"累计": "cumulative", "时点": "point_in_time"}
LONGEST_TEXT = 200
"""Characters beyond which a text is an account of the work, in which no single number is the result."""

GROWING_NAMES = ("长度", "宽度", "高度", "面积", "进度", "完成率", "开工率", "支付率")
LEVEL_NAMES = ("率", "度")

_DIGIT = re.compile(r"[0-9]")
_CALENDAR_UNIT = re.compile(r"(?:19|20)[0-9]{2}")
_REMARK = re.compile(rf"(?<!/)\((?!{BOXED}\))[^()]*\)?")
_CLOSING_REMARK = re.compile(r"(?:\([^()]*\)|[。.,，\s])+$")
_ERROR = re.compile(r"#[A-Z0-9/!?#]*[!?#A-Z]")
_WORD = re.compile(r"^[^%‰]*[A-Za-z一-龥※√✓✔✗✘×Ⅰ-Ⅻ][^%‰]*$")
_NUMERALS = "〇零一二两三四五六七八九十百千万亿半壹贰叁肆伍陆柒捌玖拾佰仟"
_COUNTED_IN_CHINESE = re.compile(
    rf"(?:不低于|不少于|不超过|至少|约|近|共|达到?)?[几数上]?(?:百分之[{_NUMERALS}点]+|[{_NUMERALS}]{{2,}}|零"
    rf"|[{_NUMERALS}]+(?:[至到-][{_NUMERALS}]+)?(?![级类期星届面方点])(?:{COUNTED})整?)(?:左右|以上|以内|以下|之?内)?"
)


@dataclass(frozen=True)
class Reading:
    """What a text says.

    `value` is the number, or the lower end of an interval whose `upper` is given; `unit` is as written,
    '' when none; `date` is YYYY-MM-DD or MM-DD where the last day is certain; `level` is 达成, 部分达成 or
    未达成 where the words say so.
    """

    kind: str
    sign_read: str
    value: float | None
    upper: float | None
    unit: str
    direction: str
    direction_guessed: bool
    level: str | None
    date: str | None


@dataclass(frozen=True)
class _Found:
    kind: str
    sign_read: str = ""
    value: float | None = None
    upper: float | None = None
    unit: str = ""
    level: str | None = None
    date: str | None = None


@lru_cache(maxsize=16384)
def read(
    text: str | None,
    sign: str | None = None,
    unit: str | None = None,
    name: str | None = None,
    direction: str | None = None,
) -> Reading:
    """Read a target or an actual, with what its own columns say of sign, unit and direction.

    A symbol in the text comes before the column's sign, and that before a sign word; a unit in the text
    comes before the column's. Never raises.
    """
    found = _find(normalise(text), column_sign(sign), column_unit(unit))
    stated = STATED_DIRECTIONS.get(normalise(direction))
    towards, guessed = _direction(found, stated, name)
    return Reading(**vars(found), direction=towards, direction_guessed=guessed)


def accumulation(stated: str | None, reading: Reading, name: str | None) -> tuple[str, bool]:
    """Return cumulative or point_in_time for an indicator, and whether that is a guess."""
    said = normalise(stated)
    known = said if said in ACCUMULATIONS.values() else ACCUMULATIONS.get(said)
    return (known, False) if known else (_guessed_accumulation(reading, name), True)


def _guessed_accumulation(reading: Reading, name: str | None) -> str:
    ends = _CLOSING_REMARK.sub("", normalise(name))
    zero = reading.value == 0 and reading.upper is None
    if zero or reading.direction == "lower" or reading.kind in ("qualitative", "date"):
        return "point_in_time"
    if ends.endswith(GROWING_NAMES):
        return "cumulative"
    level = base_unit(reading.unit)[0] == "%" or ends.endswith(LEVEL_NAMES)
    return "point_in_time" if level else "cumulative"


def _direction(found: _Found, stated: str | None, name: str | None) -> tuple[str, bool]:
    by_kind = {"qualitative": "level", "date": "date", "interval": "interval"}.get(found.kind)
    known = by_kind or stated or DIRECTIONS.get(found.sign_read)
    if known:
        return known, False
    return DIRECTIONS.get(named_sign(name), "higher"), True


def _find(plain: str, sign: str, unit: str) -> _Found:
    if is_blank(plain):
        return _Found("blank", sign, unit=unit)
    amount = simple_amount(plain)
    if amount:
        return _settled(plain, amount, sign, unit)
    if not _DIGIT.search(plain):
        return _without_number(plain, sign, unit)
    if len(plain) > LONGEST_TEXT:
        return _Found("other", sign, unit=unit)
    if _ERROR.fullmatch(plain):
        return _Found("unreadable", sign, unit=unit)
    return _around_number(_without_remarks(without_labels(plain)), sign, unit)


def _settled(plain: str, amount: Amount, sign: str, unit: str) -> _Found:
    if unit == "年" and not (amount.unit or amount.sign) and _CALENDAR_UNIT.fullmatch(plain):
        return _Found("date", sign, date=f"{plain}-12-31")
    kind = "quantity" if amount.upper is None else "interval"
    return _Found(kind, amount.sign or sign, amount.value, amount.upper, settled_unit(amount.unit, unit))


def _without_number(plain: str, sign: str, unit: str) -> _Found:
    words = _REMARK.sub("", plain) or plain
    signed = chosen_sign(plain[:1], "", sign) or leading_word(plain)
    dated = _dated(words, signed)
    if dated:
        return dated
    if _COUNTED_IN_CHINESE.fullmatch(words):
        return _Found("other", signed, unit=unit)
    if UNIT_ALONE.fullmatch(words) or not _WORD.search(words) or "*" in words or _ERROR.match(words):
        return _Found("unreadable", signed, unit=unit)
    return _Found("qualitative", signed, unit=unit, level=level_of(words.lstrip(SYMBOLS)))


def _without_remarks(plain: str) -> str:
    outside = _REMARK.sub("", plain)
    if _DIGIT.search(outside) or not outside:
        return outside or plain
    inside = plain[len(outside) + 1 :].rstrip(")")
    remark = level_of(outside) or not plain.startswith(outside) or is_damaged(inside) or is_several(inside)
    return outside if remark or isinstance(amount_in(inside, ""), str) else closing_sign(outside) + inside


def _around_number(plain: str, sign: str, unit: str) -> _Found:
    dated = _dated(plain, sign)
    if dated:
        return dated
    rest, _ = dates.without_dates(plain, sign)
    if not _DIGIT.search(rest):
        return _without_number(rest.replace(dates.MARK, ""), sign, unit)
    if is_several(rest):
        return _Found("other", sign, unit=unit)
    amount = "unreadable" if is_damaged(rest) else amount_in(rest, sign)
    return _Found(amount, sign, unit=unit) if isinstance(amount, str) else _settled(rest, amount, sign, unit)


def _dated(plain: str, sign: str) -> _Found | None:
    rest, spans = dates.without_dates(plain, sign)
    if not spans or _DIGIT.search(rest):
        return None
    if len(spans) > 1:
        return _Found("other", sign)
    if not dates.is_deadline(rest, spans[0]):
        return None
    if not dates.exists(spans[0]):
        return _Found("unreadable", sign)
    before = rest.split(dates.MARK)[0]
    return _Found("date", chosen_sign(before, "", sign), date=dates.last_day(rest, spans[0]))
