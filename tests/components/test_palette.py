"""Marks stay apart for every eye and in grey print: the separations that the design promises."""

from math import atan2, cos, degrees, exp, hypot, radians, sin, sqrt
from pathlib import Path
from tomllib import loads

import pytest

from components.palette import DARK, LIGHT, MARKS, ink_on, luminance
from dualwatch.model import Severity

CONFIG = Path(__file__).resolve().parents[2] / ".streamlit" / "config.toml"
DEUTERANOPIA = ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881))
PROTANOPIA = ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998))
TO_XYZ = (
    (0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.0721750), (0.0193339, 0.1191920, 0.9503041),
)  # fmt: skip
WHITE = (0.95047, 1.0, 1.08883)


def linear(colour):
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]


def times(matrix, vector):
    return [sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix]


def lab(light):
    def root(t):
        return t ** (1 / 3) if t > 216 / 24389 else (24389 / 27 * t + 16) / 116

    x, y, z = (root(value / white) for value, white in zip(times(TO_XYZ, light), WHITE, strict=True))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def seen(colour, eye=None):
    """CIE Lab of a colour as an eye sees it (Machado 2009 on linear light)."""
    light = linear(colour)
    return lab([min(max(c, 0), 1) for c in times(eye, light)] if eye else light)


def ciede2000(first, second):
    l1, a1, b1 = first
    l2, a2, b2 = second
    mean_chroma = (hypot(a1, b1) + hypot(a2, b2)) / 2
    stretch = 1.5 - 0.5 * sqrt(mean_chroma**7 / (mean_chroma**7 + 25**7))
    c1, c2 = hypot(a1 * stretch, b1), hypot(a2 * stretch, b2)
    h1, h2 = degrees(atan2(b1, a1 * stretch)) % 360, degrees(atan2(b2, a2 * stretch)) % 360
    turn = (h2 - h1 + 180) % 360 - 180 if c1 * c2 else 0
    d_hue = 2 * sqrt(c1 * c2) * sin(radians(turn / 2))
    light, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    hue = (h1 + turn / 2) % 360 if c1 * c2 else h1 + h2
    weight = (
        1 - 0.17 * cos(radians(hue - 30)) + 0.24 * cos(radians(2 * hue))
        + 0.32 * cos(radians(3 * hue + 6)) - 0.20 * cos(radians(4 * hue - 63))
    )  # fmt: skip
    s_light = 1 + 0.015 * (light - 50) ** 2 / sqrt(20 + (light - 50) ** 2)
    s_chroma, s_hue = 1 + 0.045 * chroma, 1 + 0.015 * chroma * weight
    rotation = -2 * sqrt(chroma**7 / (chroma**7 + 25**7)) * sin(radians(60 * exp(-(((hue - 275) / 25) ** 2))))
    dl, dc, dh = (l2 - l1) / s_light, (c2 - c1) / s_chroma, d_hue / s_hue
    return sqrt(dl**2 + dc**2 + dh**2 + rotation * dc * dh)


def separations(first, second):
    """ΔE00 for common sight, deuteranopia and protanopia, and ΔL* in grey print."""
    apart = [ciede2000(seen(first, eye), seen(second, eye)) for eye in (None, DEUTERANOPIA, PROTANOPIA)]
    return [round(value) for value in (*apart, abs(seen(first)[0] - seen(second)[0]))]


def test_the_measure_of_difference_is_ciede2000():
    """Two pairs of the published test data (Sharma, Wu, Dalal 2005)."""
    assert ciede2000((50, 2.6772, -79.7751), (50, 0, -82.7485)) == pytest.approx(2.0425, abs=1e-4)
    assert ciede2000((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387)) == pytest.approx(1.2644, abs=1e-4)


@pytest.mark.parametrize(
    ("theme", "first", "second", "promised"),
    [
        (LIGHT, "red", "orange", (30, 25, 26, 25)),
        (LIGHT, "red", "blue", (46, 51, 47, 12)),
        (LIGHT, "orange", "blue", (50, 59, 53, 13)),
        (DARK, "red", "orange", (32, 14, 23, 19)),
        (DARK, "red", "blue", (46, 43, 44, 28)),
        (DARK, "orange", "blue", (40, 43, 43, 9)),
    ],
)
def test_severities_are_as_far_apart_as_promised(theme, first, second, promised):
    found = separations(getattr(theme, first), getattr(theme, second))

    assert all(abs(a - b) <= 2 for a, b in zip(found, promised, strict=True)), found


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_money_and_work_stay_apart(theme):
    common, deuteranopia, _, grey = separations(theme.money, theme.work)

    assert common >= 30
    assert deuteranopia >= 20
    assert grey >= 9


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_marks_contrast_with_the_page_by_three_to_one(theme):
    ground = luminance(theme.background)
    for colour in (theme.money, theme.work, theme.pace, theme.last, theme.normal, theme.red, theme.orange, theme.blue):
        lighter, darker = sorted((luminance(colour), ground), reverse=True)
        assert (lighter + 0.05) / (darker + 0.05) >= 3, colour


def test_text_in_cells_is_black_or_white_whichever_contrasts_more():
    for fill in (*LIGHT.diverging, *DARK.diverging):
        light = luminance(fill)
        against_black, against_white = (light + 0.05) / 0.05, 1.05 / (light + 0.05)
        assert ink_on(fill) == ("#000000" if against_black >= against_white else "#FFFFFF")
        assert max(against_black, against_white) >= 4.5


def test_each_severity_has_its_own_shape_word_and_colour():
    assert len({severity.shape for severity in Severity}) == len({severity.word for severity in Severity}) == 4
    assert len({(mark.symbol, mark.size) for mark in MARKS.values()}) == len(Severity)
    assert len({mark.colour for mark in MARKS.values()}) == len(Severity)


def test_the_theme_file_and_the_charts_agree():
    stated = loads(CONFIG.read_text(encoding="utf-8"))["theme"]
    for theme in (LIGHT, DARK):
        assert stated[theme.name]["redColor"] == theme.red
        assert stated[theme.name]["orangeColor"] == theme.orange
        assert stated[theme.name]["blueColor"] == theme.blue
        assert stated[theme.name]["backgroundColor"] == theme.background
        assert stated[theme.name]["chartCategoricalColors"][:2] == [theme.money, theme.work]
