"""One DuckDB file from batches: the steps in order, the rules of every profile, the checks."""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from dualwatch import batches, catalogue, rules
from dualwatch.access import OPERATOR
from dualwatch.batches import Batch
from dualwatch.catalogue import Question
from dualwatch.model import DualwatchError
from dualwatch.schema import TABLES, arrow_schema
from dualwatch.store.engine import OFFLINE, run, runner, set_scope

# A join hashes its right side, as the steps are written: left joins of versions that have no revisions are estimated so
# wrongly that the large side would be hashed.
AS_WRITTEN = {"disabled_optimizers": "build_side_probe_side"}
CURVES = "store/52_payment_curves"
DISK_ERRORS = (duckdb.IOException, duckdb.OutOfMemoryException, duckdb.TransactionException, duckdb.FatalException)


@dataclass(frozen=True)
class Year:
    """All that a fiscal year's tables are made of: its rows in some batches, in order, and what other years say.

    `regions` are those its projects name, as all batches name them; `curves` the rows of base.payment_curves
    that the years before leave it.
    """

    number: int
    batches: tuple[Batch, ...]
    tables: tuple[str, ...]
    regions: pa.Table
    curves: list[tuple[Any, ...]]

    def files(self, table: str) -> list[Path]:
        """The Parquet files of a canonical table that hold rows of the year."""
        chosen = self.batches if table in self.tables else ()
        return [path for batch in chosen if (path := batch.table_file(table))]


