"""Comparison signs: as symbols, as words before a number, as words after it, as a column."""

import re

from dualwatch.targets.text import normalise

SYMBOLS = "≥≤><="
LEADING_WORDS = {
    "≥": "大于等于 大于或等于 大于或者等于 高于或等于 多于或等于 不低于 不少于 不小于 不得低于 不得少于"
    " 不得小于 不能低于 不能少于 不应低于 不应少于 不应小于 应不低于 应不少于 不亚于 达到或超过 至少 最少",
    "≤": "小于等于 小于或等于 小于或者等于 低于或等于 少于或等于 不超过 不高于 不多于 不大于 不得超过"
    " 不得高于 不得多于 不得大于 不能超过 不能高于 不应超过 不应高于 不应大于 应不超过 不超出 不突破"
    " 不超 不晚于 不迟于 不长于 至多 最多 控制在 控制到",
    ">": "大于 高于 多于 超过 超出 超 优于 长于",
    "<": "小于 低于 少于 短于 不到 不足",
    "=": "等于",
}
TRAILING_WORDS = {"≥": "以上 之上", "≤": "以内 之内 以下 之下 内"}
DIRECTIONS = {"≥": "higher", ">": "higher", "=": "exact", "<": "lower", "≤": "lower"}
STATED_DIRECTIONS = {
    "正向": "higher", "正向指标": "higher",
    "逆向": "lower", "反向": "lower", "负向": "lower", "逆向指标": "lower", "反向指标": "lower",
    "等于": "exact", "区间": "interval",
}  # fmt: skip

_SIGN_OF_WORD = {word: sign for sign, words in LEADING_WORDS.items() for word in words.split()}
_BEFORE_DIGITS = r"(?=约?(?:[0-9]|$))"
_LEADING = "|".join(
    word + (_BEFORE_DIGITS if word.endswith("超") else "") for word in sorted(_SIGN_OF_WORD, key=len, reverse=True)
)
_SIGN_OF_TAIL = {word: sign for sign, words in TRAILING_WORDS.items() for word in words.split()}
_ANY = re.compile(rf"([{SYMBOLS}]|{_LEADING})(?:或者?等于)?")
_LEAD = re.compile(_LEADING)
_TAIL = re.compile(
    r"(?:[一-龥]{0,4}?[及或]?(?:\(?含\)?)?(?P<word>以上|之上|以内|之内|以下|之下)"
    r"|(?P<inside>内)(?![容部外涵地]))"
)
_NAMED = re.compile(rf"\(([{SYMBOLS}])[^()]*\)")


def column_sign(sign: str | None) -> str:
    """Return the sign that a column of signs says; 定性 and anything unknown say none."""
    plain = normalise(sign)
    return plain if plain in SYMBOLS and len(plain) == 1 else _SIGN_OF_WORD.get(plain, "")


def signs_in(text: str) -> list[tuple[str, bool]]:
    """Return the signs of `text` in order, each with whether it is a symbol."""
    return [(_SIGN_OF_WORD.get(found, found), found in SYMBOLS) for found in _ANY.findall(text)]


def closing_sign(text: str) -> str:
    """Return the sign that ends `text`, '' when it ends otherwise."""
    found = list(_ANY.finditer(text))[-1:]
    return _SIGN_OF_WORD.get(found[0][1], found[0][1]) if found and found[0].end() == len(text) else ""


def without_signs(text: str) -> str:
    """Return `text` without its signs, symbols and words."""
    return _ANY.sub("", text)


def leading_word(text: str) -> str:
    """Return the sign of a word that opens `text`, '' when there is none."""
    found = _LEAD.match(text)
    return _SIGN_OF_WORD[found[0]] if found else ""


def trailing_word(text: str) -> str:
    """Return the sign of a word such as 以上 or 以内 right after a number and its unit."""
    found = _TAIL.match(text)
    if not found:
        return ""
    return _SIGN_OF_TAIL[found["word"] or found["inside"]]


def chosen_sign(head: str, tail: str, column: str) -> str:
    """Return the sign of a number: the symbol before it, else the column's, else a word's."""
    before = signs_in(head)
    if before and before[-1][1]:
        return before[-1][0]
    return column or (before[-1][0] if before else trailing_word(tail))


def named_sign(name: str | None) -> str:
    """Return the sign in a bracket that ends an indicator's name, as in 排污沟(≥米)."""
    plain = normalise(name)
    found = _NAMED.search(plain) if plain.endswith(")") else None
    return found[1] if found and found.end() == len(plain) else ""
