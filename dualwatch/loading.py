"""Files to a published version: what the command line and the intake page both do."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from dualwatch import demo, intake, quality
from dualwatch.comparison import Comparison, compare
from dualwatch.model import Control, DualwatchError, Intake, KnownProject, Level, Problem
from dualwatch.schema import PROJECT_KEY
from dualwatch.store import Publication, Store

NOTICES = (
    "quality/retired_projects",
    "quality/silent_departments",
    "quality/payment_gaps",
    "quality/partial_weights",
)
SHOWN_NOTICES = 20
TO_MEND = (Level.REJECTED, Level.WARNING)


@dataclass(frozen=True)
class Loading:
    """What a load found and did; `publication` is None for a dry run or when nothing could be stored.

    `comparison` says what a dry run would have changed.
    """

    intake: Intake
    publication: Publication | None = None
    notices: tuple[str, ...] = ()
    already_loaded: tuple[str, ...] = ()
    comparison: Comparison | None = None

    @property
    def refused(self) -> bool:
        """Whether any row or file was kept out."""
        return any(problem.level == Level.REJECTED for problem in self.intake.problems)


def examine(store: Store, paths: Iterable[Path], **options: Any) -> Loading:
    """Reads files and leaves out those in force already (same SHA-256); nothing is stored.

    `options` are those of `intake.read`. Raises WrongUsage for an option that means nothing.
    """
    known = {digest for batch in store.batches_in_force() if not batch.demo for digest in batch.sources.values()}
    found = intake.read(
        paths,
        known_projects=known_projects(store),
        known_regions=known_regions(store),
        known_files=known,
        own_mappings=store.mappings_path,
        **options,
    )
    repeated = tuple(name for name, digest in found.sources.items() if digest in known)
    fresh = {name: digest for name, digest in found.sources.items() if digest not in known}
    filled = {name: table for name, table in found.tables.items() if table.num_rows}
    return Loading(replace(found, sources=fresh, tables=filled), already_loaded=repeated)


def load(store: Store, paths: Iterable[Path], operator: str, *, dry_run: bool = False, **options: Any) -> Loading:
    """Reads files, publishes those not in force already and says what is odd; a dry run only foresees it.

    Raises DualwatchError when the store cannot be written.
    """
    found = examine(store, paths, **options)
    if not found.intake.tables:
        return found
    if dry_run:
        return replace(found, comparison=_foreseen(store, found.intake, operator))
    publication = store.publish([found.intake], operator)
    return replace(found, publication=publication, notices=tuple(notices(store, found.intake)))


def _foreseen(store: Store, read: Intake, operator: str) -> Comparison | None:
    """What publishing would change; the version built to see it is dropped again."""
    prepared = store.prepare([read], operator)
    if prepared is None:
        return None
    try:
        return compare(store, prepared)
    finally:
        store.drop(prepared)


def known_projects(store: Store) -> dict[str, KnownProject]:
    """Every project in force by project_id, as intake needs it; empty for an empty or demonstration store."""
    current = store.current()
    if current is None or current.demo:
        return {}
    return {row["project_id"]: _known(row) for row in store.rows("context/known_keys")}


def known_regions(store: Store) -> dict[str, str]:
    """The code of each division in force by its name, where no two have it; empty for a demonstration store."""
    current = store.current()
    if current is None or current.demo:
        return {}
    return {row["mof_div_name"]: row["mof_div_code"] for row in store.rows("context/known_regions")}


def _known(row: dict[str, Any]) -> KnownProject:
    numbers, names = row["indicator_numbers"] or (), row["indicator_names"] or ()
    indicators = dict(zip(numbers, names, strict=True))
    return KnownProject(row["pro_name"], row["dept_name"], row["agency_name"], indicators)


def notices(store: Store, loaded: Intake) -> list[str]:
    """One sentence a finding of the quality questions, for each year of projects that the load speaks of."""
    spoken = {year for table in loaded.tables.values() if "fiscal_year" in table.column_names
              for year in table["fiscal_year"].unique().to_pylist()}  # fmt: skip
    years = sorted(spoken & {row["fiscal_year"] for row in store.rows("context/calendar")})
    named = {problem.value for problem in loaded.problems if problem.value}
    found = [sentence for year in years for name in NOTICES for sentence in _findings(store, name, year, named)]
    rest = len(found) - SHOWN_NOTICES
    return found[:SHOWN_NOTICES] + ([f"另有 {rest} 条类似提示，可用 ask quality/… 逐项列出。"] if rest > 0 else [])


def _findings(store: Store, name: str, year: int, named: set[str]) -> list[str]:
    """The sentences of one question, without the departments that the intake has named already."""
    rows = store.rows(name, {"year": year})
    return [f"{year} 年：{quality.announced(name, row)}" for row in rows if row["dept_code"] not in named]


def load_demo(store: Store, operator: str) -> Publication:
    """Builds and publishes the demonstration data, each delivery as a batch of its own.

    Raises DualwatchError where real data is in force: the two are never mixed.
    """
    current = store.current()
    if current and not current.demo:
        raise DualwatchError(f"{store.path} 里是真实数据，不能混入演示数据。请用 --store 另指一个目录。")
    with TemporaryDirectory() as folder:
        deliveries = demo.write(Path(folder))
        projects: dict[str, KnownProject] = {}
        found = []
        for delivery in deliveries:
            read = intake.read([delivery.folder], covers=delivery.covers, known_projects=projects)
            found.append(replace(read, demo=True))
            _remember(projects, read)
        return store.publish(found, operator)


def _remember(projects: dict[str, KnownProject], read: Intake) -> None:
    """Adds the projects of a delivery and their indicators to those of the deliveries before it."""
    for key, row in _keyed(read, "projects"):
        held = projects.get(key, KnownProject())
        projects[key] = KnownProject(row["pro_name"], row["dept_name"], row["agency_name"], held.indicators)
    for key, row in _keyed(read, "indicators"):
        held = projects[key]
        projects[key] = replace(held, indicators={**held.indicators, row["indicator_no"]: row["level3"]})


def _keyed(read: Intake, table: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The rows of a table with the project_id of each."""
    for row in read.tables[table].to_pylist() if table in read.tables else ():
        yield "-".join(str(row[key]) for key in PROJECT_KEY), row


def problem_lines(problems: Iterable[Problem]) -> list[str]:
    """The problems as lines of text, refusals first."""
    order = list(Level)
    return [str(problem) for problem in sorted(problems, key=lambda problem: order.index(problem.level))]


def control_line(control: Control) -> str:
    """One line that accounts for the rows and the money of one table of one file."""
    line = (
        f"{control.file} → {control.table or '认不出的表'}：收到 {control.rows_received:,} 行，"
        f"入库 {control.rows_stored:,} 行，退回 {control.rows_rejected:,} 行"
    )
    if control.money_received is None:
        return line
    if control.rows_unread == control.rows_received:
        return f"{line}；整张没有读，金额不明"
    unread = f"；退回的行里有 {control.rows_unread:,} 行整张没有读，金额不明" if control.rows_unread else ""
    return (
        f"{line}；金额 收到 {control.money_received:,} 元，"
        f"入库 {control.money_stored:,} 元，退回 {control.money_rejected:,} 元{unread}"
    )
