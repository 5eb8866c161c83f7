"""Why no table was recognised on a sheet, where the sheet itself shows it."""

from dualwatch.intake.garbled import REASON, garbled
from dualwatch.intake.grids import Cell, Grid
from dualwatch.intake.reading import is_figure
from dualwatch.intake.texts import cell_text

_LOOKED_AT = 40
_FEWEST_WORDS = 3
PICTURE = "表里有图片，读得出的文字里没有表头：表头或整张表可能是图片，请换成可以选中的文字后再导入。"
_UNKNOWN = "认不出是哪张表：表名和表头都不在导入格式里。请用标准字段名或中文表头，或用 --mapping 说明。"


def why_unread(grid: Grid) -> str:
    """The sentence for a sheet on which nothing looks like a header that anyone knows."""
    if grid.pictures and not any(_is_header_like(row) for row in grid.rows[:_LOOKED_AT]):
        return PICTURE
    return REASON if garbled_header(grid) else _UNKNOWN


def _is_header_like(row: list[Cell]) -> bool:
    """Several words side by side: a header, even if nobody knows it."""
    return sum(isinstance(cell, str) and bool(cell.strip()) and not is_figure(cell) for cell in row) >= _FEWEST_WORDS


def garbled_header(grid: Grid) -> bool:
    """Whether the first lines of a sheet were read in the wrong encoding."""
    if grid.columns is not None:
        return any(map(garbled, [*grid.columns.column_names, "".join(grid.columns.column_names)]))
    lines = ("".join(cell_text(cell) or "" for cell in row) for row in grid.rows[:_LOOKED_AT])
    return any(map(garbled, lines))
