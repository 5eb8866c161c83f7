"""The one way in: paths to an Intake."""

import gc
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from dualwatch.intake.assemble import assemble
from dualwatch.intake.cells import Unreadable, parser_of
from dualwatch.intake.context import Context, Known, Progress, untold
from dualwatch.intake.coverage import coverage_of, name_silent_departments
from dualwatch.intake.draft import Draft, Refusal
from dualwatch.intake.formats import Format, chosen, formats
from dualwatch.intake.grids import Grid, read_grids
from dualwatch.intake.headers import UNITS
from dualwatch.intake.mapped import Mapped
from dualwatch.intake.sources import SourceFile, collect
from dualwatch.model import Intake, Level, Problem, Recognition, WrongUsage
from dualwatch.schema import TABLES


def read(
    paths: str | Path | Iterable[str | Path],
    *,
    mapping: str | Path | None = None,
    covers: str | None = None,
    unit: str | None = None,
    secret_level: str | None = None,
    year: int | None = None,
    month: int | None = None,
    region: str | None = None,
    known_projects: Known | None = None,
    known_files: Collection[str] = (),
    own_mappings: Path | None = None,
    progress: Progress = untold,
) -> Intake:
    """Read files, folders and zips into typed canonical tables.

    `mapping` names a format or a mapping file (else each sheet is recognised), `covers` is 'all' or
    department codes joined by commas, `unit` the money unit where a file states none, `secret_level`
    the level of rows without one; `year`, `month` and `region` are those of forms that state none.
    `known_projects` are the projects in the store by id (None: nobody asked), `known_files` the
    SHA-256 of files in force, which are told and not read again, `own_mappings` the folder of the
    office's own mappings. `progress` hears of every file how many of its rows are done.
    Whatever is wrong with the files is a Problem; raises WrongUsage only for wrong options,
    and DualwatchError for a mapping that cannot be read.
    """
    context = Context(_unit(unit), year, month, region, known_projects, progress)
    shapes = [chosen(mapping, own_mappings)] if mapping else list(formats(own_mappings).values())
    intake = Intake(stated_secrecy=_secret_level(secret_level))
    collection = collect(paths)
    intake.problems.extend(collection.problems)
    intake.sources = {source.name: source.digest for source in collection.files}
    repeated = {source.name for source in collection.files if source.digest in known_files}
    intake.problems.extend(_repetition(name) for name in sorted(repeated))
    with _collector_paused():
        taken = _read_files(collection.files, shapes, context, repeated, intake)
        used = [shape.mapping for shape in taken if isinstance(shape, Mapped)]
        intake.coverage = coverage_of(covers, used)
        intake.mapping = "、".join(one.name for one in used) or None
        parts = [part for shape, grids in taken.items() for part in shape.read(grids, context, repeated)]
        _fill(intake, _softened(parts) if len(shapes) > 1 else parts, known_projects)
    name_silent_departments(intake)
    return intake


def _repetition(file: str) -> Problem:
    reason = "这个文件以前导入过（内容完全相同），没有变化，不再读入。"
    return Problem(file, None, None, None, None, reason, Level.NOTICE)


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Millions of cells make no cycles; without the collector they are read twice as fast."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def _fill(intake: Intake, parts: list[Draft | Refusal], known_projects: Known | None) -> None:
    drafts = [part for part in parts if isinstance(part, Draft)]
    refusals = [part for part in parts if isinstance(part, Refusal)]
    assembly = assemble(drafts, refusals, known_projects, intake.stated_secrecy)
    intake.tables, intake.controls = assembly.tables, assembly.controls
    intake.problems.extend(refusal.problem for refusal in refusals)
    intake.problems.extend(problem for draft in drafts for problem in draft.problems)


def _read_files(
    files: list[SourceFile], shapes: list[Format], context: Context, repeated: set[str], intake: Intake
) -> dict[Format, list[Grid]]:
    """The sheets of all files that are not here already, and of those that they are looked up in."""
    fresh = [source for source in files if source.name not in repeated]
    taken = _taken_for(fresh, shapes, context, intake)
    if fresh and any(shape.looks_up for shape in taken):
        again = _taken_for([source for source in files if source.name in repeated], shapes, context, Intake())
        taken = {shape: [*grids, *again.get(shape, [])] for shape, grids in taken.items()}
    return taken


def _taken_for(
    files: list[SourceFile], shapes: list[Format], context: Context, intake: Intake
) -> dict[Format, list[Grid]]:
    """The sheets of the files under the format each was taken for."""
    taken: dict[Format, list[Grid]] = {}
    for source in files:
        context.progress(source.name, 0, None)
        grids, problems = read_grids(source)
        intake.problems.extend(problems)
        for grid in grids:
            shape, recognised = _recognised(grid, shapes)
            taken.setdefault(shape, []).append(grid)
            intake.recognised.extend([recognised] if recognised else [])
    return taken


def _recognised(grid: Grid, shapes: Sequence[Format]) -> tuple[Format, Recognition | None]:
    """The format that understands most of a sheet; the first where none does, which then says why not."""
    found = [(shape, told) for shape in shapes if (told := shape.recognise(grid))]
    if not found:
        return shapes[0], None
    return max(found, key=lambda one: one[1].rank)


def _softened(parts: list[Draft | Refusal]) -> list[Draft | Refusal]:
    """A sheet in which no table was recognised does not spoil the others of its workbook."""
    readable = {part.file for part in parts if isinstance(part, Draft)}
    return [_only_told(part) if part.file in readable else part for part in parts]


def _only_told(part: Draft | Refusal) -> Draft | Refusal:
    if isinstance(part, Draft) or part.table is not None:
        return part
    told = part.problem
    reason = "认不出是哪张表，这个工作表没有读入：如果它是数据，请改用标准表名或表头。"
    problem = Problem(told.file, told.sheet, None, None, None, reason, Level.NOTICE)
    return Refusal(part.file, None, 0, problem)


def _unit(unit: str | None) -> str | None:
    if unit is None or unit in UNITS:
        return unit
    raise WrongUsage(f"不认识金额单位“{unit}”：请用 {'、'.join(UNITS)} 之一。")


def _secret_level(level: str | None) -> str | None:
    if level is None:
        return None
    try:
        return parser_of(TABLES["projects"].by_name["secret_level"])(level)
    except Unreadable as error:
        raise WrongUsage(f"密级“{level}”{error}") from None
