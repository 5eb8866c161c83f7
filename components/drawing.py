"""Puts a figure on the page in the one way: own template, no mode bar, a name for screen readers."""

from collections.abc import Callable, Hashable
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from components import data
from components.palette import CHART_CONFIG, Chart, current
from dualwatch.model import Filters

MOST_FIGURES = 300


def kept(name: str, make: Callable[[], Chart], chosen: Filters, *more: Hashable) -> Chart:
    """The chart that `make` draws, made once for a version, scope, filters, theme and what `more` says.

    Readers share it: nobody may change it.
    """
    return _kept(make, repr((name, data.identity(chosen), current().name, more)))


@st.cache_resource(max_entries=MOST_FIGURES, show_spinner=False)
def _kept(_make: Callable[[], Chart], identity: str) -> Chart:
    return _make()


class _Written(go.Figure):
    """A chart as Streamlit takes it as it is: a dictionary it would have Plotly check anew for each reader."""

    def __init__(self, chart: Chart) -> None:
        super().__init__()
        self._chart = chart

    def to_dict(self) -> Chart:
        """The chart as it was written."""
        return self._chart


def draw(chart: Chart, alt: str) -> None:
    """Show a figure that answers no clicks; `alt` states its finding."""
    st.plotly_chart(_Written(chart), theme=None, config=CHART_CONFIG, alt=alt)


def draw_to_click(chart: Chart, alt: str, key: str) -> str | None:
    """Show a figure whose points carry a key first in `customdata`; returns the key clicked now."""
    event = st.plotly_chart(
        _Written(chart), theme=None, config=CHART_CONFIG, alt=alt, key=key, on_select="rerun", selection_mode="points"
    )
    return _first_key(event)


def _first_key(event: Any) -> str | None:
    for point in event.selection.points:
        carried = point.get("customdata")
        if carried:
            return carried[0] if isinstance(carried, list) else str(carried.get("0", carried))
    return None
