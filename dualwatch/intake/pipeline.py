"""The one way in: paths to an Intake."""

import gc
from collections.abc import Iterable, Iterator
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
from dualwatch.intake.mapping import Mapping, load_mapping
from dualwatch.intake.sources import SourceFile, collect
from dualwatch.model import DualwatchError, Intake, Level, Problem
from dualwatch.schema import TABLES


def read(
    paths: str | Path | Iterable[str | Path],
    *,
    mapping: str | Path | None = None,
    covers: str | None = None,
    unit: str | None = None,
    secret_level: str | None = None,
    known_projects: set[str] | None = None,
) -> Intake:
    """Read files, folders and zips into typed canonical tables.

    `mapping` names a mapping file, `covers` is 'all' or department codes joined by commas,
    `unit` the money unit where a file states none, `secret_level` the level of rows without
    one, `known_projects` the project ids already in the store (None: nobody asked).
    Whatever is wrong with the files is a Problem; raises DualwatchError only for wrong options.
    """
    stated_unit, stated_level = _unit(unit), _secret_level(secret_level)
    described = load_mapping(mapping) if mapping else None
    intake = Intake(coverage=coverage_of(covers, described), stated_secrecy=stated_level)
    intake.mapping = described.name if described else None
    collection = collect(paths)
    intake.problems.extend(collection.problems)
    intake.sources = {source.name: source.digest for source in collection.files}
    with _collector_paused():
        parts = _read_files(collection.files, described, stated_unit, intake.problems)
        _fill(intake, parts, known_projects)
    name_silent_departments(intake)
    return intake


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


def _fill(intake: Intake, parts: list[Draft | Refusal], known_projects: set[str] | None) -> None:
    drafts = [part for part in parts if isinstance(part, Draft)]
    refusals = [part for part in parts if isinstance(part, Refusal)]
    assembly = assemble(drafts, refusals, known_projects, intake.stated_secrecy)
    intake.tables, intake.controls = assembly.tables, assembly.controls
    intake.problems.extend(refusal.problem for refusal in refusals)
    intake.problems.extend(problem for draft in drafts for problem in draft.problems)


def _read_files(
    files: list[SourceFile], mapping: Mapping | None, unit: str | None, problems: list[Problem]
) -> list[Draft | Refusal]:
    everything: list[Grid] = []
    parts: list[Draft | Refusal] = []
    for source in files:
        grids, found = read_grids(source)
        problems.extend(found)
        everything.extend(grids)
        if mapping is None:
            parts.extend(_read_file(grids, unit))
    return read_mapped(everything, mapping, unit) if mapping else parts


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
    raise DualwatchError(f"不认识金额单位“{unit}”：请用 {'、'.join(UNITS)} 之一。")


def _secret_level(level: str | None) -> str | None:
    if level is None:
        return None
    try:
        return parser_of(TABLES["projects"].by_name["secret_level"])(level)
    except Unreadable as error:
        raise DualwatchError(f"密级“{level}”{error}") from None
