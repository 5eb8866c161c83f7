"""A form as a sheet of paper: filled boxes with their merged extent, read by label and not by fixed cells."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from dualwatch.intake.grids import Cell, Grid, Range
from dualwatch.intake.headers import squeezed
from dualwatch.intake.texts import cell_text

_BRACKETS = re.compile(r"[(\[【〔][^()\[\]【】〔〕]*[)\]】〕]$")
_DASHES = re.compile(r"[—–−‐]+")
_PART_OF_WHOLE = re.compile(r"^其中[:、,]?")


@dataclass(frozen=True)
class Box:
    """One filled cell or merged range: its text, its corner and its far corner, 0-based in the sheet."""

    text: str
    row: int
    column: int
    bottom: int
    right: int

    @property
    def label(self) -> str:
        """The text as labels are compared: half-width, closed up, without 其中 and list marks."""
        return label_of(self.text)

    @property
    def bare(self) -> str:
        """The label without the brackets that end it: 全年预算数(A), 得分(20分*执行率)."""
        return bare(self.label)


@lru_cache(maxsize=50_000)
def label_of(text: str) -> str:
    """A text as labels are compared."""
    return _PART_OF_WHOLE.sub("", _DASHES.sub("-", squeezed(text))).rstrip(":")


@lru_cache(maxsize=50_000)
def bare(label: str) -> str:
    """A label without the brackets that end it."""
    shorter = _BRACKETS.sub("", label)
    return label if shorter == label or not shorter else bare(shorter.rstrip(":"))


@dataclass
class Paper:
    """The rows `start` to before `end` of a sheet, each as its filled boxes from left to right."""

    grid: Grid
    boxes: dict[int, list[Box]]
    start: int
    end: int

    @classmethod
    def of(cls, grid: Grid, most: int | None = None) -> "Paper":
        """A whole sheet, or its first rows."""
        rows = grid.rows[:most]
        return cls(grid, _boxes(rows, grid.merged), 0, len(rows))

    def part(self, start: int, end: int) -> "Paper":
        """Some rows of the sheet."""
        return Paper(self.grid, self.boxes, start, end)

    def between(self, left: int, right: int | None) -> "Paper":
        """The columns from `left` to before `right`; None for all that follow."""
        if left == 0 and right is None:
            return self
        inside = {
            number: [box for box in line if box.column >= left and (right is None or box.column < right)]
            for number, line in self.boxes.items()
        }
        return Paper(self.grid, inside, self.start, self.end)

    @property
    def rows(self) -> range:
        """The numbers of the rows, 0-based in the sheet."""
        return range(self.start, self.end)

    def row(self, number: int) -> list[Box]:
        """The filled boxes that stand in a row, those merged from above included; outside of the part none."""
        return self.boxes.get(number, []) if number in self.rows else []

    def own(self, number: int) -> list[Box]:
        """The filled boxes that begin in a row."""
        return [box for box in self.row(number) if box.row == number]

    def after(self, box: Box, row: int | None = None) -> Box | None:
        """The next filled box to the right of one."""
        line = self.row(box.row if row is None else row)
        return next((other for other in line if other.column > box.right), None)

    def below(self, box: Box) -> Box | None:
        """The filled box that begins right under one, in any of its columns."""
        return next((it for it in self.own(box.bottom + 1) if it.column <= box.right and it.right >= box.column), None)


def _boxes(rows: Sequence[Sequence[Cell]], merged: Sequence[Range]) -> dict[int, list[Box]]:
    last = len(rows) - 1
    spans = [span for span in merged if span[0][0] <= last]
    corners = dict(spans)
    covered = {
        (row, column)
        for (top, left), (bottom, right) in spans
        for row in range(top, min(bottom, last) + 1)
        for column in range(left, right + 1)
        if (row, column) != (top, left)
    }
    boxes: dict[int, list[Box]] = defaultdict(list)
    for row, cells in enumerate(rows):
        for column, value in enumerate(cells):
            text = None if (row, column) in covered else cell_text(value)
            if text:
                bottom, right = corners.get((row, column), (row, column))
                box = Box(text, row, column, bottom, right)
                for number in range(row, min(bottom, last) + 1):
                    boxes[number].append(box)
    return {number: sorted(line, key=lambda box: box.column) for number, line in boxes.items()}
