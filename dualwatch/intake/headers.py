"""What a header cell says: the field, the money unit in it, the month in it."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from dualwatch.schema import TABLES, Field, Table

UNITS = {
    "元": 1,
    "百元": 100,
    "千元": 1_000,
    "万元": 10_000,
    "万": 10_000,
    "百万元": 1_000_000,
    "千万元": 10_000_000,
    "亿元": 100_000_000,
    "亿": 100_000_000,
}
_UNIT = "|".join(sorted(UNITS, key=len, reverse=True))
_UNIT_TAIL = re.compile(rf"(?:[(\[【/_,,:\-]+|(?=(?:金额)?单位))(?:金额)?(?:单位)?:?(?:人民币)?({_UNIT})[)\]】]*$")
_BRACKET_TAIL = re.compile(r"[(\[【][^()\[\]【】]*[)\]】]$")
_TITLE_UNIT = re.compile(rf"(?:金额)?单位[::]?(?:人民币)?[((]?({_UNIT})(?![/一-鿿])")
_LIST_MARK = re.compile(r"^(?:\*|★|[((]?[一二三四五六七八九十]+[))]?[、.]|\d+[、.](?=\D))")
_MONTH = re.compile(r"^(截[至止]到?)?(?:(\d{4})年)?(1月?[-—~至到])?(\d{1,2})月[份底末]?(.*)$")
_MONTH_DATE = re.compile(r"^(\d{4})-(\d\d)-01$")
_MONTH_LIKE = re.compile(r"\d月|^\d{4}-\d\d-01$")
_PAID = ("", "支付", "支付数", "本月支付", "支出", "支出数", "支付金额", "实际支付", "实际支付金额", "执行", "执行数")
_PLANNED = ("", "计划", "计划数", "计划金额", "用款计划")


@dataclass(frozen=True)
class Heading:
    """One column of a sheet: its header text and what the text says for a table.

    `month` is the month that the header itself names (`8月累计执行数`, or a date: 2026-03-01), `year` the year
    it names with it; `plain` says that the header is a standard field name and no more, whose money is 元
    unless told otherwise.
    """

    text: str
    field: str | None = None
    unit: str | None = None
    month: int | None = None
    plain: bool = False
    year: int | None = None

    @property
    def month_text(self) -> str:
        """The named month as a cell would write it, with its year where it has one."""
        return f"{self.year}-{self.month:02d}" if self.year and self.month else str(self.month)


@lru_cache(maxsize=50_000)
def squeezed(text: str) -> str:
    """A header as it is compared: half-width, lower case, no white space, no list marks."""
    flat = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).lower()
    return _LIST_MARK.sub("", flat).rstrip("*★:")


@lru_cache(maxsize=50_000)
def split_unit(text: str) -> tuple[str, str | None]:
    """A squeezed header without its money unit, and the unit; 预算数(万元)(A) has one too."""
    match = _UNIT_TAIL.search(text) or _UNIT_TAIL.search(_BRACKET_TAIL.sub("", text))
    return (text[: match.start()], match[1]) if match else (text, None)


def title_unit(text: str) -> str | None:
    """The money unit that a title line names, as in `单位：万元`."""
    match = _TITLE_UNIT.search(squeezed(text))
    return match[1] if match else None


@lru_cache(maxsize=200_000)
def heading(table_name: str, text: str) -> Heading:
    """What a header text means in a table."""
    table = TABLES[table_name]
    bare, unit = split_unit(squeezed(text))
    known = _labels(table)
    for candidate in _shortened(bare):
        if candidate in known:
            found = known[candidate]
            plain = bare == found.name
            return Heading(text, found.name, unit, _implied_month(table, candidate), plain)
    return _month_heading(table, text, bare, unit)


@lru_cache(maxsize=200_000)
def is_known(text: str) -> bool:
    """Whether a header text means anything in any table."""
    bare, _ = split_unit(squeezed(text))
    return any(candidate in _all_labels() for candidate in _shortened(bare)) or bool(_MONTH_LIKE.search(bare))


@lru_cache(maxsize=1)
def _all_labels() -> frozenset[str]:
    return frozenset(label for table in TABLES.values() for label in _labels(table))


def _implied_month(table: Table, label: str) -> int | None:
    return 12 if table.name == "execution" and label == "全年执行数" else None


def _shortened(bare: str) -> tuple[str, ...]:
    """The header, and the header without brackets at its end: 全年预算数(A)."""
    return (bare, _BRACKET_TAIL.sub("", bare))


@lru_cache(maxsize=64)
def _labels(table: Table) -> dict[str, Field]:
    known = {squeezed(label): field for field in table.fields for label in field.labels}
    return known | {field.name: field for field in table.fields}


def _month_heading(table: Table, text: str, bare: str, unit: str | None) -> Heading:
    match = _MONTH.match(_MONTH_DATE.sub(_words_of_date, _BRACKET_TAIL.sub("", bare)))
    if not match or not 1 <= int(match[4]) <= 12:
        return Heading(text, unit=unit)
    field = _month_field(table, bool(match[1] or match[3]), match[5])
    year = int(match[2]) if field and match[2] else None
    return Heading(text, field, unit, int(match[4]) if field else None, year=year)


def _words_of_date(match: re.Match[str]) -> str:
    return f"{match[1]}年{int(match[2])}月"


def _month_field(table: Table, from_january: bool, rest: str) -> str | None:
    """The field of a column whose header names its month: `3月`, `8月累计执行数`, `1-7月执行数`, `截至6月底支付`."""
    if table.name == "plans":
        return "planned" if rest in _PLANNED and not from_january else None
    kind = rest.removeprefix("累计")
    if table.name != "execution" or kind not in _PAID:
        return None
    return "paid_to_date" if from_january or kind != rest else "paid"
