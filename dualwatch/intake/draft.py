"""A draft: rows of one sheet on their way into one canonical table, cells still text."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
from xlsxwriter.utility import xl_rowcol_to_cell

from dualwatch.model import Level, Problem
from dualwatch.schema import Table

CELL_UNIT = "cell"
LONGEST_VALUE = 120
Spot = int | np.ndarray


@dataclass
class Draft:
    """Text columns by field, with the row numbers the sender sees.

    `headers` names the sender's column of each field; `units` the money unit of each
    money field (CELL_UNIT: in the cells themselves); `row_units`, when given, states the
    unit row by row. `sums_money` says that rows of one key add up, `gives_way` that keys
    which another draft of the load has too are left to it. `spots` says where the
    cells of a field stand: the number of its column (1-based, the row being the draft's own),
    or one (row, column) for each row of the draft. `form_month` is the month of the official form
    that the rows come from: such rows speak only of what they fill in. `titles` are the lines above the header.
    """

    table: Table
    file: str
    sheet: str | None
    rows: np.ndarray
    columns: dict[str, pa.Array] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    units: dict[str, str | None] = field(default_factory=dict)
    row_units: pa.Array | None = None
    sums_money: bool = False
    gives_way: bool = False
    spots: dict[str, Spot] = field(default_factory=dict)
    form_month: int | None = None
    titles: tuple[str, ...] = ()
    problems: list[Problem] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.rows)

    def header(self, name: str | None) -> str | None:
        """The sender's name of a field's column."""
        if name is None:
            return None
        known = self.table.by_name.get(name)
        return self.headers.get(name) or (known.label if known else name)

    def problem(
        self, reason: str, level: Level, place: int | None = None, column: str | None = None, value: Any = None
    ) -> None:
        """Note a problem of this sheet; `place` is a position in the draft, `column` a field or the sender's header."""
        shown = None if value is None else _short(str(value))
        spot = None if place is None else self._spot(place, column)
        row = spot[0] if spot else None
        cell = xl_rowcol_to_cell(spot[0] - 1, spot[1] - 1) if spot and spot[1] else None
        self.problems.append(Problem(self.file, self.sheet, row, self.header(column), shown, reason, level, cell))

    def _spot(self, place: int, name: str | None) -> tuple[int, int]:
        """Row and column of a field's cell in the sender's sheet; the draft's own row and 0 where it has none."""
        spot = self.spots.get(name or "", 0)
        row, column = (self.rows[place], spot) if isinstance(spot, int) else spot[place]
        return int(row), int(column)

    def keep(self, mask: np.ndarray) -> None:
        """Keep only the rows where the mask holds."""
        if mask.all():
            return
        chosen = pa.array(mask)
        self.rows = self.rows[mask]
        self.columns = {name: column.filter(chosen) for name, column in self.columns.items()}
        self.spots = {name: spot if isinstance(spot, int) else spot[mask] for name, spot in self.spots.items()}
        if self.row_units is not None:
            self.row_units = self.row_units.filter(chosen)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}…"


@dataclass
class Refusal:
    """A sheet that was not read for a table, with how many rows that kept out."""

    file: str
    table: str | None
    rows: int
    problem: Problem
