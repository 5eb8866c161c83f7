"""County and township revenue and spending against the year's budget and the months gone by."""

from decimal import Decimal

import pytest

from dualwatch.access import scope_of
from tests.conftest import project
from tests.given import paid

CITY, HILLS, RIVER, TOWN = "371000000", "371002000", "371003000", "371003101"
REVENUE, SPENDING = "一般公共预算收入", "一般公共预算支出"
REGIONS = [
    {"mof_div_code": CITY, "mof_div_name": "市本级", "level": "市"},
    {"mof_div_code": HILLS, "mof_div_name": "环山县", "level": "县"},
    {"mof_div_code": RIVER, "mof_div_name": "临河县", "level": "县"},
    {"mof_div_code": TOWN, "mof_div_name": "河口镇", "level": "乡"},
]


def total(region, year, month, measure, budget, executed):
    return {
        "mof_div_code": region,
        "fiscal_year": year,
        "month": month,
        "measure": measure,
        "budget": budget,
        "executed": executed,
    }


TOTALS = [
    total(HILLS, 2026, 6, REVENUE, 500_000_000, 260_000_000),
    total(HILLS, 2026, 6, SPENDING, 1_200_000_000, 540_000_000),
    total(HILLS, 2026, 5, SPENDING, 1_200_000_000, 500_000_000),
    total(HILLS, 2025, 6, SPENDING, 1_000_000_000, 600_000_000),
    total(RIVER, 2026, 6, SPENDING, 900_000_000, 450_000_000),
    total(RIVER, 2025, 6, SPENDING, 900_000_000, 360_000_000),
    total(RIVER, 2026, 6, "政府性基金收入", 0, 10_000_000),
    total(CITY, 2026, 6, SPENDING, 3_000_000_000, 1_800_000_000),
    total(TOWN, 2026, 6, SPENDING, 50_000_000, 30_000_000),
    total("371009000", 2026, 6, SPENDING, 100_000_000, 20_000_000),
]


@pytest.fixture(scope="module")
def store(make_store):
    """Two counties, a city, a town and a county without a name, June 2026 and 2025."""
    known = {"projects": [project("a", mof_div_code=HILLS)], "execution": [paid("a", 1, 7, mof_div_code=HILLS)]}
    return make_store({"regions": REGIONS, "fiscal_totals": TOTALS} | known)


def asked(store, item=SPENDING, scope=None, **params):
    """The rows of one item by the name of the region."""
    rows = store.ask("compare/fiscal_totals", {"year": 2026, "month": 6, **params}, *([scope] if scope else []))
    return {row["mof_div_name"]: row for row in rows.to_pylist() if row["fiscal_item"] == item}


def test_the_rate_stands_against_the_months_gone_by(store):
    """540 of 1,200 million are 45 %, 5 points behind half a year; 260 of 500 are 52 %."""
    spending, revenue = asked(store)["环山县"], asked(store, REVENUE)["环山县"]

    assert (spending["fiscal_rate"], spending["fiscal_pace"], spending["fiscal_gap"]) == (450_000, 500_000, -50_000)
    assert (revenue["fiscal_rate"], revenue["fiscal_gap"]) == (520_000, 20_000)
    assert (spending["fiscal_budget"], spending["fiscal_executed"]) == (Decimal(1_200_000_000), Decimal(540_000_000))


def test_the_same_month_of_the_year_before_stands_beside(store):
    """60 % and 40 % in June 2025: 环山县 fell from first to second."""
    rows = asked(store)

    assert (rows["环山县"]["fiscal_last_rate"], rows["临河县"]["fiscal_last_rate"]) == (600_000, 400_000)
    assert {name: (row["rank"], row["rank_change"]) for name, row in rows.items() if row["region_level"] == "县"} == {
        "临河县": (1, 1),
        "环山县": (2, -1),
        "371009000": (3, None),
    }


def test_a_city_and_a_town_are_listed_and_not_ranked_among_counties(store):
    """The code of the county that nobody names says what it is."""
    rows = asked(store)

    assert [rows[name]["rank"] for name in ("市本级", "河口镇")] == [None, None]
    assert (rows["市本级"]["is_compared"], rows["河口镇"]["region_level"]) == (False, "乡")
    assert list(rows) == ["临河县", "环山县", "371009000", "河口镇", "市本级"]


def test_a_budget_of_nothing_gives_no_rate(store):
    fund = asked(store, "政府性基金收入")["临河县"]

    assert (fund["fiscal_rate"], fund["fiscal_gap"], fund["rank"]) == (None, None, None)


def test_a_month_nobody_reported_has_no_rows_and_the_known_months_are_told(store):
    assert asked(store, month=7) == {}
    months = store.ask("compare/fiscal_months", {"year": 2026}).to_pylist()
    assert [(row["month"], row["fiscal_regions"]) for row in months] == [(5, 1), (6, 5)]


def test_counties_can_be_chosen_and_keep_their_rank(store):
    assert {name: row["rank"] for name, row in asked(store, counties=[HILLS]).items()} == {"环山县": 2}


def test_a_county_sees_its_own(store):
    assert set(asked(store, scope=scope_of(f"县区:{RIVER}"))) == {"临河县"}


def test_tables_of_revenue_and_spending_alone_have_years_and_months_of_their_own(make_store):
    """The latest year and its latest month; beside projects those of the projects count."""
    alone = make_store({"regions": REGIONS, "fiscal_totals": TOTALS})

    years = alone.ask("context/calendar").to_pylist()
    answer = alone.ask("compare/fiscal_totals", {"counties": [HILLS]}).to_pylist()

    assert [(row["fiscal_year"], row["last_month"]) for row in years] == [(2026, 6), (2025, 6)]
    assert [(row["fiscal_item"], row["fiscal_executed"]) for row in answer] == [
        (REVENUE, Decimal(260_000_000)),
        (SPENDING, Decimal(540_000_000)),
    ]
