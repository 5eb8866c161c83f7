"""Numbers in a text: which digits stand together, what they bound, and when they are not to be trusted."""

import re
from dataclasses import dataclass
from itertools import pairwise

from dualwatch.targets.signs import SYMBOLS, chosen_sign, signs_in, trailing_word, without_signs
from dualwatch.targets.units import UNIT

LONGEST_WORDS = 40
"""Characters of words around a number beyond which the number's part in them is uncertain."""

LONGEST_CODE = 15
"""Digits beyond which a number is a code, or one whose last digits a spreadsheet has lost."""

_NUMBER = (
    r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?(?!,?[0-9])"
    r"|[0-9]{1,3}，[0-9]{3}(?:\.[0-9]+)?(?!，?[0-9])|[0-9]+(?:\.[0-9]+)?)"
)
_PART = re.compile(rf"(?<![A-Za-z/·])(?P<number>{_NUMBER})[余多来]?{UNIT}?")
_SIMPLE = re.compile(
    rf"(?P<sign>[{SYMBOLS}]?)(?P<number>{_NUMBER})"
    r"(?P<unit>%|[件个人次元户天亩座套项名台份吨家]|万元|百分比|人次|公里)?"
)
_COUNTING_WORDS = re.compile(
    r"(?:(?![完成达到覆盖合格优良提升降增减约等已均全及率的为是左右以内外上下前后])[一-龥]){1,3}"
)

_SEVERAL = re.compile(
    r"^[0-9]+[.、](?=[一-龥(“])|[0-9][、,，和及与至到~—-]〆|[0-9][几数]|^\([0-9]+\)|[①-⑳]"
    r"|[0-9]:[0-9]|[0-9]/[0-9]|[0-9][×xX*][0-9]|±"
    r"|第[0-9]|[前列居][0-9]+(?:名|位|强|%|$)"
    r"|[未没][一-龥]{1,4}[0-9]|[0-9][^,，;。]*未[完达实开]|(?:剩余?|[尚还][差欠缺])[一-龥]{0,2}[0-9]"
)
"""No quantity reached: enumerations, ratios, products, tolerances, ranks, what is missing."""

_DAMAGED = re.compile(
    rf"不等于|(?:^|=)/[{SYMBOLS}]"
    r"|[\^$#*?|\\_`{}&\uFFFD□■◆≠]"
    r"|[0-9][.,，]{2,}|[.,]{2,}[0-9]|(?<![0-9])\.[0-9]|[0-9]\.(?![0-9])|[0-9]\.[0-9]+\.[0-9]"
    r"|[A-Za-ln-z][0-9]|m(?![23](?![0-9]))[0-9]|(?<![一-龥])[工三之乏][0-9]|^[一二三四五六七八九十]+[0-9]"
    rf"|[{SYMBOLS}]$|[0-9²³¹⁰-⁹]*[²³¹⁰-⁹](?<=[0-9].)|[٠-٩०-९]|[0-9][¼-¾⅐-⅞]"
)
"""What scanning and mistyping leave behind: stray marks, doubled points, letters and 工 for digits or ≥."""

_TO = re.compile(r"[-—~]{1,2}|[~至到]-?")
_TO_NEGATIVE = ("~-", "至-", "到-")
_CHAINED = re.compile(r"([≥≤<>])[^0-9≥≤<>]{1,8}([≥≤<>])")
_JOINED = re.compile(r"(?:[,，;、]|且|并|和|与|同时|又|但|或者?)*")
_LISTED = re.compile(r"[一-龥,，;、/—~→-]|\s")
_NAME_END = re.compile(r"(?:率|数|数量|度|量|面积|长度|人数|成本|金额|时间|时长|里程|比例|占比|得分):?$")
_FREE_HEAD = re.compile(rf"(?:.*[一-龥※〆)”\"√][,，、;。]?|.*[{SYMBOLS}≈¥:↑↓])?[+-]?")
_FREE_TAIL = re.compile(r"(?:[,，;、。!:]?[一-龥※〆()“”\"'’‘↑↓√\s].*)?")
"""What may stand next to a number that is whole; after anything else digits may be missing."""

_LEADING_ZERO = re.compile(r"0[0-9]")


@dataclass(frozen=True)
class Amount:
    """A number, or an interval when `upper` is given, with the unit and sign its own text gives."""

    value: float
    upper: float | None
    unit: str
    sign: str


def simple_amount(plain: str) -> Amount | None:
    """Return the amount of a text that is a sign, a number and a common unit, the form most texts have."""
    found = _SIMPLE.fullmatch(plain)
    if not found or _is_code(found["number"]):
        return None
    return Amount(_value(found["number"]), None, found["unit"] or "", found["sign"])


def is_several(plain: str) -> bool:
    """Tell whether the numbers of `plain` are an enumeration, a ratio or a rank."""
    return _SEVERAL.search(plain) is not None


