"""One DuckDB file from batches: the steps in order, the rules of every profile, the checks."""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Protocol

import duckdb
import pyarrow as pa

from dualwatch import batches, catalogue, rules
from dualwatch.access import OPERATOR
from dualwatch.batches import Batch
from dualwatch.catalogue import Question
from dualwatch.model import DEFAULT_PROFILE, DualwatchError
from dualwatch.schema import TABLES, arrow_schema
from dualwatch.store.engine import OFFLINE, rows, runner, set_scope
from dualwatch.store.flagging import flagging

if TYPE_CHECKING:
    from dualwatch.store.sail.session import Session

# A join hashes its right side, as the steps are written: left joins of versions that have no revisions are estimated so
# wrongly that the large side would be hashed.
AS_WRITTEN = {"disabled_optimizers": "build_side_probe_side"}
# A build leaves memory to the readers beside it, and spills to disk what does not fit. Of a year larger than a
# province's (210 MB of batches) not everything can be spilled: ten million projects did not fit into 3 GB.
ENOUGH_MEMORY, MEMORY_A_BYTE = 3_000_000_000, 5
WITHIN = "set memory_limit = least(parse_formatted_bytes(current_setting('memory_limit')), $most) || 'B'"
# So much of it the blocks of a build have to themselves from the first to the last step, instead of each step's asking
# the system for them anew; closing the connection gives it back.
KEPT_BLOCKS = "set block_allocator_memory = '75%'"
MACROS, CURVES = "store/01_macros", "store/52_payment_curves"
# What the header of a step says that needs the tables of all years, and so is none of a year's own.
BETWEEN = "between"
DISK_ERRORS = (duckdb.IOException, duckdb.TransactionException, duckdb.FatalException)
NO_ROOM = "内存和临时磁盘空间不够建立新版本，没有发布，现用版本没有改变。请关闭别的程序、清理磁盘后重试，或分批载入。"


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

    @property
    def most_memory(self) -> int:
        """The bytes of memory that the year may be built in, where the machine has them."""
        size = sum(path.stat().st_size for table in TABLES for path in self.files(table))
        return max(ENOUGH_MEMORY, MEMORY_A_BYTE * size)


