"""Cells as text: what a person would read in the cell, so that all formats are typed by one reader."""

import datetime
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

EXACT_INTEGER = 10**15


def cell_text(value: Any) -> str | None:
    """The text of one cell; None when it is blank.

    A number of 16 or more digits comes out in scientific notation: its last
    digits are not to be trusted, and the reader of codes refuses it.
    """
    if value is None or value != value:
        return None
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (int, float)):
        return _number_text(value)
    if isinstance(value, datetime.datetime):
        midnight = value.time() == datetime.time()
        return value.date().isoformat() if midnight else value.isoformat(" ")
    return str(value).strip() or None


def _number_text(value: int | float) -> str:
    if isinstance(value, int):
        return str(value)
    if abs(value) >= EXACT_INTEGER:
        return f"{value:.15E}"
    return str(int(value)) if value.is_integer() else f"{Decimal(repr(value)):f}"


def text_column(values: Sequence[Any]) -> pa.Array:
    """A column of cells as text, trimmed, blanks NULL."""
    try:
        return trimmed(pa.array(values, type=pa.string()))
    except (pa.ArrowTypeError, pa.ArrowInvalid):
        return pa.array([cell_text(value) for value in values], type=pa.string())


def arrow_text(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    """A column of a Parquet file as text."""
    array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    if isinstance(array, pa.ChunkedArray):
        array = pa.concat_arrays(array.chunks) if array.num_chunks else pa.array([], array.type)
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    if pa.types.is_string(array.type) or pa.types.is_large_string(array.type):
        return trimmed(array.cast(pa.string()))
    if pa.types.is_integer(array.type) or pa.types.is_decimal(array.type) or pa.types.is_date(array.type):
        return array.cast(pa.string())
    return text_column(array.to_pylist())


def trimmed(array: pa.Array) -> pa.Array:
    """Text without white space around it; empty text is NULL."""
    stripped = pc.utf8_trim_whitespace(array)
    return pc.if_else(pc.equal(stripped, ""), pa.scalar(None, pa.string()), stripped)


def blank(length: int) -> pa.Array:
    """A column without any text."""
    return pa.nulls(length, pa.string())


def repeated(text: str, length: int) -> pa.Array:
    """A column with one text in every row."""
    return pa.repeat(pa.scalar(text, pa.string()), length)
