"""Each sheet of a load, or each table on it, under the format it is taken for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from dualwatch.intake.blocks import Rank, split
from dualwatch.intake.context import Context
from dualwatch.intake.copies import Copies, refused_copy
from dualwatch.intake.draft import Refusal
from dualwatch.intake.formats import Format
from dualwatch.intake.grids import Grid, read_grids
from dualwatch.intake.mapped import Mapped
from dualwatch.intake.sources import Limits, SourceFile
from dualwatch.model import Level, Problem, Recognition, Sureness

_HIDDEN = "这是隐藏的工作表，已一并读入：不该导入的话，请在工作簿里删去它。"


@dataclass
class Taking:
    """What the sheets of the files were taken for; `stated` says that somebody chose the only format."""

    shapes: Sequence[Format]
    stated: bool
    context: Context
    limits: Limits
    grids: dict[Format, list[Grid]] = field(default_factory=dict)
    copies: list[Refusal] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    recognised: list[Recognition] = field(default_factory=list)
    _seen: Copies = field(default_factory=Copies)

    def take(self, files: Iterable[SourceFile]) -> None:
        """Read some files; what `context.progress` raises ends the reading between two sheets."""
        for source in files:
            self.context.progress(source.name, 0, None)
            grids, problems = read_grids(source, self.limits, self.context.progress)
            self.problems.extend(problems)
            for grid in grids:
                self._take_sheet(grid)

    def forget(self) -> None:
        """Let go of the cells, which take more memory than anything made of them."""
        self.grids.clear()
        self._seen = Copies()

    def _take_sheet(self, grid: Grid) -> None:
        shape, told = self._recognise(grid)
        twin = self._seen.twin_of(grid) if told else None
        if twin is not None:
            self.copies.extend(refused_copy(grid, twin, shape.read([grid], self.context, ())))
            return
        if told and grid.hidden:
            self.problems.append(Problem(grid.file, grid.sheet, None, None, None, _HIDDEN, Level.NOTICE))
        whole = _is_form(shape, told) or (self.stated and isinstance(shape, Mapped))
        parts = [grid] if whole else split(grid, self._judge)
        if len(parts) == 1:
            self._keep(grid, shape, told)
            return
        for part in parts:
            shape, told = self._recognise(part)
            self._keep(part, shape, told and _of_part(part, told))

    def _keep(self, grid: Grid, shape: Format, told: Recognition | None) -> None:
        self.grids.setdefault(shape, []).append(grid)
        self.recognised.extend([told] if told else [])

    def _recognise(self, grid: Grid) -> tuple[Format, Recognition | None]:
        """The format that understands most of a sheet; the first where none does, which then says why not."""
        found = [(shape, told) for shape in self.shapes if (told := shape.recognise(grid))]
        return max(found, key=lambda one: one[1].rank) if found else (self.shapes[0], None)

    def _judge(self, part: Grid) -> Rank | None:
        """How well a part of a sheet is recognised; None where it is guessed at best."""
        found = [told for shape in self.shapes if not shape.whole_sheet and (told := shape.recognise(part))]
        return max((told.rank for told in found if told.sureness >= Sureness.LIKELY), default=None)


def _is_form(shape: Format, told: Recognition | None) -> bool:
    return told is not None and shape.whole_sheet and told.sureness >= Sureness.LIKELY


def _of_part(part: Grid, told: Recognition) -> Recognition:
    beside = f"、第 {part.left + 1} 列" if part.left else ""
    return replace(told, why=f"从第 {part.top + 1} 行{beside}起的一块：{told.why}")
