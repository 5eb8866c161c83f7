"""Where a mapping's source lies in a sheet: its header row, its columns by name, the rows under them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatch
from functools import lru_cache
from pathlib import PurePath

import numpy as np
import pyarrow as pa

from dualwatch.intake.grids import Cell, Grid
from dualwatch.intake.headers import split_unit, squeezed, title_unit
from dualwatch.intake.layout import TITLE_ROWS, header_parts
from dualwatch.intake.mapping import Mapping, Match, Source
from dualwatch.intake.personal import is_personal
from dualwatch.intake.texts import arrow_text, cell_text, text_column
from dualwatch.schema import TABLES

_BRACKETS = re.compile(r"[(\[【][^()\[\]【】]*[)\]】]$")


@dataclass
class Place:
    """A source found in a grid: where its header begins (None in a Parquet file), its depth, its columns' headers."""

    grid: Grid
    source: Source
    start: int | None
    headers: tuple[str, ...]
    depth: int = 1

    @property
    def body(self) -> int:
        """How many rows of the grid stand before the first row of data."""
        return 0 if self.start is None else self.start + self.depth

    @property
    def rows(self) -> int:
        """How many rows there are under the header."""
        return max(self.grid.height - self.body, 0)

    @property
    def names(self) -> dict[str, int]:
        """The position of each column under every name it goes by: as written, without unit and brackets, as known."""
        names = dict(_names_of(self.headers))
        for name, others in self.source.other_names.items():
            found = next((names[squeezed(one)] for one in others if squeezed(one) in names), None)
            if found is not None:
                names.setdefault(squeezed(name), found)
        return names

    @property
    def personal(self) -> list[str]:
        """The headers that are not read because they speak of persons or accounts, as written."""
        return [self._written(index) for index, header in enumerate(self.headers) if header and is_personal(header)]

    def shown(self, name: str) -> str:
        """A column as the sender wrote its header, or the name itself where the sheet has no such column."""
        index = self.names.get(squeezed(name))
        return name if index is None else self._written(index)

    def _written(self, index: int) -> str:
        if self.grid.columns is not None:
            return str(self.grid.columns.column_names[index])
        if self.depth == 1:
            return cell_text(self.grid.rows[self.start or 0][index]) or ""
        return "".join(header_parts(self.grid, self.start or 0, self.depth)[index])

    @property
    def above(self) -> list[str]:
        """The texts above the header."""
        return [cell for row in self.grid.rows[: self.start or 0] for cell in row if isinstance(cell, str)]

    @property
    def titles(self) -> list[str]:
        """The texts above the header, then the sheet's and the file's name."""
        return [*self.above, self.grid.sheet or "", PurePath(self.grid.file).stem]


@dataclass
class Located:
    """The columns of a place as text, the rows' numbers and the columns' numbers as the sender sees them."""

    place: Place
    columns: dict[str, pa.Array]
    rows: np.ndarray
    spots: dict[str, int] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    title_unit: str | None = None

    @property
    def grid(self) -> Grid:
        """The sheet."""
        return self.place.grid

    @property
    def source(self) -> Source:
        """The source of the mapping that describes it."""
        return self.place.source


@lru_cache(maxsize=1_000)
def _names_of(headers: tuple[str, ...]) -> dict[str, int]:
    """Headers as written and without unit and brackets, with their positions; the first of a name counts."""
    bare: dict[str, int] = {}
    for index, header in enumerate(headers):
        for name in (split_unit(header)[0], _BRACKETS.sub("", split_unit(header)[0])):
            bare.setdefault(name, index)
    written = {header: index for index, header in reversed(list(enumerate(headers)))}
    return {name: index for name, index in (bare | written).items() if name}


def find(grid: Grid, mapping: Mapping) -> Place | None:
    """The first source of a mapping that fits a sheet, and where; None when none does."""
    name = PurePath(grid.file).name
    for source in mapping.sources:
        if _named_like(source.match, name, grid.sheet or ""):
            place = _find_source(grid, source)
            if place:
                return place
    return None


def _named_like(match: Match, file: str, sheet: str) -> bool:
    against = any(fnmatch(name.upper(), pattern.upper()) for pattern in match.unlike for name in (file, sheet))
    return fnmatch(file, match.file) and fnmatch(sheet, match.sheet) and not against


