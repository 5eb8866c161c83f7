"""Answers as text or bytes for scripts and terminals; rates leave as fractions with six decimals."""

import csv
import io
import json
from decimal import Decimal
from typing import Any, BinaryIO

import pyarrow as pa

from dualwatch import measures

FRACTION = pa.decimal128(24, 6)
MOST_COLUMNS = 20
WIDEST = 4_000
FORMATS = ("table", "csv", "json", "parquet")


def as_fractions(answer: pa.Table) -> pa.Table:
    """The table with every rate column (ppm) as a DECIMAL fraction with six decimals."""
    for place, name in enumerate(answer.column_names):
        if measures.measure(name).format in ("rate", "points") and pa.types.is_integer(answer.schema.field(name).type):
            answer = answer.set_column(place, name, _fractions(answer[name]))
    return answer


def _fractions(ppm: pa.ChunkedArray) -> pa.Array:
    """Whole parts per million read as decimals with six places: the same digits, so nothing is computed."""
    whole = ppm.cast(pa.decimal128(FRACTION.precision, 0)).combine_chunks()
    return pa.Array.from_buffers(FRACTION, len(whole), whole.buffers())


def write(answer: pa.Table, form: str, stream: BinaryIO) -> None:
    """Writes a table to a byte stream as table, csv, json (one array) or parquet."""
    if form == "parquet":
        from pyarrow import parquet

        parquet.write_table(answer, stream)
    else:
        stream.write(WRITERS[form](answer).encode("utf-8"))


def _csv(answer: pa.Table) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(answer.column_names)
    writer.writerows([_text(value) for value in row.values()] for row in answer.to_pylist())
    return buffer.getvalue()


def _json(answer: pa.Table) -> str:
    return json.dumps(answer.to_pylist(), ensure_ascii=False, indent=1, default=_number) + "\n"


def _number(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else str(value)


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _table(answer: pa.Table) -> str:
    """A table as wide as its cells need; a single row of many columns stands on its side."""
    labels = [measures.measure(name).label for name in answer.column_names]
    rows = [[measures.MISSING if value is None else str(value) for value in row.values()] for row in answer.to_pylist()]
    if len(rows) == 1 and len(labels) > MOST_COLUMNS:
        labels, rows = ["列", "值"], [list(pair) for pair in zip(labels, *rows, strict=True)]
    from rich.console import Console
    from rich.table import Table

    buffer = io.StringIO()
    shown = Table(*labels)
    for cells in rows:
        shown.add_row(*cells)
    Console(file=buffer, width=WIDEST, force_terminal=False).print(shown)
    return buffer.getvalue()


WRITERS = {"csv": _csv, "json": _json, "table": _table}
