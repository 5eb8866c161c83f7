"""Workbooks by calamine, with what calamine hides: error cells, formulas without value, percent formats."""

import io
from dataclasses import dataclass, field
from typing import Any

import msoffcrypto
import python_calamine

from dualwatch.intake.sheet_xml import SheetMarks, scan_workbook
from dualwatch.intake.sources import workbook_bomb

MAX_CELLS = 120_000_000


@dataclass
class Sheet:
    """One visible sheet, its cells and merged ranges (0-based, ends included)."""

    name: str
    rows: list[list[Any]]
    merged: list[tuple[tuple[int, int], tuple[int, int]]]


@dataclass
class Workbook:
    """The visible sheets of a workbook, or why it cannot be read."""

    sheets: list[Sheet] = field(default_factory=list)
    notices: list[tuple[str, str]] = field(default_factory=list)
    refusal: str | None = None


def read_workbook(content: bytes) -> Workbook:
    """The sheets of an .xlsx, .xls or .ods file given as bytes."""
    refusal = _refusal(content)
    if refusal:
        return Workbook(refusal=refusal)
    marks = scan_workbook(content)
    if any(mark.cells_spanned > MAX_CELLS for mark in marks.values()):
        return Workbook(refusal="表格的末尾有多余的单元格，范围过大：请删去空白行列，另存后再导入。")
    return _read(content, marks)


def _refusal(content: bytes) -> str | None:
    if content.startswith(b"\xd0\xcf\x11\xe0") and _encrypted(content):
        return "工作簿有打开密码：请去掉密码，另存后再导入。"
    if content.startswith(b"PK") and workbook_bomb(content):
        return "工作簿解开后超过 2 GB，疑似压缩炸弹，未读：请拆分后再导入。"
    return None


def _encrypted(content: bytes) -> bool:
    try:
        return bool(msoffcrypto.OfficeFile(io.BytesIO(content)).is_encrypted())
    except Exception:  # msoffcrypto raises many kinds on damaged files; calamine judges those next
        return False


def _read(content: bytes, marks: dict[str, SheetMarks]) -> Workbook:
    result = Workbook()
    try:
        book = python_calamine.load_workbook(io.BytesIO(content))
        for place in book.sheets_metadata:
            _read_sheet(book, place, marks.get(place.name), result)
    except python_calamine.PasswordError:
        return Workbook(refusal="工作簿有打开密码：请去掉密码，另存后再导入。")
    except Exception:  # calamine's Rust panics are not all CalamineError
        return Workbook(refusal="工作簿已损坏或不完整：请用 Excel 打开另存，或重新导出、重新拷贝。")
    return result


def _read_sheet(book: Any, place: Any, marks: SheetMarks | None, result: Workbook) -> None:
    if place.typ != python_calamine.SheetTypeEnum.WorkSheet:
        return
    if place.visible != python_calamine.SheetVisibleEnum.Visible:
        result.notices.append((place.name, "隐藏的工作表，未读：需要导入请先取消隐藏。"))
        return
    sheet = book.get_sheet_by_name(place.name)
    rows = sheet.to_python(skip_empty_area=False)
    if marks:
        marks.apply(rows)
        if marks.hidden_rows:
            result.notices.append((place.name, f"有 {marks.hidden_rows} 个隐藏行，已一并读入。"))
    result.sheets.append(Sheet(place.name, rows, list(sheet.merged_cell_ranges or [])))
