"""The year so far: money paid and goals done against the pace due, cumulative, month by month."""

import pandas as pd
import plotly.graph_objects as go

from components.palette import Palette, figure

HEIGHT = 402
LABEL_GAP = 5.5


def progress_curves(months: pd.DataFrame, theme: Palette) -> go.Figure:
    """Draw `overview/progress` (rates in ppm), one row a month; the ends are labelled with their values."""
    chart = figure(theme, HEIGHT, margin={"l": 40, "r": 96, "t": 14, "b": 34})
    drawn = (
        ("expected_rate", "应达", theme.pace, {"dash": "dash", "width": 2}, None),
        ("completion_rate", "完成率", theme.work, {"width": 2.2}, "square"),
        ("execution_rate", "执行率", theme.money, {"width": 2.2}, "circle"),
    )
    for name, label, colour, line, symbol in drawn:
        chart.add_trace(_curve(months, name, label, {"color": colour, **line}, symbol))
    _label_ends(chart, months, drawn)
    chart.update_xaxes(
        tickvals=list(months["month"]),
        ticktext=[f"{month}月" for month in months["month"]],
        showgrid=False,
        range=[0.7, max(float(months["month"].max()), 2.0) + 0.1],
        showline=True,
    )
    chart.update_yaxes(rangemode="tozero", title={"text": "%", "standoff": 4}, showline=True)
    return chart


def _curve(months: pd.DataFrame, name: str, label: str, line: dict, symbol: str | None) -> go.Scatter:
    rates = pd.to_numeric(months[name]) / 10_000
    return go.Scatter(
        x=months["month"],
        y=rates,
        name=label,
        mode="lines+markers" if symbol or rates.count() == 1 else "lines",
        line=line,
        marker={"symbol": symbol or "circle", "size": 7, "opacity": 1},
        hovertemplate=f"<b>%{{x}} 月</b><br>{label} %{{y:.1f}}%<extra></extra>",
    )


def _label_ends(chart: go.Figure, months: pd.DataFrame, drawn: tuple) -> None:
    ends = []
    for name, label, colour, *_ in drawn:
        rates = (pd.to_numeric(months[name]) / 10_000).dropna()
        if len(rates):
            ends.append((float(rates.iloc[-1]), int(months.loc[rates.index[-1], "month"]), label, colour))
    shown = None
    for rate, month, label, colour in sorted(ends):
        shown = rate if shown is None else max(rate, shown + LABEL_GAP)
        chart.add_annotation(
            x=month,
            y=shown,
            xanchor="left",
            xshift=10,
            showarrow=False,
            font={"color": colour},
            text=f"<b>{label} {rate:.1f}</b>",
        )