@contextmanager
def written(path: Path, most_memory: int = ENOUGH_MEMORY) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to a new database file, on the disk as a whole when the block ends; memory in bytes.

    Raises OSError when it cannot be written, DualwatchError when memory does not suffice; an unfinished file is
    the caller's to delete.
    """
    with TemporaryDirectory(prefix=f"{path.stem}-", dir=path.parent) as folder:
        connection = duckdb.connect(config=OFFLINE | AS_WRITTEN | {"temp_directory": folder})
        try:
            connection.execute(WITHIN, {"most": most_memory})
            connection.execute(KEPT_BLOCKS)
            connection.execute("attach $path as fresh (storage_version 'v1.5.0')", {"path": str(path)})
            connection.execute("use fresh")
            set_scope(connection, OPERATOR)
            yield connection
            connection.execute("use memory")
            connection.execute("detach fresh")
        except duckdb.OutOfMemoryException as error:
            raise DualwatchError(NO_ROOM) from error
        except DISK_ERRORS as error:
            raise OSError(str(error)) from error
        finally:
            connection.close()


class Builder(Protocol):
    """What runs the build's own SQL and fills the tables of the file that DuckDB has open."""

    def run(self, step: Question) -> None:
        """Runs one file of queries/store."""

    def insert(self, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
        """Adds rows of Python's to a table that a step has made."""

    def judge(self, rule: Question, statement: str, bound: dict[str, Any]) -> None:
        """Runs the statement that adds what one rule finds to base.flags."""

    def broken(self, invariant: Question) -> list[dict[str, Any]]:
        """The rows that break an invariant."""


class OnDuckDB:
    """Runs a build in DuckDB itself."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def run(self, step: Question) -> None:
        """Runs one file of queries/store."""
        self._connection.execute(step.body)

    def insert(self, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
        """Adds rows of Python's to a table that a step has made."""
        insert(self._connection, table, rows)

    def judge(self, rule: Question, statement: str, bound: dict[str, Any]) -> None:
        """Runs the statement that adds what one rule finds to base.flags."""
        self._connection.execute(statement, bound)

    def broken(self, invariant: Question) -> list[dict[str, Any]]:
        """The rows that break an invariant."""
        return rows(self._connection, invariant, {})


def build_year(path: Path, year: Year, server: "Session | None" = None) -> dict[str, str]:
    """Builds the file of one fiscal year, runs the rules and the checks; returns the hash of each table.

    A server works its tables out where one is given. Raises DualwatchError naming the first broken check, OSError
    when it cannot be written.
    """
    from pyarrow import parquet

    with written(path, year.most_memory) as connection, TemporaryDirectory(dir=path.parent) as folder:
        settled = Path(folder) / "settled.parquet"
        parquet.write_table(year.regions, settled)
        files = {table: year.files(table) for table in TABLES} | {"regions": [settled]}
        connection.execute("set variable year = $year", {"year": year.number})
        delivered = deliver(connection, files, Path(folder))
        builder = _builder(connection, delivered, Path(folder), year.number, server)
        for step in catalogue.store_steps():
            if step.field("years") == BETWEEN:
                continue
            take(builder, connection, step, year.batches)
            if step.name == CURVES:
                builder.insert("base.payment_curves", year.curves)
        check(builder)
        return content(connection)


def _builder(
    connection: duckdb.DuckDBPyConnection,
    delivered: dict[str, list[Path]],
    folder: Path,
    year: int,
    server: "Session | None",
) -> Builder:
    if server is None:
        return OnDuckDB(connection)
    from dualwatch.store.sail.building import OnSail

    return OnSail(connection, server, delivered, folder, year)


def deliver(connection: duckdb.DuckDBPyConnection, files: dict[str, list[Path]], folder: Path) -> dict[str, list[Path]]:
    """Tells each delivered_* view its Parquet files; an empty one of the contract's columns and types comes first.

    Returns them by the variable that names them.
    """
    from pyarrow import parquet

    delivered = {}
    for table in TABLES:
        empty = folder / f"empty-{table}.parquet"
        columns = arrow_schema(TABLES[table]).append(pa.field("batch_number", pa.int32()))
        parquet.write_table(columns.empty_table(), empty)
        told = [empty, *files[table]]
        connection.execute(f"set variable {table}_files = $files", {"files": list(map(str, told))})
        delivered[f"{table}_files"] = told
    return delivered


def take(builder: Builder, connection: duckdb.DuckDBPyConnection, step: Question, chosen: Sequence[Batch]) -> None:
    """Runs one step of the build, and what it leaves to Python."""
    builder.run(step)
    if step.name == "store/10_delivered":
        _state(builder, chosen)
    if step.name == "store/72_paced_views":
        _judge(builder, connection)


def _state(builder: Builder, chosen: Sequence[Batch]) -> None:
    """Fills the table of batches and the profile tables from their files."""
    builder.insert("delivered_batches", [batches.rows(batch) for batch in chosen])
    shipped = rules.profiles().values()
    builder.insert("base.profiles", [entry.row for entry in shipped])
    builder.insert("base.profile_months", [row for entry in shipped for row in entry.months()])
    builder.insert("base.profile_limits", list(rules.limit_rows()))
    builder.insert("base.level_shares", list(rules.profile(DEFAULT_PROFILE).levels.items()))
    builder.insert("base.rules_info", rules.info_rows())


def insert(connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Adds rows to a table of the file."""
    if rows:
        marks = ", ".join("?" * len(rows[0]))
        connection.executemany(f"insert into {table} values ({marks})", rows)


def _judge(builder: Builder, connection: duckdb.DuckDBPyConnection) -> None:
    """Runs every rule of every shipped profile for every year, all months at once."""
    years = [row["fiscal_year"] for row in runner(connection)("context/calendar", {})]
    for profile in rules.profiles().values():
        for name, stated in profile.rules.items():
            rule = catalogue.rules()[name]
            for year in years:
                bound = rules.bind(rule, profile, year, None, stated)
                named = {parameter: bound[parameter] for parameter in rule.parameters}
                builder.judge(rule, flagging(rule), named | {"profile": profile.name, "year": year, "rule": name})


def check(builder: Builder) -> None:
    """Raises DualwatchError naming the first broken invariant."""
    for invariant in catalogue.checks():
        broken = builder.broken(invariant)[:3]
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
