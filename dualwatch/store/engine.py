"""DuckDB as the store uses it: read-only instances, the reader's scope, one question run."""

import atexit
import threading
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from dualwatch import catalogue
from dualwatch.catalogue import Question
from dualwatch.model import Scope
from dualwatch.parameters import Runner
from dualwatch.releases import Files, Unreadable

if TYPE_CHECKING:
    import pyarrow as pa

OFFLINE: dict[str, Any] = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
SCOPE_VARIABLES = tuple(name for name in Scope.__dataclass_fields__ if name != "role")
Purpose = tuple[Scope, str]
UNREADABLE = (duckdb.IOException, duckdb.SerializationException)
UNKNOWN_HERE = (duckdb.BinderException, duckdb.CatalogException)
# A DuckDB file is three headers of 4 kB, then its blocks.
FILE_HEADERS = 3 * 4096
KEPT_OPEN = 4
KEPT_IDLE = 8
KEPT_ANSWERS = 256
# It advises a relation, which plans each question twice; an answer is small and planning is most of its time.
warnings.filterwarnings("ignore", message="Arrow output on a DB-API result")


class Instance:
    """A version open in this process, with what its readers leave behind: idle cursors, answers that settle.

    An idle cursor is lent again under the very scope and year it was made for, to one reader at a time.
    """

    def __init__(self, files: Files) -> None:
        self._files = files
        self._connection = _open(files)
        self._lock = threading.Lock()
        self._idle: list[tuple[Purpose, duckdb.DuckDBPyConnection]] = []
        self._answers: dict[str, list[dict[str, Any]]] = {}

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A new cursor, which shows no rows until its scope is set."""
        return self._connection.cursor()

    @contextmanager
    def lent(self, scope: Scope, year: str) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor under a scope, on the file of one year where one is named; one that failed is not lent again."""
        cursor = self._left((scope, year)) or self._made(scope, year)
        try:
            yield cursor
        except BaseException:
            cursor.close()
            raise
        self._leave((scope, year), cursor)

    def _left(self, purpose: Purpose) -> duckdb.DuckDBPyConnection | None:
        with self._lock:
            place = next((place for place, (kept, _) in enumerate(self._idle) if kept == purpose), None)
            return None if place is None else self._idle.pop(place)[1]

    def _made(self, scope: Scope, year: str) -> duckdb.DuckDBPyConnection:
        cursor = self.cursor()
        set_scope(cursor, scope)
        narrow(cursor, self._files, year)
        return cursor

    def _leave(self, purpose: Purpose, cursor: duckdb.DuckDBPyConnection) -> None:
        """Keeps a cursor for the next reader, and closes the one that has been idle longest."""
        with self._lock:
            self._idle.append((purpose, cursor))
            oldest = self._idle.pop(0)[1] if len(self._idle) > KEPT_IDLE else None
        if oldest:
            oldest.close()

    def settle(self, scope: Scope, name: str, params: dict[str, Any]) -> list[dict[str, Any]]:
        """The answer to a question that settles parameters; a version never changes, so that it is asked once."""
        asked = catalogue.question(name)
        key = repr((scope, name, [params[parameter] for parameter in asked.parameters]))
        answer = self._answers.get(key)
        if answer is None:
            with self.lent(scope, "") as cursor:
                answer = rows(cursor, asked, params)
            with self._lock:
                self._answers[key] = answer
                for oldest in list(self._answers)[:-KEPT_ANSWERS]:
                    del self._answers[oldest]
        return answer


_instances: dict[str, Instance] = {}
_statements: dict[str, duckdb.Statement] = {}
_opening = threading.Lock()
atexit.register(_instances.clear)


def opened(files: Files) -> Instance:
    """The one read-only instance of a version in this process; questions take cursors of it.

    The oldest are let go and close themselves with their last cursor.
    """
    with _opening:
        key = str(files.own.absolute())
        if key not in _instances:
            _instances[key] = Instance(files)
            for oldest in list(_instances)[:-KEPT_OPEN]:
                del _instances[oldest]
        return _instances[key]


def _open(files: Files) -> duckdb.DuckDBPyConnection:
    """A version with its years, read-only and shut off; one let go with cursors still out is found as it was."""
    connection = duckdb.connect(str(files.own), read_only=True, config=OFFLINE)
    if not connection.execute("select current_setting('lock_configuration')").fetchall()[0][0]:
        attach(connection, files.years)
        _shut_off(connection)
    return connection


@contextmanager
def whole(version: Files | None) -> Iterator[None]:
    """Says what to do where a version, if any, cannot be read because a file of it is missing or damaged."""
    try:
        yield
    except UNREADABLE as error:
        broken = damaged(version) if version else []
        if version is None or not broken:
            raise
        named = "、".join(path.name for path in broken)
        raise Unreadable(
            f"版本 {version.own.stem} 的文件缺失或损坏：{named}。运行 python -m dualwatch rebuild 从批次重建，"
            f"或从备份恢复 {version.own.parent}。"
        ) from error