def _find_source(grid: Grid, source: Source) -> Place | None:
    if grid.columns is not None:
        place = Place(grid, source, None, tuple(squeezed(name) for name in grid.columns.column_names))
        return place if _fits(place) else None
    starts = [source.header_row - 1] if source.header_row else range(min(TITLE_ROWS, len(grid.rows)))
    for start in starts:
        for depth in range(min(source.header_rows, len(grid.rows) - start), 0, -1):
            place = Place(grid, source, start, header_texts(grid, start, depth), depth)
            if _fits(place):
                return place
    return None


def header_texts(grid: Grid, start: int, depth: int) -> tuple[str, ...]:
    """The header of each column, squeezed: one row's cells, or those of several rows joined."""
    if depth == 1:
        return tuple(squeezed(cell_text(cell) or "") for cell in grid.rows[start])
    return tuple(squeezed("".join(parts)) for parts in header_parts(grid, start, depth))


def _fits(place: Place) -> bool:
    match, names = place.source.match, place.names
    wanted = match.columns or _own_columns(place.source)
    return all(squeezed(one) in names for one in wanted) and not any(squeezed(one) in names for one in match.without)


def _own_columns(source: Source) -> Sequence[str]:
    """The sheet's own columns that the first table cannot do without, or takes at all."""
    first = source.tables[0]
    own = {name: column for name, column in first.columns.items() if column not in source.add}
    needed = [column for name, column in own.items() if TABLES[first.table].by_name[name].required]
    return needed or list(own.values())


def locate(place: Place, mapping: Mapping) -> Located:
    """The columns that the mapping asks of the source, of the rows that are not blank."""
    named = {squeezed(name) for name in mapping.asked_of(place.source)}
    readable = {name: index for name, index in place.names.items() if not is_personal(place.headers[index])}
    wanted = {name: index for name, index in readable.items() if name in named}
    if place.grid.columns is not None:
        columns = {name: arrow_text(place.grid.columns.column(index)) for name, index in wanted.items()}
        return Located(place, columns, np.arange(1, place.grid.columns.num_rows + 1, dtype=np.int32))
    lines = place.grid.rows[place.body :]
    filled = np.fromiter((_filled(line) for line in lines), dtype=bool, count=len(lines))
    cells = {index: _cells(lines, index) for index in set(wanted.values())}
    _fill_merged(place, cells)
    arrays = {index: text_column(values).filter(pa.array(filled)) for index, values in cells.items()}
    rows = np.arange(len(lines), dtype=np.int32) + place.grid.top + place.body + 1
    spots = {name: place.grid.left + index + 1 for name, index in wanted.items()}
    units = {name: split_unit(place.headers[index])[1] for name, index in wanted.items()}
    titled = (title_unit(text) for text in place.above)
    return Located(
        place,
        {name: arrays[index] for name, index in wanted.items()},
        rows[filled],
        spots,
        {name: unit for name, unit in units.items() if unit},
        next((unit for unit in titled if unit), None),
    )


def _filled(line: list[Cell]) -> bool:
    return any(cell is not None and (not isinstance(cell, str) or cell.strip()) for cell in line)


def _cells(lines: list[list[Cell]], index: int) -> list[Cell]:
    return [line[index] if index < len(line) else None for line in lines]


def _fill_merged(place: Place, cells: dict[int, list[Cell]]) -> None:
    """A cell merged over rows speaks for all of them, except for money, which would count twice."""
    money = {place.names.get(squeezed(column)) for column in _money_columns(place.source)}
    for (top, left), (bottom, _) in place.grid.merged:
        if top >= place.body and bottom > top and left in cells and left not in money:
            first, last = top - place.body, bottom - place.body
            cells[left][first : last + 1] = [cells[left][first]] * (min(last + 1, len(cells[left])) - first)


def _money_columns(source: Source) -> list[str]:
    found = []
    for plan in source.tables:
        money = TABLES[plan.table].money
        found += [column for name, column in plan.columns.items() if name in money]
        found += list(plan.wide.months) if plan.wide and plan.wide.field in money else []
    return found
