"""The heatmap of regions and months: figures, order, missing months and the ends of its scale."""

from decimal import Decimal

import pandas as pd
import pytest

from components.charts.heatmap import county_heatmap, shade
from components.palette import DARK, LIGHT
from tests.charts import checked

county_heatmap = checked(county_heatmap)

CELLS = pd.DataFrame(
    {
        "mof_div_code": ["371002000", "371002000", "371003000"],
        "mof_div_name": ["环山县", "环山县", "临河县"],
        "month": [1, 2, 2],
        "execution_gap": pd.Series([-163_000, None, 24_000], dtype="float64"),
        "unrated_budget": [Decimal("0.00"), Decimal("500.00"), None],
    }
)


def test_rows_follow_the_order_that_is_given():
    chart = county_heatmap(CELLS, ["临河县", "环山县"], LIGHT)

    assert list(chart.layout.yaxis.ticktext) == ["临河县", "环山县"]
    assert chart.data[0].z[1][0] == -16.3


def test_a_month_without_a_figure_is_a_dashed_box():
    chart = county_heatmap(CELLS, ["环山县"], LIGHT)

    assert list(chart.data[1].text) == ["−16.3", "未报"]
    assert chart.layout.shapes[0].line.dash == "3px,2px"


@pytest.mark.parametrize("budget", [None, Decimal("0.00"), Decimal("-10.00")])
def test_a_month_without_a_budget_has_no_rate_and_is_not_called_silent(budget):
    cells = CELLS.assign(unrated_budget=[None, budget, None])
    chart = county_heatmap(cells, ["环山县"], LIGHT)

    assert list(chart.data[1].text) == ["−16.3", "—"]
    assert chart.data[1].hovertext[1].endswith("没有预算")


def test_a_region_that_never_reported_has_a_box_in_every_month():
    chart = county_heatmap(CELLS, ["临河县", "无报县"], LIGHT)

    assert [text.strip() for text in chart.data[1].text] == ["未报", "+2.4", "未报", "未报"]


def test_figures_are_equally_wide_so_that_a_narrow_screen_shows_all_or_none():
    chart = county_heatmap(CELLS, ["临河县", "环山县"], LIGHT)

    assert {len(text) for text in chart.data[1].text if text != "未报"} == {5}
    assert (chart.layout.uniformtext.mode, chart.layout.uniformtext.minsize) == ("hide", 8)


def test_a_long_year_names_its_months_by_number():
    cells = CELLS.assign(month=[1, 2, 12])

    assert list(county_heatmap(cells, ["临河县"], LIGHT).layout.xaxis.ticktext)[::11] == ["1月", "12"]


def test_colours_end_at_sixteen_points():
    assert shade(LIGHT, -40) == LIGHT.diverging[0]
    assert shade(DARK, 40) == DARK.diverging[-1]
    assert shade(LIGHT, 0) == LIGHT.diverging[3]


def test_a_cell_carries_the_code_of_its_region():
    chart = county_heatmap(CELLS, ["临河县"], LIGHT)

    assert chart.data[1].customdata[0][0] == "371003000"
