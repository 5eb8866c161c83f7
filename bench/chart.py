"""A log–log line chart as SVG text: needs nothing and looks the same everywhere."""

import math
from collections.abc import Sequence
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 860, 470
LEFT, RIGHT, TOP, BOTTOM = 70, 260, 30, 50
COLOURS = ("#1D4F91", "#0B8074", "#D9730D", "#6B4E9B", "#9E1B16", "#7F8FA6", "#4C8C5A", "#8A5A00")
GRAY, INK = "#D9DFE7", "#0F1823"
LABEL_HEIGHT = 17
Line = tuple[str, Sequence[tuple[float, float]]]


def slope(points: Sequence[tuple[float, float]]) -> float | None:
    """The exponent b of y = a·x^b that fits best; None for fewer than two points."""
    if len({x for x, _ in points}) < 2:
        return None
    logs = [(math.log(x), math.log(y)) for x, y in points]
    middle = [sum(column) / len(logs) for column in zip(*logs, strict=True)]
    spread = sum((x - middle[0]) ** 2 for x, _ in logs)
    return sum((x - middle[0]) * (y - middle[1]) for x, y in logs) / spread


def log_log(lines: Sequence[Line], across: str, up: str) -> str:
    """Lines of (x, y) above 0, each named at its end with its slope; ten-power grid on both axes."""
    points = [point for _, line in lines for point in line]
    low_x, high_x = _powers([x for x, _ in points])
    low_y, high_y = _powers([y for _, y in points])

    def place(x: float, y: float) -> tuple[float, float]:
        share_x = (math.log10(x) - low_x) / (high_x - low_x)
        share_y = (math.log10(y) - low_y) / (high_y - low_y)
        return LEFT + share_x * (WIDTH - LEFT - RIGHT), HEIGHT - BOTTOM - share_y * (HEIGHT - TOP - BOTTOM)

    grid = [
        *(_rule(*place(10**power, 10**low_y), *place(10**power, 10**high_y)) for power in range(low_x, high_x + 1)),
        *(_rule(*place(10**low_x, 10**power), *place(10**high_x, 10**power)) for power in range(low_y, high_y + 1)),
    ]
    ticks = [*(_text(place(10**power, 10**low_y)[0], HEIGHT - BOTTOM + 18, _power(power), "middle")
               for power in range(low_x, high_x + 1)),
             *(_text(LEFT - 8, place(10**low_x, 10**power)[1] + 4, _power(power), "end")
               for power in range(low_y, high_y + 1))]  # fmt: skip
    axes = [_text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 10, across, "middle"), _text(LEFT - 52, TOP - 12, up, "start")]
    drawn = [
        _line([place(*point) for point in line], COLOURS[nth % len(COLOURS)]) for nth, (_, line) in enumerate(lines)
    ]
    box = f'viewBox="0 0 {WIDTH} {HEIGHT}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {box} font-family="sans-serif" font-size="12">'
    background = f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#FFFFFF"/>'
    return "\n".join([head, background, *grid, *ticks, *axes, *drawn, *_names(lines, place), "</svg>", ""])


def _powers(values: Sequence[float]) -> tuple[int, int]:
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    return low, max(high, low + 1)


def _power(power: int) -> str:
    return f"{10**power:,}" if power >= 0 else f"{10.0**power:g}"


def _names(lines: Sequence[Line], place) -> list[str]:  # type: ignore[no-untyped-def]
    """The name and slope of each line right of its end, pushed apart where they would cover each other."""
    ends = sorted((place(*line[-1])[1], nth) for nth, (_, line) in enumerate(lines))
    written, above = [], -math.inf
    for height, nth in ends:
        above = max(height, above + LABEL_HEIGHT)
        name, line = lines[nth]
        steep = slope(line)
        said = name if steep is None else f"{name}　斜率 {steep:.2f}"
        written.append(_text(place(*line[-1])[0] + 10, above + 4, said, "start", COLOURS[nth % len(COLOURS)]))
    return written


def _rule(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{GRAY}"/>'


def _text(x: float, y: float, said: str, anchor: str, colour: str = INK) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}">{escape(said)}</text>'


def _line(places: Sequence[tuple[float, float]], colour: str) -> str:
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    marks = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{colour}"/>' for x, y in places)
    return f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>{marks}'
