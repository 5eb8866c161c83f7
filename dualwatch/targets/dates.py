"""Months, years and deadlines: which texts are dates, and the last day they allow."""

import re
from calendar import monthrange

from dualwatch.targets.text import words

CHINESE_MONTHS = dict(zip(words("一 二 三 四 五 六 七 八 九 十 十一 十二"), range(1, 13), strict=True))
QUARTERS = {"1": 3, "2": 6, "3": 9, "4": 12, "一": 3, "二": 6, "三": 9, "四": 12}
LAST_MONTHS = {**QUARTERS, "上半年": 6, "下半年": 12, "年底": 12, "年末": 12, "年内": 12}
"""The last month of a part of the year; a digit or numeral is that of a quarter."""

MARK = "〆"

LONGEST_WORDS = 40
"""Characters of words around a date beyond which the text is more than a date."""

_YEAR = r"(?:19|20)[0-9]{2}"
_NUMBERED = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_MONTH = rf"{_NUMBERED}月份?(?!龄)"
_DAY = r"(?:3[01]|[12][0-9]|0?[1-9])"
_TO = r"(?:[-—~]{1,2}|至|到)"
_HINT = re.compile(r"[年月季日号]|[0-9][-/.][0-9]")

_NUMERIC = re.compile(
    rf"(?<![0-9.])({_YEAR})([-/.])(1[0-2]|0?[1-9])\2({_DAY})日?(?![0-9.])"
    r"(?:T?\s?[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.0+)?)?)?"
)
_NUMERIC_MONTH = re.compile(
    rf"(?<![0-9.])({_YEAR})(?:[-/]|\.(?=[0-9]{{1,2}}(?:月|底|之?前|以前)))(1[0-2]|0?[1-9])月?(?![0-9.%,/-]|个)"
)
_NUMERIC_DAY = re.compile(rf"(?<![0-9.])(1[0-2]|[1-9])\.({_DAY})(?=之?前|以前)")
_MONTHS_RANGE = re.compile(
    rf"(?<![0-9.])(?:{_YEAR}年)?{_NUMBERED}(?:月份?)?(?:{_DAY}日)?{_TO}(?=(?:{_YEAR}年)?{_MONTH})"
)
_YEARS_RANGE = re.compile(rf"(?<![0-9.]){_YEAR}年?(?:{_TO}|/)(?={_YEAR}学?年)")
_BARE_YEARS_RANGE = re.compile(rf"20[123][0-9]{_TO}(20[123][0-9])")
_DAYS_RANGE = re.compile(rf"({_MONTH}){_DAY}[日号]?{_TO}(?={_DAY}[日号])")
_CHINESE_YEAR = re.compile(r"[一二][〇零九][〇零一二三四五六七八九]{2}(?=年)")
_CHINESE_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")

_SPAN = re.compile(
    rf"(?<![0-9.])(?P<year>{_YEAR})学?年度?(?!代)"
    rf"(?:(?P<month>{_MONTH})(?:(?P<day>{_DAY})[日号])?"
    rf"|第?(?P<quarter>[1-4一二三四])季度|(?P<half>上半年|下半年))?(?P<end>[上中下]旬|[底末内初])?"
    rf"|(?<![0-9.零〇])(?P<month2>{_MONTH})(?:(?P<day2>{_DAY})[日号])?(?P<end2>[上中下]旬|[底末内初])?"
    rf"|第?(?P<quarter2>[1-4一二三四])季度(?P<end3>[底末内初])?"
    rf"|(?P<half2>上半年|下半年|年底|年末|年内)"
    rf"|(?P<loose>每?(?:月|季度)[底末](?=之?前)"
    rf"|(?<![0-9])(?:[0-9]{{2}}年(?:[底末]|{_MONTH}(?:{_DAY}[日号])?)|{_DAY}(?:号|日(?=之?前|以前))))"
)
_OPEN = re.compile(r"次年|预计|拟|将|每月|每季|^[自从≥>]|起|以?后|开始")
_BEFORE = re.compile(r"(?:之|以)?前")
_COMPARED = re.compile(r"未|没|无法|不能|较|比|同期|水平|以来|基础上|高于|优于|超过")
_AROUND = (
    "在|于|至|到|截至|截止|力争|确保|预计|计划|争取|项目|当年|本年度?|今年|每年|每月|每季度?"
    "|[≥>≤<=]|不晚于|不迟于|不超过"
)
_DONE = (
    "完成|实施|验收|竣工|完工|支付|拨付|投入|投用|到位|建成|交付|办结|发放|下达|开工|结束|提交|印发|上报|执行完毕|达标"
)
_SHORT = re.compile(
    rf"(?:{_AROUND})*{MARK}(?:(?:之|以)?[前内]|止)?(?:[,，]?(?:全部|全面|按时|基本|前)*[一-龥]{{0,4}}(?:{_DONE})[一-龥]{{0,8}})?"
)
_SIGNED_DURATION = re.compile(r"[≥>](?:1[0-2]|[1-9])月(?![0-9份])")


