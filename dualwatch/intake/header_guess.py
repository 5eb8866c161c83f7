"""Which rows of an undescribed sheet may be its header."""

import re
from collections.abc import Iterator

from dualwatch.intake.grids import Grid
from dualwatch.intake.headers import heading
from dualwatch.intake.layout import HEADER_DEPTH, TITLE_ROWS
from dualwatch.intake.texts import cell_text
from dualwatch.schema import TABLES

_OFFERED = 5
_FIGURE = re.compile(r"[-+−]?[¥￥]?[\d,，.]+%?")


def header_rows(grid: Grid) -> list[tuple[int, int]]:
    """Where the header may be, best first: its first row as the sender sees it, and of how many rows it is."""
    if grid.columns is not None:
        return [(1, 1)]
    scored = sorted(_scored(grid), key=lambda one: (-one[0], one[1]))
    found = [(grid.top + start + 1, _depth(grid, start)) for _, start in scored]
    return found[:_OFFERED] or [(grid.top + 1, 1)]


def _scored(grid: Grid) -> Iterator[tuple[float, int]]:
    """Rows of two texts or more, with what speaks for each: known names, a full row, few figures, figures below."""
    head = [_texts(row) for row in grid.rows[: TITLE_ROWS + 5]]
    for start, texts in enumerate(head[:TITLE_ROWS]):
        filled = [text for text in texts if text]
        if len(filled) < 2:
            continue
        lines = head[start : start + _depth(grid, start)]
        names = ["".join(parts) for parts in zip(*_evened(lines), strict=True)]
        below = [text for row in head[start + len(lines) : start + len(lines) + 4] for text in row if text]
        width = max((sum(map(bool, row)) for row in head[start:]), default=1)
        known = sum(_is_known(one) or _is_known(two) for one, two in zip(names, _evened(lines)[-1], strict=True))
        figures = sum(map(_is_figure, filled))
        share = sum(map(_is_figure, below)) / len(below) if below else 0
        under_group = start > 0 and _continues(grid, start)
        fullness = min(sum(map(bool, names)) / width, 1)
        yield 3 * known + 4 * fullness - 3 * figures + 2 * share - 8 * under_group, start


def _evened(lines: list[list[str]]) -> list[list[str]]:
    width = max(map(len, lines))
    return [line + [""] * (width - len(line)) for line in lines]


def _texts(row: list[object]) -> list[str]:
    return [cell_text(cell) or "" for cell in row]


def _is_known(text: str) -> bool:
    return any(heading(name, text).field for name in TABLES)


def _is_figure(text: str) -> bool:
    return bool(_FIGURE.fullmatch(text))


def _depth(grid: Grid, start: int) -> int:
    """How many rows the header has: a row below belongs to it where it names what the row above leaves open."""
    depth = 1
    while depth < HEADER_DEPTH and start + depth < len(grid.rows) and _continues(grid, start + depth):
        depth += 1
    return depth


def _continues(grid: Grid, number: int) -> bool:
    """Whether a row of names stands under a row of groups: no title, no figures, and it names what was left open."""
    upper, lower = _texts(grid.rows[number - 1]), _texts(grid.rows[number])
    named = [place for place, text in enumerate(lower) if text]
    if sum(map(bool, upper)) < 2 or len(named) < 2 or any(_is_figure(lower[place]) for place in named):
        return False
    return any(place >= len(upper) or not upper[place] for place in named)
