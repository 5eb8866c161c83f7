"""A version from its fiscal years: each is a file, built or taken as it is kept; one more holds what crosses them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import reduce
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa

from dualwatch import batches, catalogue
from dualwatch.batches import Batch
from dualwatch.candidates import YEARS
from dualwatch.releases import Files, Releases
from dualwatch.schema import TABLES
from dualwatch.store import building
from dualwatch.store.building import Year
from dualwatch.store.digests import digest
from dualwatch.store.engine import OFFLINE, alias, attach

if TYPE_CHECKING:
    from dualwatch.store.sail.session import Session

OF_PROJECTS = ("projects", "budget_changes", "funding", "execution", "plans", "indicators", "observations")
OF_REGIONS = ("fiscal_totals",)


@dataclass(frozen=True)
class Built:
    """What a build made: its files and the SHA-256 of each table, those of a year under `year/table`."""

    files: Files
    content: dict[str, str]


def build(folder: Path, chosen: Sequence[Batch], kept: Releases | None = None, engine: str | None = None) -> Built:
    """Builds a version in a folder; years that `kept` holds already, built from the same, are left there.

    `engine` names a Sail server that builds the years instead of DuckDB. Raises DualwatchError naming the first
    broken check, or what is wrong with the server, OSError when it cannot be written; unfinished files are the
    caller's to delete.
    """
    own = folder / "version.duckdb"
    with (
        _server(engine) as server,
        building.written(own) as connection,
        TemporaryDirectory(dir=folder) as scratch,
    ):
        files = {table: [path for batch in chosen if (path := batch.table_file(table))] for table in TABLES}
        building.deliver(connection, files, Path(scratch))
        spoken, tables = _years(chosen)
        for step in catalogue.store_steps():
            if not spoken or step.field("years") == "all":
                building.take(building.OnDuckDB(connection), connection, step, chosen)
        shelf, regions = Shelf(folder, kept, server), connection.view("named_regions").to_arrow_table()
        for number, speaking in spoken.items():
            shelf.add(Year(number, speaking, tables, _of_year(regions, number), shelf.curves(number)))
        if spoken:
            _see(connection, shelf.files)
        return Built(Files(own, tuple(shelf.files)), building.content(connection) | shelf.content)


@contextmanager
def _server(engine: str | None) -> Iterator["Session | None"]:
    if engine is None:
        yield None
        return
    from dualwatch.store.sail import session

    with session.opened(engine) as server:
        yield server


def _years(chosen: Sequence[Batch]) -> tuple[dict[int, tuple[Batch, ...]], tuple[str, ...]]:
    """The batches that speak of each year and the tables they do so in: revenue, where nothing is said of projects."""
    for tables in (OF_PROJECTS, OF_REGIONS):
        told = [(batch, {year for table in tables for year in batches.fiscal_years(batch, table)}) for batch in chosen]
        years = sorted({year for _, own in told for year in own})
        if years:
            return {year: tuple(batch for batch, own in told if year in own) for year in years}, tables
    return {}, ()


def _of_year(rows: pa.Table, year: int) -> pa.Table:
    from pyarrow import compute

    return rows.filter(compute.equal(rows["fiscal_year"], year))


class Shelf:
    """The years of a version in the making, the earliest first: files new in its folder, or kept from before."""

    def __init__(self, folder: Path, kept: Releases | None, server: "Session | None" = None) -> None:
        self.folder = folder / YEARS
        self.folder.mkdir()
        self.kept = {version.years: version for version in kept.versions()} if kept else {}
        self.kept_folder = kept.years_path if kept else self.folder
        self.server = server
        self.files: list[Path] = []
        self.content: dict[str, str] = {}

    def add(self, year: Year) -> None:
        """Puts a year at the end: the file once built from the same, else a new one."""
        name, prefix = f"{year.number}-{_digest_of_year(year)}", f"{year.number}/"
        file = self.kept_folder / f"{name}.duckdb"
        known = next((version for years, version in self.kept.items() if name in years and file.exists()), None)
        if known is None:
            file = self.folder / f"{name}.duckdb"
            told = {f"{prefix}{table}": text for table, text in building.build_year(file, year, self.server).items()}
        else:
            told = {table: text for table, text in known.content.items() if table.startswith(prefix)}
        self.files.append(file)
        self.content |= told

    def curves(self, year: int) -> list[tuple[Any, ...]]:
        """The rows of base.payment_curves that the years so far leave to the next.

        They take all payments of these years, so that a kept year that came after the same ones lends its own.
        """
        if not self.files:
            return []
        with (
            TemporaryDirectory(dir=self.folder) as scratch,
            duckdb.connect(config=OFFLINE | {"temp_directory": scratch}) as connection,
        ):
            if lender := self._lender(year):
                attach(connection, [lender])
                name = alias(lender)
                connection.execute(f"use {name}")
            else:
                _draw_curves(connection, self.files, year)
            drawn = _of_year(connection.table("base.payment_curves").to_arrow_table(), year)
            return [tuple(row.values()) for row in drawn.to_pylist()]

    def _lender(self, year: int) -> Path | None:
        """A kept file of the year that came after the same years."""
        place, before = len(self.files), tuple(file.stem for file in self.files)
        after = (years[place] for years in self.kept if len(years) > place and years[:place] == before)
        lenders = (self.kept_folder / f"{name}.duckdb" for name in after if name.startswith(f"{year}-"))
        return next((file for file in lenders if file.exists()), None)


def _digest_of_year(year: Year) -> str:
    """What tells a year's file from any other: all that it is made of, the SQL and the profiles."""
    names = (batch.name for batch in year.batches)
    taken = repr(year.regions.to_pylist()), repr(year.curves)
    return digest([str(year.number), *names, *taken])


def _draw_curves(connection: duckdb.DuckDBPyConnection, files: Sequence[Path], year: int) -> None:
    """Runs the step of the payment curves, and the macros it uses, over years that are built, for one that is not."""
    attach(connection, files)
    connection.execute("create schema base")
    _unite(connection, files, ("project_months", "groups"))
    known = (connection.table(f"{alias(file)}.base.calendar") for file in files)
    reduce(lambda before, after: before.union(after), known).union(connection.values([year, 1])).create("base.calendar")
    for step in catalogue.store_steps():
        if step.name in (building.MACROS, building.CURVES):
            connection.execute(step.body)


def _unite(connection: duckdb.DuckDBPyConnection, files: Sequence[Path], tables: Sequence[str]) -> None:
    """Shows each of the tables of some attached years as one view of base."""
    for table in tables:
        body = " union all ".join(f"from {alias(file)}.base.{table}" for file in files)
        connection.execute(f"create view base.{table} as {body}")


def _see(connection: duckdb.DuckDBPyConnection, files: Sequence[Path]) -> None:
    """Makes the views of a version over the tables of its years, the macros they are written in, and what lies between
    two years."""
    attach(connection, files)
    own = building.tables_of(connection, "fresh")
    _unite(connection, files, [name for name in building.tables_of(connection, alias(files[0])) if name not in own])
    for step in (step for step in catalogue.store_steps() if step.field("years") != "all"):
        for statement in connection.extract_statements(step.body):
            if statement.query.strip().startswith(("create macro main.", "create view main.")):
                connection.execute(statement)
    for step in catalogue.store_steps():
        if step.field("years") == building.BETWEEN:
            connection.execute(step.body)
