"""All departments on one rate axis: a packed mark each, so that none hides another."""

from collections.abc import Iterator
from itertools import count
from math import inf

import pandas as pd

from components.names import shortened
from components.palette import CLICKED, MARKS, Chart, Palette, Part, figure
from dualwatch.measures import percent_text, points_text, rate_text

MARKS_ACROSS = 34
WIDEST_NAME = 10
SMALL = "small"


def distribution(departments: pd.DataFrame, theme: Palette, height: int = 240) -> Chart:
    """Draw one mark a department at its execution rate (ppm); × where it is not ranked.

    Rows without a rate are left out: say their number beside the chart.
    """
    rows = departments.dropna(subset=["execution_rate"]).copy()
    rows["rate"] = rows["execution_rate"].astype("float64") / 10_000
    rows["mark"] = [_mark(row) for row in rows.itertuples()]
    low, high = _span(rows)
    rows["level"] = levels(list(rows["rate"]), (high - low) / MARKS_ACROSS)
    tallest = max(4.0, float(rows["level"].abs().max()) + 2)
    pace = rows["expected_rate"].dropna().astype("float64").median()
    return figure(
        theme,
        height,
        [_marks(group, mark, theme) for mark, group in rows.groupby("mark", sort=True)],
        margin={"l": 14, "r": 14, "t": 26, "b": 28},
        shapes=[] if pd.isna(pace) else [_pace_line(pace, theme)],
        annotations=([] if pd.isna(pace) else [_pace_words(pace)]) + _extremes(rows, tallest, theme),
        xaxis={"ticksuffix": "%", "showgrid": False, "showline": True, "nticks": 7, "range": [low, high]},
        yaxis={"visible": False, "range": [-tallest, tallest]},
        **CLICKED,
    )


def _span(rows: pd.DataFrame) -> tuple[float, float]:
    """Where the axis begins and ends: a tenth beyond marks and pace; below 0 only where a rate is."""
    rates = pd.concat([rows["rate"], rows["expected_rate"].astype("float64") / 10_000]).dropna()
    if rates.empty:
        return 0.0, 100.0
    lowest, highest = float(rates.min()), float(rates.max())
    room = max((highest - lowest) / 10, 2.0)
    return max(lowest - room, min(lowest, 0.0) - room / 4), highest + room


def levels(rates: list[float], step: float) -> list[int]:
    """The height of each mark: the nearest to the middle that is free for one step to its left."""
    taken: dict[int, float] = {}
    heights = [0] * len(rates)
    for place in sorted(range(len(rates)), key=lambda index: rates[index]):
        heights[place] = next(level for level in _outwards() if rates[place] - taken.get(level, -inf) >= step)
        taken[heights[place]] = rates[place]
    return heights


def _outwards() -> Iterator[int]:
    """0, 1, −1, 2, −2 and so on."""
    yield 0
    for distance in count(1):
        yield from (distance, -distance)


def _mark(row: tuple) -> str:
    if not row.is_ranked:
        return SMALL
    return row.severity if pd.notna(row.severity) else ""


def _marks(group: pd.DataFrame, mark: str, theme: Palette) -> Part:
    symbol, colour, size = "circle", theme.money, 8
    if mark == SMALL:
        symbol, colour, size = "x-thin", theme.gray, 7
    elif mark in MARKS:
        symbol, colour, size = MARKS[mark].symbol, theme.severity(mark), MARKS[mark].size
    edge = {"width": 1.6, "color": colour}
    return {
        "type": "scatter",
        "x": list(group["rate"]),
        "y": list(group["level"]),
        "mode": "markers",
        "name": mark,
        "marker": {"symbol": symbol, "color": colour, "size": size, "opacity": 1, "line": edge},
        "customdata": [[code] for code in group["dept_code"]],
        "text": [_hover(row) for row in group.itertuples()],
        "hovertemplate": "%{text}<extra></extra>",
    }


def _hover(row: tuple) -> str:
    few = "<br>可算的项目少于 5 个，不排名" if not row.is_ranked else ""
    return (
        f"<b>{row.dept_name}</b><br>执行率 {rate_text(row.execution_rate)}　应达 {rate_text(row.expected_rate)}　"
        f"差 {points_text(row.execution_gap)} 个百分点{few}<br>点击看这个部门的预警"
    )


def _pace_line(pace: float, theme: Palette) -> Part:
    """The dashed line stands where most departments are due, drawn at the median pace (ppm)."""
    dashed = {"color": theme.pace, "width": 1.5, "dash": "dash"}
    across = {"type": "line", "x0": pace / 10_000, "x1": pace / 10_000, "layer": "below", "line": dashed}
    return across | {"yref": "paper", "y0": 0, "y1": 1}


def _pace_words(pace: float) -> Part:
    place = {"x": pace / 10_000, "yref": "paper", "y": 1, "yanchor": "bottom"}
    return place | {"text": f"应达 {rate_text(pace)}", "showarrow": False}


def _extremes(rows: pd.DataFrame, tallest: float, theme: Palette) -> list[Part]:
    """Name the lowest ranked department below all marks and the highest above them."""
    ranked = rows[rows["mark"] != SMALL].sort_values("rate")
    ends = ((0, -tallest, "left"), (-1, tallest, "right"))[: len(ranked)]
    return [_named(ranked.iloc[place], height * 0.84, side, theme) for place, height, side in ends]


def _named(row: pd.Series, height: float, side: str, theme: Palette) -> Part:
    return {
        "x": row["rate"],
        "y": row["level"],
        "text": f"{shortened(row['dept_name'], WIDEST_NAME)} {percent_text(row['execution_rate'])}",
        "axref": "x",
        "ayref": "y",
        "ax": row["rate"],
        "ay": height,
        "xanchor": side,
        "showarrow": True,
        "arrowhead": 0,
        "arrowwidth": 1,
        "arrowcolor": theme.last,
        "standoff": 6,
        "font": {"size": 11.5, "color": theme.text},
    }
