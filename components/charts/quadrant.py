"""钱与事: one point a project, money against pace across and goals against what is due up."""

from functools import partial
from html import escape
from typing import Any

import pandas as pd

from components.charts.quadrant_density import density
from components.palette import CLICKED, MARKS, Chart, Palette, Part, figure
from dualwatch.measures import MINUS, money_text, percent_text
from dualwatch.model import Severity

EDGE = 160.0
ROOM = 12.0
HEIGHT = 380
UNKNOWN = "未知"
CORNERS = {
    "执行偏低": (0.02, 0.98, "left", "top"),
    "正常": (0.98, 0.98, "right", "top"),
    "双低": (0.02, 0.02, "left", "bottom"),
    "目标偏离": (0.98, 0.02, "right", "bottom"),
}
RATES = ("execution_rate", "expected_rate", "completion_rate", "expected_completion_rate")
GAPS = ("execution_gap", "completion_gap")
HOVER = (
    "<b>%{customdata[1]}</b><br>"
    "执行率 %{customdata[2]}%　应达 %{customdata[3]}%　差 %{customdata[4]} 个百分点<br>"
    "完成率 %{customdata[5]}%　应完成 %{customdata[6]}%　差 %{customdata[7]} 个百分点<br>"
    "少支付 %{customdata[8]}<br>点击看档案<extra></extra>"
)
DRAWN_LAST = (None, Severity.NO_DATA, Severity.NOTICE, Severity.YELLOW, Severity.RED)


def quadrant_figure(
    points: pd.DataFrame, lines: dict[str, Any], theme: Palette, cells: pd.DataFrame | None = None
) -> Chart:
    """Draw `overview/quadrant` (ratios in ppm) between the profile's lines (`overview/lines`).

    With `cells` (`overview/quadrant_density`) all projects are shades and `points` only those that are
    marked (`overview/quadrant_flagged`). A point beyond 160 % stands at the edge with its value; the first of
    `customdata` is project_id.
    """
    money, work = lines["money_line"] / 10_000, lines["work_line"] / 10_000
    counted = points if cells is None else cells
    known = points[points["quadrant"] != UNKNOWN]
    shades = [] if cells is None else [density(cells, theme)]
    return figure(
        theme,
        HEIGHT,
        [*shades, *_points(known, theme), _edge_values(known, theme)],
        margin={"l": 52, "r": 32, "t": 22, "b": 46},
        shapes=_shades(money, work, theme) + _dashes(money, work, theme),
        annotations=[_corner_words(corner, corner_projects(counted, corner)) for corner in CORNERS],
        xaxis=_axis(money, "钱：执行率 ÷ 应达（%）"),
        yaxis=_axis(work, "事：完成率 ÷ 应完成（%）"),
        **CLICKED,
    )


def corner_projects(points: pd.DataFrame, corner: str) -> int:
    """How many projects of the whole answer, points or cells, stand in a corner (or are 未知), drawn or not."""
    own = points[points["quadrant"] == corner]
    if "quadrant_projects" not in own:
        return int(own["projects"].sum())
    return int(own["quadrant_projects"].iloc[0]) if len(own) else 0


def _points(known: pd.DataFrame, theme: Palette) -> list[Part]:
    """The marks of each severity there is, the gravest last."""
    of_each = [
        (severity, known[known["severity"].isna() if severity is None else known["severity"] == severity])
        for severity in DRAWN_LAST
    ]
    return [_marks(chosen, severity, theme) for severity, chosen in of_each if len(chosen)]


def _marks(chosen: pd.DataFrame, severity: Severity | None, theme: Palette) -> Part:
    mark = MARKS.get(severity)
    across, up = _place(chosen)
    return {
        "type": "scatter",
        "x": list(across.clip(0, EDGE)),
        "y": list(up.clip(0, EDGE)),
        "mode": "markers",
        "cliponaxis": False,
        "marker": {
            "symbol": mark.symbol if mark else "circle",
            "size": mark.size if mark else 4,
            "opacity": 1,
            "color": theme.severity(severity),
            "line": {"width": 0.7 if mark else 0, "color": theme.background},
        },
        "customdata": told(chosen),
        "hovertemplate": HOVER,
    }


