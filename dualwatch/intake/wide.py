"""Month columns side by side: as they are, added up over the year, or averaged, as a mapping says."""

from decimal import Decimal, InvalidOperation

import pyarrow as pa

from dualwatch.intake.canonical import melt
from dualwatch.intake.draft import Draft
from dualwatch.intake.headers import squeezed
from dualwatch.intake.mapping import PlanShape, Wide

GROWS, STANDS = "累计", "时点"
_NEAR = Decimal("0.000001")


def plan_shape(columns: dict[str, pa.Array], shape: PlanShape) -> pa.Array:
    """累计 in each row whose planned parts add up to its target, else 时点."""
    return _shapes(columns, shape.plan, shape.target)


def _shapes(columns: dict[str, pa.Array], plan: tuple[str, ...], target: str) -> pa.Array:
    planned = zip(*(columns[squeezed(name)].to_pylist() for name in plan), strict=True)
    targets = columns[squeezed(target)].to_pylist()
    return pa.array([GROWS if _adds_up(parts, goal) else STANDS for parts, goal in zip(planned, targets, strict=True)])


def _adds_up(parts: tuple[str | None, ...], goal: str | None) -> bool:
    total = sum((_number(part) or Decimal(0) for part in parts), Decimal(0))
    wanted = _number(goal)
    return wanted is not None and abs(total - wanted) <= _NEAR


def _number(text: str | None) -> Decimal | None:
    try:
        return Decimal(text) if text is not None else None
    except InvalidOperation:
        return None


def spread_months(draft: Draft, wide: Wide, cells: list[pa.Array], columns: dict[str, pa.Array]) -> None:
    """Turn the month columns of a draft into rows; blank cells give none."""
    if wide.values != "own":
        shapes = _all_grow(len(draft)) if wide.values == "increments" else _shapes(columns, wide.plan, str(wide.target))
        cells = _running(cells, shapes)
    melt(draft, wide.field, [(cell, str(month)) for cell, month in zip(cells, wide.months.values(), strict=True)])
    draft.headers[wide.field] = "、".join(wide.months)


def _all_grow(count: int) -> pa.Array:
    return pa.repeat(pa.scalar(GROWS), count)


def _running(cells: list[pa.Array], shapes: pa.Array) -> list[pa.Array]:
    rows = zip(*(cell.to_pylist() for cell in cells), strict=True)
    answers = [_running_row(row, shape) for row, shape in zip(rows, shapes.to_pylist(), strict=True)]
    return [pa.array(column, pa.string()) for column in zip(*answers, strict=True)] if answers else cells


def _running_row(row: tuple[str | None, ...], shape: str) -> list[str | None]:
    """The year's figure after each part: the sum so far, or the mean; a text that is no number stays."""
    total, count, answers = Decimal(0), 0, []
    for text in row:
        value = _number(text)
        if value is None:
            answers.append(text)
            continue
        total, count = total + value, count + 1
        figure = total if shape == GROWS else (total / count).quantize(_NEAR)
        answers.append(f"{figure.normalize():f}")
    return answers
