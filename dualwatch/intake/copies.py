"""Copies: a sheet whose cells are those of another sheet of the same load, cell for cell."""

from collections import defaultdict
from collections.abc import Hashable

from dualwatch.intake.draft import Draft, Refusal
from dualwatch.intake.grids import Grid
from dualwatch.model import Level, Problem

_COMPARED_FIRST = 3


class Copies:
    """The sheets of a load so far, so that the second of two that are the same can be told."""

    def __init__(self) -> None:
        self._seen: dict[Hashable, list[Grid]] = defaultdict(list)

    def twin_of(self, grid: Grid) -> Grid | None:
        """The sheet that this one is a copy of; a sheet that is none is remembered."""
        alike = self._seen[grid.height, repr(grid.rows[:_COMPARED_FIRST]), grid.columns is None]
        for other in alike:
            if other.rows == grid.rows and (grid.columns is None or grid.columns.equals(other.columns)):
                return other
        alike.append(grid)
        return None


def refused_copy(grid: Grid, twin: Grid, parts: list[Draft | Refusal]) -> list[Refusal]:
    """What a copy would have given, as refusals with one sentence that names its twin."""
    place = f"“{twin.file}”" + (f"〔{twin.sheet}〕" if twin.sheet else "")
    reason = f"与{place}的内容完全相同，是同一张表的副本，没有读入：请删去其中一张。"
    problem = Problem(grid.file, grid.sheet, None, None, None, reason, Level.REJECTED)
    drafts = [part for part in parts if isinstance(part, Draft)]
    if not drafts:
        return [Refusal(grid.file, None, grid.height, problem)]
    return [Refusal(grid.file, draft.table.name, len(draft), problem) for draft in drafts]
