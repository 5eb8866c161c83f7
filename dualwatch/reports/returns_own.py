"""The sender's own .xlsx or .xlsm with its bad cells coloured and commented, and the list in front."""

import io
import re
import warnings
from typing import Any

import openpyxl
from openpyxl.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet
from xlsxwriter.utility import xl_cell_to_rowcol

from dualwatch.intake.packages import Package, UnsafeWorkbook
from dualwatch.intake.sources import Limits
from dualwatch.reports import returns_list
from dualwatch.reports.returns_list import Line, Listing

AUTHOR = "Dualwatch"
MOST_CELLS = 200_000
MOST_BYTES = 64 * 1024**2
_WIDE = re.compile(rb'<(?:\w+:)?(?:mergeCell|hyperlink)\b[^>]*?\bref="([A-Z]+\d+):([A-Z]+\d+)"')


def is_small(content: bytes) -> bool:
    """Whether a workbook is sound and has so few cells, merged and linked ones too, that openpyxl may open it whole."""
    try:
        package = Package(content, Limits(unpacked_bytes=MOST_BYTES))
        cells = sum(_cells(package.read(name)) for name in package.names if name.endswith(".xml"))
        package.check_rest()
        return cells <= MOST_CELLS
    except UnsafeWorkbook:
        return False


def _cells(sheet: bytes) -> int:
    """The cells and rows that the text of a sheet makes: those written and those that ranges span."""
    return len(re.findall(rb"<(?:\w+:)?(?:c|row)[\s>/]", sheet)) + sum(_span(*ends) for ends in _WIDE.findall(sheet))


def _span(first: bytes, last: bytes) -> int:
    top, left = xl_cell_to_rowcol(first.decode())
    bottom, right = xl_cell_to_rowcol(last.decode())
    return abs(bottom - top + 1) * abs(right - left + 1)


def workbook(content: bytes, listing: Listing, keep_vba: bool) -> bytes:
    """The bytes of the marked workbook; raises whatever openpyxl raises for one that it cannot open or write."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(io.BytesIO(content), keep_vba=keep_vba)
        if not {problem.sheet for problem in listing.problems if problem.sheet} <= set(book.sheetnames):
            raise LookupError("openpyxl passes over a sheet that others read")
        if returns_list.SHEET in book.sheetnames:
            del book[returns_list.SHEET]
        for page in book.worksheets:
            _unmark(page)
            _mark(page, listing)
        _write_list(book.create_sheet(returns_list.SHEET, 0), listing, set(book.sheetnames))
        book.active = 0
        for page in book.worksheets[1:]:
            page.sheet_view.tabSelected = False
        book.calculation.fullCalcOnLoad = True
        written = io.BytesIO()
        book.save(written)
    return written.getvalue()


def _unmark(page: Worksheet) -> None:
    """Takes away the marks of an earlier return."""
    marked = [cell for row in page.iter_rows() for cell in row if cell.comment and cell.comment.author == AUTHOR]
    for cell in marked:
        cell.comment = None
        cell.fill = PatternFill()


def _mark(page: Worksheet, listing: Listing) -> None:
    def first_column(row: int) -> int:
        return next((cell.column for cell in page[row] if cell.value is not None), 1)

    for place, lines in listing.marks(page.title, first_column).items():
        cell = _cell(page, *place)
        colour = returns_list.fill_of(lines)
        cell.fill = PatternFill("solid", start_color=colour, end_color=colour)
        said = returns_list.comment_of(lines)
        own = f"{cell.comment.text}\n" if cell.comment else ""
        cell.comment = Comment(own + said, AUTHOR, height=90, width=320)


def _cell(page: Worksheet, row: int, column: int) -> Cell:
    """The cell at a place; of a merged range the one that shows."""
    cell: Any = page.cell(row, column)
    if not isinstance(cell, MergedCell):
        return cell
    whole = next(area for area in page.merged_cells.ranges if cell.coordinate in area)
    return page.cell(whole.min_row, whole.min_col)


def _write_list(page: Worksheet, listing: Listing, sheets: set[str]) -> None:
    for number, text in enumerate(listing.head, start=1):
        _write_text(page, number, 1, text)
    page["A1"].font = Font(bold=True, size=13)
    for place, (name, width) in enumerate(returns_list.HEADS, start=1):
        _write_text(page, returns_list.FIRST_LINE - 1, place, name).font = Font(bold=True)
        page.column_dimensions[page.cell(1, place).column_letter].width = width
    for number, line in enumerate(listing.lines, start=returns_list.FIRST_LINE):
        _write_line(page, number, line, sheets)
    page.freeze_panes = page.cell(returns_list.FIRST_LINE, 1)


def _write_line(page: Worksheet, number: int, line: Line, sheets: set[str]) -> None:
    for place, text in enumerate(line.cells, start=1):
        _write_text(page, number, place, text)
    colour = returns_list.FILLS.get(line.problem.level)
    if colour:
        page.cell(number, 1).fill = PatternFill("solid", start_color=colour, end_color=colour)
    page.cell(number, len(line.cells)).alignment = Alignment(wrap_text=True, vertical="top")
    if line.problem.sheet in sheets:
        place = page.cell(number, 2)
        location = returns_list.target(line.problem.sheet, line.row or 1, line.column or 1)
        place.hyperlink = Hyperlink(ref=place.coordinate, location=location)
        place.font = Font(color="0563C1", underline="single")


def _write_text(page: Worksheet, row: int, column: int, text: str) -> Cell:
    """A cell that holds text as text: one that begins with = is no formula."""
    cell: Cell = page.cell(row, column)
    cell.value = text
    cell.data_type = "s"
    return cell
