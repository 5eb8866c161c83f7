"""Counties and departments: weighted rates, ranks, marks, and what is counted beside."""

from decimal import Decimal

import pytest

from dualwatch.access import scope_of
from tests.conftest import project

CITY, HILLS, RIVER, SMALL = "371000000", "371002000", "371003000", "371004000"
UPPER, LOWER = "371003101", "371003102"
NAMES = {CITY: "市本级", HILLS: "环山县", RIVER: "临河县", SMALL: "小东县", UPPER: "河口镇", LOWER: "下游镇"}


def spending(region, department, number, budget, paid, category="特定目标类"):
    """A project of June 2026 with what it paid, as (projects row, execution row)."""
    code = f"P{region[5]}{department}{number}"
    row = project(
        code,
        mof_div_code=region,
        mof_div_name=NAMES[region],
        dept_code=department,
        dept_name=f"{department}局",
        pro_category=category,
        initial_budget=budget,
        adjusted_budget=budget,
    )
    return row, {"fiscal_year": 2026, "mof_div_code": region, "pro_code": code, "month": 6, "paid": paid}


THIS_YEAR = [
    spending(HILLS, "101", 1, 9_000_000, 900_000),
    *(spending(HILLS, "102", number, 250_000, 250_000) for number in range(4)),
    *(spending(RIVER, "101", number, 1_000_000, 500_000) for number in range(5)),
    spending(RIVER, "101", 9, 0, 0),
    *(spending(SMALL, "103", number, 1_000_000, 1_000_000) for number in range(4)),
    *(spending(CITY, "102", number, 1_000_000, 400_000, "运转类") for number in range(5)),
]
BEFORE = [
    *(spending(HILLS, "101", number, 1_000_000, 600_000) for number in range(5)),
    *(spending(RIVER, "101", number, 1_000_000, 500_000) for number in range(5)),
]


def indicator(number, pro_code):
    return {
        "fiscal_year": 2026,
        "mof_div_code": HILLS,
        "pro_code": pro_code,
        "indicator_no": "1",
        "level1": "产出指标",
        "level3": f"合格率{number}",
        "target": "≥90%",
        "weight": 100,
        "accumulation": "时点",
    }


def observation(pro_code, actual):
    return {
        "fiscal_year": 2026,
        "mof_div_code": HILLS,
        "pro_code": pro_code,
        "indicator_no": "1",
        "month": 6,
        "actual": actual,
    }


@pytest.fixture(scope="module")
def store(make_store):
    """Four regions and three departments in June 2026, two counties in June 2025."""
    before = [({**row, "fiscal_year": 2025}, {**paid, "fiscal_year": 2025}) for row, paid in BEFORE]
    return make_store(
        {
            "regions": [
                {"mof_div_code": code, "mof_div_name": name, "level": "市" if code == CITY else "县"}
                for code, name in NAMES.items()
            ],
            "projects": [row for row, _ in THIS_YEAR + before],
            "execution": [paid for _, paid in THIS_YEAR + before],
            "indicators": [indicator(1, "P21011"), indicator(2, "P21020")],
            "observations": [observation("P21011", "45%"), observation("P21020", "95%")],
        }
    )


def by(store, question, key, **params):
    """The rows of an answer for June 2026 by one of their columns."""
    asked = {"year": 2026, "month": 6, **params}
    return {row[key]: row for row in store.ask(question, asked).to_pylist()}


def test_a_county_rate_is_weighted_by_budget(store):
    """One project at 10 % and four at 100 %: 1.9 of 10 million, not the mean of 82 %."""
    assert by(store, "compare/counties", "mof_div_name")["环山县"]["execution_rate"] == 190_000


def test_a_county_completion_is_weighted_by_budget(store):
    """50 % of 9 million and 100 % of 0.25 million."""
    hills = by(store, "compare/counties", "mof_div_name")["环山县"]

    assert hills["completion_rate"] == 513_514
    assert hills["completed"] == 2


def test_counties_are_ranked_and_the_city_is_listed_apart(store):
    ranks = {name: row["rank"] for name, row in by(store, "compare/counties", "mof_div_name").items()}

    assert ranks == {"临河县": 1, "环山县": 2, "小东县": None, "市本级": None}


def test_townships_are_ranked_among_themselves(make_store):
    """Their codes say what they are: two counties and two towns, of which one is ahead of every county."""
    regions = {HILLS: 300_000, RIVER: 200_000, UPPER: 400_000, LOWER: 100_000}
    rows = [spending(region, "101", number, 1_000_000, paid) for region, paid in regions.items() for number in range(5)]
    mixed = make_store({"projects": [row for row, _ in rows], "execution": [paid for _, paid in rows]})

    found = mixed.ask("compare/counties", {"year": 2026, "month": 6}).to_pylist()

    assert [(row["mof_div_name"], row["region_level"], row["rank"]) for row in found] == [
        ("环山县", "县", 1), ("临河县", "县", 2), ("河口镇", "乡", 1), ("下游镇", "乡", 2),
    ]  # fmt: skip


