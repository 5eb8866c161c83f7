"""The year so far: money paid and goals done against the pace due, cumulative, month by month."""

import pandas as pd

from components.palette import Chart, Palette, Part, figure
from dualwatch.measures import percent_text, rate_text

HEIGHT = 402
# The share of the plot's height that a label takes.
LABEL_GAP = 0.055


def progress_curves(months: pd.DataFrame, theme: Palette) -> Chart:
    """Draw `overview/progress` (rates in ppm), one row a month; the ends are labelled with their values."""
    drawn = (
        ("expected_rate", "应达", theme.pace, {"dash": "dash", "width": 2}, None),
        ("completion_rate", "完成率", theme.work, {"width": 2.2}, "square"),
        ("execution_rate", "执行率", theme.money, {"width": 2.2}, "circle"),
    )
    return figure(
        theme,
        HEIGHT,
        [_curve(months, name, label, {"color": colour, **line}, symbol) for name, label, colour, line, symbol in drawn],
        margin={"l": 40, "r": 96, "t": 14, "b": 34},
        annotations=_end_labels(months, drawn),
        xaxis={
            "tickvals": list(months["month"]),
            "ticktext": [f"{month}月" for month in months["month"]],
            "showgrid": False,
            "range": [0.7, max(float(months["month"].max()), 2.0) + 0.1],
            "showline": True,
        },
        yaxis={"rangemode": "tozero", "title": {"text": "%", "standoff": 4}, "showline": True},
    )


def _curve(months: pd.DataFrame, name: str, label: str, line: dict, symbol: str | None) -> Part:
    rates = pd.to_numeric(months[name]) / 10_000
    return {
        "type": "scatter",
        "x": list(months["month"]),
        "y": list(rates),
        "name": label,
        "mode": "lines+markers" if symbol or rates.count() == 1 else "lines",
        "line": line,
        "marker": {"symbol": symbol or "circle", "size": 7, "opacity": 1},
        "text": [rate_text(rate) for rate in months[name]],
        "hovertemplate": f"<b>%{{x}} 月</b><br>{label} %{{text}}<extra></extra>",
    }


def _end_labels(months: pd.DataFrame, drawn: tuple) -> list[Part]:
    """The last value of each line beside its end, kept apart where lines end together."""
    ends = []
    for name, label, colour, *_ in drawn:
        rates = months[name].dropna()
        if len(rates):
            ends.append((float(rates.iloc[-1]), int(months.loc[rates.index[-1], "month"]), label, colour))
    said, shown, gap = [], None, LABEL_GAP * max((rate for rate, *_ in ends), default=0)
    for rate, month, label, colour in sorted(ends):
        shown = rate if shown is None else max(rate, shown + gap)
        place = {"x": month, "y": shown / 10_000, "xanchor": "left", "xshift": 10}
        text = f"<b>{label} {percent_text(rate)}</b>"
        said.append(place | {"text": text, "showarrow": False, "font": {"color": colour}})
    return said
