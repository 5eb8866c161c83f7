"""Builds, checks, publishes, opens and asks versions; the only module that knows DuckDB."""

import atexit
import hashlib
import os
import shutil
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
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
from dualwatch.model import DualwatchError, Intake, Scope
from dualwatch.parameters import Runner, complete
from dualwatch.releases import Releases, Version
from dualwatch.schema import TABLES, arrow_schema

OFFLINE: dict[str, Any] = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
READING = OFFLINE | {"enable_external_access": "false", "lock_configuration": "true"}
DISK_ERRORS = (duckdb.IOException, duckdb.OutOfMemoryException, duckdb.TransactionException, duckdb.FatalException)
SCOPE_VARIABLES = tuple(name for name in Scope.__dataclass_fields__ if name != "role")


@dataclass(frozen=True)
class Publication:
    """What a load, a withdrawal or a roll-back did: the version in force and the sentence that says so."""

    version: Version
    sentence: str
    new_batches: tuple[str, ...] = ()


class Store(Releases):
    """A releases folder that can also build a version, put it in force and answer questions."""

    def ask(
        self, name: str, params: dict[str, Any] | None = None, scope: Scope = OPERATOR, version: str | None = None
    ) -> pa.Table:
        """The answer of one named question under a scope: an Arrow table, money DECIMAL 元, rates ppm.

        Absent parameters take their defaults (latest year and month, empty lists). Raises
        DualwatchError for an unknown question, parameter, year or project, and for an empty store.
        """
        asked = catalogue.question(name)
        with self._reading(version, scope) as cursor:
            return _run(cursor, asked, complete(_runner(cursor), asked, params or {}))

    def publish(self, intakes: Sequence[Intake], operator: str, now: datetime | None = None) -> Publication:
        """Keeps each intake as a batch, builds one version from all in force and points CURRENT to it.

        Files that are in force already change nothing; demonstration batches leave force with whatever
        is published after them. On any failure the version in force stays and nothing is left behind.
        """
        with self.writing():
            kept = self.batches_in_force()
            fresh = [intake for intake in intakes if intake.tables and not batches.hold(kept, intake)]
            if not fresh:
                return self._unchanged()
            leaving = [batch for batch in kept if batch.demo]
            staying = [batch for batch in kept if not batch.demo]
            written, version = self._add(staying, fresh, operator, now or datetime.now())
            sentence = f"已发布版本 {version.name}，共 {len(version.batches)} 批数据。"
            if leaving and not written[-1].demo:
                sentence += f"这是第一次载入真实数据，{len(leaving)} 批演示数据已停用。"
            return Publication(version, sentence, tuple(batch.name for batch in written))

    def _add(
        self, staying: list[Batch], fresh: Sequence[Intake], operator: str, now: datetime
    ) -> tuple[list[Batch], Version]:
        """Writes each intake as a batch and builds with them; takes them away again when that fails."""
        written: list[Batch] = []
        try:
            for intake in fresh:
                written.append(batches.write(self.batches_path, self.next_number(), intake, operator, now))
            return written, self._build([*staying, *written])
        except BaseException:
            for batch in written:
                shutil.rmtree(batch.folder, ignore_errors=True)
            raise

    def withdraw(self, batch: str, reason: str) -> Publication:
        """Takes one batch out of force and publishes what remains; raises when it is not in force."""
        with self.writing():
            kept = self.batches_in_force()
            staying = [entry for entry in kept if entry.name != batch]
            if len(staying) == len(kept):
                known = "、".join(entry.name for entry in kept) or "无"
                raise DualwatchError(f"批次“{batch}”不在用。在用的批次：{known}。")
            if not staying:
                raise DualwatchError("这是唯一在用的批次，撤回后没有数据可发布。请先载入替换的数据再撤回。")
            version = self._build(staying)
            self.note_withdrawal(batch, reason)
            return Publication(version, f"已撤回批次 {batch}（{reason}），现用版本 {version.name}。")

    def point_to(self, name: str) -> Publication:
        """Puts a version kept here in force: a roll-back, or its undoing."""
        with self.writing():
            version = self.version(name)
            self.point(version.name)
            return Publication(version, f"现用版本已改为 {version.name}。")

    def prune(self, keep: int) -> list[str]:
        """Deletes all but the newest `keep` versions, never the one in force; returns their names."""
        with self.writing():
            current = self.current()
            newest = [version.name for version in self.versions()][-keep:] if keep else []
            spared = {*newest, current.name if current else ""}
            doomed = [version.name for version in self.versions() if version.name not in spared]
            for name in doomed:
                self.forget(name)
            return doomed

    def _unchanged(self) -> Publication:
        current = self.current()
        if current is None:
            raise DualwatchError("没有可以入库的行，没有发布。请按上面的提示更正文件后再载入。")
        return Publication(current, f"数据没有变化，现用版本仍是 {current.name}。")

    def _build(self, chosen: list[Batch]) -> Version:
        digest = _version_digest(chosen)
        version = self.with_digest(digest)
        if version is None:
            unfinished = self.path / f".building-{os.getpid()}.duckdb"
            try:
                version = self.keep(digest, unfinished, chosen, build(unfinished, chosen))
            finally:
                unfinished.unlink(missing_ok=True)
                unfinished.with_suffix(".duckdb.wal").unlink(missing_ok=True)
        self.point(version.name)
        return version

    @contextmanager
    def _reading(self, version: str | None, scope: Scope) -> Iterator[duckdb.DuckDBPyConnection]:
        chosen = self.version(version) if version else self.current()
        if chosen is None:
            raise DualwatchError(
                "还没有数据。运行 python -m dualwatch sample 生成演示数据，或用 python -m dualwatch load 文件 载入。"
            )
        cursor = _open(self.version_file(chosen.name)).cursor()
        try:
            _set_scope(cursor, scope)
            yield cursor
        finally:
            cursor.close()


