"""Puts a figure on the page in the one way: own template, no mode bar, a name for screen readers."""

from collections.abc import Callable, Hashable
from functools import cached_property
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from components import data
from components.palette import CHART_CONFIG, current
from dualwatch.model import Filters

MOST_FIGURES = 300


def kept(name: str, make: Callable[[], go.Figure], chosen: Filters, *more: Hashable) -> go.Figure:
    """The figure that `make` draws, made once for a version, scope, filters, theme and what `more` says.

    Readers share it: nobody may change it.
    """
    return _kept(make, repr((name, data.identity(chosen), current().name, more)))


@st.cache_resource(max_entries=MOST_FIGURES, show_spinner=False)
def _kept(_make: Callable[[], go.Figure], identity: str) -> go.Figure:
    return _Finished(_make())


class _Finished(go.Figure):
    """A figure that nobody changes any more: what Plotly makes of it for the page is made once, not for each reader."""

    @cached_property
    def _written(self) -> dict[str, Any]:
        return super().to_dict()

    def to_dict(self) -> dict[str, Any]:
        """The figure as Plotly writes it, shared by all who draw it."""
        return self._written


def draw(chart: go.Figure, alt: str) -> None:
    """Show a figure that answers no clicks; `alt` states its finding."""
    st.plotly_chart(chart, theme=None, config=CHART_CONFIG, alt=alt)


def draw_to_click(chart: go.Figure, alt: str, key: str) -> str | None:
    """Show a figure whose points carry a key first in `customdata`; returns the key clicked now."""
    event = st.plotly_chart(
        chart, theme=None, config=CHART_CONFIG, alt=alt, key=key, on_select="rerun", selection_mode="points"
    )
    return _first_key(event)


def _first_key(event: Any) -> str | None:
    for point in event.selection.points:
        carried = point.get("customdata")
        if carried:
            return carried[0] if isinstance(carried, list) else str(carried.get("0", carried))
    return None