def is_damaged(plain: str) -> bool:
    """Tell whether `plain` bears marks of damage next to its numbers."""
    return plain.count("(") != plain.count(")") or _DAMAGED.search(plain) is not None


def amount_in(plain: str, column_sign: str) -> Amount | str:
    """Return the one amount of `plain`, or "other" for several values, or "unreadable"."""
    parts = list(_PART.finditer(plain))
    if len(parts) == 2:
        bounded = _interval(plain, parts, column_sign)
        if bounded:
            return bounded
    if len(parts) > 1:
        parts = _after_name(plain, parts) or parts
    if len(parts) == 1:
        return _single(plain, parts[0], column_sign)
    between = [plain[left.end("number") : right.start()] for left, right in pairwise(parts)]
    return "other" if parts and all(_LISTED.search(text) for text in between) else "unreadable"


def _single(plain: str, part: re.Match[str], column_sign: str) -> Amount | str:
    head, tail = plain[: part.start()], plain[part.end() :]
    if len(head) + len(tail) > LONGEST_WORDS or _is_code(part["number"]):
        return "other"
    negative, unit = _is_negative(head), _unit(part, tail)
    if negative is None or unit is None or not _stands_free(head, tail) or set(tail) & set(SYMBOLS):
        return "unreadable"
    if not unit and head.endswith("百分之"):
        unit = "百分之"
    return Amount(_value(part["number"], negative), None, unit, chosen_sign(head, tail, column_sign))


def _interval(plain: str, parts: list[re.Match[str]], column_sign: str) -> Amount | None:
    first, second = parts
    head, tail = plain[: first.start()], plain[second.end() :]
    between = plain[first.end() : second.start()]
    unit, order, negative = _common_unit(first, second, tail), _order(head, between), _is_negative(head)
    if unit is None or order is None or negative is None or any(_is_code(part["number"]) for part in parts):
        return None
    ends = _value(first["number"], negative), _value(second["number"], between in _TO_NEGATIVE)
    low, high = ends if order == "rising" else ends[::-1]
    sign = chosen_sign(head, tail, column_sign) if _TO.fullmatch(between) else column_sign
    return Amount(low, high, unit, sign) if low <= high and _stands_free(head, tail) else None


def _order(head: str, between: str) -> str | None:
    if _TO.fullmatch(between):
        return "rising"
    chained = _CHAINED.fullmatch(between)
    if chained:
        pair = chained[1] + chained[2]
        return "rising" if set(pair) <= set("≤<") else "falling" if set(pair) <= set("≥>") else None
    before, after = signs_in(head)[-1:], signs_in(between)
    if not before or len(after) != 1 or not _JOINED.fullmatch(without_signs(between)):
        return None
    ends = (before[0][0] in "≥>", after[0][0] in "≥>")
    return {(True, False): "rising", (False, True): "falling"}.get(ends)


def _after_name(plain: str, parts: list[re.Match[str]]) -> list[re.Match[str]] | None:
    last, before = parts[-1], parts[-2]
    gap = plain[before.end() : last.start()]
    named = _NAME_END.search(without_signs(gap))
    return [last] if named and (gap.endswith(":") or signs_in(gap)) else None


def _is_negative(head: str) -> bool | None:
    if head.endswith("-"):
        before = head[:-1]
        return True if not before or before[-1] in SYMBOLS + ":" or not without_signs(before) else None
    return head.endswith(("负", "零下"))


def _stands_free(head: str, tail: str) -> bool:
    return _FREE_HEAD.fullmatch(head) is not None and _FREE_TAIL.fullmatch(tail) is not None


def _common_unit(first: re.Match[str], second: re.Match[str], tail: str) -> str | None:
    left, right = _unit(first, ""), _unit(second, tail)
    if left is None or right is None:
        return None
    if not left or left == right or (right.startswith(left) and not left.strip("十百千万亿")):
        return right
    return None if right else left


def _unit(part: re.Match[str], tail: str) -> str | None:
    found = (part["scale"] or "") + (part["scaled"] or "") + (part["counted"] or "") + (part["boxed"] or "")
    if found and tail.startswith(found):
        return None if re.match(r"[0-9]", tail[len(found) :]) else found
    if found or not tail:
        return found
    if re.match(r"[A-Za-z]", tail):
        return None
    return tail if not trailing_word(tail) and _COUNTING_WORDS.fullmatch(tail) else ""


def _is_code(number: str) -> bool:
    whole = number.replace(",", "").replace("，", "").split(".")[0]
    return len(whole) > LONGEST_CODE or _LEADING_ZERO.match(whole) is not None


def _value(number: str, negative: bool | None = False) -> float:
    value = float(number.replace(",", "").replace("，", ""))
    return -value if negative and value else value
