"""Fifteen departments: bar of execution, tick of the pace due, hollow dot of the year before."""

import pandas as pd

from components.charts.heatmap import WIDEST_NAME, left_margin
from components.names import shortened
from components.palette import CLICKED, Chart, Palette, Part, figure
from dualwatch.measures import amount_text, money_text, percent_text, points_text, rate_text
from dualwatch.model import Severity

ROW_HEIGHT = 40
PLACES = {"亿元": 2, "万元": 0}
TOP, BOTTOM, RIGHT = 26, 30, 98


def bullet(departments: pd.DataFrame, unit: str, theme: Palette) -> Chart:
    """Draw rows of `compare/departments` in their order; rates in ppm, `underpaid` in 元, said in `unit`.

    Bars start at 0 and the grey track ends at 100 %. The key of a bar is its department's code.
    """
    rows = departments.reset_index(drop=True)
    rates = list(_percent(rows["execution_rate"]))
    telling = {"hovertext": [_hover(row) for row in rows.itertuples()], "hovertemplate": "%{hovertext}<extra></extra>"}
    traces = [
        _bars(rows, [100] * len(rows), 0.62, theme.shade) | {"hoverinfo": "skip"},
        _bars(rows, rates, 0.4, theme.money) | telling,
        _last_year(rows, theme),
    ]
    return figure(
        theme,
        ROW_HEIGHT * len(rows) + TOP + BOTTOM,
        traces,
        barmode="overlay",
        margin={"l": left_margin([*rows["dept_name"], _underpaid(unit)]), "r": RIGHT, "t": TOP, "b": BOTTOM},
        shapes=_pace_ticks(rows, theme),
        annotations=_words(rows, unit, theme),
        xaxis={"range": [0, _end(rows)], "tickvals": [0, 50, 100], "showgrid": False, "showline": True},
        yaxis={"range": [len(rows) - 0.5, -0.5], "visible": False},
        **CLICKED,
    )


def _percent(rates: pd.Series) -> pd.Series:
    return rates.astype("float64") / 10_000


def _end(rows: pd.DataFrame) -> float:
    return max(100.0, float(_percent(rows["execution_rate"]).max()))


def _bars(rows: pd.DataFrame, lengths: list[float], width: float, colour: str) -> Part:
    return {
        "type": "bar",
        "x": lengths,
        "y": list(range(len(rows))),
        "orientation": "h",
        "width": width,
        "marker": {"color": colour, "line": {"width": 0}},
        "customdata": [[code] for code in rows["dept_code"]],
    }


def _hover(row: tuple) -> str:
    return (
        f"<b>{row.dept_name}</b><br>执行率 {rate_text(row.execution_rate)}　应达 {rate_text(row.expected_rate)}　"
        f"差 {points_text(row.execution_gap)} 个百分点<br>少支付 {money_text(row.underpaid, '万元')}<br>"
        "点击看这个部门的预警"
    )


def _last_year(rows: pd.DataFrame, theme: Palette) -> Part:
    return {
        "type": "scatter",
        "x": list(_percent(rows["last_rate"])),
        "y": list(range(len(rows))),
        "mode": "markers",
        "hoverinfo": "skip",
        "marker": {
            "symbol": "circle",
            "size": 9,
            "color": theme.background,
            "opacity": 1,
            "line": {"color": theme.last, "width": 2},
        },
    }


def _pace_ticks(rows: pd.DataFrame, theme: Palette) -> list[Part]:
    tick = {"type": "line", "line": {"color": theme.pace, "width": 2.5}}
    due = _percent(rows["expected_rate"]).dropna()
    return [{**tick, "x0": rate, "x1": rate, "y0": place - 0.36, "y1": place + 0.36} for place, rate in due.items()]


def _words(rows: pd.DataFrame, unit: str, theme: Palette) -> list[Part]:
    said = _headings(unit, theme)
    for place, row in enumerate(rows.itertuples()):
        said += _row_words(place, row, unit, theme)
    return said


def _row_words(place: int, row: tuple, unit: str, theme: Palette) -> list[Part]:
    """Name and shortfall at the left, rate and gap with its mark at the right."""
    severity = row.severity if pd.notna(row.severity) else None
    shape = f"{Severity(severity).shape} " if severity else ""
    underpaid = _second_line(amount_text(row.underpaid, unit, PLACES[unit]), theme)
    name = f"{shortened(row.dept_name, WIDEST_NAME)}<br>{underpaid}"
    rate, gap = percent_text(row.execution_rate), points_text(row.execution_gap)
    return [
        _word(0, -6, place, name, theme.text),
        _word(1, 36, place, f"<b>{rate}</b>", theme.text),
        _word(1, 92, place, f"{shape}{gap}", theme.severity_text(severity)),
    ]


def _word(x: int, shift: int, place: int, text: str, colour: str) -> Part:
    return {"xref": "paper", "x": x, "xanchor": "right", "xshift": shift, "y": place, "text": text,
            "showarrow": False, "align": "right", "font": {"color": colour}}  # fmt: skip


def _second_line(text: str, theme: Palette) -> str:
    return f'<span style="color:{theme.second_text};font-size:11px">{text}</span>'


def _headings(unit: str, theme: Palette) -> list[Part]:
    above = {"yref": "paper", "yanchor": "bottom", "yshift": 4, "font": {"size": 11, "color": theme.second_text}}
    named = ((0, -6, _underpaid(unit)), (1, 36, "执行率"), (1, 92, "差"))
    return [_word(x, shift, 1, text, theme.second_text) | above for x, shift, text in named]


def _underpaid(unit: str) -> str:
    return f"少支付 {unit}"
