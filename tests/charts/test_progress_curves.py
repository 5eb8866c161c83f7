"""The year's curves: three lines, ends labelled and kept apart, unknown months left open."""

from itertools import pairwise

import pandas as pd

from components.charts.progress_curves import progress_curves
from components.palette import LIGHT
from tests.charts import checked

progress_curves = checked(progress_curves)

MONTHS = pd.DataFrame(
    [
        {"month": 1, "execution_rate": 80_000, "expected_rate": 83_333, "completion_rate": None},
        {"month": 2, "execution_rate": 160_000, "expected_rate": 166_667, "completion_rate": 170_000},
    ]
)


def test_money_goals_and_pace_are_drawn_in_their_colours():
    drawn = {trace.name: trace for trace in progress_curves(MONTHS, LIGHT).data}

    assert drawn["执行率"].line.color == LIGHT.money
    assert drawn["完成率"].line.color == LIGHT.work
    assert drawn["应达"].line.dash == "dash"
    assert list(drawn["执行率"].y) == [8.0, 16.0]


def test_end_labels_say_the_value_and_do_not_overlap():
    """A label takes 5.5 % of the height of a plot that ends at 17: 0.935."""
    notes = progress_curves(MONTHS, LIGHT).layout.annotations

    assert [note.text for note in notes] == ["<b>执行率 16.0</b>", "<b>应达 16.7</b>", "<b>完成率 17.0</b>"]
    heights = [note.y for note in notes]
    assert all(upper - lower >= 0.9349 for lower, upper in pairwise(heights))


def test_a_single_month_is_drawn():
    paid, due = progress_curves(MONTHS.iloc[:1], LIGHT).layout.annotations

    assert (paid.y, round(due.y, 2)) == (8.0, 8.46)


def test_labels_and_hover_round_half_up_as_the_sentences_do():
    """46.25 % lies half-way between two tenths, and a binary fraction holds it exactly."""
    chart = progress_curves(MONTHS.iloc[:1].assign(execution_rate=462_500), LIGHT)

    assert "<b>执行率 46.3</b>" in {note.text for note in chart.layout.annotations}
    assert {trace.name: trace.text[0] for trace in chart.data} == {"应达": "8.3%", "完成率": "—", "执行率": "46.3%"}
