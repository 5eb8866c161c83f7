"""The findings as lists to send: a .zip with one workbook a department of a region, to be explained and returned."""

import re
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from dualwatch import quality
from dualwatch.model import Scope
from dualwatch.quality import Kind
from dualwatch.reports import described as described_by
from dualwatch.reports import sheets
from dualwatch.store import Store

COLUMNS = ("number", "finding", "pro_code", "pro_name", "sentence", "remedy", "explanation")
LABELS = {"number": "序号", "sentence": "具体情形", "remedy": "怎样改", "explanation": "说明（由单位填写）"}
WIDTHS = {"number": 6, "finding": 20, "pro_code": 20, "pro_name": 26, "sentence": 48, "remedy": 32, "explanation": 30}
FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
Row = Mapping[str, Any]
Unit = tuple[str, str]


def write(store: Store, out: Path, params: dict[str, Any], scope: Scope) -> str:
    """Writes the .zip of every department's list that `params` choose and says how many there are."""
    ask = quality.asking(store, params, scope)
    kinds = quality.gathered(ask)
    (state,) = ask("context/header").to_pylist()
    out.write_bytes(archive(kinds, state, described_by(store, params, scope)))
    return f"{len(by_unit(kinds)):,} 个部门的清单，{quality.counted(kinds)}，写到 {out}。"


def archive(kinds: Sequence[Kind], state: dict[str, Any], described: dict[str, str]) -> bytes:
    """The bytes of the .zip: a folder a region, a workbook a department with its findings in the order of `kinds`."""
    written = BytesIO()
    loaded = state["loaded_at"]
    with ZipFile(written, "w", ZIP_DEFLATED) as packed:
        for (region_code, dept_code), rows in by_unit(kinds).items():
            region, department = rows[0]["mof_div_name"], rows[0]["dept_name"]
            entry = ZipInfo(f"{_plain(f'{region}（{region_code}）')}/{_plain(f'{department}（{dept_code}）')}.xlsx")
            entry.date_time, entry.compress_type = loaded.timetuple()[:6], ZIP_DEFLATED
            packed.writestr(entry, unit_list(f"{region}{department}", rows, state, described))
    return written.getvalue()


def by_unit(kinds: Sequence[Kind]) -> dict[Unit, list[Row]]:
    """The findings of each department of a region, by region and department code."""
    units: dict[Unit, list[Row]] = {}
    for kind in kinds:
        for row in kind.rows():
            units.setdefault((row["mof_div_code"], row["dept_code"]), []).append(row)
    return dict(sorted(units.items()))


def _plain(name: str) -> str:
    """A name as a part of a path on every system."""
    return FORBIDDEN.sub("_", name).strip(". ") or "_"


def unit_list(unit: str, rows: Sequence[Row], state: dict[str, Any], described: dict[str, str]) -> bytes:
    """One unit's workbook: its findings, how to mend each, and an empty column to explain them."""
    title = sheets.marked(f"{unit}　数据质量问题清单　截至 {described['截至']}", state)
    written = BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"title": title, "created": state["loaded_at"]})
        formats = sheets.styles(book)
        page = book.add_worksheet("问题清单")
        _print_on_one_width(page)
        sheets.write_head(page, title, COLUMNS, WIDTHS, formats, LABELS)
        for number, row in enumerate(rows, start=1):
            _write_row(page, number, row, formats)
        notes = [("填法", "逐条核对，改好后重新报送；确实不用改的，在“说明”里写明原因。"), *described.items()]
        sheets.write_notes(book.add_worksheet("口径"), [*notes, *sheets.origin(state)], formats)
    return written.getvalue()


def _print_on_one_width(page: Worksheet) -> None:
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)


def _write_row(page: Worksheet, number: int, row: Row, formats: dict[str, Any]) -> None:
    line = sheets.FIRST_ROW + number - 1
    page.write_number(line, 0, number, formats["count"])
    for place, name in enumerate(COLUMNS[1:], start=1):
        page.write_string(line, place, str(row.get(name) or ""), formats["wrapped"])
