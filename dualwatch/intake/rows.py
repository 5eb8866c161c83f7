"""Which rows under a header are data, and which are totals, notes, repeated headers or blank."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dualwatch.intake.headers import Heading
from dualwatch.intake.layout import Body
from dualwatch.intake.reading import BLANK_WORDS, mask
from dualwatch.schema import Table

TOTAL = r"(合计|小计|总计|共计)(数|金额)?([:：（(].*)?$"
BARE_TOTAL = r"^[省市州县区镇乡全各本级]*(合计|小计|总计|共计)[:：]?$"
NAMES = {"pro_name", "dept_name", "agency_name"}
FOOTNOTE = (
    r"^(注|备注|说明|填表说明|(单位|部门|财务)?负责人|主管领导|(填表|填报|制表|经办|审核|复核|联系)人?|联系电话"
    r"|(填报|填表|制表)(日期|时间)|数据来源)(（[^）]*）)?\s*\d*\s*[:：]"
)
EXAMPLE = "示例"
_LONGEST_TOTAL = 30
_REMARK = r"[一-鿿].*[一-鿿].*[一-鿿].*[一-鿿]"
_NO_TEXT = ("year", "month", "code", "money", "number", "count")


def data_rows(table: Table, body: Body, headings: dict[int, Heading]) -> np.ndarray:
    """Which rows of a body are data: not blank, no subtotal, no note, no example of a template, no repeated header."""
    if not body.columns:
        return np.zeros(0, dtype=bool)
    filled = [mask(pc.is_valid(column)) for column in body.columns]
    cells = np.sum(filled, axis=0)
    notes = _footnotes(body, cells) | _remarks(table, body, headings, filled, cells) | _examples(table, body, headings)
    return (cells > 0) & ~_totals(table, body, headings) & ~notes & ~_repeated_headers(body)


def filled_rows(body: Body) -> np.ndarray:
    """Which rows have anything in them."""
    return np.any([mask(pc.is_valid(column)) for column in body.columns], axis=0)


def _totals(table: Table, body: Body, headings: dict[int, Heading]) -> np.ndarray:
    """Subtotal rows: a name is no more than that, or a text cell says so and the code is missing or says so too."""
    code = _code_column(table, body, headings)
    texts = [
        body.columns[index]
        for index in range(len(body.columns))
        if index not in headings or table.by_name[str(headings[index].field)].kind != "money"
    ]
    said = [_says_total(column) for column in texts]
    total = np.any(said, axis=0) if said else np.zeros(len(body.rows), dtype=bool)
    if code is None:
        return total
    absent = mask(pc.is_null(code)) | mask(pc.is_in(code, value_set=pa.array(sorted(BLANK_WORDS))))
    return total & (absent | _says_total(code)) | _named_total(table, body)


def _named_total(table: Table, body: Body) -> np.ndarray:
    """Rows of projects whose project, department or unit is called 合计 or the like, whatever their code."""
    names = [i for i, one in enumerate(body.headings("projects")) if one.field in NAMES and "pro_code" in table.key]
    said = [_matches(body.columns[i], BARE_TOTAL, _has_total_word(body.columns[i])) for i in names]
    return np.any(said, axis=0) if said else np.zeros(len(body.rows), dtype=bool)


def _code_column(table: Table, body: Body, headings: dict[int, Heading]) -> pa.Array | None:
    wanted = (
        "pro_code"
        if "pro_code" in table.key
        else next((name for name in table.key if table.by_name[name].kind == "code"), None)
    )
    return next((body.columns[i] for i, one in headings.items() if one.field == wanted), None)


def _says_total(column: pa.Array) -> np.ndarray:
    return _matches(column, TOTAL, _has_total_word(column))


def _has_total_word(column: pa.Array) -> np.ndarray:
    """Which texts have the character that 合计, 小计, 总计 and 共计 share."""
    return mask(pc.match_substring(column, "计"))


def _matches(column: pa.Array, pattern: str, among: np.ndarray) -> np.ndarray:
    """Where a short text without its blanks matches a pattern; only some rows are looked at."""
    found = np.zeros(len(column), dtype=bool)
    places = np.flatnonzero(among)
    if len(places):
        squeezed = pc.replace_substring_regex(column.take(pa.array(places)), r"[\s　]+", "")
        short = pc.less_equal(pc.utf8_length(squeezed), _LONGEST_TOTAL)
        found[places] = mask(pc.and_(pc.match_substring_regex(squeezed, pattern), short))
    return found


def _footnotes(body: Body, cells: np.ndarray) -> np.ndarray:
    few = np.flatnonzero((cells > 0) & (cells <= 3))
    notes = np.zeros(len(body.rows), dtype=bool)
    for column in body.columns[:3] if len(few) else []:
        notes[few] |= mask(pc.match_substring_regex(column.take(pa.array(few)), FOOTNOTE))
    return notes


def _remarks(
    table: Table, body: Body, headings: dict[int, Heading], filled: list[np.ndarray], cells: np.ndarray
) -> np.ndarray:
    """Rows of one sentence alone, in a column where no sentence belongs."""
    remarks = np.zeros(len(body.rows), dtype=bool)
    alone = (cells == 1) if len(body.columns) > 3 else np.zeros(len(body.rows), dtype=bool)
    for index, column in enumerate(body.columns if alone.any() else []):
        kind = table.by_name[str(headings[index].field)].kind if index in headings else None
        if kind is None or kind in _NO_TEXT:
            remarks |= alone & filled[index] & mask(pc.match_substring_regex(column, _REMARK))
    return remarks


def _examples(table: Table, body: Body, headings: dict[int, Heading]) -> np.ndarray:
    """Rows of a template that show how to fill it in: one of their codes begins with 示例."""
    codes = [i for i, one in headings.items() if one.field and table.by_name[one.field].kind == "code"]
    said = [mask(pc.starts_with(body.columns[i], EXAMPLE)) for i in codes]
    return np.any(said, axis=0) if said else np.zeros(len(body.rows), dtype=bool)


def _repeated_headers(body: Body) -> np.ndarray:
    """Rows that say again what the header says: all their cells are words of it, or all but one of its lowest row."""
    lowest, strange = np.zeros(len(body.rows), dtype=int), np.zeros(len(body.rows), dtype=int)
    for column, parts in zip(body.columns, body.parts, strict=True):
        lowest += mask(pc.equal(column, parts[-1]))
        strange += mask(pc.is_valid(column)) & ~mask(pc.is_in(column, value_set=pa.array(parts)))
    columns = sum(bool(parts[-1]) for parts in body.parts)
    return (strange == 0) | (lowest >= max(2, columns - 1))
