"""Several tables on one sheet, below or beside one another, each as a grid of its own.

Cheap signs say where a table may begin; whoever calls decides by recognising what stands there. Row
numbers and cell addresses of the parts stay those of the sheet.
"""

import datetime
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice, takewhile

from dualwatch.intake.grids import Cell, Grid
from dualwatch.intake.headers import title_unit
from dualwatch.intake.layout import TITLE_ROWS
from dualwatch.intake.reading import is_figure
from dualwatch.intake.rows import FOOTNOTE

MAX_RUNS = 500
_FEWEST_CELLS = 3
_LONGEST_RUN = 6
_BELOW = 3
_NOTE = re.compile(FOOTNOTE)
Rank = tuple[int, int]
Judge = Callable[[Grid], Rank | None]


def split(grid: Grid, judge: Judge) -> list[Grid]:
    """The tables of a sheet from top to bottom and left to right; the sheet itself when it has but one.

    `judge` says how well a part is recognised as a table; what it does not know stays with the table before it.
    """
    if grid.columns is not None or not grid.rows:
        return [grid]
    parts = _beside(grid, judge)
    if len(parts) == 1:
        parts = _stacked(grid, judge)
    return parts if len(parts) == 1 else [inner for part in parts for inner in split(part, judge)]


def _stacked(grid: Grid, judge: Judge) -> list[Grid]:
    """Cuts a grid above the title lines of every row that is the header of a table of its own."""
    cuts = [0]
    for run in islice(_runs_of_words(grid.rows), MAX_RUNS):
        if _repeats_header(grid.rows, run, cuts[-1]):
            continue
        header = _header_of(grid, run, judge)
        cut = 0 if header is None else _title_start(grid.rows, header, cuts[-1])
        if cut > cuts[-1]:
            cuts.append(cut)
    if len(cuts) > 1 and cuts[1] <= TITLE_ROWS and not judge(rows_of(grid, 0, cuts[1])):
        del cuts[1]
    return [rows_of(grid, start, end) for start, end in zip(cuts, [*cuts[1:], len(grid.rows)], strict=True)]


def _runs_of_words(rows: list[list[Cell]]) -> Iterator[range]:
    """Runs of rows of words alone, where a header may stand; of a longer run the first rows."""
    start = None
    for index, row in enumerate(rows):
        if _only_words(row, _FEWEST_CELLS if start is None else 1):
            start = index if start is None else start
        elif start is not None:
            yield range(start, min(index, start + _LONGEST_RUN))
            start = None


def _header_of(grid: Grid, run: range, judge: Judge) -> int | None:
    """The lowest row of a run from which on a table is recognised as well as from its first."""
    end = run.stop + len(list(takewhile(lambda row: not _only_words(row, 1), grid.rows[run.stop : run.stop + _BELOW])))
    best = judge(rows_of(grid, run.start, end))
    if best is None:
        return None
    fitting = [row for row in run if (judge(rows_of(grid, row, end)) or (0, 0)) >= best]
    return fitting[-1]


def _only_words(row: list[Cell], fewest: int) -> bool:
    """Whether a row has some words, perhaps months as dates, and no figure; most data fails at its first cells."""
    filled = 0
    for cell in row:
        if cell is None or cell == "":
            continue
        if isinstance(cell, datetime.date):
            continue
        if is_figure(cell):
            return False
        filled += 1
    return filled >= fewest


def _title_start(rows: list[list[Cell]], header: int, floor: int) -> int:
    """The first of the title and unit lines above a header that belong to it."""
    start = header
    while start > floor and header - start < TITLE_ROWS and _is_title(rows[start - 1]):
        start -= 1
    return next(index for index in range(start, header + 1) if any(cell not in (None, "") for cell in rows[index]))


