"""From a file's bytes to grids of cells, one a sheet; nothing is interpreted yet."""

import io
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.parquet

from dualwatch.intake.context import Progress, untold
from dualwatch.intake.delimited import read_delimited
from dualwatch.intake.sources import Limits, SourceFile
from dualwatch.intake.texts import cell_text
from dualwatch.intake.workbook import read_workbook
from dualwatch.model import Level, Problem

Cell = Any
Range = tuple[tuple[int, int], tuple[int, int]]
_EMPTY = "文件里没有任何数据：请确认导出的是有内容的表。"


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
    hidden: bool = False
    pictures: bool = False

    @property
    def height(self) -> int:
        """How many rows there are, header and all."""
        return self.columns.num_rows if self.columns is not None else len(self.rows)

    @property
    def width(self) -> int:
        """How many columns there are."""
        return self.columns.num_columns if self.columns is not None else max(map(len, self.rows), default=0)

    @property
    def is_blank(self) -> bool:
        """Whether there is no cell with anything in it."""
        return self.columns is None and not any(cell_text(cell) for row in self.rows for cell in row)


def read_grids(
    source: SourceFile, limits: Limits | None = None, progress: Progress = untold
) -> tuple[list[Grid], list[Problem]]:
    """The grids of one file that hold anything, with what had to be said about it; never raises for bad bytes.

    `progress` hears the rows read so far after each sheet, and what it raises ends the reading.
    """
    problems: list[Problem] = []
    try:
        grids = _grids(source, limits or Limits(), progress, problems)
        filled = [grid for grid in grids if not grid.is_blank or grid.pictures]
        if not filled:
            raise UnreadableFile(_EMPTY)
        _refuse_columns(filled, limits or Limits())
    except UnreadableFile as error:
        problems.append(Problem(source.name, None, None, None, None, str(error), Level.REJECTED))
        return [], problems
    return filled, problems


def _refuse_columns(grids: list[Grid], limits: Limits) -> None:
    for grid in grids:
        if grid.width > limits.columns:
            place = f"工作表“{grid.sheet}”" if grid.sheet else ""
            reason = f"{place}有 {grid.width} 列，超过 {limits.columns} 列：请删去右边多余的单元格，另存后再导入。"
            raise UnreadableFile(reason)


def _grids(source: SourceFile, limits: Limits, progress: Progress, problems: list[Problem]) -> list[Grid]:
    start = source.content[:8]
    if start.startswith(b"PAR1") or source.suffix == ".parquet":
        return [_parquet(source, limits)]
    if start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return _workbook(source, limits, progress, problems)
    if source.suffix in (".xlsx", ".xlsm", ".ods"):
        raise UnreadableFile("文件已损坏或不完整，不是有效的工作簿：请重新导出或重新拷贝。")
    return [_delimited(source, limits, problems)]


def _parquet(source: SourceFile, limits: Limits) -> Grid:
    try:
        with pyarrow.parquet.ParquetFile(io.BytesIO(source.content)) as file:
            _refuse_rows(file.metadata.num_rows, limits)
            groups = [file.metadata.row_group(number) for number in range(file.metadata.num_row_groups)]
            if sum(group.total_byte_size for group in groups) > limits.unpacked_bytes:
                raise UnreadableFile(f"解开后超过 {limits.unpacked}：请按年度或县区拆分后再导入。")
            return Grid(source.name, None, columns=file.read())
    except (pa.ArrowException, OSError, ValueError, TypeError, NotImplementedError) as error:
        raise UnreadableFile("Parquet 文件已损坏或不完整：请重新导出。") from error


def _refuse_rows(count: int, limits: Limits) -> None:
    if count > limits.rows:
        raise UnreadableFile(f"超过 {limits.rows:,} 行：请按年度或县区拆分后再导入。")


def _workbook(source: SourceFile, limits: Limits, progress: Progress, problems: list[Problem]) -> list[Grid]:
    workbook = read_workbook(source.content, limits, lambda rows: progress(source.name, rows, None))
    if workbook.refusal:
        raise UnreadableFile(workbook.refusal)
    problems.extend(
        Problem(source.name, sheet, None, None, None, reason, Level.NOTICE) for sheet, reason in workbook.notices
    )
    return [
        Grid(source.name, one.name, one.rows, None, one.merged, hidden=one.hidden, pictures=one.pictures)
        for one in workbook.sheets
    ]


def _delimited(source: SourceFile, limits: Limits, problems: list[Problem]) -> Grid:
    _refuse_rows(source.content.count(b"\n"), limits)
    text = read_delimited(source.content)
    if text.refusal:
        raise UnreadableFile(text.refusal)
    if text.warning:
        problems.append(Problem(source.name, None, None, None, None, text.warning, Level.WARNING))
    return Grid(source.name, None, text.rows)
