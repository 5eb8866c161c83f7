"""预警清单 as a workbook: the projects of a filter, each flag with its sentences, and the 口径."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from dualwatch import alerts, catalogue
from dualwatch.measures import MISSING
from dualwatch.model import Scope, Severity
from dualwatch.reports import described as described_by
from dualwatch.reports import sheets
from dualwatch.store import Store

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


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name, its columns and its rows, money in 元, rates and gaps in ppm.

    `total` is the column that is added up, if any: amounts of different rules are budgets, shortfalls and overruns
    of the same projects, whose sum means nothing.
    """

    name: str
    columns: tuple[str, ...]
    rows: Sequence[dict[str, Any]]
    total: str = ""


def write(store: Store, out: Path, params: dict[str, Any], scope: Scope) -> str:
    """Writes the flagged projects that `params` choose (those of alerts/projects) and says how many there are."""
    projects = store.rows("alerts/projects", params, scope)
    shared = {name: value for name, value in params.items() if name in catalogue.question(alerts.LIST).parameters}
    flags = alerts.named(projects, alerts.flags(store, shared, scope))
    (state,) = store.rows("context/header", scope=scope)
    out.write_bytes(workbook(projects, flags, state, described_by(store, params, scope)))
    silent = sum(project["severity"] == Severity.NO_DATA for project in projects)
    beside = f"，另有无数据 {silent:,} 个" if silent else ""
    lines = f"{'预警和无数据' if silent else '预警'} {len(flags):,} 条"
    return f"预警项目 {len(projects) - silent:,} 个{beside}；{lines}，写到 {out}。"


def workbook(
    projects: Sequence[dict[str, Any]],
    flags: Sequence[dict[str, Any]],
    state: dict[str, Any],
    described: dict[str, str],
) -> bytes:
    """The bytes of the workbook.

    `projects` is alerts/projects without paging, `flags` the explained flags that it names, `state` context/header,
    `described` what the reader had chosen.
    """
    listed = (
        Sheet("预警项目", PROJECT_COLUMNS, _with_sentences(projects, flags), "underpaid"),
        Sheet("逐条预警", FLAG_COLUMNS, flags),
    )
    title = sheets.marked(f"预警清单　截至 {described['截至']}　单位：元", state)
    written = BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"title": title, "created": state["loaded_at"]})
        formats = sheets.styles(book)
        for sheet in listed:
            _write_sheet(book.add_worksheet(sheet.name), sheet, title, formats)
        columns = [name for sheet in listed for name in sheet.columns]
        notes = [*described.items(), *sheets.origin(state), *_controls(listed), *sheets.meanings(columns)]
        sheets.write_notes(book.add_worksheet("口径"), notes, formats)
    return written.getvalue()


def _with_sentences(projects: Sequence[dict[str, Any]], flags: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each project with the sentences of its rules and what clears their flags, in the order of its rules."""
    said: dict[str, list[dict[str, Any]]] = {}
    for flag in flags:
        said.setdefault(flag["project_id"], []).append(flag)
    return [project | _joined(project["rules"], said.get(project["project_id"], [])) for project in projects]


def _joined(order: Sequence[str], flags: list[dict[str, Any]]) -> dict[str, str]:
    placed = sorted(flags, key=lambda flag: order.index(flag["rule"]))
    return {name: "；".join(flag[name] for flag in placed) for name in LABELS_OF_FLAGS}


LABELS_OF_FLAGS = ("sentence", "clears")


def _write_sheet(page: Worksheet, sheet: Sheet, title: str, formats: dict[str, Any]) -> None:
    sheets.write_head(page, title, sheet.columns, WIDTHS, formats, LABELS)
    for number, row in enumerate(sheet.rows, start=sheets.FIRST_ROW):
        for place, name in enumerate(sheet.columns):
            sheets.write_cell(page, number, place, name, row.get(name), formats)
    _write_total(page, sheet, formats)


def _write_total(page: Worksheet, sheet: Sheet, formats: dict[str, Any]) -> None:
    last = sheets.FIRST_ROW + len(sheet.rows)
    page.write_string(last, 0, f"共 {len(sheet.rows):,} 行", formats["total"])
    total = _total(sheet)
    if total is not None:
        page.write_number(last, sheet.columns.index(sheet.total), float(total), formats["total"])


def _total(sheet: Sheet) -> Decimal | None:
    """The sum of what is known, None where nothing is."""
    known = [Decimal(row[sheet.total]) for row in sheet.rows if sheet.total and row[sheet.total] is not None]
    return sum(known, Decimal(0)) if known else None


def _controls(listed: Sequence[Sheet]) -> list[tuple[str, str]]:
    return [(f"{sheet.name}：核对数", f"{len(sheet.rows):,} 行{_summed(sheet)}") for sheet in listed]


def _summed(sheet: Sheet) -> str:
    if not sheet.total:
        return ""
    total = _total(sheet)
    return f"，{sheets.heading(sheet.total, LABELS)}合计 {MISSING if total is None else f'{total:,.2f} 元'}"
