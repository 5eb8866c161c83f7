"""预警清单 as a workbook: the projects of a filter, each flag with its sentences, and the 口径."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from dualwatch.measures import measure
from dualwatch.model import SEVERITY_LABELS, Severity

DEMO_MARK = "【演示数据，不对应真实地方、单位和个人】"
PROJECT_COLUMNS = (
    "severity", "pro_code", "pro_name", "mof_div_name", "dept_name", "budget_book", "rule_labels", "budget",
    "paid_to_date", "execution_rate", "expected_rate", "execution_gap", "completion_rate", "underpaid", "run",
    "sentence", "clears",
)  # fmt: skip
FLAG_COLUMNS = (
    "severity", "rule_label", "pro_code", "pro_name", "mof_div_name", "dept_name", "amount", "run", "sentence",
    "clears", "profile", "profile_version",
)  # fmt: skip
WIDTHS = {"pro_name": 34, "sentence": 60, "clears": 50, "rule_labels": 26, "dept_name": 20, "pro_code": 22}
LABELS = {"rule_labels": "规则", "profile_version": "方案版本", "clears": "怎样解除", "sentence": "为什么报警"}
NUMBER_FORMATS = {"money": "#,##0.00", "rate": "0.0%", "points": '0.0;"−"0.0', "count": "#,##0"}
FIRST_ROW = 2


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name, its columns and its rows, money in 元, rates and gaps in ppm."""

    name: str
    columns: tuple[str, ...]
    rows: Sequence[dict[str, Any]]
    total: str


def workbook(
    projects: Sequence[dict[str, Any]],
    flags: Sequence[dict[str, Any]],
    state: dict[str, Any],
    described: dict[str, str],
) -> bytes:
    """The bytes of the workbook.

    `projects` is alerts/projects without paging, `flags` the explained flags of the same
    projects, `state` context/header, `described` what the reader had chosen.
    """
    sheets = (
        Sheet("预警项目", PROJECT_COLUMNS, _with_sentences(projects, flags), "underpaid"),
        Sheet("逐条预警", FLAG_COLUMNS, flags, "amount"),
    )
    title = f"预警清单　截至 {described['截至']}　单位：元{'　' + DEMO_MARK if state['demo'] else ''}"
    written = BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"title": title, "created": state["loaded_at"]})
        styles = _styles(book)
        for sheet in sheets:
            _write_sheet(book.add_worksheet(sheet.name), sheet, title, styles)
        _write_notes(book.add_worksheet("口径"), sheets, state, described, styles)
    return written.getvalue()


def _with_sentences(projects: Sequence[dict[str, Any]], flags: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each project with all its sentences and all that clears its flags."""
    said: dict[str, list[dict[str, Any]]] = {}
    for flag in flags:
        said.setdefault(flag["project_id"], []).append(flag)
    return [
        project
        | {name: "；".join(flag[name] for flag in said.get(project["project_id"], [])) for name in LABELS_OF_FLAGS}
        for project in projects
    ]


LABELS_OF_FLAGS = ("sentence", "clears")


def _styles(book: xlsxwriter.Workbook) -> dict[str, Any]:
    styles = {kind: book.add_format({"num_format": text}) for kind, text in NUMBER_FORMATS.items()}
    styles["head"] = book.add_format({"bold": True, "bg_color": "#F4F6F9", "bottom": 1, "text_wrap": True})
    styles["title"] = book.add_format({"bold": True, "font_size": 13})
    styles["text"] = book.add_format({"num_format": "@", "valign": "top"})
    styles["total"] = book.add_format({"bold": True, "top": 1, "num_format": "#,##0.00"})
    return styles


def _write_sheet(page: Worksheet, sheet: Sheet, title: str, styles: dict[str, Any]) -> None:
    page.write_string(0, 0, title, styles["title"])
    page.freeze_panes(FIRST_ROW, 0)
    page.repeat_rows(0, FIRST_ROW - 1)
    for place, name in enumerate(sheet.columns):
        page.set_column(place, place, WIDTHS.get(name, 14))
        page.write_string(FIRST_ROW - 1, place, _heading(name), styles["head"])
    for number, row in enumerate(sheet.rows, start=FIRST_ROW):
        for place, name in enumerate(sheet.columns):
            _write_cell(page, number, place, name, row.get(name), styles)
    _write_total(page, sheet, styles)


def _heading(name: str) -> str:
    label = LABELS.get(name) or measure(name).label
    return f"{label}（百分点）" if measure(name).format == "points" else label


def _write_cell(page: Worksheet, row: int, place: int, name: str, value: Any, styles: dict[str, Any]) -> None:
    """Numbers as numbers; everything else as text, so that no cell becomes a formula."""
    kind = measure(name).format
    if value is None:
        page.write_blank(row, place, None)
    elif name == "severity":
        page.write_string(row, place, SEVERITY_LABELS[Severity(value)], styles["text"])
    elif kind in NUMBER_FORMATS:
        page.write_number(row, place, _number(kind, value), styles[kind])
    else:
        page.write_string(row, place, str(value), styles["text"])


def _number(kind: str, value: Any) -> float:
    if kind == "rate":
        return int(value) / 1_000_000
    return int(value) / 10_000 if kind == "points" else float(value)


def _write_total(page: Worksheet, sheet: Sheet, styles: dict[str, Any]) -> None:
    last = FIRST_ROW + len(sheet.rows)
    page.write_string(last, 0, f"共 {len(sheet.rows):,} 行", styles["total"])
    page.write_number(last, sheet.columns.index(sheet.total), float(_total(sheet)), styles["total"])


def _total(sheet: Sheet) -> Decimal:
    return sum((Decimal(row[sheet.total] or 0) for row in sheet.rows), Decimal(0))


def _write_notes(
    page: Worksheet, sheets: Sequence[Sheet], state: dict[str, Any], described: dict[str, str], styles: dict[str, Any]
) -> None:
    page.set_column(0, 0, 26)
    page.set_column(1, 1, 90)
    rows = [*described.items(), *_origin(state), *_controls(sheets), *_meanings(sheets)]
    page.write_string(0, 0, "口径", styles["title"])
    for number, (name, text) in enumerate(rows, start=1):
        page.write_string(number, 0, name, styles["text"])
        page.write_string(number, 1, text, styles["text"])


def _origin(state: dict[str, Any]) -> list[tuple[str, str]]:
    loaded: datetime = state["loaded_at"]
    said = [
        ("数据截至", f"{state['data_date']:%Y-%m-%d}"),
        ("导入", f"{loaded:%Y-%m-%d %H:%M}，第 {state['batch_count']} 批"),
        ("未报单位", f"{state['unreported']} 个"),
    ]
    return [*said, ("说明", DEMO_MARK.strip("【】"))] if state["demo"] else said


def _controls(sheets: Sequence[Sheet]) -> list[tuple[str, str]]:
    return [
        (f"{sheet.name}：核对数", f"{len(sheet.rows):,} 行，{_heading(sheet.total)}合计 {_total(sheet):,.2f} 元")
        for sheet in sheets
    ]


def _meanings(sheets: Sequence[Sheet]) -> list[tuple[str, str]]:
    names = dict.fromkeys(name for sheet in sheets for name in sheet.columns)
    entries = [measure(name) for name in names]
    return [(entry.label, _meaning(entry)) for entry in entries if entry.meaning]


def _meaning(entry: Any) -> str:
    return f"{entry.meaning}（分母：{entry.denominator}）" if entry.denominator else entry.meaning
