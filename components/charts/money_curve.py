"""The money of one project through its year: actual, pace due and peers of the year before."""

import pandas as pd

from components.palette import Chart, Palette, Part, figure
from dualwatch.measures import percent_text, points_text, rate_text

LABELLED = (2, 4, 6, 8, 10, 12)
TOP = 108.0
CLOSE = 60_000


def money_curve(months: pd.DataFrame, month: int, theme: Palette, height: int = 330) -> Chart:
    """Draw `projects/curve` up to `month`: one row a month, rates in ppm, NULL where unknown.

    The vertical axis ends at 108 % unless the project has spent more than its budget.
    """
    rates = months.set_index("month")[["execution_rate", "expected_rate", "peer_rate"]].astype("float64") / 10_000
    rates.loc[rates.index > month, "execution_rate"] = None
    bracket, gap = _gap_bracket(months, month, theme)
    return figure(
        theme,
        height,
        [
            _line(rates["peer_rate"], "同类上年", theme.last, "dot", 1.5),
            _line(rates["expected_rate"], "应达进度", theme.pace, "dash", 2),
            _actual(months, rates["execution_rate"], theme),
        ],
        margin={"l": 46, "r": 96, "t": 8, "b": 30},
        shapes=bracket,
        annotations=_end_labels(months.set_index("month"), theme) + gap,
        xaxis={
            "tickvals": LABELLED,
            "ticktext": [f"{month}月" for month in LABELLED],
            "range": [0.6, 12.1],
            "tickangle": 0,
            "showgrid": False,
            "showline": True,
        },
        yaxis={"title": {"text": "累计执行率（%）"}, "tickvals": [0, 20, 40, 60, 80, 100], "range": _span(rates)},
    )


def _span(rates: pd.DataFrame) -> list[float]:
    lowest, highest = rates.min().min(), rates.max().max()
    return [min(0.0, lowest - 4), max(TOP, highest + 8)]


def _line(rates: pd.Series, name: str, colour: str, dash: str, width: float) -> Part:
    return {
        "type": "scatter",
        "x": list(rates.index),
        "y": list(rates),
        "name": name,
        "mode": "lines",
        "hoverinfo": "skip",
        "line": {"color": colour, "dash": dash, "width": width},
    }


def _actual(months: pd.DataFrame, rates: pd.Series, theme: Palette) -> Part:
    return {
        "type": "scatter",
        "x": list(rates.index),
        "y": list(rates),
        "name": "实际",
        "mode": "lines+markers",
        "connectgaps": False,
        "line": {"color": theme.money, "width": 3},
        "marker": {"color": theme.money, "size": 7, "opacity": 1},
        "text": [_hover(row) for row in months.itertuples()],
        "hovertemplate": "%{text}<extra></extra>",
    }


def _hover(row: tuple) -> str:
    gap = f"　差 {points_text(row.execution_gap)} 个百分点" if pd.notna(row.execution_gap) else ""
    return f"<b>{row.month} 月</b><br>执行率 {rate_text(row.execution_rate)}　应达 {rate_text(row.expected_rate)}{gap}"


def _end_labels(months: pd.DataFrame, theme: Palette) -> list[Part]:
    """Name the two reference lines (ppm) at their right ends, moved apart when they end together."""
    ends = {name: months[name].dropna() for name in ("expected_rate", "peer_rate")}
    heights = {name: int(line.iloc[-1]) for name, line in ends.items() if len(line)}
    close = len(heights) == 2 and abs(heights["expected_rate"] - heights["peer_rate"]) < CLOSE
    labels = {"expected_rate": ("应达进度", theme.text), "peer_rate": ("同类上年", theme.second_text)}
    return [
        _words(ends[name].index[-1], height / 10_000, f"{labels[name][0]} {percent_text(height)}", labels[name][1])
        | {"yshift": (8 if height >= max(heights.values()) else -8) if close else 0}
        for name, height in heights.items()
    ]


def _gap_bracket(months: pd.DataFrame, month: int, theme: Palette) -> tuple[list[Part], list[Part]]:
    """Lines that join today's actual to the pace due, and words that say the gap beside them."""
    today = months[months["month"] == month].dropna(subset=["execution_rate", "expected_rate"])
    if today.empty:
        return [], []
    row = today.iloc[0]
    actual, expected = row["execution_rate"] / 10_000, row["expected_rate"] / 10_000
    behind = expected > actual
    notes = [
        _note(month, expected, percent_text(row["expected_rate"]), theme.text, below=not behind, side="right"),
        _note(month, actual, f"<b>实际 {percent_text(row['execution_rate'])}</b>", theme.money, behind, "left"),
    ]
    if abs(expected - actual) >= 8:
        said = f"<b>{'低' if behind else '高'} {points_text(row['execution_gap'], sign=False)}</b>"
        colour = theme.orange_text if behind else theme.money
        notes.append(_note(month, (actual + expected) / 2, said, colour, below=None, side="left"))
    return _bracket(month, actual, expected, theme), notes


def _bracket(month: int, actual: float, expected: float, theme: Palette) -> list[Part]:
    """The gap in colour, and a hairline from its foot to the axis."""
    upright = {"type": "line", "x0": month, "x1": month}
    colour = theme.orange if expected > actual else theme.money
    foot = {"y0": 0, "y1": min(actual, expected), "layer": "below", "line": {"color": theme.border, "width": 1}}
    return [upright | foot, upright | {"y0": actual, "y1": expected, "line": {"color": colour, "width": 2}}]


def _note(month: int, height: float, text: str, colour: str, below: bool | None, side: str) -> Part:
    shift = {"xshift": 8 if side == "left" else -6, "yshift": 0 if below is None else (-12 if below else 10)}
    return _words(month, height, text, colour) | {"xanchor": side} | shift


def _words(month: int, height: float, text: str, colour: str) -> Part:
    place = {"x": month, "y": height, "xanchor": "left", "xshift": 8}
    return place | {"text": text, "showarrow": False, "font": {"color": colour}}
