"""A version's file from its batches: the steps in order, the rules of every profile, the checks."""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol

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
from dualwatch.store.flagging import flagging

# A join hashes its right side, as the steps are written: left joins of versions that have no revisions are estimated so
# wrongly that the large side would be hashed.
AS_WRITTEN = {"disabled_optimizers": "build_side_probe_side"}
DISK_ERRORS = (duckdb.IOException, duckdb.OutOfMemoryException, duckdb.TransactionException, duckdb.FatalException)


def digest_of(chosen: Sequence[Batch]) -> str:
    """What tells a version from any other: its batches in their order, the SQL and the profiles."""
    parts = [batch.name for batch in chosen] + [catalogue.fingerprint(), rules.fingerprint()]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]


class Builder(Protocol):
    """What runs the build's own SQL and fills the tables of the file that DuckDB has open."""

    def run(self, step: Question) -> None:
        """Runs one file of queries/store."""

    def judge(self, rule: Question, statement: str, bound: dict[str, Any]) -> None:
        """Runs the statement that adds what one rule finds to base.flags."""

    def broken(self, check: Question) -> list[dict[str, Any]]:
        """The rows that break an invariant."""


class OnDuckDB:
    """Runs a build in DuckDB itself."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def run(self, step: Question) -> None:
        """Runs one file of queries/store."""
        self._connection.execute(step.body)

    def judge(self, rule: Question, statement: str, bound: dict[str, Any]) -> None:
        """Runs the statement that adds what one rule finds to base.flags."""
        self._connection.execute(statement, bound)

    def broken(self, check: Question) -> list[dict[str, Any]]:
        """The rows that break an invariant."""
        return run(self._connection, check, {}).to_pylist()


def build(path: Path, chosen: Sequence[Batch], engine: str | None = None) -> dict[str, str]:
    """Builds a version file from batches, runs the rules and the checks; returns the hash of each table.

    `engine` names a Sail server that does the work instead of DuckDB. Raises DualwatchError naming the first broken
    check, or what is wrong with the server, OSError when it cannot be written; an unfinished file is the caller's
    to delete.
    """
    with TemporaryDirectory(prefix=f"{path.stem}-", dir=path.parent) as folder:
        connection = duckdb.connect(config=OFFLINE | AS_WRITTEN | {"temp_directory": folder})
        try:
            connection.execute("attach $path as fresh (storage_version 'v1.5.0')", {"path": str(path)})
            connection.execute("use fresh")
            set_scope(connection, OPERATOR)
            files = _set_files(connection, chosen, Path(folder))
            with _builder(connection, files, Path(folder), engine) as builder:
                for step in catalogue.store_steps():
                    builder.run(step)
                    FILLERS.get(step.name, _nothing)(builder, connection, chosen)
                _check(builder)
            content = _content(connection)
            connection.execute("use memory")
            connection.execute("detach fresh")
            return content
        except DISK_ERRORS as error:
            raise OSError(str(error)) from error
        finally:
            connection.close()


@contextmanager
def _builder(
    connection: duckdb.DuckDBPyConnection, files: dict[str, list[Path]], folder: Path, engine: str | None
) -> Iterator[Builder]:
    if engine is None:
        yield OnDuckDB(connection)
        return
    from dualwatch.store.sail import building, session

    with session.opened(engine) as server:
        yield building.OnSail(connection, server, files, folder)


def _nothing(builder: Builder, connection: duckdb.DuckDBPyConnection, chosen: Sequence[Batch]) -> None:
    """A step that needs nothing from Python."""


def _set_files(connection: duckdb.DuckDBPyConnection, chosen: Sequence[Batch], folder: Path) -> dict[str, list[Path]]:
    """Tells each delivered_* view its Parquet files; an empty one of the contract's columns and types comes first."""
    delivered = {}
    for table in TABLES:
        empty = folder / f"{table}.parquet"
        pq.write_table(arrow_schema(TABLES[table]).append(pa.field("batch_number", pa.int32())).empty_table(), empty)
        files = [empty, *(path for batch in chosen if (path := batch.table_file(table)))]
        connection.execute(f"set variable {table}_files = $files", {"files": list(map(str, files))})
        delivered[f"delivered_{table}"] = files
    return delivered


def _deliver(builder: Builder, connection: duckdb.DuckDBPyConnection, chosen: Sequence[Batch]) -> None:
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


def _judge(builder: Builder, connection: duckdb.DuckDBPyConnection, chosen: Sequence[Batch]) -> None:
    """Runs every rule of every shipped profile for every year, all months at once."""
    years = [row["fiscal_year"] for row in runner(connection)("context/calendar", {})]
    for profile in rules.profiles().values():
        for name, stated in profile.rules.items():
            rule = catalogue.rules()[name]
            for year in years:
                bound = rules.bind(rule, profile, year, None, stated)
                named = {name: bound[name] for name in rule.parameters}
                builder.judge(rule, flagging(rule), named | {"profile": profile.name, "year": year, "rule": name})


FILLERS = {"store/10_delivered": _deliver, "store/72_paced_views": _judge}


def _check(builder: Builder) -> None:
    for check in catalogue.checks():
        broken = builder.broken(check)[:3]
        if broken:
            rows = "；".join("，".join(f"{key}={value}" for key, value in row.items()) for row in broken)
            raise DualwatchError(
                f"数据没有通过检查“{check.label}”，没有发布，现用版本不变。例如：{rows}。{check.field('remedy')}"
            )


def _content(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """The SHA-256 of each base table: of its columns, the number of its rows and the sums of their hashes."""
    tables = connection.table_function("duckdb_tables").to_arrow_table().to_pylist()
    content = {}
    for name in sorted(table["table_name"] for table in tables if table["schema_name"] == "base"):
        table = connection.table(f"base.{name}")
        columns = list(zip(table.columns, map(str, table.types), strict=True))
        summed = table.aggregate("count(*), sum(hash(*columns(*))), bit_xor(hash(*columns(*)))").fetchall()
        content[name] = hashlib.sha256(repr((columns, summed)).encode()).hexdigest()
    return content
