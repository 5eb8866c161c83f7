"""Figures that contradict each other: completion and money, repeated values, jumps, scores, printed rates."""

from decimal import Decimal

import pytest

from tests.conftest import keyed, project
from tests.given import indicator, months_heard, observed, paid


def rows(store, name, **params):
    return store.ask(f"quality/{name}", params).to_pylist()


def codes(store, name, **params):
    return {row["pro_code"] for row in rows(store, name, **params)}


MONEY = {  # budget, paid to date, trained of 100
    "done_unpaid": (1000, 0, "100人"),
    "done_refunded": (1000, -5, "100人"),
    "done_cent": (1000, "0.01", "100人"),
    "nearly": (1000, 0, "99人"),
    "no_budget": (0, 0, "100人"),
    "whole": (1000, 1000, "1人"),
    "over": (1000, "1000.01", "1人"),
    "paid_without": (0, "0.01", "1人"),
    "unknown": (None, 50, "1人"),
}


@pytest.fixture(scope="module")
def money(make_store):
    silent = project("silent", dept_code="202", dept_name="水务局")
    stated = MONEY.items()
    return make_store(
        {
            "projects": [project(code, initial_budget=budget, adjusted_budget=budget) for code, (budget, *_) in stated]
            + [silent],
            "execution": [paid(code, spent) for code, (_, spent, _) in stated],
            "indicators": [indicator(code, target="100人") for code in (*MONEY, "silent")],
            "observations": [observed(code, 6, told) for code, (*_, told) in stated] + [observed("silent", 6, "100人")],
        },
        covers=None,
    )


def test_wholly_met_and_nothing_paid(money):
    """A cent paid, 99 %, no budget, and a department that has not said what it paid are no contradiction."""
    assert codes(money, "complete_unpaid") == {"done_unpaid", "done_refunded"}


def test_paid_more_than_the_budget(money):
    found = {row["pro_code"]: row["excess"] for row in rows(money, "paid_over_budget")}

    assert found == {"over": Decimal("0.01"), "paid_without": Decimal("0.01")}


TOLD = {  # by month; rounds of the default profile end in 6, 9 and 12
    "same": {6: "24场", 8: "24场"},
    "other_words": {6: "24", 8: "24场"},
    "moved": {6: "24场", 8: "25场"},
    "one_round": {7: "24场", 8: "24场"},
    "still_zero": {6: "0场", 8: "0场"},
    "finished": {6: "100场", 8: "100场"},
    "once": {8: "24场"},
    "moved_on": {6: "24场", 9: "24场", 12: "30场"},
    "back": {3: "24场", 6: "30场", 8: "24场"},
    "tenfold": {3: "10场", 6: "100场"},
    "above_tenfold": {3: "10场", 6: "101场"},
    "from_zero": {3: "0场", 6: "50场"},
    "other_unit": {3: "10场", 6: "500元"},
}


@pytest.fixture(scope="module")
def told(make_store):
    goals = [indicator(code, target="100场", level3="开展活动", unit="场", accumulation="累计") for code in TOLD]
    level = indicator("level", target="95%", level3="合格率", accumulation="时点")
    return make_store(
        {
            "projects": [project(code) for code in (*TOLD, "level")],
            "indicators": [*goals, level],
            "observations": [observed(code, month, text) for code, by in TOLD.items() for month, text in by.items()]
            + [observed("level", month, "90%") for month in (6, 8)],
        }
    )


def test_a_value_equal_to_that_of_the_last_round(told):
    """Written with or without its unit; not within one round, not 0, not what is met, and not a level."""
    assert codes(told, "repeated_values", month=8) == {"same", "other_words"}
    assert codes(told, "repeated_values", month=7) == set()
    assert "moved_on" in codes(told, "repeated_values", month=9)
    assert "moved_on" not in codes(told, "repeated_values", month=12)


def test_a_value_more_than_ten_times_the_one_before(told):
    (jump,) = rows(told, "value_jumps", month=8)

    assert (jump["pro_code"], jump["previous_actual"], jump["actual"]) == ("above_tenfold", "10场", "101场")
    assert rows(told, "value_jumps", month=5) == []


PAID = {
    "tenfold": {1: 100, 2: 100, 3: 1000},
    "above": {1: 100, 2: 100, 3: "1000.01"},
    "spread": {1: 50, 2: 150, 4: 1001},
    "once": {1: 100, 3: 9000},
    "nothing": {1: 0, 2: 0, 3: 5000},
    "refund": {1: 100, 2: -500, 3: 100, 4: 999},
}


def test_a_payment_more_than_ten_times_the_average_before(make_store):
    """Two months with payments are needed; months without and refunds are no part of the average."""
    store = make_store(
        {
            "projects": [project(code) for code in PAID],
            "execution": [paid(code, yuan, month) for code, by in PAID.items() for month, yuan in by.items()]
            + months_heard("once", 4)[1:2],
        }
    )

    found = {(row["pro_code"], row["month"], row["usual"], row["paid_months"]) for row in rows(store, "payment_jumps")}
    assert found == {("above", 3, 100, 2), ("spread", 4, 100, 2)}
    assert codes(store, "payment_jumps", month=3) == {"above"}


