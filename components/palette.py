"""Severity marks (shape + word + colour), chart colours and one Plotly template, light and dark."""

from dataclasses import dataclass
from typing import Any

import streamlit as st

from dualwatch.model import Severity

# A figure and its parts as Plotly writes them in JSON; the tests have Plotly check them. Building them of Plotly's own
# objects checked every value anew for each reader: ten times as long.
Chart = dict[str, Any]
Part = dict[str, Any]

FONT = "Noto Sans CJK SC, Noto Sans SC, Source Han Sans SC, PingFang SC, Microsoft YaHei, sans-serif"

CHART_CONFIG = {"displayModeBar": False, "showSendToCloud": False, "displaylogo": False}
# What Streamlit gives a figure that answers clicks; one without it is drawn, given it, and drawn once more.
CLICKED: dict[str, Any] = {"clickmode": "event+select", "hovermode": "closest", "dragmode": "pan"}


@dataclass(frozen=True)
class Mark:
    """How one severity is drawn: its Streamlit colour, and its Plotly symbol and size."""

    colour: str
    symbol: str
    size: int


MARKS = {
    Severity.RED: Mark("red", "diamond", 11),
    Severity.YELLOW: Mark("orange", "triangle-up", 9),
    Severity.NOTICE: Mark("blue", "circle", 8),
    Severity.NO_DATA: Mark("gray", "circle-open", 7),
}


def grave_colour(severity: str | None) -> str:
    """The colour of a figure beside which a flag stands: that of 严重 or 预警, else grey."""
    return MARKS[Severity(severity)].colour if severity in (Severity.RED, Severity.YELLOW) else "gray"


@dataclass(frozen=True)
class Palette:
    """The chart colours of one theme; `diverging` runs from behind to ahead."""

    name: str
    background: str
    shade: str
    text: str
    second_text: str
    grid: str
    border: str
    money: str
    work: str
    pace: str
    last: str
    normal: str
    red: str
    red_text: str
    orange: str
    orange_text: str
    blue: str
    blue_text: str
    gray: str
    diverging: tuple[str, ...]

    def severity(self, severity: str | None) -> str:
        """The fill of a severity's mark; a project without a flag is small and grey."""
        fills = {"red": self.red, "yellow": self.orange, "notice": self.blue, "no_data": self.gray}
        return fills.get(severity or "", self.normal)

    def severity_text(self, severity: str | None) -> str:
        """The colour of a figure that a severity's line makes notable."""
        words = {"red": self.red_text, "yellow": self.orange_text, "notice": self.blue_text}
        return words.get(severity or "", self.second_text)


LIGHT = Palette(
    name="light",
    background="#FFFFFF",
    shade="#F4F6F9",
    text="#0F1823",
    second_text="#566273",
    grid="#E9EDF2",
    border="#D9DFE7",
    money="#1D4F91",
    work="#0B8074",
    pace="#2B3542",
    last="#7F8FA6",
    normal="#8391A6",
    red="#9E1B16",
    red_text="#9E1B16",
    orange="#D9730D",
    orange_text="#A14E00",
    blue="#2270B8",
    blue_text="#1F66AD",
    gray="#767F8C",
    diverging=("#9A4300", "#C97A3A", "#EBC8A6", "#F6F6F4", "#BFD4EA", "#6E9CCB", "#1D4F91"),
)
DARK = Palette(
    name="dark",
    background="#10161E",
    shade="#18212C",
    text="#E7ECF2",
    second_text="#A3AFBF",
    grid="#222C38",
    border="#2E3947",
    money="#6BA4EE",
    work="#4FD0BC",
    pace="#E7ECF2",
    last="#7D8CA3",
    normal="#64748C",
    red="#F0594B",
    red_text="#FF9388",
    orange="#F7B04A",
    orange_text="#F9BE6B",
    blue="#BCDBFB",
    blue_text="#9CCBFA",
    gray="#8A95A5",
    diverging=("#F0A35A", "#B4713A", "#5E4329", "#1B242F", "#24425F", "#3F74AE", "#7DB0F0"),
)


def current() -> Palette:
    """The palette of the theme the reader sees."""
    return DARK if st.context.theme.type == "dark" else LIGHT


def ink_on(fill: str) -> str:
    """Pure black or pure white, whichever contrasts more with a cell's fill (#RRGGBB)."""
    light = luminance(fill)
    return "#000000" if (light + 0.05) ** 2 >= 0.05 * 1.05 else "#FFFFFF"


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2) of #RRGGBB, 0 to 1."""
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def template(theme: Palette) -> Part:
    """The one Plotly template: transparent ground, hairline grid, fixed axes, quiet text.

    Labels of ticks have room by the margins; to find those that overflow Plotly would measure every one.
    """
    axis = {
        "gridcolor": theme.grid,
        "linecolor": theme.border,
        "zeroline": False,
        "fixedrange": True,
        "tickfont": {"size": 12, "color": theme.second_text},
        "title": {"font": {"size": 12}},
        "ticks": "",
        "automargin": False,
        "ticklabeloverflow": "allow",
    }
    return {
        "layout": {
            "font": {"family": FONT, "size": 12, "color": theme.text},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "xaxis": axis,
            "yaxis": axis,
            "showlegend": False,
            "dragmode": False,
            "hovermode": "closest",
            "margin": {"l": 46, "r": 12, "t": 12, "b": 40},
            "hoverlabel": {
                "bgcolor": theme.background,
                "bordercolor": theme.border,
                "align": "left",
                "font": {"family": FONT, "size": 12, "color": theme.text},
            },
        }
    }


def figure(theme: Palette, height: int, traces: list[Part], **layout: Any) -> Chart:
    """A chart of traces in the theme's template, `height` pixels high; one for clicks adds CLICKED."""
    return {"data": traces, "layout": {"template": template(theme), "height": height, **layout}}
