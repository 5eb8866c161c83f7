"""The packed marks of all departments: none hides another, none unknown is drawn."""

import pandas as pd

from components.charts.distribution import distribution, levels
from components.palette import LIGHT
from tests.charts import checked

distribution = checked(distribution)

ROWS = pd.DataFrame(
    {
        "dept_code": ["101", "102", "103", "104"],
        "dept_name": ["甲局", "乙局", "丙局", "丁局"],
        "is_ranked": [True, True, False, True],
        "execution_rate": pd.Series([600_000, 400_000, 500_000, None], dtype="float64"),
        "expected_rate": pd.Series([666_667] * 4, dtype="float64"),
        "execution_gap": pd.Series([-66_667, -266_667, -166_667, None], dtype="float64"),
        "severity": [None, "red", "yellow", None],
    }
)


def test_marks_that_would_touch_stack_outwards():
    assert levels([50.0, 50.0, 50.0, 60.0], step=1.0) == [0, 1, -1, 0]


def test_near_marks_of_neighbouring_places_do_not_touch():
    assert levels([1.4, 1.6], step=1.0) == [0, 1]


def test_fewer_than_five_projects_is_a_cross_without_severity():
    marks = {trace.name: trace.marker.symbol for trace in distribution(ROWS, LIGHT).data}

    assert marks == {"": "circle", "red": "diamond", "small": "x-thin"}


def test_a_department_without_a_rate_is_not_drawn():
    drawn = [row[0] for trace in distribution(ROWS, LIGHT).data for row in trace.customdata]

    assert sorted(drawn) == ["101", "102", "103"]


def test_the_named_and_the_pace_round_half_up_as_the_sentences_do():
    tied = ROWS.assign(execution_rate=[462_500, 162_500, 500_000, None], expected_rate=[662_500] * 4)
    said = {note.text for note in distribution(tied, LIGHT).layout.annotations}

    assert said == {"应达 66.3%", "乙局 16.3", "甲局 46.3"}
