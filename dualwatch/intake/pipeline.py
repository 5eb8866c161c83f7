"""The one way in: paths to an Intake."""

import gc
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from dualwatch.intake.assemble import assemble
from dualwatch.intake.canonical import read_canonical
from dualwatch.intake.cells import Unreadable, parser_of
from dualwatch.intake.coverage import coverage_of, name_silent_departments
from dualwatch.intake.draft import Draft, Refusal
from dualwatch.intake.grids import Grid, read_grids
from dualwatch.intake.headers import UNITS
from dualwatch.intake.mapped import read_mapped
from dualwatch.intake.mapping import Mapping as FileMapping
from dualwatch.intake.mapping import load_mapping
from dualwatch.intake.relations import Known
from dualwatch.intake.sources import SourceFile, collect
from dualwatch.model import Intake, Level, Problem, WrongUsage
from dualwatch.schema import TABLES


def read(
    paths: str | Path | Iterable[str | Path],
    *,
    mapping: str | Path | None = None,
    covers: str | None = None,
    unit: str | None = None,
    secret_level: str | None = None,
    known_projects: Known | None = None,
    known_files: Collection[str] = (),
) -> Intake:
    """Read files, folders and zips into typed canonical tables.

    `mapping` names a mapping file, `covers` is 'all' or department codes joined by commas,
    `unit` the money unit where a file states none, `secret_level` the level of rows without one.
    `known_projects` gives the indicator numbers of each project id in the store (None: nobody
    asked), `known_files` the SHA-256 of files in force, which are told and not read again.
    Whatever is wrong with the files is a Problem; raises WrongUsage only for wrong options,
    and DualwatchError for a mapping that cannot be read.
    """
    stated_unit, stated_level = _unit(unit), _secret_level(secret_level)
    described = load_mapping(mapping) if mapping else None
    intake = Intake(coverage=coverage_of(covers, described), stated_secrecy=stated_level)
    intake.mapping = described.name if described else None
    collection = collect(paths)
    intake.problems.extend(collection.problems)
    intake.sources = {source.name: source.digest for source in collection.files}
    repeated = {source.name for source in collection.files if source.digest in known_files}
    intake.problems.extend(_repetition(name) for name in sorted(repeated))
    with _collector_paused():
        parts = _read_files(collection.files, described, stated_unit, repeated, intake.problems)
        _fill(intake, parts, known_projects)
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
    files: list[SourceFile],
    mapping: FileMapping | None,
    unit: str | None,
    repeated: set[str],
    problems: list[Problem],
) -> list[Draft | Refusal]:
    """All drafts; under a mapping a file loaded before still serves the others to look things up."""
    if all(source.name in repeated for source in files):
        return []
    everything: list[Grid] = []
    parts: list[Draft | Refusal] = []
    for source in files if mapping else [one for one in files if one.name not in repeated]:
        grids, found = read_grids(source)
        problems.extend(found)
        everything.extend(grids)
        if mapping is None:
            parts.extend(_read_file(grids, unit))
    return read_mapped(everything, mapping, unit, repeated) if mapping else parts


def _read_file(grids: list[Grid], unit: str | None) -> list[Draft | Refusal]:
    """The drafts of one file; a sheet beside readable ones that is no table is only told."""
    parts = [part for grid in grids for part in read_canonical(grid, unit)]
    readable = any(isinstance(part, Draft) for part in parts)
    return [_softened(part) for part in parts] if readable else parts


def _softened(part: Draft | Refusal) -> Draft | Refusal:
    """A sheet in which no table was recognised does not spoil the others of its workbook."""
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
