"""The roll against money, targets and ex-ante appraisals: each line from below, on it and above."""

import pytest

from tests.conftest import REGION, project
from tests.given import indicator, months_heard, paid

OTHER = {"mof_div_code": "371004000", "mof_div_name": "荣成市"}
UNKNOWN = {"initial_budget": None, "adjusted_budget": None}


def codes(store, name, **params):
    return {row["pro_code"] for row in store.ask(f"quality/{name}", params).to_pylist()}


@pytest.fixture(scope="module")
def store(make_store):
    stated = {
        "money": {},
        "both": {},
        "refunded": {"initial_budget": 0, "adjusted_budget": 0},
        "empty": {"initial_budget": 0, "adjusted_budget": 0},
        "unknown": UNKNOWN,
        "goals": {"initial_budget": 0, "adjusted_budget": 0},
        "goals_unknown": UNKNOWN,
        "goals_cent": {"initial_budget": "0.01", "adjusted_budget": "0.01"},
        "goals_paid": {"initial_budget": 0, "adjusted_budget": 0},
    }
    aimed = ("both", "goals", "goals_unknown", "goals_cent", "goals_paid")
    return make_store(
        {
            "projects": [project(code, **fields) for code, fields in stated.items()],
            "indicators": [indicator(code, target="100人") for code in aimed],
            "execution": [*months_heard("money", 6), paid("refunded", -5), paid("goals_paid", 1)],
        }
    )


def test_money_without_targets(store):
    """A budget or a payment (a refund too) and no indicator; no budget and no payment is no money."""
    assert codes(store, "money_without_targets") == {"money", "refunded"}


def test_targets_without_money(store):
    """A budget of 0 or none stated, and nothing paid; a cent is money."""
    assert codes(store, "targets_without_money") == {"goals", "goals_unknown"}


def test_a_project_that_a_later_roll_lacks_is_listed(make_store):
    store = make_store({"projects": [project("stays"), project("goes")]}, {"projects": [project("stays")]})

    assert codes(store, "retired_projects") == {"goes"}
    assert codes(store, "retired_projects", departments=["101"]) == {"goes"}
    assert codes(store, "retired_projects", departments=["202"]) == set()


LIMIT = {"initial_budget": 3_000_000, "adjusted_budget": 3_000_000}
NEW = {
    "below": {"initial_budget": "2999999.99", "adjusted_budget": 9_000_000},
    "on": LIMIT,
    "appraised": LIMIT,
    "reviewed": LIMIT,
    "staff": LIMIT | {"pro_category": "人员类"},
    "unclassed": LIMIT | {"pro_category": None},
    "running": LIMIT | {"pro_category": "运转类"},
    "renamed": LIMIT | {"previous_pro_code": "old"},
    "old": LIMIT,
    "longer": LIMIT | {"first_year": 2024},
    "first": LIMIT | {"first_year": 2026},
    "added": {"initial_budget": 0, "adjusted_budget": 3_000_000},
    "grown": {"initial_budget": 1_000_000, "adjusted_budget": 9_000_000},
    "unheard": LIMIT | OTHER,
}


def appraisal(pro_code, kind="事前绩效评估"):
    return {
        "fiscal_year": 2026, "mof_div_code": REGION, "pro_code": pro_code, "pro_name": pro_code, "dept_name": "教育局",
        "kind": kind, "declared": 5_000_000, "approved": 3_000_000, "conclusion": "予以支持",
    }  # fmt: skip


def rolls(*years):
    return [project("old", fiscal_year=2025, **LIMIT)] * (2025 in years) + [
        project(code, **stated) for code, stated in NEW.items()
    ]


def test_new_projects_of_three_million_want_an_appraisal(make_store):
    """A project that goes on, staff costs and a region that sent no appraisals are not judged."""
    appraisals = [appraisal("appraised"), appraisal("reviewed", "预算评审")]
    store = make_store({"projects": rolls(2025, 2026), "appraisals": appraisals})

    assert codes(store, "unappraised_projects") == {"on", "reviewed", "running", "first", "added"}
    assert codes(store, "unappraised_projects", categories=["运转类"]) == {"running"}


def test_where_last_year_is_unknown_only_a_stated_first_year_is_new(make_store):
    store = make_store({"projects": rolls(2026), "appraisals": [appraisal("appraised")]})

    assert codes(store, "unappraised_projects") == {"first"}
