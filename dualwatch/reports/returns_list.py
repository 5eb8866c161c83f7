"""The list that goes back with a sender's file: every problem with its place, and what to do with the file."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from xlsxwriter.utility import xl_cell_to_rowcol

from dualwatch.model import LEVEL_LABELS, Level, Problem

SHEET = "退回清单"
HEADS = (("级别", 8), ("位置", 24), ("列", 20), ("值", 24), ("问题，怎么改", 90))
FIRST_LINE = 5
MOST = 20_000
FILLS = {Level.REJECTED: "FFC7CE", Level.WARNING: "FFE699"}
MEND = "红色的单元格必须改，黄色的请核对。改好后把本文件直接发回，这一页不用删。"
Place = tuple[int, int]
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Line:
    """One problem of the list; `at` is its (row, column), 1-based, the column None when only the row is known."""

    problem: Problem
    row: int | None
    column: int | None

    @property
    def where(self) -> str:
        """The place in words: sheet and cell, sheet and row, or the whole file."""
        place = self.problem.cell or (f"第 {self.row:,} 行" if self.row else "")
        return " · ".join(part for part in (self.problem.sheet, place) if part) or "整个文件"

    @property
    def cells(self) -> tuple[str, ...]:
        """The line as the list shows it."""
        problem = self.problem
        texts = (LEVEL_LABELS[problem.level], self.where, problem.column or "", problem.value or "", problem.reason)
        return tuple(map(_writable, texts))

    @property
    def comment(self) -> str:
        """What is written on the cell."""
        return _writable(f"{LEVEL_LABELS[self.problem.level]}：{self.problem.reason}")


@dataclass(frozen=True)
class Listing:
    """The problems of one file, the gravest first and then by place, at most `MOST` of them in `lines`."""

    file: str
    problems: Sequence[Problem]
    note: str = ""

    @cached_property
    def lines(self) -> list[Line]:
        """The lines of the list."""
        levels = list(Level)
        lines = map(_line, self.problems)
        return sorted(lines, key=lambda line: (levels.index(line.problem.level), line.problem.sheet or "",
                                               line.row or 0, line.column or 0))[:MOST]  # fmt: skip

    @property
    def head(self) -> tuple[str, str, str]:
        """The three lines above the list: the title, how many there are, what to do."""
        counts = Counter(problem.level for problem in self.problems)
        told = "，".join(f"{LEVEL_LABELS[level]} {counts[level]:,} 处" for level in Level if counts[level])
        more = f"只列出前 {MOST:,} 处。" if len(self.problems) > MOST else ""
        return _writable(f"{SHEET}：{self.file}"), f"{told or '没有问题'}。{more}", f"{MEND}{self.note}"

    def marks(self, sheet: str | None, first_column: Callable[[int], int]) -> dict[Place, list[Line]]:
        """The lines to mark in one sheet by (row, column); `first_column` finds the column of a row alone."""
        found: dict[Place, list[Line]] = {}
        for line in self._marked(sheet):
            row = line.row or 1
            found.setdefault((row, line.column or first_column(row)), []).append(line)
        return found

    def _marked(self, sheet: str | None) -> Iterator[Line]:
        return (line for line in self.lines if line.row and line.problem.sheet == sheet
                and line.problem.level in FILLS)  # fmt: skip


def _writable(text: str) -> str:
    """The text without what the XML of a workbook cannot hold."""
    return _UNWRITABLE.sub("", text)


def _line(problem: Problem) -> Line:
    if problem.cell is None:
        return Line(problem, problem.row, None)
    row, column = xl_cell_to_rowcol(problem.cell)
    return Line(problem, row + 1, column + 1)


def fill_of(lines: Sequence[Line]) -> str:
    """The colour of a cell: that of its gravest problem."""
    return FILLS[min((line.problem.level for line in lines), key=list(Level).index)]


def comment_of(lines: Sequence[Line]) -> str:
    """What is written on a cell: each of its problems."""
    return "\n".join(dict.fromkeys(line.comment for line in lines))


def target(sheet: str, row: int, column: int) -> str:
    """The address of a cell of another sheet, as a link names it."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    quoted = sheet.replace("'", "''")
    return f"'{quoted}'!{letters}{row}"
