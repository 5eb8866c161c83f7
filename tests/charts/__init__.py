"""Every chart is checked by Plotly itself, which refuses what it does not know."""

from collections.abc import Callable

import plotly.graph_objects as go

from components.palette import Chart


def checked(chart: Callable[..., Chart]) -> Callable[..., go.Figure]:
    """A chart as Plotly reads it."""
    return lambda *given, **more: go.Figure(chart(*given, **more))
