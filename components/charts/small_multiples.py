"""Six small charts on the same axes: each department's execution through the year."""

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from components.names import shortened
from components.palette import Palette, figure
from dualwatch.measures import rate_text

ACROSS, DOWN = 3, 2
WIDEST_TITLE = 7


def small_multiples(months: pd.DataFrame, theme: Palette) -> go.Figure:
    """Draw `compare/department_months`: at most six departments, in their order, rates in ppm."""
    panels = list(months.sort_values(["place", "month"]).groupby("place", sort=True))[: ACROSS * DOWN]
    chart = make_subplots(
        rows=DOWN,
        cols=ACROSS,
        shared_yaxes=True,
        vertical_spacing=0.32,
        horizontal_spacing=0.07,
        figure=figure(theme, 290, margin={"l": 34, "r": 10, "t": 36, "b": 24}),
    )
    for number, (_, rows) in enumerate(panels):
        _panel(chart, rows, 1 + number // ACROSS, 1 + number % ACROSS, theme)
    highest = months[["execution_rate", "expected_rate"]].astype("float64").max().max() / 10_000
    top = 70 if highest <= 66 else 100
    chart.update_yaxes(range=[0, max(top + 4, highest + 4)], tickvals=[0, top / 2, top])
    _month_axes(chart, months)
    return chart


def _month_axes(chart: go.Figure, months: pd.DataFrame) -> None:
    last = int(months["month"].max())
    ticks = sorted({1, (last + 1) // 2, last})
    chart.update_xaxes(
        tickvals=ticks,
        ticktext=[f"{month}月" for month in ticks],
        range=[0.6, last + 0.6],
        showgrid=False,
        showline=True,
    )


def _panel(chart: go.Figure, rows: pd.DataFrame, row: int, column: int, theme: Palette) -> None:
    """One department: 应达 dashed, actual solid, its last point filled, name and value as title."""
    actual = rows["execution_rate"].astype("float64") / 10_000
    expected = rows["expected_rate"].astype("float64") / 10_000
    name, code = rows["dept_name"].iloc[0], rows["dept_code"].iloc[0]
    months = list(rows["month"])
    chart.add_trace(
        go.Scatter(
            x=months,
            y=list(expected),
            mode="lines",
            hoverinfo="skip",
            line={"color": theme.pace, "width": 1.2, "dash": "dash"},
        ),
        row=row,
        col=column,
    )
    chart.add_trace(
        go.Scatter(
            x=months,
            y=list(actual),
            mode="lines+markers",
            name=name,
            customdata=[[code]] * len(rows),
            line={"color": theme.money, "width": 2.5},
            marker={"color": theme.money, "opacity": 1, "line": {"width": 0}, "size": [0] * (len(rows) - 1) + [8]},
            text=[_hover(name, item) for item in rows.itertuples()],
            hovertemplate="%{text}<extra></extra>",
        ),
        row=row,
        col=column,
    )
    chart.add_annotation(
        x=0,
        y=1,
        xref="x domain",
        yref="y domain",
        row=row,
        col=column,
        xanchor="left",
        yanchor="bottom",
        text=f"<b>{shortened(name, WIDEST_TITLE)}</b><br>{rate_text(rows['execution_rate'].iloc[-1]).rstrip('%')}",
        showarrow=False,
        yshift=2,
        align="left",
        font={"size": 11},
    )


def _hover(name: str, row: tuple) -> str:
    return (
        f"<b>{name}　{row.month} 月</b><br>执行率 {rate_text(row.execution_rate)}　应达 {rate_text(row.expected_rate)}"
    )
