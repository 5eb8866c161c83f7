"""What a workbook knows of its cells and calamine does not tell: errors, formats, hidden rows and columns."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from xlsxwriter.utility import xl_col_to_name

from dualwatch.intake.number_formats import Show
from dualwatch.intake.reading import ERROR_MARK, NO_VALUE_MARK

Place = tuple[int, int]
_LISTED = 10


@dataclass
class SheetMarks:
    """Places of one sheet, 0-based (row, column), ranges with their ends included, and how far the sheet reaches.

    `merged` is None where calamine tells the merged ranges itself.
    """

    errors: list[Place] = field(default_factory=list)
    without_value: list[Place] = field(default_factory=list)
    shown: list[tuple[Place, Show]] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    merged: list[tuple[Place, Place]] | None = None
    pictures: bool = False
    height: int = 0
    width: int = 0

    def apply(self, rows: list[list[Any]]) -> None:
        """Write the marks, percent signs and units into the cells."""
        for place in self.errors:
            _change(rows, place, lambda _: ERROR_MARK)
        for place in self.without_value:
            _change(rows, place, lambda _: NO_VALUE_MARK)
        for place, show in self.shown:
            _change(rows, place, show)

    def notices(self, rows: list[list[Any]]) -> list[str]:
        """What has to be said of hidden rows and columns that hold anything."""
        told = []
        hidden_rows = [row + 1 for row in self.hidden_rows if row < len(rows) and any(map(_filled, rows[row]))]
        if hidden_rows:
            told.append(f"有 {len(hidden_rows)} 个隐藏行（第 {_listed(hidden_rows)} 行），已一并读入。")
        width = max(map(len, rows), default=0)
        columns = [number for first, last in self.hidden_columns for number in range(first, min(last + 1, width))]
        filled = [number for number in columns if any(number < len(row) and _filled(row[number]) for row in rows)]
        if filled:
            names = list(map(xl_col_to_name, filled))
            told.append(f"有 {len(filled)} 个隐藏列（{_listed(names)} 列），已一并读入。")
        return told


def _change(rows: list[list[Any]], place: Place, change: Callable[[Any], Any]) -> None:
    row, column = place
    if row < len(rows) and column < len(rows[row]):
        rows[row][column] = change(rows[row][column])


def _filled(cell: Any) -> bool:
    return cell is not None and cell != ""


def _listed(names: list[Any]) -> str:
    return "、".join(map(str, names[:_LISTED])) + (" 等" if len(names) > _LISTED else "")
