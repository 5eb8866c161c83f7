"""The one way in: paths to an Intake."""

import gc
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from dualwatch.intake.assemble import assemble
from dualwatch.intake.cells import parser_of
from dualwatch.intake.context import Context, Known, Progress, untold
from dualwatch.intake.coverage import coverage_of, name_silent_departments
from dualwatch.intake.draft import Draft, Refusal
from dualwatch.intake.formats import Format, chosen, formats
from dualwatch.intake.forms.acquaintance import acquainted
from dualwatch.intake.garbled import REASON
from dualwatch.intake.grids import Grid
from dualwatch.intake.headers import UNITS
from dualwatch.intake.mapped import Mapped
from dualwatch.intake.reading import Unreadable
from dualwatch.intake.sources import Limits, SourceFile, collect
from dualwatch.intake.taking import Taking
from dualwatch.intake.unread import PICTURE
from dualwatch.model import Intake, Level, Problem, WrongUsage
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
    known_regions: Mapping[str, str] | None = None,
    known_files: Collection[str] = (),
    own_mappings: Path | None = None,
    limits: Limits | None = None,
    progress: Progress = untold,
) -> Intake:
    """Read files, folders and zips into typed canonical tables.

    `mapping` names a format or a mapping file (else each sheet is recognised), `covers` is 'all' or
    department codes joined by commas, `unit` the money unit where a file states none, `secret_level`
    the level of rows without one; `year`, `month` and `region` are those of forms that state none.
    `known_projects` are the projects in the store by id (None: nobody asked), `known_regions` the codes of the
    divisions by name, `known_files` the SHA-256 of files in force, which are told and not read again, `own_mappings`
    the office's own folder, `limits` how much may come. `progress` hears of every file how many rows are done (and
    how many there are, once that is known); what it raises ends the reading between two sheets or tables.
    What is wrong with the files is a Problem; raises WrongUsage for wrong options, DualwatchError for a bad mapping.
    """
    context = Context(_unit(unit), year, month, region, known_projects, progress, known_regions or {})
    shapes = [chosen(mapping, own_mappings)] if mapping else list(formats(own_mappings).values())
    intake = Intake(stated_secrecy=_secret_level(secret_level))
    collection = collect(paths, limits)
    intake.sources = {source.name: source.digest for source in collection.files}
    repeated = {source.name for source in collection.files if source.digest in known_files}
    intake.problems.extend([*collection.problems, *map(_repetition, sorted(repeated))])
    with _collector_paused():
        taking = Taking(shapes, mapping is not None, context, collection.limits)
        taken = _take(collection.files, repeated, taking)
        intake.problems.extend(taking.problems)
        intake.recognised = taking.recognised
        used = [shape.mapping for shape in taken if isinstance(shape, Mapped)]
        intake.coverage = coverage_of(covers, used)
        intake.mapping = "、".join(one.name for one in used) or None
        parts = _read_sheets(taken, context, repeated)
        parts = parts if taking.stated else _softened(parts)
        taken.clear()
        taking.forget()
        _fill(intake, [*parts, *taking.copies], context)
    name_silent_departments(intake)
    return intake


def _read_sheets(taken: dict[Format, list[Grid]], context: Context, repeated: set[str]) -> list[Draft | Refusal]:
    """The drafts of all sheets; forms come last, since they may speak of projects that other sheets hold."""
    parts: list[Draft | Refusal] = []
    for shape in sorted(taken, key=lambda one: one.whole_sheet):
        known = acquainted(context, parts) if shape.whole_sheet else context
        parts.extend(shape.read(taken[shape], known, repeated))
    return parts


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


def _fill(intake: Intake, parts: list[Draft | Refusal], context: Context) -> None:
    drafts = [part for part in parts if isinstance(part, Draft)]
    refusals = [part for part in parts if isinstance(part, Refusal)]
    assembly = assemble(drafts, refusals, context, intake.stated_secrecy)
    intake.tables, intake.controls = assembly.tables, assembly.controls
    intake.problems.extend(dict.fromkeys(refusal.problem for refusal in refusals))
    # The months of one line of a sheet are rows of their own, and are told once.
    intake.problems.extend(problem for draft in drafts for problem in dict.fromkeys(draft.problems))


def _take(files: list[SourceFile], repeated: set[str], taking: Taking) -> dict[Format, list[Grid]]:
    """The sheets of all files that are not here already, and of those that they are looked up in."""
    fresh = [source for source in files if source.name not in repeated]
    taking.take(fresh)
    if not fresh or not any(shape.looks_up for shape in taking.grids):
        return taking.grids
    again = replace(taking, grids={}, copies=[], problems=[], recognised=[])
    again.take(source for source in files if source.name in repeated)
    return {shape: [*grids, *again.grids.get(shape, [])] for shape, grids in taking.grids.items()}


def _softened(parts: list[Draft | Refusal]) -> list[Draft | Refusal]:
    """A sheet in which no table was recognised does not spoil the others of its workbook."""
    readable = {part.file for part in parts if isinstance(part, Draft)}
    return [_only_told(part) if part.file in readable else part for part in parts]


def _only_told(part: Draft | Refusal) -> Draft | Refusal:
    if isinstance(part, Draft) or part.table is not None:
        return part
    told = part.problem
    reason = "认不出是哪张表，这个工作表没有读入：如果它是数据，请改用标准表名或表头。"
    kept = told.reason if told.reason in (PICTURE, REASON) else reason
    return Refusal(part.file, None, 0, Problem(told.file, told.sheet, None, None, None, kept, Level.NOTICE))


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