def _place(chosen: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    return tuple(pd.to_numeric(chosen[name]) / 10_000 for name in ("pace_ratio", "completion_ratio"))


def _edge_values(known: pd.DataFrame, theme: Palette) -> Part:
    """The values of points beyond the edge, where there is room to write them."""
    across, up = _place(known)
    beyond = [(min(x, EDGE), min(y, EDGE), max(x, y)) for x, y in zip(across, up, strict=True) if max(x, y) > EDGE]
    written: list[tuple[float, float, float]] = []
    for x, y, value in sorted(beyond, key=lambda point: -point[2]):
        if all(abs(x - other) > ROOM or abs(y - height) > ROOM for other, height, _ in written):
            written.append((x, y, value))
    return {
        "type": "scatter",
        "x": [x for x, *_ in written],
        "y": [y for _, y, _ in written],
        "text": [percent_text(round(value * 10_000), 0) for *_, value in written],
        "mode": "text",
        "textposition": ["top center" if y == EDGE else "middle right" for _, y, _ in written],
        "cliponaxis": False,
        "textfont": {"size": 11, "color": theme.second_text},
        "hoverinfo": "skip",
    }


def told(chosen: pd.DataFrame) -> list[list[str]]:
    """What hover says of each point, as texts in the order that HOVER names; project_id first."""
    money, due, work, work_due = (tenths(chosen[name]) for name in RATES)
    money_gap, work_gap = (tenths(chosen[name]).map(_signed) for name in GAPS)
    figures = (
        chosen["project_id"],
        chosen["pro_name"].map(partial(escape, quote=False)),
        *(rates.map("{:.1f}".format) for rates in (money, due)),
        money_gap,
        *(rates.map("{:.1f}".format) for rates in (work, work_due)),
        work_gap,
        chosen["underpaid"].map(lambda yuan: money_text(yuan, "万元")),
    )
    return [list(row) for row in zip(*(column.tolist() for column in figures), strict=True)]


def tenths(rates: pd.Series) -> pd.Series:
    """Parts per million as percent, rounded half up (away from zero) to one decimal."""
    ppm = pd.to_numeric(rates).astype("int64")
    return (ppm.abs() + 500) // 1000 * ppm.map(lambda value: -1 if value < 0 else 1) / 10


def _signed(points: float) -> str:
    return f"{points:+.1f}".replace("-", MINUS)


def _shades(money: float, work: float, theme: Palette) -> list[Part]:
    """The corners below a line, in grey."""
    grey = {"type": "rect", "fillcolor": theme.shade, "line": {"width": 0}, "layer": "below"}
    boxes = ((0, money, 0, EDGE), (money, EDGE, 0, work))
    return [grey | {"x0": x0, "x1": x1, "y0": y0, "y1": y1} for x0, x1, y0, y1 in boxes]


def _dashes(money: float, work: float, theme: Palette) -> list[Part]:
    dashed = {"type": "line", "line": {"color": theme.pace, "width": 1.2, "dash": "dash"}}
    ends = ((money, money, 0, EDGE), (0, EDGE, work, work))
    return [dashed | {"x0": x0, "x1": x1, "y0": y0, "y1": y1} for x0, x1, y0, y1 in ends]


def _corner_words(corner: str, count: int) -> Part:
    across, up, right, top = CORNERS[corner]
    place = {"x": across, "y": up, "xref": "paper", "yref": "paper", "xanchor": right, "yanchor": top}
    return place | {"align": right, "showarrow": False, "text": f"<b>{corner}</b><br>{count:,} 个"}


def _axis(line: float, title: str) -> Part:
    ticks = sorted({0.0, 40.0, line, 100.0, 130.0, EDGE})
    return {
        "range": [-3, EDGE + 3],
        "tickvals": ticks,
        "ticktext": [f"{tick:.0f}" if tick < EDGE else "160+" for tick in ticks],
        "title": {"text": title, "standoff": 8},
        "showline": True,
    }
