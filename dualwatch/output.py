"""Answers as text or bytes for scripts and terminals; rates leave as fractions with six decimals."""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, BinaryIO

from dualwatch import measures
from dualwatch.model import WrongUsage

if TYPE_CHECKING:
    import pyarrow as pa

Row = dict[str, Any]
PRECISION, PLACES = 24, 6
MOST_COLUMNS = 20
WIDEST = 4_000
PARQUET = "parquet"
FORMATS = ("table", "csv", "json", PARQUET)


def known(form: str) -> str:
    """The format of that name; a WrongUsage lists those there are."""
    if form not in FORMATS:
        raise WrongUsage(f"没有“{form}”这种输出格式。可用：{'、'.join(FORMATS)}。")
    return form


def fractions(rows: list[Row]) -> list[Row]:
    """The rows with every rate (whole ppm) as a Decimal with six places: the same digits, so nothing is computed."""
    return [{name: _fraction(name, value) for name, value in row.items()} for row in rows]


def _fraction(name: str, value: Any) -> Any:
    return Decimal(value).scaleb(-PLACES) if isinstance(value, int) and _is_rate(name) else value


def _is_rate(name: str) -> bool:
    return measures.measure(name).format in ("rate", "points")


def as_fractions(answer: "pa.Table") -> "pa.Table":
    """The same of a table: its rate columns as DECIMAL with six places."""
    import pyarrow as pa

    for place, name in enumerate(answer.column_names):
        if _is_rate(name) and pa.types.is_integer(answer.schema.field(name).type):
            whole = answer[name].cast(pa.decimal128(PRECISION, 0)).combine_chunks()
            shares = pa.Array.from_buffers(pa.decimal128(PRECISION, PLACES), len(whole), whole.buffers())
            answer = answer.set_column(place, name, shares)
    return answer


def write_parquet(answer: "pa.Table", stream: BinaryIO) -> None:
    """Writes a table to a byte stream as Parquet."""
    from pyarrow import parquet

    parquet.write_table(answer, stream)


def write(columns: Sequence[str], rows: list[Row], form: str, stream: BinaryIO) -> None:
    """Writes rows to a byte stream as table, csv or json (one array)."""
    stream.write(WRITERS[form](columns, rows).encode("utf-8"))


def _csv(columns: Sequence[str], rows: list[Row]) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(_cells(row, columns, "") for row in rows)
    return buffer.getvalue()


def _cells(row: Row, columns: Iterable[str], missing: str) -> list[str]:
    return [missing if row[name] is None else str(row[name]) for name in columns]


def _json(_: Sequence[str], rows: list[Row]) -> str:
    return json.dumps(rows, ensure_ascii=False, indent=1, default=_number) + "\n"


def _number(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else str(value)


def _table(columns: Sequence[str], rows: list[Row]) -> str:
    """A table as wide as its cells need; a single row of many columns stands on its side."""
    labels = [measures.measure(name).label for name in columns]
    lines = [_cells(row, columns, measures.MISSING) for row in rows]
    if len(lines) == 1 and len(labels) > MOST_COLUMNS:
        labels, lines = ["列", "值"], [list(pair) for pair in zip(labels, *lines, strict=True)]
    from rich.console import Console
    from rich.table import Table

    buffer = io.StringIO()
    shown = Table(*labels)
    for cells in lines:
        shown.add_row(*cells)
    Console(file=buffer, width=WIDEST, force_terminal=False).print(shown)
    return buffer.getvalue()


WRITERS = {"csv": _csv, "json": _json, "table": _table}
