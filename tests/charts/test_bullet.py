"""The bullet chart of departments: bars from zero, ticks, order and words."""

from decimal import Decimal

import pandas as pd

from components.charts.bullet import bullet
from components.palette import LIGHT
from tests.charts import checked

bullet = checked(bullet)

ROWS = pd.DataFrame(
    {
        "dept_code": ["101", "102"],
        "dept_name": ["市科学技术局", "市图书馆"],
        "execution_rate": pd.Series([571_000, 428_000], dtype="float64"),
        "expected_rate": pd.Series([666_667, 666_667], dtype="float64"),
        "execution_gap": pd.Series([-95_667, -238_667], dtype="float64"),
        "last_rate": pd.Series([540_000, None], dtype="float64"),
        "underpaid": [Decimal("29800000.00"), Decimal("21820000.00")],
        "severity": [None, "red"],
    }
)


def test_bars_are_the_rates_in_the_order_given():
    chart = bullet(ROWS, LIGHT)

    assert list(chart.data[1].x) == [57.1, 42.8]
    assert chart.layout.yaxis.range == (1.5, -0.5)


def test_a_bar_carries_the_code_of_its_department():
    assert bullet(ROWS, LIGHT).data[1].customdata[1][0] == "102"


def test_the_gap_carries_shape_and_sign():
    words = [note.text for note in bullet(ROWS, LIGHT).layout.annotations]

    assert "◆ −23.9" in words
    assert "−9.6" in words


def test_every_department_has_its_pace_tick():
    assert len(bullet(ROWS, LIGHT).layout.shapes) == 2


def test_the_shortfall_is_said_in_ten_thousand_yuan():
    words = [note.text for note in bullet(ROWS, LIGHT).layout.annotations]

    assert any("2,980<" in text for text in words)
