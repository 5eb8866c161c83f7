"""Who is ahead and who behind: a filled dot this year, a hollow one the year before, the pace due dashed."""

from dataclasses import dataclass

import pandas as pd

from components.charts.heatmap import BOTTOM, ROW_HEIGHT, TOP, WIDEST_NAME, left_margin
from components.names import shortened
from components.palette import CLICKED, MARKS, Chart, Palette, Part, figure
from dualwatch.measures import percent_text, places_text, points_text, rate_text
from dualwatch.model import Severity

RIGHT = 150
COLUMNS = (46, 96, RIGHT - 6)
FIGURE_SIZE = 12
# Plotly sets the lines of a text so many sizes of its font apart: one as high as a row puts a line on each.
LINE_SPACING = 1.3


@dataclass(frozen=True)
class Words:
    """What the rate and the pace due are called."""

    rate: str = "执行率"
    due: str = "应达"


SPENT = Words()


def dot_ranking(regions: pd.DataFrame, theme: Palette, words: Words = SPENT) -> Chart:
    """Draw ranked regions, best on top, rates in ppm; the first of `customdata` is the region's code.

    `regions` holds mof_div_code, mof_div_name, execution_rate, last_rate, expected_rate, execution_gap, rank_change and
    severity.
    """
    rates = regions.assign(
        now=pd.to_numeric(regions["execution_rate"]) / 10_000, before=pd.to_numeric(regions["last_rate"]) / 10_000
    ).reset_index(drop=True)
    height = ROW_HEIGHT * max(len(rates), 1) + TOP + BOTTOM
    margin = {"l": left_margin(list(rates["mof_div_name"])), "r": RIGHT, "t": TOP, "b": BOTTOM}
    lines, said = _due(rates, theme, words)
    return figure(
        theme,
        height,
        [_bars(rates, theme), _before(rates, theme), _now(rates, theme, words)],
        margin=margin,
        shapes=lines,
        annotations=said + _figures(rates, theme, words),
        xaxis={"range": _range(rates), "showgrid": False, "tickangle": 0},
        yaxis={
            "tickvals": list(rates.index),
            "ticktext": [shortened(label, WIDEST_NAME) for label in rates["mof_div_name"]],
            "range": [len(rates) - 0.5, -0.5],
            "tickfont": {"color": theme.text},
        },
        **CLICKED,
    )


