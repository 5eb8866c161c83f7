"""Month columns side by side: as they are, added up over the year, or averaged, as a mapping says."""

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

import pyarrow as pa

from dualwatch.intake.draft import Draft
from dualwatch.intake.headers import squeezed
from dualwatch.intake.mapping import PlanShape, Wide
from dualwatch.intake.months import MonthColumn, melt

GROWS, STANDS = "累计", "时点"
Row = tuple[str | None, ...]
_NEAR = Decimal("0.000001")


def plan_shape(columns: dict[str, pa.Array], shape: PlanShape) -> pa.Array:
    """累计 in each row whose planned parts add up to its target, else 时点."""
    return _shapes(columns, shape.plan, shape.target)


def _shapes(columns: dict[str, pa.Array], plan: tuple[str, ...], target: str) -> pa.Array:
    planned = zip(*(columns[squeezed(name)].to_pylist() for name in plan), strict=True)
    targets = columns[squeezed(target)].to_pylist()
    return pa.array([GROWS if _adds_up(parts, goal) else STANDS for parts, goal in zip(planned, targets, strict=True)])


def _adds_up(parts: Row, goal: str | None) -> bool:
    total = sum((_number(part) or Decimal(0) for part in parts), Decimal(0))
    wanted = _number(goal)
    return wanted is not None and abs(total - wanted) <= _NEAR


def _number(text: str | None) -> Decimal | None:
    try:
        return Decimal(text) if text is not None else None
    except InvalidOperation:
        return None


def spread_months(
    draft: Draft, wide: Wide, cells: list[pa.Array], columns: dict[str, pa.Array], spots: dict[str, int]
) -> None:
    """Turn the month columns of a draft into rows; blank cells give none."""
    if wide.values == "increments":
        cells = _by_row(cells, (_sums(row) for row in _rows(cells)))
    elif wide.values == "by_plan":
        planned = _rows([columns[squeezed(name)] for name in wide.plan])
        shapes = _shapes(columns, wide.plan, str(wide.target)).to_pylist()
        answers = (
            _sums(row) if shape == GROWS else _means(row, plan)
            for row, plan, shape in zip(_rows(cells), planned, shapes, strict=True)
        )
        cells = _by_row(cells, answers)
    named = zip(cells, wide.months.items(), strict=True)
    melt(draft, wide.field, [MonthColumn(cell, str(month), spots.get(squeezed(name))) for cell, (name, month) in named])
    draft.headers[wide.field] = "、".join(wide.months)


def _rows(cells: list[pa.Array]) -> list[Row]:
    return list(zip(*(cell.to_pylist() for cell in cells), strict=True))


def _by_row(cells: list[pa.Array], answers: Iterable[list[str | None]]) -> list[pa.Array]:
    columns = list(zip(*answers, strict=True))
    return [pa.array(column, pa.string()) for column in columns] if columns else cells


def _sums(row: Row) -> list[str | None]:
    """The sum so far after each part; a text that is no number stays as it is."""
    total, answers = Decimal(0), []
    for text in row:
        value = _number(text)
        total += value or 0
        answers.append(text if value is None else _plain(total))
    return answers


def _means(row: Row, plan: Row) -> list[str | None]:
    """The mean so far; a part with neither plan nor result says nothing."""
    total, count = Decimal(0), 0
    answers: list[str | None] = []
    for text, planned in zip(row, plan, strict=True):
        value = _number(text)
        if value is None:
            answers.append(text)
        elif not value and not _number(planned):
            answers.append(None)
        else:
            total, count = total + value, count + 1
            answers.append(_plain((total / count).quantize(_NEAR)))
    return answers


def _plain(figure: Decimal) -> str:
    return f"{figure.normalize():f}"