@contextmanager
def written(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to a new database file, on the disk as a whole when the block ends.

    Raises OSError when it cannot be written; an unfinished file is the caller's to delete.
    """
    with TemporaryDirectory(prefix=f"{path.stem}-", dir=path.parent) as folder:
        connection = duckdb.connect(config=OFFLINE | AS_WRITTEN | {"temp_directory": folder})
        try:
            connection.execute("attach $path as fresh (storage_version 'v1.5.0')", {"path": str(path)})
            connection.execute("use fresh")
            set_scope(connection, OPERATOR)
            yield connection
            connection.execute("use memory")
            connection.execute("detach fresh")
        except DISK_ERRORS as error:
            raise OSError(str(error)) from error
        finally:
            connection.close()


def build_year(path: Path, year: Year) -> dict[str, str]:
    """Builds the file of one fiscal year, runs the rules and the checks; returns the hash of each table.

    Raises DualwatchError naming the first broken check, OSError when it cannot be written.
    """
    with written(path) as connection, TemporaryDirectory(dir=path.parent) as folder:
        settled = Path(folder) / "settled.parquet"
        pq.write_table(year.regions, settled)
        files = {table: year.files(table) for table in TABLES} | {"regions": [settled]}
        connection.execute("set variable year = $year", {"year": year.number})
        deliver(connection, files, Path(folder))
        for step in catalogue.store_steps():
            take(connection, step, year.batches)
            if step.name == CURVES:
                _insert(connection, "base.payment_curves", year.curves)
        check(connection)
        return content(connection)


def deliver(connection: duckdb.DuckDBPyConnection, files: dict[str, list[Path]], folder: Path) -> None:
    """Tells each delivered_* view its Parquet files; an empty one of the contract's columns and types comes first."""
    for table in TABLES:
        empty = folder / f"empty-{table}.parquet"
        pq.write_table(arrow_schema(TABLES[table]).append(pa.field("batch_number", pa.int32())).empty_table(), empty)
        told = [str(path) for path in (empty, *files[table])]
        connection.execute(f"set variable {table}_files = $files", {"files": told})


def take(connection: duckdb.DuckDBPyConnection, step: Question, chosen: Sequence[Batch]) -> None:
    """Runs one step of the build, and what it leaves to Python."""
    connection.execute(step.body)
    if step.name == "store/10_delivered":
        _state(connection, chosen)
    if step.name == "store/72_paced_views":
        _judge(connection)


def _state(connection: duckdb.DuckDBPyConnection, chosen: Sequence[Batch]) -> None:
    """Fills the table of batches and the profile tables from their files."""
    _insert(connection, "delivered_batches", [batches.rows(batch) for batch in chosen])
    shipped = rules.profiles().values()
    _insert(connection, "base.profiles", [entry.row for entry in shipped])
    _insert(connection, "base.profile_months", [row for entry in shipped for row in entry.months()])
    _insert(connection, "base.profile_limits", list(rules.limit_rows()))
    _insert(connection, "base.level_shares", list(rules.profile(rules.DEFAULT_PROFILE).levels.items()))
    _insert(connection, "base.rules_info", rules.info_rows())


def _insert(connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
    if rows:
        marks = ", ".join("?" * len(rows[0]))
        connection.executemany(f"insert into {table} values ({marks})", rows)


def _judge(connection: duckdb.DuckDBPyConnection) -> None:
    """Runs every rule of every shipped profile for every year, all months at once."""
    years = [row["fiscal_year"] for row in runner(connection)("context/calendar", {})]
    for profile in rules.profiles().values():
        for name, stated in profile.rules.items():
            for year in years:
                _keep_flags(connection, profile, name, year, stated)


def _keep_flags(
    connection: duckdb.DuckDBPyConnection, profile: rules.Profile, name: str, year: int, stated: dict[str, Any]
) -> None:
    """Adds what one rule finds in a year to base.flags: the figures of its own as JSON, the run of grave months."""
    rule = catalogue.rules()[name]
    bound = rules.bind(rule, profile, year, None, stated)
    own = ", ".join(f"{column}: {column}" for column in rule.returns[len(rules.FLAG_COLUMNS) :])
    figures, body = f"to_json({{{own}}})" if own else "null", rule.body
    connection.execute(
        f"""insert into base.flags
        with found as materialized (
            select project_no, month, severity_rank(severity) as severity_rank, observed, expected, limit_value,
                   amount, {figures} as figures
            from ({body})
        ),
        sets as (
            select project_no, bit_or(if(severity_rank = 1, month_bit(month), 0)) as red,
                   bit_or(if(severity_rank = 2, month_bit(month), 0)) as yellow,
                   bit_or(if(severity_rank = 3, month_bit(month), 0)) as notice,
                   bit_or(if(severity_rank = 4, month_bit(month), 0)) as no_data
            from found group by project_no
        )
        select $profile, $year, f.month, $rule, f.project_no, y.group_no, f.severity_rank,
               rank_in(f.month - 1, s.red, s.yellow, s.notice, s.no_data),
               rank_in(f.month + 1, s.red, s.yellow, s.notice, s.no_data),
               case when f.severity_rank <= 2 then run_of(s.red | s.yellow, f.month) else 0 end,
               f.observed, f.expected, f.limit_value, f.amount, f.figures
        from found as f
        join sets as s on s.project_no = f.project_no
        join project_years as y on y.project_no = f.project_no""",
        {name: bound[name] for name in rule.parameters} | {"profile": profile.name, "year": year, "rule": name},
    )


def check(connection: duckdb.DuckDBPyConnection) -> None:
    """Raises DualwatchError naming the first broken invariant."""
    for invariant in catalogue.checks():
        broken = run(connection, invariant, {}).slice(0, 3).to_pylist()
        if broken:
            rows = "；".join("，".join(f"{key}={value}" for key, value in row.items()) for row in broken)
            raise DualwatchError(
                f"数据没有通过检查“{invariant.label}”，没有发布，现用版本不变。例如：{rows}。{invariant.field('remedy')}"
            )


def content(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """The SHA-256 of each table of base: of its columns, the number of its rows and the sums of their hashes."""
    hashes = {}
    for name in tables_of(connection, "fresh"):
        table = connection.table(f"base.{name}")
        columns = list(zip(table.columns, map(str, table.types), strict=True))
        summed = table.aggregate("count(*), sum(hash(*columns(*))), bit_xor(hash(*columns(*)))").fetchall()
        hashes[name] = hashlib.sha256(repr((columns, summed)).encode()).hexdigest()
    return hashes


def tables_of(connection: duckdb.DuckDBPyConnection, database: str) -> list[str]:
    """The names of the tables in an attached database's schema base, sorted."""
    tables = connection.table_function("duckdb_tables").to_arrow_table().to_pylist()
    return sorted(
        table["table_name"] for table in tables if (table["database_name"], table["schema_name"]) == (database, "base")
    )
