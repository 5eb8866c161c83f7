"""Where the table of a sheet begins: title lines, header rows (one to three, merged or not), body."""

import datetime
import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import pyarrow as pa

from dualwatch.intake.grids import Grid
from dualwatch.intake.headers import UNITS, Heading, heading, is_known, squeezed, title_unit
from dualwatch.intake.reading import is_figure
from dualwatch.intake.texts import arrow_text, cell_text, text_column
from dualwatch.schema import TABLES, Table

TITLE_ROWS = 30
HEADER_DEPTH = 3
_FEWEST_FIELDS = 2
_FEWEST_DATA = 3
COMPANIONS = {"execution": "projects", "observations": "indicators"}
_NAME_NOISE = re.compile(r"[\d\s_\-.()（）年月]+|sheet|副本|导出")


@dataclass
class Body:
    """The cells under a header: header texts (parts joined), text columns and row numbers as seen.

    `left` is how many columns of the sheet stand before the first; None where there is no sheet to point into.
    `titles` are the texts above the header and `units` the money units they state, `above` the numbers of rows
    there that look like data, `overlong` which rows have cells beyond the last column of the header.
    """

    parts: list[tuple[str, ...]]
    columns: list[pa.Array]
    rows: np.ndarray
    left: int | None = None
    titles: tuple[str, ...] = ()
    above: tuple[int, ...] = ()
    overlong: np.ndarray | None = None

    @cached_property
    def units(self) -> tuple[str, ...]:
        """The different money units that the title lines state."""
        stated = [unit for text in self.titles if (unit := title_unit(text))]
        return tuple({UNITS[unit]: unit for unit in reversed(stated)}.values())[::-1]

    @property
    def title_unit(self) -> str | None:
        """The money unit of the title lines."""
        return self.units[0] if self.units else None

    def headings(self, table: str) -> list[Heading]:
        """What each column means in a table."""
        return [read_parts(table, parts) for parts in self.parts]


@dataclass
class Match:
    """How well a header fits a table."""

    table: Table
    start: int
    depth: int
    parts: list[tuple[str, ...]]
    fields: set[str]
    missing: list[str] = field(default_factory=list)
    named: bool = False

    @property
    def rank(self) -> tuple[bool, bool, int, int, int, int]:
        """Complete before named before incomplete; finer grain, more fields, fewer header rows first."""
        complete = not self.missing
        grain = len(self.table.key) if complete and not self.named else 0
        return complete, self.named, grain, len(self.fields), -self.depth, -self.start


def _texts_of(parts: tuple[str, ...]) -> list[str]:
    """How a header of several rows may be meant: by its lowest cell, all joined, or the upper one."""
    return [text for text in dict.fromkeys((parts[-1], "".join(parts), parts[0])) if text]


def read_parts(table: str, parts: tuple[str, ...]) -> Heading:
    """The meaning of a header of several rows: the lowest cell, else all joined, else the upper one."""
    shown = "".join(parts)
    readings = [heading(table, text) for text in _texts_of(parts)]
    found = next((reading for reading in readings if reading.field), None)
    unit = next((reading.unit for reading in readings if reading.unit), None)
    if found is None:
        return Heading(shown, unit=unit)
    return Heading(shown, found.field, found.unit or unit, found.month, found.plain, found.year)


def named_table(grid: Grid) -> Table | None:
    """The table that the sheet's or else the file's name says, if any."""
    stem = re.split(r"[/\\]", grid.file)[-1].rsplit(".", 1)[0]
    for name in (grid.sheet, stem):
        bare = _NAME_NOISE.sub("", squeezed(name or ""))
        exact = squeezed(name or "")
        for table in TABLES.values():
            for alias in table.names:
                if alias == exact or _NAME_NOISE.sub("", alias) == bare or f"{alias}表" == bare:
                    return table
    return None


def best_match(grid: Grid, stated: Collection[str] = ()) -> Match | None:
    """The header and table that fit the sheet best; None when nothing looks like a header.

    `stated` are the fields that need no column, since whoever loads has said them.
    """
    named = named_table(grid)
    best: Match | None = None
    for start, depth, parts in _header_candidates(grid):
        known = [one for one in parts if any(map(is_known, _texts_of(one)))]
        for table in TABLES.values() if len(known) >= _FEWEST_FIELDS else ():
            match = replace(fit(table, start, depth, known, stated), parts=parts)
            match.named = table is named
            if len(match.fields) >= _FEWEST_FIELDS and (best is None or match.rank > best.rank):
                best = match
    return best


def fit(table: Table, start: int, depth: int, parts: list[tuple[str, ...]], stated: Collection[str] = ()) -> Match:
    """What a header has and lacks for a table."""
    headings = [one for one in (read_parts(table.name, part) for part in parts) if one.field]
    fields = {one.field for one in headings if one.field}
    if any(one.month for one in headings):
        fields.add("month")
    missing = [name for name in table.required if name not in fields and name not in stated]
    for group in (*table.one_of, *table.exactly_one):
        if not fields.intersection(group):
            missing.append(group[0])
    return Match(table, start, depth, parts, fields, missing)


