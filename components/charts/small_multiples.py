"""Six small charts on the same axes: each department's execution through the year."""

import pandas as pd

from components.names import shortened
from components.palette import Chart, Palette, Part, figure
from dualwatch.measures import percent_text, rate_text

ACROSS, DOWN = 3, 2
WIDE, HIGH = 0.86 / ACROSS, 0.68 / DOWN
WIDEST_TITLE = 7


def small_multiples(months: pd.DataFrame, theme: Palette) -> Chart:
    """Draw `compare/department_months`: at most six departments, in their order, rates in ppm."""
    panels = [rows for _, rows in months.sort_values(["place", "month"]).groupby("place", sort=True)][: ACROSS * DOWN]
    lines = [line for number, rows in enumerate(panels) for line in _lines(number, rows, theme)]
    return figure(
        theme,
        290,
        lines,
        margin={"l": 34, "r": 10, "t": 36, "b": 24},
        annotations=[_title(number, rows) for number, rows in enumerate(panels)],
        **_axes(months),
    )


def _axes(months: pd.DataFrame) -> dict[str, Part]:
    """Both axes of every panel, numbered from the top left as Plotly does; only the first of a row has figures."""
    along, up = _month_axis(int(months["month"].max())), _rate_axis(months)
    axes = {}
    for number in range(ACROSS * DOWN):
        row, column = divmod(number, ACROSS)
        left, bottom = column * (1 - WIDE) / (ACROSS - 1), 1 - HIGH - row * (1 - HIGH) / (DOWN - 1)
        repeated = {"matches": f"y{_place(number - column)}", "showticklabels": False} if column else {}
        place = _place(number)
        axes[f"xaxis{place}"] = along | {"anchor": f"y{place}", "domain": [left, left + WIDE]}
        axes[f"yaxis{place}"] = up | repeated | {"anchor": f"x{place}", "domain": [bottom, bottom + HIGH]}
    return axes


def _place(number: int) -> str:
    """What Plotly adds to the names of a panel's axes."""
    return str(number + 1) if number else ""


def _month_axis(last: int) -> Part:
    ticks = sorted({1, (last + 1) // 2, last})
    return {
        "tickvals": ticks,
        "ticktext": [f"{month}月" for month in ticks],
        "range": [0.6, last + 0.6],
        "showgrid": False,
        "showline": True,
    }


def _rate_axis(months: pd.DataFrame) -> Part:
    highest = months[["execution_rate", "expected_rate"]].astype("float64").max().max() / 10_000
    top = 70 if highest <= 66 else 100
    return {"range": [0, max(top + 4, highest + 4)], "tickvals": [0, top / 2, top]}


def _lines(number: int, rows: pd.DataFrame, theme: Palette) -> list[Part]:
    """One department: 应达 dashed, actual solid, its last point filled."""
    name, code = rows["dept_name"].iloc[0], rows["dept_code"].iloc[0]
    place = {"type": "scatter", "xaxis": f"x{_place(number)}", "yaxis": f"y{_place(number)}", "x": list(rows["month"])}
    due = {"mode": "lines", "hoverinfo": "skip", "line": {"color": theme.pace, "width": 1.2, "dash": "dash"}}
    actual = {
        "mode": "lines+markers",
        "name": name,
        "customdata": [[code]] * len(rows),
        "line": {"color": theme.money, "width": 2.5},
        "marker": {
            "color": theme.money,
            "opacity": 1,
            "line": {"width": 0},
            "size": [0] * (len(rows) - 1) + [8],
        },
        "text": [_hover(name, item) for item in rows.itertuples()],
        "hovertemplate": "%{text}<extra></extra>",
    }
    return [
        place | due | {"y": _percent(rows["expected_rate"])},
        place | actual | {"y": _percent(rows["execution_rate"])},
    ]


def _percent(rates: pd.Series) -> list[float]:
    return list(rates.astype("float64") / 10_000)


def _title(number: int, rows: pd.DataFrame) -> Part:
    """Name and last value above a panel."""
    name, rate = shortened(rows["dept_name"].iloc[0], WIDEST_TITLE), percent_text(rows["execution_rate"].iloc[-1])
    return {
        "x": 0,
        "y": 1,
        "xref": f"x{_place(number)} domain",
        "yref": f"y{_place(number)} domain",
        "xanchor": "left",
        "yanchor": "bottom",
        "text": f"<b>{name}</b><br>{rate}",
        "showarrow": False,
        "yshift": 2,
        "align": "left",
        "font": {"size": 11},
    }


def _hover(name: str, row: tuple) -> str:
    return (
        f"<b>{name}　{row.month} 月</b><br>执行率 {rate_text(row.execution_rate)}　应达 {rate_text(row.expected_rate)}"
    )
