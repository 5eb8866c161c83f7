"""Files for the tests of the intake, written by hand-made rows."""

import csv
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from dualwatch.model import Intake, Level, Problem

Rows = Sequence[Sequence[Any]]
PROJECT_HEADER = [
    "预算年度",
    "财政区划",
    "主管部门",
    "项目编码",
    "项目名称",
    "年初预算数（万元）",
    "全年预算数（万元）",
]


def project_row(
    code: str = "001", *, name: str = "农村公路养护", initial: Any = "100", adjusted: Any = "100"
) -> list[Any]:
    """A row under PROJECT_HEADER."""
    return ["2025", "371003000", "教育局", code, name, initial, adjusted]


def csv_text(rows: Rows, delimiter: str = ",") -> str:
    """Rows as delimited text."""
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return buffer.getvalue()


def write_csv(path: Path, rows: Rows, encoding: str = "utf-8", delimiter: str = ",", errors: str = "strict") -> Path:
    """A delimited file."""
    path.write_bytes(csv_text(rows, delimiter).encode(encoding, errors))
    return path


def write_workbook(path: Path, sheets: dict[str, Rows], merged: Sequence[str] = ()) -> Path:
    """A workbook; `merged` lists ranges of the first sheet, whose first cell is kept."""
    with xlsxwriter.Workbook(path) as book:
        for number, (name, rows) in enumerate(sheets.items()):
            sheet = book.add_worksheet(name)
            for row, cells in enumerate(rows):
                sheet.write_row(row, 0, cells)
            for place in merged if number == 0 else ():
                top, left, *_ = xlsxwriter.utility.xl_cell_to_rowcol(place.split(":")[0])
                sheet.merge_range(place, rows[top][left])
    return path


def write_zip(path: Path, entries: dict[str, bytes]) -> Path:
    """A zip of named bytes."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return path


def told(intake: Intake, level: Level) -> list[Problem]:
    """The problems of one level."""
    return [problem for problem in intake.problems if problem.level is level]


def records(intake: Intake, table: str, *names: str) -> list[tuple[Any, ...]]:
    """Some columns of a table as rows."""
    return list(zip(*(intake.tables[table][name].to_pylist() for name in names), strict=True))


def assert_balanced(intake: Intake) -> None:
    """Rows and money received are stored or rejected, and what is stored stands in the tables."""
    for control in intake.controls:
        assert control.rows_received == control.rows_stored + control.rows_rejected
        if control.money_received is not None:
            assert control.money_received == control.money_stored + control.money_rejected
