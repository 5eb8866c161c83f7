"""钱与事: one point a project, money against pace across and goals against what is due up."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from components.palette import MARKS, Palette, figure
from dualwatch.measures import money_text, points_text, rate_text
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
DRAWN_LAST = (None, Severity.NO_DATA, Severity.NOTICE, Severity.YELLOW, Severity.RED)


def quadrant_figure(points: pd.DataFrame, lines: dict[str, Any], theme: Palette) -> go.Figure:
    """Draw `overview/quadrant` (ratios in ppm) between the profile's lines (`overview/lines`).

    A point beyond 160 % stands at the edge with its value; the first of `customdata` is project_id.
    """
    chart = figure(theme, HEIGHT, margin={"l": 52, "r": 14, "t": 8, "b": 46})
    money, work = lines["money_line"] / 10_000, lines["work_line"] / 10_000
    _shade(chart, money, work, theme)
    known = points[points["quadrant"] != UNKNOWN]
    for severity in DRAWN_LAST:
        chosen = known[known["severity"].isna()] if severity is None else known[known["severity"] == severity]
        if len(chosen):
            chart.add_trace(_marks(chosen, severity, theme))
    chart.add_trace(_edge_values(known, theme))
    for corner, place in CORNERS.items():
        _name_corner(chart, corner, corner_projects(points, corner), place)
    _axis(chart.layout.xaxis, money, "钱：执行率 ÷ 应达（%）")
    _axis(chart.layout.yaxis, work, "事：完成率 ÷ 应完成（%）")
    return chart


def corner_projects(points: pd.DataFrame, corner: str) -> int:
    """How many projects of the whole answer stand in a corner (or are 未知), drawn or not."""
    counts = points.loc[points["quadrant"] == corner, "quadrant_projects"]
    return int(counts.iloc[0]) if len(counts) else 0


def _marks(chosen: pd.DataFrame, severity: Severity | None, theme: Palette) -> go.Scatter:
    mark = MARKS.get(severity)
    across, up = _place(chosen)
    return go.Scatter(
        x=across.clip(0, EDGE),
        y=up.clip(0, EDGE),
        mode="markers",
        cliponaxis=False,
        marker={
            "symbol": mark.symbol if mark else "circle",
            "size": mark.size if mark else 4,
            "opacity": 1,
            "color": theme.severity(severity),
            "line": {"width": 0.7 if mark else 0, "color": theme.background},
        },
        customdata=chosen[["project_id"]].values.tolist(),
        hovertext=[hover(row) for row in chosen.to_dict("records")],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _place(chosen: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    return tuple(pd.to_numeric(chosen[name]) / 10_000 for name in ("pace_ratio", "completion_ratio"))


def _edge_values(known: pd.DataFrame, theme: Palette) -> go.Scatter:
    """The values of points beyond the edge, where there is room to write them."""
    across, up = _place(known)
    beyond = [(min(x, EDGE), min(y, EDGE), max(x, y)) for x, y in zip(across, up, strict=True) if max(x, y) > EDGE]
    written: list[tuple[float, float, float]] = []
    for x, y, value in sorted(beyond, key=lambda point: -point[2]):
        if all(abs(x - other) > ROOM or abs(y - height) > ROOM for other, height, _ in written):
            written.append((x, y, value))
    return go.Scatter(
        x=[x for x, *_ in written],
        y=[y for _, y, _ in written],
        text=[f"{value:.0f}" for *_, value in written],
        mode="text",
        textposition="bottom left",
        textfont={"size": 11, "color": theme.second_text},
        hoverinfo="skip",
    )


def hover(row: dict[str, Any]) -> str:
    """The five lines that a point says of its project."""
    money = _told("执行率", row["execution_rate"], "应达", row["expected_rate"])
    work = _told("完成率", row["completion_rate"], "应完成", row["expected_completion_rate"])
    return "<br>".join(
        (f"<b>{row['pro_name']}</b>", money, work, f"少支付 {money_text(row['underpaid'], '万元')}", "点击看档案")
    )


def _told(name: str, rate: int, due_name: str, due: int) -> str:
    gap = None if rate is None or due is None else rate - due
    return f"{name} {rate_text(rate)}　{due_name} {rate_text(due)}　差 {points_text(gap)} 个百分点"


def _shade(chart: go.Figure, money: float, work: float, theme: Palette) -> None:
    for x0, x1, y0, y1 in ((0, money, 0, EDGE), (money, EDGE, 0, work)):
        chart.add_shape(
            type="rect", x0=x0, x1=x1, y0=y0, y1=y1, fillcolor=theme.shade, line={"width": 0}, layer="below"
        )
    dashed = {"color": theme.pace, "width": 1.2, "dash": "dash"}
    chart.add_shape(type="line", x0=money, x1=money, y0=0, y1=EDGE, line=dashed)
    chart.add_shape(type="line", x0=0, x1=EDGE, y0=work, y1=work, line=dashed)


def _name_corner(chart: go.Figure, corner: str, count: int, place: tuple[float, float, str, str]) -> None:
    across, up, right, top = place
    chart.add_annotation(
        x=across,
        y=up,
        xref="paper",
        yref="paper",
        xanchor=right,
        yanchor=top,
        align=right,
        showarrow=False,
        text=f"<b>{corner}</b><br>{count:,} 个",
    )


def _axis(axis: Any, line: float, title: str) -> None:
    ticks = sorted({0.0, 40.0, line, 100.0, 130.0, EDGE})
    axis.update(
        range=[-3, EDGE + 3],
        tickvals=ticks,
        ticktext=[f"{tick:.0f}" if tick < EDGE else "160+" for tick in ticks],
        title={"text": title, "standoff": 8},
        showline=True,
    )