def without_dates(plain: str, sign: str) -> tuple[str, list[re.Match[str]]]:
    """Return `plain` with each date replaced by MARK, and the dates.

    12月 under the sign ≥, in the text or in the column, is a duration and stays.
    """
    if not _HINT.search(plain) or _SIGNED_DURATION.search(sign + plain):
        return plain, []
    spelt = _respelt(plain)
    return _SPAN.sub(MARK, spelt), list(_SPAN.finditer(spelt))


def is_deadline(rest: str, span: re.Match[str]) -> bool:
    """Tell whether a text that is `rest` around one date states it, not a comparison or a miss."""
    if len(rest) > LONGEST_WORDS or _COMPARED.search(rest):
        return False
    return bool(span["month"] or span["month2"] or span["loose"]) or _SHORT.fullmatch(rest) is not None


def last_day(rest: str, span: re.Match[str]) -> str | None:
    """Return the last day of the date, as YYYY-MM-DD or MM-DD, or None where the text leaves it open.

    A period stands for its last day; 9月前 without a day leaves open whether September counts.
    """
    year, month = span["year"], _month_of(span)
    day, end = span["day"] or span["day2"], span["end"] or span["end2"] or span["end3"]
    if span["loose"] or end == "初" or (end == "内" and span["month2"]) or _OPEN.search(rest):
        return None
    bare = not (day or end or (span["half2"] or "").startswith("年"))
    if month is None or (bare and _BEFORE.match(rest, rest.index(MARK) + 1)):
        return None
    return _dated(year, month, _day_of(day, end, year, month))


def exists(span: re.Match[str]) -> bool:
    """Tell whether the calendar has the day of the date."""
    month, day = _month_of(span), span["day"] or span["day2"]
    return not (month and day) or int(day) <= monthrange(int(span["year"] or 2024), month)[1]


def _respelt(plain: str) -> str:
    spelt = _CHINESE_YEAR.sub(lambda year: year[0].translate(_CHINESE_DIGITS), plain)
    spelt = _NUMERIC.sub(r"\1年\3月\4日", spelt)
    spelt = _NUMERIC_MONTH.sub(r"\1年\2月", spelt)
    spelt = _NUMERIC_DAY.sub(r"\1月\2日", spelt)
    spelt = _DAYS_RANGE.sub(r"\1", _MONTHS_RANGE.sub(_range_start, spelt))
    bare = _BARE_YEARS_RANGE.fullmatch(spelt)
    return f"{bare[1]}年" if bare else _YEARS_RANGE.sub("", spelt)


def _range_start(start: re.Match[str]) -> str:
    year = re.match(rf"{_YEAR}年", start[0])
    follows = re.match(_YEAR, start.string[start.end() :])
    return year[0] if year and not follows else ""


def _month_of(span: re.Match[str]) -> int | None:
    month = (span["month"] or span["month2"] or "").rstrip("月份")
    if month:
        return CHINESE_MONTHS.get(month) or int(month)
    part = span["quarter"] or span["quarter2"] or span["half"] or span["half2"]
    return LAST_MONTHS[part] if part else (12 if span["year"] else None)


def _day_of(day: str | None, end: str | None, year: str | None, month: int) -> int:
    if day:
        return int(day)
    if end in ("上旬", "中旬"):
        return 10 if end == "上旬" else 20
    return monthrange(int(year or 2024), month)[1]


def _dated(year: str | None, month: int, day: int) -> str:
    return f"{year}-{month:02d}-{day:02d}" if year else f"{month:02d}-{day:02d}"
