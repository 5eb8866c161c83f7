"""Files to a published version: what the command line and the intake page both do."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from dualwatch import catalogue, demo, intake
from dualwatch.model import Control, DualwatchError, Intake, Level, Problem
from dualwatch.store import Publication, Store

NOTICES = (
    "quality/retired_projects",
    "quality/silent_departments",
    "quality/payment_gaps",
    "quality/partial_weights",
)
SHOWN_NOTICES = 20


@dataclass(frozen=True)
class Loading:
    """What a load found and did; `publication` is None for a dry run or when nothing could be stored."""

    intake: Intake
    publication: Publication | None
    notices: tuple[str, ...] = ()
    already_loaded: tuple[str, ...] = ()

    @property
    def refused(self) -> bool:
        """Whether any row or file was kept out."""
        return any(problem.level == Level.REJECTED for problem in self.intake.problems)


def load(store: Store, paths: Iterable[Path], operator: str, *, dry_run: bool = False, **options: Any) -> Loading:
    """Reads files, leaves out those in force already (same SHA-256), publishes the rest and says what is odd.

    `options` are those of `intake.read`. Raises DualwatchError when the store cannot be written.
    """
    known = {digest for batch in store.batches_in_force() for digest in batch.sources.values()}
    found = intake.read(paths, known_projects=known_projects(store), known_files=known, **options)
    repeated = tuple(name for name, digest in found.sources.items() if digest in known)
    fresh = replace(found, sources={name: digest for name, digest in found.sources.items() if digest not in known})
    if dry_run or not fresh.tables:
        return Loading(fresh, None, (), repeated)
    publication = store.publish([fresh], operator)
    return Loading(fresh, publication, tuple(notices(store, fresh)), repeated)


def known_projects(store: Store) -> dict[str, set[str]]:
    """The indicator numbers of every project in force, by project_id; empty for an empty or demonstration store."""
    current = store.current()
    if current is None or current.demo:
        return {}
    keys = store.ask("context/known_keys").to_pylist()
    return {row["project_id"]: set(row["indicator_numbers"] or ()) for row in keys}


def notices(store: Store, loaded: Intake) -> list[str]:
    """One sentence a finding of the quality questions, for each year that the load speaks of."""
    years = sorted({year for table in loaded.tables.values() if "fiscal_year" in table.column_names
                    for year in table["fiscal_year"].unique().to_pylist()})  # fmt: skip
    named = {problem.value for problem in loaded.problems if problem.value}
    found = [sentence for year in years for name in NOTICES for sentence in _findings(store, name, year, named)]
    rest = len(found) - SHOWN_NOTICES
    return found[:SHOWN_NOTICES] + ([f"另有 {rest} 条类似提示，可用 ask quality/… 逐项列出。"] if rest > 0 else [])


def _findings(store: Store, name: str, year: int, named: set[str]) -> list[str]:
    """The sentences of one question, without the departments that the intake has named already."""
    template = catalogue.question(name).field("sentence")
    rows = store.ask(name, {"year": year}).to_pylist()
    return [f"{year} 年：{template.format_map(row)}" for row in rows if row.get("dept_code") not in named]


def load_demo(store: Store, operator: str) -> Publication:
    """Builds and publishes the demonstration data, each delivery as a batch of its own.

    Raises DualwatchError where real data is in force: the two are never mixed.
    """
    current = store.current()
    if current and not current.demo:
        raise DualwatchError(f"{store.path} 里是真实数据，不能混入演示数据。请用 --store 另指一个目录。")
    with TemporaryDirectory() as folder:
        deliveries = demo.write(Path(folder))
        projects: dict[str, set[str]] = {}
        found = []
        for delivery in deliveries:
            read = intake.read([delivery.folder], covers=delivery.covers, known_projects=projects)
            found.append(replace(read, demo=True))
            _remember(projects, read)
        return store.publish(found, operator)


def _remember(projects: dict[str, set[str]], read: Intake) -> None:
    for name in ("projects", "indicators"):
        table = read.tables.get(name)
        if table is None:
            continue
        keys = zip(*(table[key].to_pylist() for key in ("fiscal_year", "mof_div_code", "pro_code")), strict=True)
        numbers = table["indicator_no"].to_pylist() if name == "indicators" else [None] * table.num_rows
        for key, number in zip(keys, numbers, strict=True):
            held = projects.setdefault("-".join(map(str, key)), set())
            held.update([number] if number else [])


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
    return (
        f"{line}；金额 收到 {control.money_received:,} 元，"
        f"入库 {control.money_stored:,} 元，退回 {control.money_rejected:,} 元"
    )
