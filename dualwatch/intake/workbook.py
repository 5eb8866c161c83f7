"""Workbooks by calamine, with what calamine hides: error cells, number formats, hidden sheets, rows and columns."""

import io
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import msoffcrypto
import python_calamine

from dualwatch.intake.marks import SheetMarks
from dualwatch.intake.ods_xml import scan_ods
from dualwatch.intake.packages import DAMAGED, Package, UnsafeWorkbook
from dualwatch.intake.sheet_xml import scan_workbook
from dualwatch.intake.sources import Limits
from dualwatch.intake.xls_records import scan_records

_LOCKED = "工作簿有打开密码：请去掉密码，另存后再导入。"
_NO_WORKBOOK = "不是电子表格，像是改了扩展名的压缩包或文档：压缩包请把扩展名改回 .zip，文档请另存为 .xlsx。"
_OPEN = "import io, sys, python_calamine; python_calamine.load_workbook(io.BytesIO(sys.stdin.buffer.read()))"
_OPENS_WITHIN = 20  # seconds; the largest .xls there can be opens in a quarter of that
_STRAY = "表格的末尾有多余的单元格，范围过大：请删去空白行列，另存后再导入。"


@dataclass
class Sheet:
    """One sheet, its cells and merged ranges (0-based, ends included), whether it is hidden or has pictures."""

    name: str
    rows: list[list[Any]]
    merged: list[tuple[tuple[int, int], tuple[int, int]]]
    hidden: bool = False
    pictures: bool = False


@dataclass
class Workbook:
    """The sheets of a workbook, those that people see first, or why it cannot be read."""

    sheets: list[Sheet] = field(default_factory=list)
    notices: list[tuple[str, str]] = field(default_factory=list)
    refusal: str | None = None


def read_workbook(content: bytes, limits: Limits, heard: Callable[[int], None]) -> Workbook:
    """The sheets of an .xlsx, .xls or .ods file given as bytes; `heard` is told the rows read after each sheet."""
    try:
        return _read(content, limits, heard)
    except UnsafeWorkbook as error:
        return Workbook(refusal=str(error))


def _read(content: bytes, limits: Limits, heard: Callable[[int], None]) -> Workbook:
    marks = _marks(content, limits)
    for name, mark in marks.items():
        if mark.height > limits.rows:
            raise UnsafeWorkbook(f"工作表“{name}”超过 {limits.rows:,} 行：请按年度或县区拆分后再导入。")
        if mark.height * mark.width > limits.cells:
            raise UnsafeWorkbook(_STRAY)
    result, rows = Workbook(), 0
    with _calamine():
        book = python_calamine.load_workbook(io.BytesIO(content))
    places = [place for place in book.sheets_metadata if place.typ == python_calamine.SheetTypeEnum.WorkSheet]
    if len(places) > limits.sheets:
        raise UnsafeWorkbook(f"工作簿有 {len(places)} 个工作表，超过 {limits.sheets} 个：请拆分后再导入。")
    for place in sorted(places, key=_is_hidden):
        result.sheets.append(_read_sheet(book, place, marks.get(place.name), result.notices))
        rows += len(result.sheets[-1].rows)
        heard(rows)
    return result


def _marks(content: bytes, limits: Limits) -> dict[str, SheetMarks]:
    if not content.startswith(b"PK"):
        if _encrypted(content):
            raise UnsafeWorkbook(_LOCKED)
        _try_to_open(content)
        return scan_records(content)
    package = Package(content, limits)
    if b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise UnsafeWorkbook(_LOCKED)
    if "content.xml" not in package and "xl/workbook.xml" not in package:
        raise UnsafeWorkbook(_NO_WORKBOOK)
    marks = scan_ods(package) if "content.xml" in package else scan_workbook(package)
    package.check_rest()
    return marks


def _try_to_open(content: bytes) -> None:
    """Opens an .xls in a process of its own first: a false count in one makes calamine end or stall the process."""
    command = [sys.executable, "-c", _OPEN]
    try:
        done = subprocess.run(command, input=content, stderr=subprocess.DEVNULL, timeout=_OPENS_WITHIN)
    except subprocess.TimeoutExpired:
        raise UnsafeWorkbook(DAMAGED) from None
    if done.returncode < 0:
        raise UnsafeWorkbook(DAMAGED)


def _encrypted(content: bytes) -> bool:
    try:
        return bool(msoffcrypto.OfficeFile(io.BytesIO(content)).is_encrypted())
    except Exception:  # msoffcrypto raises many kinds on damaged files; calamine judges those next
        return False


@contextmanager
def _calamine() -> Iterator[None]:
    """Whatever calamine raises, its panics included, says that the file is damaged."""
    try:
        yield
    except python_calamine.PasswordError:
        raise UnsafeWorkbook(_LOCKED) from None
    except BaseException as error:
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":  # a Rust panic is no Exception
            raise UnsafeWorkbook(DAMAGED) from None
        raise


def _is_hidden(place: Any) -> bool:
    return bool(place.visible != python_calamine.SheetVisibleEnum.Visible)


def _read_sheet(book: Any, place: Any, marks: SheetMarks | None, notices: list[tuple[str, str]]) -> Sheet:
    with _calamine():
        sheet = book.get_sheet_by_name(place.name)
        rows = sheet.to_python(skip_empty_area=False)
        merged = list(sheet.merged_cell_ranges or [])
    if marks is None:
        return Sheet(place.name, rows, merged, _is_hidden(place))
    marks.apply(rows)
    notices.extend((place.name, reason) for reason in marks.notices(rows))
    return Sheet(place.name, rows, merged if marks.merged is None else marks.merged, _is_hidden(place), marks.pictures)
