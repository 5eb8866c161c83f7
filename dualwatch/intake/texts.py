"""Cells as text: what a person would read in the cell, so that all formats are typed by one reader."""

import datetime
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

EXACT_INTEGER = 10**15
INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"
_INVISIBLE_BYTES = tuple(character.encode() for character in INVISIBLE)
_NO_INVISIBLE = dict.fromkeys(map(ord, INVISIBLE))
_NUMBERS = {float, type(None)}
_ONE_BY_ONE = {bool, list, dict}


def cell_text(value: Any) -> str | None:
    """The text of one cell without characters that nobody sees; None when it is blank.

    A number of 16 or more digits comes out in scientific notation: its last
    digits are not to be trusted, and the reader of codes refuses it.
    """
    if value is None or value != value:
        return None
    if isinstance(value, str):
        return value.translate(_NO_INVISIBLE).strip() or None
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
        return _mixed_column([None if value == "" else value for value in values])


def _mixed_column(values: list[Any]) -> pa.Array:
    kinds = set(map(type, values))
    if kinds <= _NUMBERS:
        return _number_texts(pa.array(values, pa.float64()))
    if kinds & _ONE_BY_ONE:
        return pa.array(map(cell_text, values), pa.string())
    texts = {value: cell_text(value) for value in set(values)}
    return pa.array([texts[value] for value in values], pa.string())


def _number_texts(numbers: pa.Array) -> pa.Array:
    """The texts of a whole column of floats; the few that Arrow would write in scientific notation one by one."""
    largest = pc.max(pc.abs(numbers)).as_py()
    if largest is not None and largest < EXACT_INTEGER and pc.all(pc.equal(pc.floor(numbers), numbers)).as_py():
        return numbers.cast(pa.int64()).cast(pa.string())
    texts = numbers.cast(pa.string())
    strange = pc.fill_null(pc.match_substring_regex(texts, "[en]|^-0$"), False)
    own = [cell_text(value) for value in numbers.filter(strange).to_pylist()]
    return pc.replace_with_mask(texts, strange, pa.array(own, pa.string()))


def arrow_text(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    """A column of a Parquet file as text."""
    array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    if isinstance(array, pa.ChunkedArray):
        array = pa.concat_arrays(array.chunks) if array.num_chunks else pa.array([], array.type)
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    if pa.types.is_binary(array.type) or pa.types.is_large_binary(array.type):
        array = _decoded(array)
    if pa.types.is_string(array.type) or pa.types.is_large_string(array.type):
        return trimmed(array.cast(pa.string()))
    if pa.types.is_float32(array.type) or pa.types.is_float64(array.type):
        return _number_texts(array)
    if pa.types.is_integer(array.type) or pa.types.is_decimal(array.type) or pa.types.is_date(array.type):
        return array.cast(pa.string())
    return text_column(array.to_pylist())


def _decoded(array: pa.Array) -> pa.Array:
    """Bytes that are text, as some writers keep it; other bytes stay as they are."""
    try:
        return array.cast(pa.string())
    except pa.ArrowInvalid:
        return array


def trimmed(array: pa.Array) -> pa.Array:
    """Text without white space around it and characters that nobody sees; empty text is NULL."""
    if _has_invisible(array):
        array = pc.replace_substring_regex(array, f"[{INVISIBLE}]", "")
    stripped = pc.utf8_trim_whitespace(array)
    return pc.if_else(pc.equal(stripped, ""), pa.scalar(None, pa.string()), stripped)


def _has_invisible(array: pa.Array) -> bool:
    held = array.buffers()[2]
    content = held.to_pybytes() if held else b""
    return not content.isascii() and any(mark in content for mark in _INVISIBLE_BYTES)


def blank(length: int) -> pa.Array:
    """A column without any text."""
    return pa.nulls(length, pa.string())


def repeated(text: str, length: int) -> pa.Array:
    """A column with one text in every row."""
    return pa.repeat(pa.scalar(text, pa.string()), length)
