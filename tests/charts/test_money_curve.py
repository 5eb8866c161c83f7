"""The money curve of a project: lines, bracket, and what is unknown."""

import pandas as pd

from components.charts.money_curve import money_curve
from components.palette import LIGHT
from tests.charts import checked

money_curve = checked(money_curve)


def months(**columns):
    """Twelve months, linear pace, paid 40 % of the pace; `columns` replace whole columns."""
    frame = pd.DataFrame({"month": range(1, 13)})
    paid = [33_333 * month if month <= 8 else None for month in range(1, 13)]
    frame["execution_rate"] = pd.Series(paid, dtype="float64")
    frame["expected_rate"] = pd.Series([83_333 * month for month in range(1, 13)], dtype="float64")
    frame["execution_gap"] = frame["execution_rate"] - frame["expected_rate"]
    frame["peer_rate"] = pd.Series([None] * 12, dtype="float64")
    return frame.assign(**columns)


def words(chart):
    return [note.text for note in chart.layout.annotations]


def test_actual_is_solid_and_pace_is_dashed():
    chart = money_curve(months(), 8, LIGHT)
    lines = {trace.name: trace.line.dash for trace in chart.data}

    assert lines == {"同类上年": "dot", "应达进度": "dash", "实际": None}


def test_the_bracket_says_how_far_behind():
    assert "<b>低 40.0</b>" in words(money_curve(months(), 8, LIGHT))


def test_months_after_the_one_asked_for_are_not_drawn():
    actual = money_curve(months(), 3, LIGHT).data[2].y

    assert [pd.notna(rate) for rate in actual] == [True] * 3 + [False] * 9


def test_a_month_that_is_not_reported_has_no_bracket():
    silent = pd.Series([None] * 12, dtype="float64")
    chart = money_curve(months(execution_rate=silent, execution_gap=silent), 8, LIGHT)

    assert words(chart) == ["应达进度 100.0"]
    assert not chart.layout.shapes


def test_spending_over_the_budget_raises_the_axis():
    over = pd.Series([1_500_000] * 12, dtype="float64")

    assert money_curve(months(execution_rate=over), 8, LIGHT).layout.yaxis.range[1] > 150


def test_labels_round_half_up_as_the_sentences_do():
    level = {"execution_rate": 162_500, "expected_rate": 462_500, "execution_gap": -302_500, "peer_rate": 662_500}
    said = words(money_curve(months(**{name: pd.Series([rate] * 12) for name, rate in level.items()}), 8, LIGHT))

    assert said == ["应达进度 46.3", "同类上年 66.3", "46.3", "<b>实际 16.3</b>", "<b>低 30.3</b>"]