def _is_title(row: list[Cell]) -> bool:
    """Blank, one line of words, or a line that states a unit; a note under the table above is none."""
    cells = [cell for cell in row if cell not in (None, "")]
    if not all(isinstance(cell, str) for cell in cells) or any(_NOTE.match(cell.strip()) for cell in cells):
        return False
    return len(cells) <= 1 or any(title_unit(cell) for cell in cells)


def _repeats_header(rows: list[list[Cell]], run: range, floor: int) -> bool:
    """Whether a run is the header of the table that it stands in once more, as at the top of a printed page."""
    words = rows[run.start : run.stop]
    if _title_start(rows, run.start, floor) < run.start:
        return False
    return any(rows[first : first + len(words)] == words for first in range(floor, min(run.start, floor + TITLE_ROWS)))


def rows_of(grid: Grid, start: int, end: int) -> Grid:
    """Some rows of a grid, as a grid of its own."""
    if (start, end) == (0, len(grid.rows)):
        return grid
    merged = [
        ((top - start, left), (min(bottom, end - 1) - start, right))
        for (top, left), (bottom, right) in grid.merged
        if start <= top < end
    ]
    return replace(grid, rows=grid.rows[start:end], merged=merged, top=grid.top + start)


def _beside(grid: Grid, judge: Judge) -> list[Grid]:
    """Cuts a grid at the columns that are blank from its header on, where tables stand on both sides."""
    bands = _bands(grid.rows)
    if len(bands) < 2:
        return [grid]
    parts = [columns_of(grid, first, last) for first, last in bands]
    tables = [index for index, part in enumerate(parts) if judge(part)]
    if len(tables) < 2:
        return [grid]
    ends = [*(bands[index][0] for index in tables[1:]), bands[-1][1]]
    starts = [bands[0][0], *ends[:-1]]
    return [columns_of(grid, first, last) for first, last in zip(starts, ends, strict=True)]


def _bands(rows: list[list[Cell]]) -> list[tuple[int, int]]:
    """Runs of columns between columns that are blank in every row but the title lines: first, and one past the last."""
    head = [row for row in rows[:TITLE_ROWS] if not _is_title(row)]
    width = max(map(len, rows), default=0)
    blank = {column for column in range(width) if not any(_filled(row, column) for row in head)}
    if not blank or blank == set(range(width)):
        return []
    blank = {column for column in blank if not any(_filled(row, column) for row in rows[TITLE_ROWS:])}
    bands: list[tuple[int, int]] = []
    for column in range(width):
        if column in blank:
            continue
        if bands and bands[-1][1] == column:
            bands[-1] = (bands[-1][0], column + 1)
        else:
            bands.append((column, column + 1))
    return bands


def _filled(row: list[Cell], column: int) -> bool:
    return column < len(row) and row[column] is not None and row[column] != ""


def columns_of(grid: Grid, first: int, last: int) -> Grid:
    """Some columns of a grid, as a grid of its own; title lines that say nothing here speak for every part."""
    merged = [
        ((top, left - first), (bottom, min(right, last - 1) - first))
        for (top, left), (bottom, right) in grid.merged
        if first <= left < last
    ]
    rows = [row[first:last] for row in grid.rows]
    if not any(_states_unit(row) for row in takewhile(_is_title, rows)):
        titles = len(list(takewhile(_is_title, grid.rows)))
        rows[:titles] = [_title_line(row, first, last) for row in grid.rows[:titles]]
    return replace(grid, rows=rows, merged=merged, left=grid.left + first)


def _title_line(row: list[Cell], first: int, last: int) -> list[Cell]:
    """A part of a title line, and the unit that the line states elsewhere; a part without words takes them all."""
    own = row[first:last]
    said = [cell for cell in row if isinstance(cell, str) and cell]
    unit = next((cell for cell in said if title_unit(cell)), None)
    if unit:
        return [*own, unit]
    return own if any(cell not in (None, "") for cell in own) else said


def _states_unit(row: list[Cell]) -> bool:
    return any(isinstance(cell, str) and title_unit(cell) for cell in row)
