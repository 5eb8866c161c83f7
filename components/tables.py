"""Tables in one look: column configs from MEASURES, figures in the unit of their header."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from components.palette import MARKS
from dualwatch.measures import MEASURES, UNITS
from dualwatch.model import Severity

MISSING = "—"
ROW_HEIGHT = 36
MOST_ROWS = 12


def percent(figures: pd.Series) -> pd.Series:
    """Rates or gaps in ppm as percent with one decimal, half up like the sentences; unknown stays missing."""
    ppm = pd.to_numeric(figures).astype("Float64").astype("float64")
    return np.sign(ppm) * np.floor(ppm.abs() / 1000 + 0.5) / 10 + 0.0


def money(figures: pd.Series, unit: str, places: int = 2) -> pd.Series:
    """元 as Decimal in 元, 万元 or 亿元 as float, half up like the sentences: the browser rounds what is binary."""
    fen = (figures.astype("Float64").astype("float64") * 100).round()
    step = UNITS[unit] * 100 / 10**places
    return np.sign(fen) * np.floor(fen.abs() / step + 0.5) / 10**places + 0.0


def chips(severities: pd.Series) -> pd.Series:
    """Severity codes as lists of one label, which MultiselectColumn draws as coloured chips."""
    return severities.map(lambda severity: [Severity(severity).label] if severity else [])


def severity_column(width: int = 84) -> Any:
    """A column of severities as coloured chips."""
    return chip_column("级别", {severity.label: mark.colour for severity, mark in MARKS.items()}, width)


def chip_column(label: str, marks: dict[str, str], width: int = 84) -> Any:
    """A column of lists of one mark each, drawn as chips: shape, word and the colour of each mark."""
    return st.column_config.MultiselectColumn(label, width=width, options=list(marks), color=list(marks.values()))


def text_column(name: str, label: str | None = None, width: int | None = None, pinned: bool = False) -> Any:
    """A column of text under the measure's label."""
    return st.column_config.TextColumn(label or MEASURES[name].label, width=width, pinned=pinned)


def right_column(label: str, width: int) -> Any:
    """A column of figures that are written out already, aligned like numbers."""
    return st.column_config.TextColumn(label, width=width, alignment="right")


def rate_column(name: str, label: str | None = None, width: int = 72) -> Any:
    """A column of percentages with one decimal; the header says %."""
    return _number(name, label or f"{MEASURES[name].label} %", width, "%.1f")


def points_column(name: str, label: str | None = None, width: int = 64) -> Any:
    """A column of differences of rates, in percentage points with one decimal."""
    return _number(name, label or f"{MEASURES[name].label} 百分点", width, "%.1f")


def money_column(name: str, unit: str, label: str | None = None, width: int = 96, decimals: int = 2) -> Any:
    """A column of money; the header says the unit."""
    return _number(name, f"{label or MEASURES[name].label} {unit}", width, f"%,.{decimals}f")


def count_column(name: str, label: str | None = None, width: int = 72) -> Any:
    """A column of whole numbers."""
    return _number(name, label or MEASURES[name].label, width, "%,d")


def progress_column(name: str, fill: str, label: str | None = None, width: int = 150) -> Any:
    """A column of bars from 0 to 100 % with the percentage beside; `fill` is a chart colour."""
    return st.column_config.ProgressColumn(
        label or f"{MEASURES[name].label} %",
        width=width,
        format="%.1f",
        min_value=0,
        max_value=100,
        color=fill,
        help=MEASURES[name].meaning,
    )


def _number(name: str, label: str, width: int, format: str) -> Any:
    meaning = MEASURES[name].meaning if name in MEASURES else None
    return st.column_config.NumberColumn(label, width=width, format=format, help=meaning)


def table(
    frame: pd.DataFrame,
    columns: dict[str, Any],
    alt: str,
    key: str | None = None,
    select: str | None = None,
    selected: Iterable[int] = (),
    height: int | str = "content",
    row_height: int = ROW_HEIGHT,
) -> Any:
    """Draw the columns named in `columns`, in that order; everything else stays on the server.

    `select` is single-row or single-cell and makes the selection rerun the page; `selected`
    is the rows marked at first. Returns the selection event, or None without one.
    """
    look = {"hide_index": True, "row_height": row_height, "placeholder": MISSING, "height": height, "alt": alt}
    shown = frame[list(columns)]
    if select is None:
        st.dataframe(shown, column_config=columns, key=key, **look)
        return None
    chosen = {"selection": {"rows": list(selected)}} if selected else None
    return st.dataframe(
        shown,
        column_config=columns,
        key=key,
        on_select="rerun",
        selection_mode=select,
        selection_default=chosen,
        **look,
    )


def height(rows: int) -> int | str:
    """The height of a list: a long one scrolls in itself, and half a row at its end shows that it does."""
    return "content" if rows <= MOST_ROWS else MOST_ROWS * ROW_HEIGHT + ROW_HEIGHT // 2


def picked_row(event: Any) -> int | None:
    """The row that a selection event points at, by row or by cell."""
    if event is None:
        return None
    if event.selection.rows:
        return int(event.selection.rows[0])
    cells = event.selection.get("cells") or []
    return int(cells[0][0]) if cells else None
