"""Too many projects for a point each: how many stand in each cell, the more the darker."""

import numpy as np
import pandas as pd

from components.palette import Palette, Part

CELL = 2.5
CELLS = 65
FAINTEST = 0.16


def density(cells: pd.DataFrame, theme: Palette) -> Part:
    """Draw `overview/quadrant_density`: shades by the logarithm of the number, nothing where nobody stands.

    It carries no key, so that a click on it opens nothing.
    """
    known = cells.dropna(subset=["money_cell", "work_cell"])
    counts = np.zeros((CELLS, CELLS))
    np.add.at(counts, (known["work_cell"].astype(int), known["money_cell"].astype(int)), known["projects"])
    middles = [CELL * place + CELL / 2 for place in range(CELLS)]
    empty = counts == 0
    shades = np.log10(np.where(empty, 1, counts))
    colour = tuple(int(theme.normal[start : start + 2], 16) for start in (1, 3, 5))
    return {
        "type": "heatmap",
        "x": middles,
        "y": middles,
        "z": [[None if hole else round(float(shade), 2) for shade, hole in zip(*row, strict=True)]
              for row in zip(shades, empty, strict=True)],
        "zmin": 0,
        "zmax": max(1.0, round(float(shades.max()), 2)),
        "colorscale": [[0, _rgba(colour, FAINTEST)], [1, _rgba(colour, 1)]],
        "showscale": False,
        "hoverongaps": False,
        "text": [[f"{int(count):,}" for count in row] for row in counts],
        "hovertemplate": "这一格 %{text} 个项目<extra></extra>",
    }  # fmt: skip


def _rgba(colour: tuple[int, ...], opacity: float) -> str:
    return f"rgba({','.join(map(str, colour))},{opacity})"
