"""Differences and medians are made of unrounded parts and rounded once, where rounded parts would be one ppm off."""

import json

import pytest

from tests.conftest import project
from tests.given import indicator, observed, paid

LAST_YEAR = {"fiscal_year": 2025}
# Of 100 万 each; the two in the middle are 300,000.6 and 300,001.6 parts per million, their rounded median 300,001.5.
PEERS = {"p1": "100000", "p2": "200000", "p3": "300000.60", "p4": "300001.60", "p5": "400000", "p6": "500000"}
# Six of seven months are gone: due are 857,142.857 parts; 400,000.4 are paid and 428,571.429 done.
SEVEN_MONTHS = {"end_month": 7}


@pytest.fixture(scope="module")
def store(make_store):
    projects = [project(code, **year) for code in PEERS for year in ({}, LAST_YEAR)]
    payments = [paid(code, yuan, **year) for code, yuan in PEERS.items() for year in ({}, LAST_YEAR)]
    return make_store({
        "projects": [*projects, project("seventh", pro_category="其他类", **SEVEN_MONTHS)],
        "execution": [*payments, paid("seventh", "400000.40")],
        "indicators": [indicator("seventh", target="7", accumulation="cumulative")],
        "observations": [observed("seventh", 6, "3")],
    })  # fmt: skip


def asked(store, question, code):
    return store.ask(question, {"project": f"2026-371003000-{code}", "month": 6}).to_pylist()


def test_the_median_of_peers(store):
    (evidence,) = asked(store, "alerts/evidence", "p1")
    (june,) = [row for row in asked(store, "projects/peers", "p1") if row["month"] == 6]

    assert (evidence["peer_rate"], evidence["peer_projects"]) == (300_001, 6)
    assert (june["peer_rate"], june["peer_projects"]) == (300_001, 6)


def test_the_gap_of_money_is_the_same_wherever_it_is_told(store):
    (evidence,) = asked(store, "alerts/evidence", "seventh")
    (flag,) = [row for row in asked(store, "projects/flags", "seventh") if row["rule"] == "low_execution"]

    assert json.loads(flag["details"])["gap"] == 457_142
    assert evidence["execution_gap"] == -457_142


def test_the_gap_of_goals_is_the_same_wherever_it_is_told(store):
    (evidence,) = asked(store, "alerts/evidence", "seventh")
    (detail,) = asked(store, "projects/detail", "seventh")

    assert (evidence["completion_rate"], evidence["expected_completion_rate"]) == (428_571, 857_143)
    assert evidence["completion_gap"] == detail["completion_gap"] == -428_571


@pytest.mark.parametrize("question", ["overview/quadrant", "overview/quadrant_flagged"])
def test_the_gaps_of_a_point_in_the_quadrants(store, question):
    (point,) = [row for row in store.ask(question, {"month": 6}).to_pylist() if row["project_id"].endswith("seventh")]

    assert (point["execution_gap"], point["completion_gap"]) == (-457_142, -428_571)


def test_the_line_is_a_part_of_what_is_due(store):
    """A twelfth of the year is 83,333.3 parts per million, of which 80 % are 66,666.7."""
    (evidence,) = store.ask("alerts/evidence", {"project": "2026-371003000-p1", "month": 1}).to_pylist()

    assert (evidence["expected_rate"], evidence["line_rate"]) == (83_333, 66_667)
