"""The period that a title, a sheet's name or a file's name states: 2025年1-8月财政收支情况, 202508."""

import re
import unicodedata
from collections.abc import Iterable

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*(?:年|财年)|(?<!\d)(20\d\d)(?:0[1-9]|1[0-2])(?!\d)")
_MONTH = re.compile(r"(?<!\d)(1[0-2]|0?[1-9])\s*月(?!\s*\d+\s*日)|(?<!\d)20\d\d(0[1-9]|1[0-2])(?!\d)")
_QUARTERS = {"一季度": "3", "上半年": "6", "前三季度": "9", "三季度": "9", "二季度": "6", "四季度": "12"}


def year_in(texts: Iterable[str]) -> str | None:
    """The year that the first text stating one states."""
    return _first(_YEAR, texts)


def month_in(texts: Iterable[str]) -> str | None:
    """The last month of the period that the first text stating one states; the day of a date is no period."""
    listed = list(texts)
    for text in listed:
        found = _first(_MONTH, [text]) or next((month for word, month in _QUARTERS.items() if word in text), None)
        if found:
            return found.lstrip("0")
    return None


def _first(pattern: re.Pattern[str], texts: Iterable[str]) -> str | None:
    for text in texts:
        match = pattern.search(unicodedata.normalize("NFKC", text))
        if match:
            return next(group for group in match.groups() if group)
    return None
