"""Regions by months: how far each stood from the pace due, in percentage points."""

import pandas as pd

from components.names import shortened, width
from components.palette import CLICKED, Chart, Palette, Part, figure, ink_on
from dualwatch.measures import MISSING, points_text

LIMIT = 16.0
FIGURE_SIZE, SMALLEST = 11.5, 8
WIDEST_NAME = 10
FEW_MONTHS = 8
FIGURE_SPACE = "\u2007"
ROW_HEIGHT = 31
TOP, BOTTOM = 36, 30


def county_heatmap(cells: pd.DataFrame, names: list[str], theme: Palette) -> Chart:
    """Draw `compare/county_months`, one row a region and month, in the order of `names`.

    The gap is ppm; a month without one is a dashed box: 未报, or — where there is no budget. Colours end at ±16 points.
    """
    grid = _grid(cells, names)
    months = list(grid.columns)
    return figure(
        theme,
        ROW_HEIGHT * len(names) + TOP + BOTTOM,
        [_colours(grid, theme), _figures(grid, cells, names, theme)],
        margin={"l": left_margin(names), "r": 4, "t": TOP, "b": BOTTOM},
        barmode="overlay",
        uniformtext={"mode": "hide", "minsize": SMALLEST},
        shapes=_missing_boxes(grid, theme),
        xaxis={
            "side": "top",
            "tickvals": months,
            "ticktext": _months(months),
            "tickangle": 0,
            "showgrid": False,
            "range": [min(months) - 0.5, max(months) + 0.5],
        },
        yaxis={
            "tickvals": list(range(len(names))),
            "ticktext": [shortened(name, WIDEST_NAME) for name in names],
            "range": [len(names) - 0.5, -0.5],
            "showgrid": False,
            "tickfont": {"color": theme.text},
        },
        **CLICKED,
    )


def _colours(grid: pd.DataFrame, theme: Palette) -> Part:
    return {
        "type": "heatmap",
        "x": list(grid.columns),
        "y": list(range(len(grid))),
        "z": (grid / 10_000).values.tolist(),
        "zmin": -LIMIT,
        "zmax": LIMIT,
        "colorscale": _colorscale(theme),
        "showscale": False,
        "xgap": 2,
        "ygap": 2,
        "hoverinfo": "skip",
    }


def left_margin(names: list[str]) -> int:
    """Pixels for the names of the rows: 12 a Chinese character, between 3 and 10 characters."""
    longest = max((width(name) for name in names), default=0)
    return 14 + round(12 * min(max(longest, 3), WIDEST_NAME))


def _months(months: list[int]) -> list[str]:
    """1月 2月 …; a long year says 月 once, so that the numbers stand apart on a phone."""
    return [f"{month}月" if month == 1 or len(months) <= FEW_MONTHS else str(month) for month in months]


def shade(theme: Palette, points: float) -> str:
    """The fill (#RRGGBB) of a gap in percentage points, held at the ends of the scale."""
    steps = len(theme.diverging) - 1
    place = (min(max(points, -LIMIT), LIMIT) + LIMIT) / (2 * LIMIT) * steps
    lower = min(int(place), steps - 1)
    first, second = (_channels(theme.diverging[index]) for index in (lower, lower + 1))
    mixed = (round(a + (b - a) * (place - lower)) for a, b in zip(first, second, strict=True))
    return "#" + "".join(f"{channel:02X}" for channel in mixed)


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[start : start + 2], 16) for start in (1, 3, 5))


def _grid(cells: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    wide = cells.pivot(index="mof_div_name", columns="month", values="execution_gap")
    return wide.reindex(index=names, columns=range(1, int(cells["month"].max()) + 1)).astype("float64")


def _colorscale(theme: Palette) -> list[list]:
    steps = len(theme.diverging) - 1
    return [[place / steps, colour] for place, colour in enumerate(theme.diverging)]


def _figures(grid: pd.DataFrame, cells: pd.DataFrame, names: list[str], theme: Palette) -> Part:
    """The signed figure in each cell, black or white; its key is the region's code.

    Clear bars carry the figures, because their text alone goes where cells are too narrow to read.
    """
    codes = dict(zip(cells["mof_div_name"], cells["mof_div_code"], strict=True))
    idle = _without_budget(cells)
    by_region = enumerate(grid.values.tolist())
    places = [(row, month, gap) for row, gaps in by_region for month, gap in zip(grid.columns, gaps, strict=True)]
    known = [gap for *_, gap in places]
    silence = [MISSING if (names[row], month) in idle else "未报" for row, month, _ in places]
    return {
        "type": "bar",
        "base": [month - 0.5 for _, month, _ in places],
        "x": [1] * len(places),
        "y": [row for row, *_ in places],
        "width": 1,
        "orientation": "h",
        "marker": {"color": "rgba(0,0,0,0)"},
        "text": [
            said if pd.isna(gap) else _even(points_text(int(gap))) for gap, said in zip(known, silence, strict=True)
        ],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "insidetextfont": {
            "size": FIGURE_SIZE,
            "color": [theme.second_text if pd.isna(gap) else ink_on(shade(theme, gap / 10_000)) for gap in known],
        },
        "customdata": [[codes.get(names[row])] for row, *_ in places],
        "hovertext": [
            _hover(names[row], month, gap, said) for (row, month, gap), said in zip(places, silence, strict=True)
        ],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _even(figure: str) -> str:
    """A figure as wide as the widest, so that a narrow screen shows all figures or none."""
    return figure.center(5, FIGURE_SPACE)


def _without_budget(cells: pd.DataFrame) -> set[tuple[str, int]]:
    """The regions and months that have no rate because there is no budget, not because nobody has reported."""
    idle = cells[cells["execution_gap"].isna() & ~(cells["unrated_budget"].astype("float64") > 0)]
    return set(zip(idle["mof_div_name"], idle["month"], strict=True))


def _hover(name: str, month: int, gap: float, silence: str) -> str:
    why = "没有预算" if silence == MISSING else silence
    said = why if pd.isna(gap) else f"与应达相差 {points_text(int(gap))} 个百分点"
    return f"<b>{name}　{month} 月</b><br>{said}"


def _missing_boxes(grid: pd.DataFrame, theme: Palette) -> list[Part]:
    line = {"color": theme.gray, "width": 1, "dash": "3px,2px"}
    box = {"type": "rect", "line": line, "fillcolor": theme.shade, "layer": "below"}
    return [
        {**box, "x0": month - 0.46, "x1": month + 0.46, "y0": row - 0.42, "y1": row + 0.42}
        for row, name in enumerate(grid.index)
        for month in grid.columns[grid.loc[name].isna()]
    ]
