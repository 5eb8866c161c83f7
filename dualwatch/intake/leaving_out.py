"""Rows that a mapping leaves out on purpose, by what their columns hold."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from dualwatch.intake.dates import month
from dualwatch.intake.headers import squeezed
from dualwatch.intake.mapping import LeaveOut
from dualwatch.intake.reading import Unreadable

_MARK = "\x1f"


def left_out(rules: Sequence[LeaveOut], columns: Mapping[str, pa.Array], count: int) -> np.ndarray:
    """Which of `count` rows any of the rules leaves out."""
    out = np.zeros(count, dtype=bool)
    for rule in rules:
        out |= _said_out(rule, columns, count)
    return out


def _said_out(rule: LeaveOut, columns: Mapping[str, pa.Array], count: int) -> np.ndarray:
    """Which of `count` rows one rule leaves out; a column that the sheet lacks says nothing."""
    column = columns.get(squeezed(rule.column))
    if column is None:
        return np.zeros(count, dtype=bool)
    if rule.before_last:
        return _before_last(column, _texts(rule.before_last, columns))
    said = pc.is_in(column, value_set=pa.array(rule.values, pa.string()))
    if rule.blank:
        said = pc.or_(said, pc.is_null(column))
    if rule.pattern:
        said = pc.or_(said, pc.fill_null(pc.match_substring_regex(column, rule.pattern), False))
    if rule.other_than:
        said = pc.or_(said, pc.invert(pc.fill_null(pc.match_substring_regex(column, rule.other_than), True)))
    out = pc.fill_null(said, False).to_numpy(zero_copy_only=False)
    return out & _has_company(rule, columns, out) if rule.beside else out


def _texts(names: Sequence[str], columns: Mapping[str, pa.Array]) -> pa.Array | None:
    """The texts of several columns as one; None where the sheet has none of them."""
    there = [pc.fill_null(columns[squeezed(one)], "") for one in names if squeezed(one) in columns]
    return pc.binary_join_element_wise(*there, _MARK) if there else None


def _has_company(rule: LeaveOut, columns: Mapping[str, pa.Array], out: np.ndarray) -> np.ndarray:
    """Whether another row with the same texts stays."""
    texts = _texts(rule.beside, columns)
    if texts is None:
        return np.zeros(len(out), dtype=bool)
    return pc.is_in(texts, value_set=texts.filter(pa.array(~out))).to_numpy(zero_copy_only=False)


def _before_last(months: pa.Array, texts: pa.Array | None) -> np.ndarray:
    """Rows of an earlier month than the last of those with the same texts; what is no month stays."""
    numbers = pd.Series([_month(text) for text in months.to_pylist()], dtype="float64")
    last = numbers.groupby(texts.to_pandas()).transform("max") if texts is not None else numbers.max()
    return (numbers < last).to_numpy()


def _month(text: str | None) -> int | None:
    try:
        return month(text) if text else None
    except Unreadable:
        return None
