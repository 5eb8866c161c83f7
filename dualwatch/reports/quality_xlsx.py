"""数据质量 as a workbook: counts, every finding in words, each kind with its figures, who has reported, the 口径."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import xlsxwriter

from dualwatch import quality
from dualwatch.model import Scope
from dualwatch.quality import Kind
from dualwatch.reports import described as described_by
from dualwatch.reports import sheets
from dualwatch.store import Store

TABLES = {
    "quality/reporting": "填报情况",
    "quality/completeness": "字段填写率",
    "quality/full_score_shares": "自评满分占比",
}
COUNTS = ("topic", "finding", "findings", "touched", "basis", "question")
WHO = ("mof_div_code", "mof_div_name", "dept_code", "dept_name", "pro_code", "pro_name")
SAID = ("sentence", "remedy")
LABELS = {
    "topic": "类",
    "sentence": "具体情形",
    "remedy": "怎样改",
    "state": "情况",
    "field": "字段",
    "question": "口径（问题名）",
}
WIDTHS = {"finding": 24, "basis": 46, "question": 34, "pro_code": 24, "pro_name": 36, "sentence": 66, "remedy": 46,
          "dept_name": 20, "level3": 24, "told": 40, "table_name": 24}  # fmt: skip
OF_ALL_PAGES = ("units", "behind_units")
Row = Mapping[str, Any]
Listed = tuple[str, tuple[str, ...], Sequence[Row]]


def write(store: Store, out: Path, params: dict[str, Any], scope: Scope) -> str:
    """Writes every finding that `params` choose (those of quality/reporting) and says how many there are."""
    ask = quality.asking(store, params, scope)
    kinds = quality.gathered(ask)
    standing = {name: ask(name).to_pylist() for name in TABLES}
    (state,) = ask("context/header").to_pylist()
    out.write_bytes(workbook(kinds, standing, state, described_by(store, params, scope)))
    said = quality.counted(kinds) if standing["quality/reporting"] else "这个范围内没有项目"
    return f"{said}，写到 {out}。"


def workbook(
    kinds: Sequence[Kind],
    standing: Mapping[str, Sequence[Row]],
    state: dict[str, Any],
    described: dict[str, str],
) -> bytes:
    """The bytes of the workbook.

    `kinds` is quality.gathered, `standing` the answers of TABLES by question, `state`
    context/header, `described` what the reader had chosen. Kinds without a finding stand in the counts.
    """
    title = sheets.marked(f"数据质量　截至 {described['截至']}　单位：元", state)
    written = BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"title": title, "created": state["loaded_at"]})
        formats = sheets.styles(book)
        listed: list[Listed] = [("汇总", COUNTS, _counts(kinds)), ("全部问题", ("finding", *WHO, *SAID), _all(kinds))]
        listed += [_sheet_of(kind) for kind in kinds if kind.count]
        listed += [(TABLES[name], *_standing(rows)) for name, rows in standing.items() if rows]
        for name, columns, rows in listed:
            _write_sheet(book, name, columns, rows, title, formats)
        columns_used = [name for _, columns, _ in listed for name in columns]
        notes = [*described.items(), *sheets.origin(state), *_controls(kinds), *sheets.meanings(columns_used)]
        sheets.write_notes(book.add_worksheet("口径"), notes, formats)
    return written.getvalue()


def _counts(kinds: Sequence[Kind]) -> list[Row]:
    return [
        {
            "topic": kind.topic,
            "finding": kind.question.label,
            "findings": kind.count,
            "touched": kind.units,
            "basis": kind.question.field("basis") or None,
            "question": kind.question.name,
        }
        for kind in kinds
    ]


def _all(kinds: Sequence[Kind]) -> list[Row]:
    return [row for kind in kinds for row in kind.rows()]


def _sheet_of(kind: Kind) -> Listed:
    """One kind with the figures of its question between who it is about and the sentence."""
    figures = [name for name in kind.question.returns if name not in (*WHO, "project_id", "told")]
    return kind.question.label, (*WHO, *figures, *SAID), kind.rows()


def _standing(rows: Sequence[Row]) -> tuple[tuple[str, ...], Sequence[Row]]:
    """An answer beside the findings, without the counts of its pages; reporting says each state in words too."""
    said = [row | {"state": quality.state(row)} if "missing" in row else row for row in map(dict, rows)]
    return tuple(name for name in said[0] if name not in OF_ALL_PAGES), said


def _write_sheet(
    book: xlsxwriter.Workbook, name: str, columns: Sequence[str], rows: Sequence[Row], title: str,
    formats: dict[str, Any],
) -> None:  # fmt: skip
    page = book.add_worksheet(name)
    sheets.write_head(page, title, columns, WIDTHS, formats, LABELS)
    for number, row in enumerate(rows, start=sheets.FIRST_ROW):
        for place, column in enumerate(columns):
            sheets.write_cell(page, number, place, column, row.get(column), formats)
    page.write_string(sheets.FIRST_ROW + len(rows), 0, f"共 {len(rows):,} 行", formats["total"])
    if rows:
        page.autofilter(sheets.FIRST_ROW - 1, 0, sheets.FIRST_ROW + len(rows) - 1, len(columns) - 1)


def _controls(kinds: Sequence[Kind]) -> list[tuple[str, str]]:
    total = sum(kind.count for kind in kinds)
    return [("全部问题：核对数", f"{total:,} 行，等于各类行数之和"), ("查了几类", f"{len(kinds)} 类")]
