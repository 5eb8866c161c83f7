"""What every workbook shares: styles, cells that stay what they are, headings, meanings and the origin."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from dualwatch.measures import Measure, measure
from dualwatch.model import Severity

DEMO_MARK = "【演示数据，不对应真实地方、单位和个人】"
NUMBER_FORMATS = {
    "money": "#,##0.00",
    "rate": "0.0%",
    "points": '0.0;"−"0.0',
    "count": "#,##0",
    "number": "General",
    "month": "0",
}
FIRST_ROW = 2
NO_LABELS: Mapping[str, str] = {}


def marked(title: str, state: dict[str, Any]) -> str:
    """A title that says when the figures are invented; `state` is context/header."""
    return f"{title}{'　' + DEMO_MARK if state['demo'] else ''}"


def styles(book: xlsxwriter.Workbook) -> dict[str, Any]:
    """The cell formats of a workbook: one a kind of number, text, head, title and total."""
    made = {kind: book.add_format({"num_format": text, "valign": "top"}) for kind, text in NUMBER_FORMATS.items()}
    made["date"] = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"})
    made["head"] = book.add_format({"bold": True, "bg_color": "#F4F6F9", "bottom": 1, "text_wrap": True})
    made["title"] = book.add_format({"bold": True, "font_size": 13})
    made["text"] = book.add_format({"num_format": "@", "valign": "top"})
    made["wrapped"] = book.add_format({"num_format": "@", "valign": "top", "text_wrap": True})
    made["total"] = book.add_format({"bold": True, "top": 1, "num_format": "#,##0.00"})
    return made


def write_head(
    page: Worksheet, title: str, columns: Sequence[str], widths: Mapping[str, int], formats: dict[str, Any],
    labels: Mapping[str, str] = NO_LABELS,
) -> None:  # fmt: skip
    """The title line and the column heads, frozen and repeated on every printed page."""
    page.write_string(0, 0, title, formats["title"])
    page.freeze_panes(FIRST_ROW, 0)
    page.repeat_rows(0, FIRST_ROW - 1)
    for place, name in enumerate(columns):
        page.set_column(place, place, widths.get(name, 14))
        page.write_string(FIRST_ROW - 1, place, heading(name, labels), formats["head"])


def heading(name: str, labels: Mapping[str, str] = NO_LABELS) -> str:
    """The head of a column: its own label, else that of the measure; differences of rates say their unit."""
    label = labels.get(name) or measure(name).label
    return f"{label}（百分点）" if measure(name).format == "points" else label


def write_cell(page: Worksheet, row: int, place: int, name: str, value: Any, formats: dict[str, Any]) -> None:
    """Numbers as numbers, dates as dates; everything else as text, so that no cell becomes a formula."""
    kind = measure(name).format
    if value is None:
        page.write_blank(row, place, None)
    elif name == "severity":
        page.write_string(row, place, Severity(value).label, formats["text"])
    elif kind in NUMBER_FORMATS:
        page.write_number(row, place, _number(kind, value), formats[kind])
    elif isinstance(value, bool):
        page.write_string(row, place, "是" if value else "否", formats["text"])
    elif isinstance(value, date):
        page.write_datetime(row, place, datetime(value.year, value.month, value.day), formats["date"])
    else:
        page.write_string(row, place, str(value), formats["text"])


def _number(kind: str, value: Any) -> float:
    if kind == "rate":
        return int(value) / 1_000_000
    return int(value) / 10_000 if kind == "points" else float(value)


def write_notes(page: Worksheet, rows: Iterable[tuple[str, str]], formats: dict[str, Any]) -> None:
    """The sheet 口径: rows of a name and a text."""
    page.set_column(0, 0, 26)
    page.set_column(1, 1, 90)
    page.write_string(0, 0, "口径", formats["title"])
    for number, (name, text) in enumerate(rows, start=1):
        page.write_string(number, 0, name, formats["text"])
        page.write_string(number, 1, text, formats["text"])


def origin(state: dict[str, Any]) -> list[tuple[str, str]]:
    """What the figures rest on, from context/header: last day, load, missing units, 演示数据."""
    loaded: datetime = state["loaded_at"]
    said = [
        ("数据截至", f"{state['data_date']:%Y-%m-%d}"),
        ("导入", f"{loaded:%Y-%m-%d %H:%M}，第 {state['batch_count']} 批"),
        (f"{state['latest_month']} 月未报单位", f"{state['unreported']} 个"),
        ("空格", "未报，或没有这个数；不是 0"),
    ]
    return [*said, ("说明", DEMO_MARK.strip("【】"))] if state["demo"] else said


def meanings(names: Iterable[str]) -> list[tuple[str, str]]:
    """What each named column means, once, where MEASURES says it."""
    entries = [measure(name) for name in dict.fromkeys(names)]
    return [(entry.label, _meaning(entry)) for entry in entries if entry.meaning]


def _meaning(entry: Measure) -> str:
    return f"{entry.meaning}（分母：{entry.denominator}）" if entry.denominator else entry.meaning