def _header_candidates(grid: Grid) -> Iterator[tuple[int, int, list[tuple[str, ...]]]]:
    if grid.columns is not None:
        yield 0, 0, [(name,) for name in grid.columns.column_names]
        return
    for start in range(min(TITLE_ROWS, len(grid.rows))):
        for depth in range(1, min(HEADER_DEPTH, len(grid.rows) - start) + 1):
            if depth > 1 and not _may_be_header(grid.rows[start + depth - 1]):
                break
            yield start, depth, header_parts(grid, start, depth)


def _may_be_header(row: list[object]) -> bool:
    texts = [cell for cell in row if cell not in (None, "")]
    return all(isinstance(cell, (str, datetime.date)) and not is_figure(cell) for cell in texts)


def header_parts(grid: Grid, start: int, depth: int) -> list[tuple[str, ...]]:
    """The header cells of each column from top to bottom, merged cells filled, each text once."""
    width = max(len(row) for row in grid.rows[start : start + depth])
    rows = [_padded_texts(row, width) for row in grid.rows[start : start + depth]]
    _fill_merged(grid, rows, start)
    for row in rows[:-1]:
        _fill_right(row, rows[-1])
    return [_distinct(column) for column in zip(*rows, strict=True)]


def _padded_texts(row: list[object], width: int) -> list[str]:
    texts = [cell_text(cell) or "" for cell in row]
    return texts + [""] * (width - len(texts))


def _fill_merged(grid: Grid, rows: list[list[str]], start: int) -> None:
    for (top, left), (bottom, right) in grid.merged:
        if start <= top < start + len(rows) and right < len(rows[0]):
            for row in rows[top - start : bottom - start + 1]:
                row[left : right + 1] = [rows[top - start][left]] * (right - left + 1)


def _fill_right(row: list[str], below: list[str]) -> None:
    """An upper header cell speaks for the blank cells to its right that have a header below."""
    for index in range(1, len(row)):
        if not row[index] and below[index] and row[index - 1]:
            row[index] = row[index - 1]


def _distinct(parts: tuple[str, ...]) -> tuple[str, ...]:
    """The parts of one column without repetitions (merged cells) and blanks above."""
    kept = tuple(dict.fromkeys(part for part in parts if part))
    return kept or ("",)


def body_of(grid: Grid, match: Match) -> Body:
    """The columns under the header of a match."""
    if grid.columns is not None:
        columns = [arrow_text(column) for column in grid.columns.columns]
        rows = np.arange(1, grid.columns.num_rows + 1, dtype=np.int32)
        return Body(match.parts, columns, rows)
    first = match.start + match.depth
    lines, width = grid.rows[first:], len(match.parts)
    rows = np.arange(len(lines), dtype=np.int32) + grid.top + first + 1
    columns = [text_column(cells) for cells in _transposed(lines, width)]
    _fill_merged_body(grid, match, columns, first)
    above = grid.rows[: match.start]
    titles = tuple(cell for row in above for cell in row if isinstance(cell, str) and cell)
    like_data = tuple(grid.top + index + 1 for index, row in enumerate(above) if _looks_like_data(row))
    return Body(match.parts, columns, rows, grid.left, titles, like_data, _overlong(lines, width))


def _overlong(lines: list[list[object]], width: int) -> np.ndarray | None:
    """Which rows have cells beyond the header; None where no row is longer."""
    if max(map(len, lines), default=0) <= width:
        return None
    return np.array([any(map(_is_filled, line[width:])) for line in lines], dtype=bool)


def _is_filled(cell: object) -> bool:
    return cell is not None and cell != ""


def _looks_like_data(row: list[object]) -> bool:
    """Several cells with a number among them: not what a title line looks like."""
    filled = [cell for cell in row if _is_filled(cell)]
    return len(filled) >= _FEWEST_DATA and any(map(is_figure, filled))


def _transposed(lines: list[list[object]], width: int) -> list[list[object]]:
    if any(len(line) != width for line in lines):
        lines = [line[:width] + [None] * (width - len(line)) for line in lines]
    return [list(column) for column in zip(*lines, strict=True)] if lines else [[] for _ in range(width)]


def _fill_merged_body(grid: Grid, match: Match, columns: list[pa.Array], first: int) -> None:
    """A cell merged over rows speaks for all of them, except for money, which would count twice."""
    ranges: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for (top, left), (bottom, _) in grid.merged:
        if top >= first and bottom > top and left < len(columns):
            ranges[left].append((top - first, bottom - first + 1))
    for index, found in ranges.items():
        name = read_parts(match.table.name, match.parts[index]).field
        if name is None or match.table.by_name[name].kind == "money":
            continue
        cells = columns[index].to_pylist()
        for start, end in found:
            cells[start:end] = [cells[start]] * (min(end, len(cells)) - start) if start < len(cells) else []
        columns[index] = pa.array(cells, pa.string())
