"""Every chart is checked by Plotly itself, which refuses what it does not know, and is of a kind that is served."""

from collections.abc import Callable

import plotly.graph_objects as go

from components.chart_script import KINDS
from components.palette import Chart


def checked(chart: Callable[..., Chart]) -> Callable[..., go.Figure]:
    """A chart as Plotly reads it."""

    def figure(*given: object, **more: object) -> go.Figure:
        read = go.Figure(chart(*given, **more))
        assert {trace.type for trace in read.data} <= {"scatter", *KINDS}
        return read

    return figure
