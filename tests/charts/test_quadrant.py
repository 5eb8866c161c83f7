"""The quadrants: every project has a place, the lines part exactly, and a point carries its key."""

import pandas as pd
import pytest

from components.charts.quadrant import EDGE, HOVER, corner_projects, quadrant_figure, tenths
from components.palette import DARK, LIGHT
from tests.charts import checked

quadrant_figure = checked(quadrant_figure)

LINES = {"money_line": 800_000, "work_line": 800_000, "min_expected": 250_000, "borrowed": False}


def point(project_id, quadrant, severity=None, pace=1_000_000, done=1_000_000, projects=1):
    return {
        "project_id": project_id,
        "pro_name": f"项目{project_id}",
        "dept_name": "教育局",
        "quadrant": quadrant,
        "severity": severity,
        "pace_ratio": pace,
        "completion_ratio": done,
        "execution_rate": 412_000,
        "expected_rate": 666_667,
        "execution_gap": -254_500,
        "completion_rate": 435_000,
        "expected_completion_rate": 666_667,
        "completion_gap": -231_500,
        "underpaid": None,
        "quadrant_projects": projects,
    }


@pytest.fixture
def points():
    return pd.DataFrame(
        [
            point("a", "双低", "red", 300_000, 400_000),
            point("b", "执行偏低", "yellow", 799_999),
            point("c", "正常", None, 800_000, 800_000, projects=2),
            point("d", "正常", "notice", 2_125_000, projects=2),
            point("e", "未知", "no_data", None, None),
        ]
    )


def marks(chart):
    return [trace for trace in chart.data if trace.type == "scatter" and trace.mode == "markers"]


def test_the_gravest_are_drawn_last_and_unknown_not_at_all(points):
    chart = quadrant_figure(points, LINES, LIGHT)

    assert [[key for key, *_ in trace.customdata] for trace in marks(chart)] == [["c"], ["d"], ["b"], ["a"]]


def test_shape_and_colour_say_the_severity(points):
    symbols = {
        trace.customdata[0][0]: (trace.marker.symbol, trace.marker.color)
        for trace in marks(quadrant_figure(points, LINES, DARK))
    }

    assert symbols["a"] == ("diamond", DARK.red)
    assert symbols["b"] == ("triangle-up", DARK.orange)
    assert symbols["d"] == ("circle", DARK.blue)
    assert symbols["c"] == ("circle", DARK.normal)


def test_corners_count_all_projects_of_the_answer(points):
    chart = quadrant_figure(points, LINES, LIGHT)

    said = {note.text for note in chart.layout.annotations}
    assert {"<b>正常</b><br>2 个", "<b>双低</b><br>1 个", "<b>执行偏低</b><br>1 个", "<b>目标偏离</b><br>0 个"} <= said
    assert corner_projects(points, "未知") == 1


def test_a_point_beyond_the_edge_stands_there_with_its_value(points):
    chart = quadrant_figure(points, LINES, LIGHT)

    beyond = next(trace for trace in marks(chart) if trace.customdata[0][0] == "d")
    assert list(beyond.x) == [EDGE]
    assert list(next(trace for trace in chart.data if trace.mode == "text").text) == ["213"]


def test_the_dashed_lines_stand_at_the_profile_s_limits(points):
    lines = quadrant_figure(points, LINES | {"money_line": 700_000}, LIGHT).layout.shapes[2:]

    assert [(line.x0, line.x1) for line in lines] == [(70.0, 70.0), (0, EDGE)]
    assert (lines[1].y0, lines[1].y1) == (80.0, 80.0)
    assert 70.0 in quadrant_figure(points, LINES | {"money_line": 700_000}, LIGHT).layout.xaxis.tickvals


def test_hover_says_rates_gaps_and_money_in_five_lines(points):
    said = marks(quadrant_figure(points, LINES, LIGHT))[-1].customdata[0]

    assert list(said) == ["a", "项目a", "41.2", "66.7", "−25.5", "43.5", "66.7", "−23.2", "—"]
    assert HOVER.count("<br>") == 4


def test_rates_are_rounded_half_up_from_parts_per_million():
    assert list(tenths(pd.Series([410_500, 410_499, -255_500, 0]))) == [41.1, 41.0, -25.6, 0.0]


CELLS = pd.DataFrame(
    {
        "quadrant": ["双低", "正常", "正常", "未知"],
        "money_cell": [12, 32, 64, None],
        "work_cell": [16, 32, 40, None],
        "projects": [1, 9_000, 40, 7],
    }
)


def test_with_cells_every_project_is_a_shade_and_the_flagged_are_marks(points):
    flagged = points[points["severity"].isin(["red", "yellow"])]
    chart = quadrant_figure(flagged, LINES, LIGHT, CELLS)
    shades = chart.data[0]

    assert shades.type == "heatmap" and shades.customdata is None
    assert [[key for key, *_ in trace.customdata] for trace in marks(chart)] == [["b"], ["a"]]
    assert sum(int(text.replace(",", "")) for row in shades.text for text in row) == 9_041
    assert (shades.x[32], shades.y[32], shades.text[32][32]) == (81.25, 81.25, "9,000")
    assert shades.z[32][32] == shades.zmax and shades.z[0][0] is None


def test_corners_count_the_projects_of_all_cells(points):
    said = {note.text for note in quadrant_figure(points.iloc[:0], LINES, LIGHT, CELLS).layout.annotations}

    assert {"<b>正常</b><br>9,040 个", "<b>双低</b><br>1 个", "<b>目标偏离</b><br>0 个"} <= said
    assert corner_projects(CELLS, "未知") == 7


def test_without_projects_only_the_corners_are_drawn(points):
    chart = quadrant_figure(points.iloc[:0], LINES, LIGHT)

    assert not marks(chart)
    assert len(chart.layout.annotations) == 4
