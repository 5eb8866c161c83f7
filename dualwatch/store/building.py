"""A version's file from its batches: the steps in order, the rules of every profile, the checks."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb

from dualwatch import batches, catalogue, rules
from dualwatch.access import OPERATOR
from dualwatch.batches import Batch
from dualwatch.model import DualwatchError
from dualwatch.schema import TABLES
from dualwatch.store.engine import OFFLINE, run, runner, set_scope

DISK_ERRORS = (duckdb.IOException, duckdb.OutOfMemoryException, duckdb.TransactionException, duckdb.FatalException)


def digest_of(chosen: Sequence[Batch]) -> str:
    """What tells a version from any other: its batches in their order, the SQL and the profiles."""
    parts = [batch.name for batch in chosen] + [catalogue.fingerprint(), rules.fingerprint()]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]


def build(path: Path, chosen: Sequence[Batch]) -> dict[str, str]:
    """Builds a version file from batches, runs the rules and the checks; returns the hash of each table.

    Raises DualwatchError naming the first broken check, OSError when it cannot be written; an unfinished file
    is the caller's to delete.
    """
    connection = duckdb.connect(config=OFFLINE)
    try:
        connection.execute("attach $path as fresh (storage_version 'v1.5.0')", {"path": str(path)})
        connection.execute("use fresh")
        set_scope(connection, OPERATOR)
        for step in catalogue.store_steps():
            connection.execute(step.body)
            FILLERS.get(step.name, _nothing)(connection, chosen)
        _check(connection)
        content = _content(connection, path)
        connection.execute("use memory")
        connection.execute("detach fresh")
        return content
    except DISK_ERRORS as error:
        raise OSError(str(error)) from error
    finally:
        connection.close()


def _nothing(connection: duckdb.DuckDBPyConnection, chosen: Sequence[Batch]) -> None:
    """A step that needs nothing from Python."""


def _deliver(connection: duckdb.DuckDBPyConnection, chosen: Sequence[Batch]) -> None:
    """Fills the delivered_* tables from the batches and the profile tables from their files."""
    for table in TABLES:
        files = [str(path) for batch in chosen if (path := batch.table_file(table))]
        if files:
            connection.execute(
                f"insert into delivered_{table} by name select * from read_parquet($files, union_by_name = true)",
                {"files": files},
            )
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


def _judge(connection: duckdb.DuckDBPyConnection, chosen: Sequence[Batch]) -> None:
    """Runs every rule of every shipped profile for every year, all months at once."""
    years = [row["fiscal_year"] for row in runner(connection)("context/calendar", {})]
    for profile in rules.profiles().values():
        for name, stated in profile.rules.items():
            for year in years:
                _keep_flags(connection, profile, name, year, stated)


def _keep_flags(
    connection: duckdb.DuckDBPyConnection, profile: rules.Profile, name: str, year: int, stated: dict[str, Any]
) -> None:
    rule = catalogue.rules()[name]
    found = run(connection, rule, rules.bind(rule, profile, year, None, stated))
    connection.register("found", found)
    connection.execute(
        "insert into found_flags select $profile, $year, f.month, $rule, f.project_id, f.severity, f.observed,"
        " f.expected, f.limit_value, f.amount, to_json(f) from found as f",
        {"profile": profile.name, "year": year, "rule": name},
    )
    connection.unregister("found")


FILLERS = {"store/10_delivered": _deliver, "store/72_paced_views": _judge}


def _check(connection: duckdb.DuckDBPyConnection) -> None:
    for check in catalogue.checks():
        broken = run(connection, check, {}).slice(0, 3).to_pylist()
        if broken:
            rows = "；".join("，".join(f"{key}={value}" for key, value in row.items()) for row in broken)
            raise DualwatchError(
                f"数据没有通过检查“{check.label}”，没有发布，现用版本不变。例如：{rows}。{check.field('remedy')}"
            )


def _content(connection: duckdb.DuckDBPyConnection, path: Path) -> dict[str, str]:
    """The SHA-256 of each base table written as ordered Parquet."""
    tables = connection.table_function("duckdb_tables").to_arrow_table().to_pylist()
    content = {}
    copy = path.with_suffix(".parquet")
    try:
        for name in sorted(table["table_name"] for table in tables if table["schema_name"] == "base"):
            connection.table(f"base.{name}").write_parquet(str(copy))
            content[name] = hashlib.sha256(copy.read_bytes()).hexdigest()
    finally:
        copy.unlink(missing_ok=True)
    return content
