"""Canonical frames to files: parquet or .csv, the same bytes for the same rows."""

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from dualwatch.schema import TABLES

KINDS = {"year": pa.int32(), "month": pa.int32(), "number": pa.int32()}
BYTE_ORDER_MARK = "\ufeff".encode()


def _decimals(cents: pd.Series) -> pa.Array:
    """分 as DECIMAL(18,2) 元; blanks stay blank."""
    blank = cents.isna().to_numpy()
    low = cents.fillna(0).to_numpy(dtype=np.int64)
    halves = np.column_stack([low, np.where(low < 0, -1, 0)])
    valid = pa.array(~blank).buffers()[1]
    return pa.Array.from_buffers(
        pa.decimal128(18, 2), len(low), [valid, pa.py_buffer(halves.tobytes())], null_count=int(blank.sum())
    )


def _column(values: pd.Series, kind: str) -> pa.Array:
    if kind == "money":
        return _decimals(values)
    return pa.array(values, type=KINDS.get(kind, pa.string()), from_pandas=True)


def to_arrow(frame: pd.DataFrame, table: str) -> pa.Table:
    """The frame's columns in the order and types of the canonical table."""
    fields = [field for field in TABLES[table].fields if field.name in frame]
    return pa.table({field.name: _column(frame[field.name], field.kind) for field in fields})


def write(path: Path, frame: pd.DataFrame, table: str) -> None:
    """Write one file; its ending decides the format."""
    rows = to_arrow(frame, table)
    if path.suffix == ".parquet":
        pyarrow.parquet.write_table(rows, path, compression="zstd", version="2.6")
        return
    with path.open("wb") as stream:
        stream.write(BYTE_ORDER_MARK)
        pyarrow.csv.write_csv(rows, stream, pyarrow.csv.WriteOptions(quoting_style="needed"))