def _range(rates: pd.DataFrame) -> list[float]:
    due = pd.to_numeric(rates["expected_rate"]) / 10_000
    known = pd.concat([rates["now"], rates["before"], due]).dropna()
    if known.empty:
        return [0, 100]
    return [max(0, 5 * (known.min() // 5) - 5), 5 * (known.max() // 5) + 8]


def _bars(rates: pd.DataFrame, theme: Palette) -> Part:
    pairs = rates.dropna(subset=["now", "before"])
    across = [
        figure for now, before in zip(pairs["now"], pairs["before"], strict=True) for figure in (now, before, None)
    ]
    up = [place for row in pairs.index for place in (row, row, None)]
    line = {"color": theme.last, "width": 1.6}
    return {"type": "scatter", "x": across, "y": up, "mode": "lines", "line": line, "hoverinfo": "skip"}


def _before(rates: pd.DataFrame, theme: Palette) -> Part:
    return {
        "type": "scatter",
        "x": list(rates["before"]),
        "y": list(rates.index),
        "mode": "markers",
        "hoverinfo": "skip",
        "marker": {
            "symbol": "circle",
            "size": 9,
            "opacity": 1,
            "color": theme.background,
            "line": {"color": theme.last, "width": 1.8},
        },
    }


def _now(rates: pd.DataFrame, theme: Palette, words: Words) -> Part:
    marks = [MARKS[Severity(severity)] if severity else None for severity in _known(rates["severity"])]
    colours = [theme.severity(severity) if severity else theme.money for severity in _known(rates["severity"])]
    return {
        "type": "scatter",
        "x": list(rates["now"]),
        "y": list(rates.index),
        "mode": "markers",
        "marker": {
            "symbol": [mark.symbol if mark else "circle" for mark in marks],
            "size": 11,
            "opacity": 1,
            "color": colours,
            "line": {"width": 0},
        },
        "customdata": rates[["mof_div_code"]].values.tolist(),
        "hovertext": [_hover(row, words) for row in rates.to_dict("records")],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _known(severities: pd.Series) -> list[str | None]:
    return [severity if isinstance(severity, str) else None for severity in severities]


def _hover(row: dict, words: Words) -> str:
    gap = points_text(row["execution_gap"])
    return (
        f"<b>{row['mof_div_name']}</b><br>{words.rate} {rate_text(row['execution_rate'])}"
        f"　{words.due} {rate_text(row['expected_rate'])}"
        f"　差 {gap} 个百分点<br>上年同期 {rate_text(row['last_rate'])}"
    )


def _due(rates: pd.DataFrame, theme: Palette, words: Words) -> tuple[list[Part], list[Part]]:
    """One dashed line and its words when all share the pace due, else a short tick in each row."""
    told = pd.to_numeric(rates["expected_rate"]).dropna()
    due, ink = told / 10_000, {"color": theme.pace, "width": 1.5}
    if due.round(1).nunique() != 1:
        return [_line(rate, row - 0.32, row + 0.32, ink) for row, rate in due.items()], []
    pace = due.iloc[0]
    low, high = _range(rates)
    side = "right" if pace > low + 0.6 * (high - low) else "center"
    place = {"x": pace, "y": -0.5, "xanchor": side, "yanchor": "bottom"}
    said = place | {"text": f"{words.due} {rate_text(told.iloc[0])}", "showarrow": False}
    return [_line(pace, -0.5, len(rates) - 0.5, ink | {"dash": "dash"})], [said]


def _line(across: float, top: float, bottom: float, ink: Part) -> Part:
    return {"type": "line", "x0": across, "x1": across, "y0": top, "y1": bottom, "line": ink}


def _figures(rates: pd.DataFrame, theme: Palette, words: Words) -> list[Part]:
    """The columns right of the plot, each one text of many lines: a browser measures every text before it draws."""
    titles = zip(COLUMNS, (words.rate, "差", "比上年"), strict=True)
    heads = [_text(shift, -0.5, title, {"color": theme.second_text}, "bottom") for shift, title in titles]
    rows = [_row(record, theme) for record in rates.to_dict("records")]
    columns = zip(COLUMNS, zip(*rows, strict=True), strict=False)
    spaced = {"size": ROW_HEIGHT / LINE_SPACING}
    return heads + [_text(shift, (len(rows) - 1) / 2, "<br>".join(lines), spaced) for shift, lines in columns]


def _row(record: dict, theme: Palette) -> tuple[str, str, str]:
    severity = record["severity"] if isinstance(record["severity"], str) else None
    return (
        _span(f"<b>{_rate(record)}</b>", theme.text),
        _span(points_text(record["execution_gap"]), theme.severity_text(severity)),
        _span(places_text(record["rank_change"]), theme.second_text),
    )


def _span(text: str, colour: str) -> str:
    return f'<span style="font-size:{FIGURE_SIZE}px;color:{colour}">{text}</span>'


def _rate(record: dict) -> str:
    """The rate as its column writes it; a group of which nothing was reported reads 未报."""
    is_silent = pd.isna(record["execution_rate"]) and (record.get("unrated_budget") or 0) > 0
    return "未报" if is_silent else percent_text(record["execution_rate"])


def _text(shift: int, up: float, text: str, font: Part, yanchor: str = "middle") -> Part:
    """Words right of the plot, each line ending so many pixels from its edge."""
    place = {"x": 1, "xref": "paper", "xshift": shift, "y": up, "xanchor": "right", "yanchor": yanchor}
    return place | {"text": text, "align": "right", "showarrow": False, "font": font}