SURVEY = {"level1": "满意度指标", "level3": "群众满意度"}


def test_satisfaction_below_60_scores_nothing(make_store):
    """60 itself scores; the latest value counts; the score the unit gave itself stands beside."""
    told = {"on": {6: "60%"}, "below": {6: "59.9%"}, "risen": {6: "50%", 9: "95%"}, "unreadable": {6: "较高"}}
    store = make_store(
        {
            "projects": [project(code) for code in told],
            "indicators": [indicator(code, target="95%", **SURVEY) for code in told],
            "observations": [
                observed(code, month, text) | {"score": 8} for code, by in told.items() for month, text in by.items()
            ],
        }
    )

    assert {row["pro_code"]: row["score"] for row in rows(store, "satisfaction_scores", month=9)} == {"below": 8}
    assert codes(store, "satisfaction_scores", month=6) == {"below", "risen"}


def test_a_printed_rate_is_compared_with_the_recomputed_one(make_store):
    """50 of 100 万元: 50.5 % printed is within half a point, 50.6 % is not."""
    store = make_store(
        {
            "projects": [project("near", printed_rate="50.5%"), project("off", printed_rate="50.6%")],
            "execution": [paid("near", 500_000), paid("off", 500_000)],
        }
    )

    (found,) = rows(store, "printed_differs")
    assert found["month"] == 6
    assert (found["pro_code"], found["printed"], found["recomputed"], found["gap"]) == ("off", 506_000, 500_000, 6_000)


SCORED = {  # points given by indicator number; each weighs 50, the third nothing
    "full": ("50", "50", None),
    "more": ("50", "60", None),
    "short": ("50", "49.9", None),
    "half": ("50", None, None),
}


@pytest.fixture(scope="module")
def scored(make_store):
    """Self-evaluations of 2025, December; in 2026 one project scores itself in part in month 4, another in month 6."""

    def goals(code, year):
        weights = (50, 50, None)
        return [
            indicator(code, str(place), target="100人", weight=weight) | {"fiscal_year": year}
            for place, weight in enumerate(weights)
        ]

    def points(code, scores, year, month):
        return [
            keyed(code, indicator_no=str(place), month=month, actual="100人", score=score) | {"fiscal_year": year}
            for place, score in enumerate(scores)
        ]

    return make_store(
        {
            "projects": [project(code, fiscal_year=year) for code in SCORED for year in (2025, 2026)],
            "indicators": [row for code in SCORED for year in (2025, 2026) for row in goals(code, year)],
            "observations": [row for code, scores in SCORED.items() for row in points(code, scores, 2025, 12)]
            + points("half", ("50", None, None), 2026, 4)
            + points("short", ("50", "50", None), 2026, 6),
            "execution": [paid("full", 1, 5), paid("full", 1, 6)],
        }
    )


def test_full_scores_are_those_of_the_latest_year_that_has_any(scored):
    """An indicator without a score keeps the project out; one without a weight does not."""
    assert codes(scored, "full_scores", year=2025) == {"full", "more"}
    assert codes(scored, "full_scores", year=2026, month=5) == {"full", "more"}
    assert {row["fiscal_year"] for row in rows(scored, "full_scores", year=2026, month=5)} == {2025}
    assert codes(scored, "full_scores", year=2026, month=6) == {"short"}
    found = {row["finding"]: row["findings"] for row in rows(scored, "counts", year=2026, month=5)}
    assert found["full_scores"] == 2


def test_the_share_of_full_scores_is_over_the_projects_wholly_scored(scored):
    (row,) = rows(scored, "full_score_shares", year=2025)

    assert (row["scored"], row["full_scored"], row["share"]) == (3, 2, None)


def test_the_share_of_full_scores_takes_five_projects(make_store):
    """Of five in 甲局 two are full, of four in 乙局 all: the five have a share and stand first."""
    given = {f"a{place}": ("101", 50 if place < 2 else 49) for place in range(5)}
    given |= {f"b{place}": ("102", 50) for place in range(4)}
    store = make_store(
        {
            "projects": [project(code, dept_code=dept, dept_name=f"{dept}局") for code, (dept, _) in given.items()],
            "indicators": [indicator(code, target="100人", weight=50) for code in given],
            "observations": [observed(code, 6, "100人") | {"score": score} for code, (_, score) in given.items()],
        }
    )

    found = rows(store, "full_score_shares")
    assert [(row["dept_code"], row["scored"], row["full_scored"], row["share"]) for row in found] == [
        ("101", 5, 2, 400_000), ("102", 4, 4, None),
    ]  # fmt: skip