def damaged(version: Files) -> list[Path]:
    """Those files of a version that are missing, cut short or not to be opened."""
    return [path for path in (version.own, *version.years) if not _opens(path)]


def _opens(path: Path) -> bool:
    with duckdb.connect(config=OFFLINE) as connection:
        try:
            connection.execute("attach $path as examined (read_only)", {"path": str(path)})
        except UNREADABLE:
            return False
        sizes = connection.table_function("pragma_database_size")
        files = (dict(zip(sizes.columns, row, strict=True)) for row in sizes.fetchall())
        told = next(file for file in files if file["database_name"] == "examined")
        return bool(path.stat().st_size >= FILE_HEADERS + told["block_size"] * told["total_blocks"])


@contextmanager
def reading(files: Files, scope: Scope, year: str = "") -> Iterator[duckdb.DuckDBPyConnection]:
    """A cursor of a version, or of one year of it, under a scope, for as long as the block lasts."""
    with opened(files).lent(scope, year) as cursor:
        yield cursor


@contextmanager
def side_by_side(after: Files, before: Files, scope: Scope) -> Iterator[duckdb.DuckDBPyConnection]:
    """One version with another attached as `before`, both read-only, for as long as the block lasts."""
    connection = duckdb.connect(config=OFFLINE | {"temp_directory": f"{after.own}.tmp"})
    try:
        attach(connection, {alias(year): year for year in (*after.years, *before.years)}.values())
        for name, files in (("after", after), ("before", before)):
            connection.execute(f"attach $path as {name} (read_only)", {"path": str(files.own)})
        connection.execute("use after")
        _shut_off(connection)
        set_scope(connection, scope)
        yield connection
    finally:
        connection.close()


def alias(year: Path) -> str:
    """The name under which views know the file of a year: of its digest too, as two versions may differ in a year."""
    return f"y{year.stem.replace('-', '_')}"


def attach(connection: duckdb.DuckDBPyConnection, years: Iterable[Path]) -> None:
    """Attaches the files of years, read-only."""
    for year in years:
        name = alias(year)
        connection.execute(f"attach $path as {name} (read_only)", {"path": str(year)})


def narrow(cursor: duckdb.DuckDBPyConnection, files: Files, year: str) -> None:
    """Turns a cursor to the file of one year alone: it is a version of its own, and binding it costs no other year."""
    for name in (alias(file) for file in files.years if file.stem.startswith(f"{year}-")):
        cursor.execute(f"use {name}")


def _shut_off(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("set enable_external_access = false")
    connection.execute("set lock_configuration = true")


def set_scope(cursor: duckdb.DuckDBPyConnection, scope: Scope) -> None:
    """Sets every scope variable; cursors do not inherit them, so that a forgotten one shows no rows."""
    for name in SCOPE_VARIABLES:
        value = getattr(scope, name)
        cursor.execute(f"set variable {name} = $value", {"value": list(value) if isinstance(value, tuple) else value})


def run(cursor: duckdb.DuckDBPyConnection, asked: Question, params: dict[str, Any]) -> "pa.Table":
    """The answer of a question to values for all its parameters."""
    return _answering(cursor, asked, params).to_arrow_table()


def rows(cursor: duckdb.DuckDBPyConnection, asked: Question, params: dict[str, Any]) -> list[dict[str, Any]]:
    """The same as rows by column name: without Arrow, which takes longer to load than a small answer to find."""
    answer = _answering(cursor, asked, params)
    names = [column[0] for column in answer.description]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


def _answering(cursor: duckdb.DuckDBPyConnection, asked: Question, params: dict[str, Any]) -> duckdb.DuckDBPyConnection:
    statement = _parsed(cursor, asked.body)
    return cursor.execute(statement, {name: params[name] for name in asked.parameters})


def _parsed(cursor: duckdb.DuckDBPyConnection, body: str) -> duckdb.Statement:
    """A question's text is parsed once for all cursors: a tenth of the time of a small answer."""
    if body not in _statements:
        (_statements[body],) = cursor.extract_statements(body)
    return _statements[body]


def runner(cursor: duckdb.DuckDBPyConnection) -> Runner:
    """What asks questions by name on a cursor, for the settling of parameters."""
    return lambda name, params: rows(cursor, catalogue.question(name), params)


def settler(files: Files, scope: Scope) -> Runner:
    """What asks a version questions by name, each once, for the settling of parameters."""
    return lambda name, params: opened(files).settle(scope, name, params)
