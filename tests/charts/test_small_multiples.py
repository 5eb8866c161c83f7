"""Six small charts: same axes, the departments' order, name and value as title."""

import pandas as pd

from components.charts.small_multiples import small_multiples
from components.palette import LIGHT
from tests.charts import checked

small_multiples = checked(small_multiples)


def months(departments=6):
    """Three months of each of `departments` departments, 5 % paid a month."""
    return pd.DataFrame(
        [
            (place, f"{place}", f"第{place}局", month, 50_000 * month, 83_333 * month)
            for place in range(1, departments + 1)
            for month in (1, 2, 3)
        ],
        columns=["place", "dept_code", "dept_name", "month", "execution_rate", "expected_rate"],
    )


def test_each_department_has_a_dashed_pace_and_a_solid_line():
    chart = small_multiples(months(), LIGHT)

    assert len(chart.data) == 12
    assert chart.data[0].line.dash == "dash"
    assert list(chart.data[1].y) == [5.0, 10.0, 15.0]


def test_titles_name_the_department_and_its_latest_rate():
    titles = [note.text for note in small_multiples(months(), LIGHT).layout.annotations]

    assert titles[0] == "<b>第1局</b><br>15.0"
    assert len(titles) == 6


def test_all_panels_share_one_scale():
    layout = small_multiples(months(), LIGHT).layout

    assert layout.yaxis.range == layout.yaxis6.range


def test_one_department_alone_is_drawn():
    assert len(small_multiples(months(1), LIGHT).data) == 2