def test_rank_change_compares_with_the_same_month_last_year(store):
    """临河县 was second of two in June 2025 and is first now."""
    counties = by(store, "compare/counties", "mof_div_name")

    assert counties["临河县"]["rank_change"] == 1
    assert counties["环山县"]["rank_change"] == -1
    assert counties["小东县"]["rank_change"] is None


def test_equal_rates_share_a_rank(make_store):
    rows = [spending(region, "101", number, 1_000_000, 300_000) for region in (HILLS, RIVER) for number in range(5)]
    rows += [spending(SMALL, "101", number, 1_000_000, 200_000) for number in range(5)]
    tied = make_store({"projects": [row for row, _ in rows], "execution": [paid for _, paid in rows]})

    assert sorted(row["rank"] for row in by(tied, "compare/counties", "mof_div_name").values()) == [1, 1, 3]


def test_a_project_without_budget_is_counted_beside(store):
    river = by(store, "compare/counties", "mof_div_name")["临河县"]

    assert (river["projects"], river["rated"], river["unrated"]) == (6, 5, 1)
    assert river["unrated_budget"] == Decimal("0.00")
    assert river["execution_rate"] == 500_000


def test_the_mark_is_that_of_the_group_pace(store):
    """38 % of the pace is red; exactly 80 % is no mark."""
    counties = by(store, "compare/counties", "mof_div_name")

    assert counties["环山县"]["severity"] == "red"
    assert counties["市本级"]["pace_ratio"] == 800_000
    assert counties["市本级"]["severity"] is None


def test_a_profile_without_a_red_line_marks_yellow(store):
    hills = by(store, "compare/counties", "mof_div_name", profile="wendeng-dual")["环山县"]

    assert hills["severity"] == "yellow"


def test_chosen_counties_keep_their_rank_among_all(store):
    chosen = by(store, "compare/counties", "mof_div_name", counties=[HILLS])

    assert {name: row["rank"] for name, row in chosen.items()} == {"环山县": 2}


def test_a_reader_of_one_county_sees_no_rank(store):
    """First of one says nothing."""
    (own,) = store.ask("compare/counties", {"year": 2026, "month": 6}, scope_of(f"县区:{HILLS}")).to_pylist()

    assert (own["mof_div_name"], own["rank"]) == ("环山县", None)


def test_a_month_nobody_reported_has_no_gap(store):
    months = store.ask("compare/county_months", {"year": 2026, "month": 6}).to_pylist()
    hills = {row["month"]: row["execution_gap"] for row in months if row["mof_div_name"] == "环山县"}

    assert hills == {1: None, 2: None, 3: None, 4: None, 5: None, 6: -310_000}


def test_a_month_without_a_rate_tells_the_budget_that_nobody_reported_on(store):
    """Of ten million in the hills nothing is told before June; in June all is rated."""
    months = store.ask("compare/county_months", {"year": 2026, "month": 6}).to_pylist()
    hills = {row["month"]: row["unrated_budget"] for row in months if row["mof_div_name"] == "环山县"}

    assert (hills[5], hills[6]) == (Decimal("10000000.00"), None)


def test_flags_count_projects_not_rows(store):
    hills = by(store, "compare/county_flags", "mof_div_code")[HILLS]

    assert hills["low_execution_projects"] == 1
    assert hills["flagged_projects"] == 5


def test_department_shortfall_is_of_the_whole_department(store):
    """102 has five projects behind, but as a whole it has paid what is due."""
    departments = by(store, "compare/departments", "dept_code")

    assert departments["101"]["underpaid"] == Decimal("3600000.00")
    assert departments["102"]["underpaid"] == Decimal("0.00")
    assert list(departments) == ["101", "102", "103"]


def test_a_department_of_four_projects_is_not_ranked(store):
    departments = by(store, "compare/departments", "dept_code")

    assert {code: row["rank"] for code, row in departments.items()} == {"101": 2, "102": 1, "103": None}


def test_only_departments_behind_have_a_curve(store):
    months = store.ask("compare/department_months", {"year": 2026, "month": 6}).to_pylist()

    assert {row["dept_code"] for row in months} == {"101"}
    assert [row["execution_rate"] for row in months][-1] == 242_857


def test_departments_are_ranked_inside_a_category(store):
    rows = store.ask("compare/department_peers", {"year": 2026, "month": 6}).to_pylist()
    ranks = {(row["pro_category"], row["dept_code"]): row["rank"] for row in rows}

    assert ranks == {
        ("特定目标类", "101"): 1,
        ("特定目标类", "102"): None,
        ("特定目标类", "103"): None,
        ("运转类", "102"): 1,
    }


def test_the_category_rate_is_sum_over_sum(store):
    """8.4 of 19 million."""
    rows = by(store, "compare/department_peers", "pro_category")

    assert rows["特定目标类"]["category_rate"] == 442_105


def test_department_flags_follow_the_county_filter(store):
    assert by(store, "compare/department_flags", "dept_code", counties=[RIVER])["101"]["low_execution_projects"] == 0
