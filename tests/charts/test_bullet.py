"""The bullet chart of departments: bars from zero, ticks, order and words."""

from decimal import Decimal

import pandas as pd
import pytest

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
        "underpaid": [Decimal("29805000.00"), Decimal("21820000.00")],
        "severity": [None, "red"],
    }
)


def test_bars_are_the_rates_in_the_order_given():
    chart = bullet(ROWS, "万元", LIGHT)

    assert list(chart.data[1].x) == [57.1, 42.8]
    assert chart.layout.yaxis.range == (1.5, -0.5)


def test_a_bar_carries_the_code_of_its_department():
    assert bullet(ROWS, "万元", LIGHT).data[1].customdata[1][0] == "102"


def test_the_gap_carries_shape_and_sign():
    words = [note.text for note in bullet(ROWS, "万元", LIGHT).layout.annotations]

    assert "◆ −23.9" in words
    assert "−9.6" in words


def test_every_department_has_its_pace_tick():
    assert len(bullet(ROWS, "万元", LIGHT).layout.shapes) == 2


@pytest.mark.parametrize(("unit", "said"), [("万元", "2,981<"), ("亿元", "0.30<")])
def test_the_shortfall_is_said_in_the_unit_of_the_page(unit, said):
    """29,805,000 元 is 2,980.5 万元: half up, once."""
    words = [note.text for note in bullet(ROWS, unit, LIGHT).layout.annotations]

    assert f"少支付 {unit}" in words
    assert any(said in text for text in words)
