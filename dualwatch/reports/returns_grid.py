"""A file of another kind as an .xlsx of its cells as text, marked; of a very large one only the rows to mend."""

import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from dualwatch.intake.grids import Grid
from dualwatch.intake.texts import cell_text
from dualwatch.reports import returns_list
from dualwatch.reports.returns_list import Line, Listing

MOST_CELLS = 200_000
LONGEST_CELL = 32_767
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\]")
LARGE = "文件太大，这里只有要改的行：请在原文件里按行号改。"


@dataclass(frozen=True)
class Sheet:
    """One sheet as it will be written: its name, its rows and the problems on it.

    `row` gives the cells of a row by the sender's number, `placed` says where (0-based) each row is written;
    `left` is how many columns stand before the sender's first.
    """

    name: str
    row: Callable[[int], Sequence[Any]]
    placed: dict[int, int]
    left: int
    marks: dict[tuple[int, int], list[Line]]

    def place(self, number: int, column: int) -> tuple[int, int]:
        """Where (0-based) a cell of the sender's is written."""
        return self.placed[number], column - 1 + self.left


def workbook(grids: Sequence[Grid], listing: Listing) -> bytes:
    """The bytes of the marked workbook; without grids it holds the list alone."""
    written = io.BytesIO()
    whole = sum(grid.height * _width(grid) for grid in grids) <= MOST_CELLS
    told = listing if whole else replace(listing, note=LARGE)
    sheets = {grid.sheet: _sheet(grid, told, name, whole) for grid, name in zip(grids, _names(grids), strict=True)}
    with xlsxwriter.Workbook(written, {"in_memory": True, "strings_to_formulas": False}) as book:
        _write_list(book, book.add_worksheet(returns_list.SHEET), told, sheets)
        fills = {colour: book.add_format({"bg_color": f"#{colour}", "num_format": "@"})
                 for colour in returns_list.FILLS.values()}  # fmt: skip
        for sheet in sheets.values():
            _write_sheet(book.add_worksheet(sheet.name), sheet, fills)
    return written.getvalue()


def _names(grids: Sequence[Grid]) -> list[str]:
    """A name for each sheet that a workbook may have, no two alike."""
    names: list[str] = []
    for grid in grids:
        plain = _NOT_IN_A_NAME.sub("_", grid.sheet or "数据").strip("'")[:25] or "数据"
        taken = {name.lower() for name in (*names, returns_list.SHEET)}
        tries = (plain if number == 1 else f"{plain} {number}" for number in range(1, len(grids) + 3))
        names.append(next(name for name in tries if name.lower() not in taken))
    return names


def _width(grid: Grid) -> int:
    if grid.columns is not None:
        return int(grid.columns.num_columns)
    return max(map(len, grid.rows), default=0)


def _sheet(grid: Grid, listing: Listing, name: str, whole: bool) -> Sheet:
    """A grid as it will be written: whole, or only the rows to mend with their numbers before them."""
    row = _rows(grid, whole)

    def first_column(number: int) -> int:
        return next((place for place, cell in enumerate(row(number), start=1) if cell_text(cell)), 1)

    marks = listing.marks(grid.sheet, first_column)
    heading = 0 if grid.columns is None else 1
    marked = sorted({number for number, _ in marks})
    numbers = range(1 - heading, max(grid.height, *marked, 0) + 1) if whole else marked
    placed = {number: place for place, number in enumerate(numbers)}
    return Sheet(name, row, placed, 0 if whole else 1, marks)


def _rows(grid: Grid, whole: bool) -> Callable[[int], Sequence[Any]]:
    """The cells of a row by its number, 1-based; row 0 of a Parquet file is its column names."""
    table = grid.columns
    if table is None:
        return lambda number: grid.rows[number - 1] if number <= len(grid.rows) else ()
    if whole:
        lines = [tuple(table.column_names), *zip(*(column.to_pylist() for column in table.columns), strict=True)]
        return lambda number: lines[number] if number < len(lines) else ()
    return lambda number: [column[number - 1].as_py() for column in table.columns] if number <= table.num_rows else []


def _write_sheet(page: Worksheet, sheet: Sheet, fills: dict[str, Any]) -> None:
    for number, place in sheet.placed.items():
        if sheet.left:
            page.write_string(place, 0, f"第 {number:,} 行")
        for column, value in enumerate(sheet.row(number), start=sheet.left):
            _write_text(page, place, column, cell_text(value))
    for (number, column), lines in sheet.marks.items():
        cells = sheet.row(number)
        text = cell_text(cells[column - 1]) if column <= len(cells) else None
        at = sheet.place(number, column)
        _write_text(page, *at, text, fills[returns_list.fill_of(lines)])
        page.write_comment(*at, returns_list.comment_of(lines), {"author": "Dualwatch", "x_scale": 2})


def _write_text(page: Worksheet, row: int, column: int, text: str | None, style: Any = None) -> None:
    """A cell that holds text as text: one that begins with = is no formula."""
    if text:
        page.write_string(row, column, text[:LONGEST_CELL], style)
    elif style:
        page.write_blank(row, column, None, style)


def _write_list(
    book: xlsxwriter.Workbook, page: Worksheet, listing: Listing, sheets: dict[str | None, Sheet]
) -> None:  # fmt: skip
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    fills = {level: book.add_format({"bg_color": f"#{colour}"}) for level, colour in returns_list.FILLS.items()}
    for number, text in enumerate(listing.head):
        _write_text(page, number, 0, text, None if number else bold)
    for place, (name, width) in enumerate(returns_list.HEADS):
        page.set_column(place, place, width)
        _write_text(page, returns_list.FIRST_LINE - 2, place, name, bold)
    page.freeze_panes(returns_list.FIRST_LINE - 1, 0)
    for number, line in enumerate(listing.lines, start=returns_list.FIRST_LINE - 1):
        level, where, *rest, reason = line.cells
        _write_text(page, number, 0, level, fills.get(line.problem.level))
        _write_link(page, number, where, line, sheets.get(line.problem.sheet))
        for place, text in enumerate(rest, start=2):
            _write_text(page, number, place, text)
        _write_text(page, number, len(returns_list.HEADS) - 1, reason, wrapped)


def _write_link(page: Worksheet, number: int, where: str, line: Line, sheet: Sheet | None) -> None:
    """The place in words, leading to its cell where that is in this workbook."""
    if sheet is None or (line.row is not None and line.row not in sheet.placed):
        _write_text(page, number, 1, where)
        return
    row, column = sheet.place(line.row, line.column or 1) if line.row else (0, 0)
    page.write_url(number, 1, f"internal:{returns_list.target(sheet.name, row + 1, column + 1)}", string=where)
