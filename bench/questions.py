"""The questions that pages ask: warm, cold, the size of the answer and the bytes that must be read for it."""

import json
import os
import re
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.timing import REPEATS, gathered, middle, once, percentile, repeated
from dualwatch import catalogue
from dualwatch.parameters import complete
from dualwatch.store import Store

Asked = dict[str, Any]
MOST_COLD_SECONDS = 3.0
WIDTHS = {"BOOLEAN": 1, "TINYINT": 1, "SMALLINT": 2, "INTEGER": 4, "DATE": 4, "BIGINT": 8, "DOUBLE": 8,
          "TIMESTAMP": 8, "HUGEINT": 16, "VARCHAR": 16}  # fmt: skip


def warm(store: str, asked: list[Asked]) -> list[dict[str, Any]]:
    """Each question asked again and again on an open version: median, 95th percentile, rows and bytes of the answer."""
    place = Store(store)
    measured = []
    for entry in asked:
        answer = place.ask(entry["name"], entry["params"])
        times = repeated(lambda entry=entry: place.ask(entry["name"], entry["params"]))
        measured.append({"warm_ms": round(middle(times), 2), "p95_ms": round(percentile(times, 95), 2),
                         "rows": answer.num_rows, "answer_kb": round(answer.nbytes / 1000, 1)})  # fmt: skip
    return measured


def cold(store: str, asked: list[Asked]) -> list[float]:
    """The median of each question's first answer in a fresh process, with the version's files out of the page cache.

    The process is a fork of this one, which never opens the store: imports are not counted, opening is.
    """
    catalogue.questions()
    return [
        round(middle(gathered(lambda entry=entry: _first_answer(store, entry), REPEATS, MOST_COLD_SECONDS)), 2)
        for entry in asked
    ]


def _first_answer(store: str, entry: Asked) -> float:
    evict(Path(store) / "versions")
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.write(writing, struct.pack("d", once(lambda: Store(store).ask(entry["name"], entry["params"]))))
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as answers:
        answer = answers.read()
    os.waitpid(child, 0)
    return float(struct.unpack("d", answer)[0])


def evict(folder: Path) -> None:
    """Lets the page cache forget every file of a folder; a hypervisor may still remember them."""
    for path in folder.rglob("*"):
        if path.is_file():
            handle = os.open(path, os.O_RDONLY)
            os.fsync(handle)
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
            os.close(handle)


def touched(store: str, asked: list[Asked]) -> list[dict[str, Any]]:
    """The tables that each question scans and the bytes of the rows and columns it cannot do without.

    Columns count with their width in memory (a text with its 16 bytes of reference), rows as the profile
    counts them, after row groups that the minima and maxima rule out.
    """
    place = Store(store)
    with reading(place) as cursor:
        widths = _column_widths(cursor)
    return [_touched(place, entry, widths) for entry in asked]


@contextmanager
def reading(place: Store) -> Iterator[Any]:
    """A cursor on all of the version in force with the operator's scope: the bench's only way behind `Store.ask`."""
    with place.asking("context/calendar", {}) as (cursor, _):
        yield cursor


def bound(place: Store, entry: Asked) -> dict[str, Any]:
    """Every parameter of a recorded question, as the store settles them."""
    question = catalogue.question(entry["name"])
    params = complete(lambda name, given: place.ask(name, given).to_pylist(), question, entry["params"])
    return {name: params[name] for name in question.parameters}


def _touched(place: Store, entry: Asked, widths: dict[str, dict[str, int]]) -> dict[str, Any]:
    question = catalogue.question(entry["name"])
    with place.asking(question.name, entry["params"]) as (cursor, stated):
        given = {name: stated[name] for name in question.parameters}
        ((_, plan),) = cursor.execute(f"explain (analyze, format json) {question.body}", given).fetchall()
    scans = list(table_scans(plan))
    size = sum(scan["rows_scanned"] * sum(_scanned(scan, widths)) for scan in scans)
    return {"tables": sorted({_table(scan) for scan in scans}), "touched_bytes": size}


def table_scans(plan: str) -> Iterator[dict[str, Any]]:
    """Every scan of a table in a profile as DuckDB writes it in JSON."""
    waiting = list(json.loads(plan)["operator"])
    while waiting:
        node = waiting.pop()
        waiting += node.get("children", [])
        if node["type"] == "TABLE_SCAN" and "Table" in node["extra_info"]:
            yield node


def _table(scan: dict[str, Any]) -> str:
    return str(scan["extra_info"]["Table"]).rpartition(".")[2].strip('"')


def _scanned(scan: dict[str, Any], widths: dict[str, dict[str, int]]) -> Iterator[int]:
    """The width of each column that a scan projects or filters by."""
    named = " ".join(str(scan["extra_info"].get(part, "")) for part in ("Projections", "Filters"))
    words = set(re.findall(r"\w+", named))
    return (width for column, width in widths.get(_table(scan), {}).items() if column in words)


def _column_widths(cursor: Any) -> dict[str, dict[str, int]]:
    widths: dict[str, dict[str, int]] = {}
    columns = cursor.table_function("duckdb_columns").to_arrow_table().to_pylist()
    for column in columns:
        widths.setdefault(column["table_name"], {})[column["column_name"]] = _width(column["data_type"])
    return widths


def _width(kind: str) -> int:
    if kind.startswith("DECIMAL"):
        return 16 if int(kind.removeprefix("DECIMAL(").split(",")[0]) > 18 else 8
    return WIDTHS.get(kind, 16)
