"""From a file's bytes to grids of cells, one a sheet; nothing is interpreted yet."""

import io
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.parquet

from dualwatch.intake.delimited import read_delimited
from dualwatch.intake.sources import SourceFile
from dualwatch.intake.workbook import read_workbook
from dualwatch.model import Level, Problem

Cell = Any
Range = tuple[tuple[int, int], tuple[int, int]]


class UnreadableFile(Exception):
    """A whole file cannot be read; the message is the Chinese reason."""


@dataclass
class Grid:
    """One sheet: rows of raw cells, or the columns of a Parquet file.

    `merged` holds merged ranges as ((first row, first column), (last row, last column)), 0-based.
    A grid that is a part of a sheet starts `top` rows and `left` columns inside it.
    """

    file: str
    sheet: str | None
    rows: list[list[Cell]] = field(default_factory=list)
    columns: pa.Table | None = None
    merged: list[Range] = field(default_factory=list)
    top: int = 0
    left: int = 0

    @property
    def height(self) -> int:
        """How many rows there are, header and all."""
        return self.columns.num_rows if self.columns is not None else len(self.rows)


def read_grids(source: SourceFile) -> tuple[list[Grid], list[Problem]]:
    """The grids of one file, with what had to be said about it; never raises for bad bytes."""
    problems: list[Problem] = []
    try:
        grids = _grids(source, problems)
    except UnreadableFile as error:
        problems.append(_refusal(source.name, str(error)))
        return [], problems
    return grids, problems


def _refusal(file: str, reason: str) -> Problem:
    return Problem(file, None, None, None, None, reason, Level.REJECTED)


def _grids(source: SourceFile, problems: list[Problem]) -> list[Grid]:
    start = source.content[:8]
    if start.startswith(b"PAR1") or source.suffix == ".parquet":
        return [_parquet(source)]
    if start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return _workbook(source, problems)
    if source.suffix in (".xlsx", ".xlsm", ".ods"):
        raise UnreadableFile("文件已损坏或不完整，不是有效的工作簿：请重新导出或重新拷贝。")
    return [_delimited(source, problems)]


def _parquet(source: SourceFile) -> Grid:
    try:
        table = pyarrow.parquet.read_table(io.BytesIO(source.content))
    except (pa.ArrowException, OSError, ValueError) as error:
        raise UnreadableFile("Parquet 文件已损坏或不完整：请重新导出。") from error
    return Grid(source.name, None, columns=table)


def _workbook(source: SourceFile, problems: list[Problem]) -> list[Grid]:
    workbook = read_workbook(source.content)
    if workbook.refusal:
        raise UnreadableFile(workbook.refusal)
    problems.extend(
        Problem(source.name, sheet, None, None, None, reason, Level.NOTICE) for sheet, reason in workbook.notices
    )
    return [Grid(source.name, sheet.name, sheet.rows, None, sheet.merged) for sheet in workbook.sheets]


def _delimited(source: SourceFile, problems: list[Problem]) -> Grid:
    text = read_delimited(source.content)
    if text.refusal:
        raise UnreadableFile(text.refusal)
    if text.warning:
        problems.append(Problem(source.name, None, None, None, None, text.warning, Level.WARNING))
    return Grid(source.name, None, text.rows)