def _version_digest(chosen: Sequence[Batch]) -> str:
    parts = [batch.name for batch in chosen] + [catalogue.fingerprint(), rules.fingerprint()]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]


def build(path: Path, chosen: Sequence[Batch]) -> dict[str, str]:
    """Builds a version file from batches, runs the rules and the checks; returns the hash of each table.

    Raises DualwatchError naming the first broken check, OSError when it cannot be written; an unfinished file
    is the caller's to delete.
    """
    connection = duckdb.connect(config=OFFLINE)
    try:
        with TemporaryDirectory(prefix=f"{path.stem}-", dir=path.parent) as folder:
            connection.execute("attach $path as fresh (storage_version 'v1.5.0')", {"path": str(path)})
            connection.execute("use fresh")
            connection.execute("set temp_directory = $folder", {"folder": folder})
            _set_scope(connection, OPERATOR)
            _set_files(connection, chosen, Path(folder))
            for step in catalogue.store_steps():
                connection.execute(step.body)
                FILLERS.get(step.name, _nothing)(connection, chosen)
            _check(connection)
            content = _content(connection)
            connection.execute("use memory")
            connection.execute("detach fresh")
            return content
    except DISK_ERRORS as error:
        raise OSError(str(error)) from error
    finally:
        connection.close()


def _nothing(connection: duckdb.DuckDBPyConnection, chosen: Sequence[Batch]) -> None:
    """A step that needs nothing from Python."""


def _set_files(connection: duckdb.DuckDBPyConnection, chosen: Sequence[Batch], folder: Path) -> None:
    """Tells each delivered_* view its Parquet files; an empty one of the contract's columns and types comes first."""
    for table in TABLES:
        empty = folder / f"{table}.parquet"
        pq.write_table(arrow_schema(TABLES[table]).append(pa.field("batch_number", pa.int32())).empty_table(), empty)
        files = [str(empty), *(str(path) for batch in chosen if (path := batch.table_file(table)))]
        connection.execute(f"set variable {table}_files = $files", {"files": files})


def _deliver(connection: duckdb.DuckDBPyConnection, chosen: Sequence[Batch]) -> None:
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


def _judge(connection: duckdb.DuckDBPyConnection, chosen: Sequence[Batch]) -> None:
    """Runs every rule of every shipped profile for every year, all months at once."""
    years = [row["fiscal_year"] for row in _runner(connection)("context/calendar", {})]
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


FILLERS = {"store/10_delivered": _deliver, "store/72_paced_views": _judge}


def _check(connection: duckdb.DuckDBPyConnection) -> None:
    for check in catalogue.checks():
        broken = _run(connection, check, {}).slice(0, 3).to_pylist()
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


_instances: dict[str, duckdb.DuckDBPyConnection] = {}
_opening = threading.Lock()
atexit.register(_instances.clear)
KEPT_OPEN = 4


def _open(path: Path) -> duckdb.DuckDBPyConnection:
    """The one read-only instance of a version in this process; questions take cursors of it.

    The oldest are let go and close themselves with their last cursor.
    """
    with _opening:
        key = str(path.resolve())
        if key not in _instances:
            _instances[key] = duckdb.connect(key, read_only=True, config=READING)
            for oldest in list(_instances)[:-KEPT_OPEN]:
                del _instances[oldest]
        return _instances[key]


def _set_scope(cursor: duckdb.DuckDBPyConnection, scope: Scope) -> None:
    """Sets every scope variable; cursors do not inherit them, so that a forgotten one shows no rows."""
    for name in SCOPE_VARIABLES:
        value = getattr(scope, name)
        cursor.execute(f"set variable {name} = $value", {"value": list(value) if isinstance(value, tuple) else value})


def _run(cursor: duckdb.DuckDBPyConnection, asked: Question, params: dict[str, Any]) -> pa.Table:
    bound = {name: params[name] for name in asked.parameters}
    return cursor.sql(asked.body, params=bound).to_arrow_table()


def _runner(cursor: duckdb.DuckDBPyConnection) -> Runner:
    return lambda name, params: _run(cursor, catalogue.question(name), params).to_pylist()
