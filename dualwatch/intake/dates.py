"""Years, months and days, however a sheet writes them."""

import datetime
import re

from dualwatch.intake.reading import BLANK_WORDS, Unreadable, bare_text

FIRST_YEAR, LAST_YEAR = 1990, 2100
SERIAL = r"^[34567]\d{4}(\.\d+)?$"
_YEAR = re.compile(r"(\d{4})(?:年度?|\.0|-01-01)?")
_MONTH = re.compile(r"(?:(\d{4})[-/.年]|(\d{4})(?=\d\d$))?(?:1[-—~至])?(\d{1,2})(?:月份?|[-/]\d{1,2}(?:00:00:00)?)?")
_TENTH = re.compile(r"\d{4}\.1")
_DAY = re.compile(r"(\d{4})(?:[-/.年])(\d{1,2})(?:[-/.月])(\d{1,2})日?(?:T?\d{1,2}:.*)?|(\d{4})(\d\d)(\d\d)")
_DAY_ZERO = datetime.date(1899, 12, 30)


def year(text: str) -> int:
    """A fiscal year between 1990 and 2100."""
    match = _YEAR.fullmatch(bare_text(text))
    if match is None or not _is_year(match[1]):
        raise Unreadable("不是年度：请填四位年份，如 2025。")
    return int(match[1])


def _is_year(digits: str) -> bool:
    return FIRST_YEAR <= int(digits) <= LAST_YEAR


def month(text: str) -> int:
    """A month between 1 and 12; 2026.1 may be January or October and is not guessed."""
    bare = bare_text(text)
    match = _MONTH.fullmatch(bare)
    stated = year_of_month(text)
    if match is None or not 1 <= int(match[3]) <= 12 or (stated and not _is_year(stated)):
        raise Unreadable("不是月份：请填 1 到 12。")
    if _TENTH.fullmatch(bare):
        raise Unreadable("分不清是 1 月还是 10 月：请写成 2026-01 或 2026-10 这样。")
    return int(match[3])


def year_of_month(text: str) -> str | None:
    """The four digits of the year that a month is written with, if any."""
    match = _MONTH.fullmatch(bare_text(text))
    return (match[1] or match[2]) if match else None


def day(text: str) -> str | None:
    """A day as 2026-09-30; a number is the serial number that spreadsheets keep for a day."""
    bare = bare_text(text)
    if bare in BLANK_WORDS:
        return None
    if re.match(SERIAL, bare):
        return (_DAY_ZERO + datetime.timedelta(days=int(float(bare)))).isoformat()
    match = _DAY.fullmatch(bare)
    try:
        parts = [int(part) for part in match.groups() if part] if match else []
        return datetime.date(*parts).isoformat()
    except (TypeError, ValueError):
        raise Unreadable("不是日期：请写成 2026-09-30 这样。") from None
