"""The counts of 数据质量 are those of the rows its questions answer, whatever is chosen and whoever reads."""

import pytest

from dualwatch import quality
from dualwatch.access import scope_of

CHOICES = {
    "the latest month": {},
    "an earlier month": {"month": 5},
    "a round": {"month": 6},
    "an earlier year": {"year": 2025, "month": 9},
    "the first year": {"year": 2023},
    "another profile": {"profile": "sichuan-2025"},
    "another profile's round": {"profile": "sichuan-2025", "month": 4},
    "departments": {"departments": ["110", "130"]},
    "books": {"books": ["政府性基金预算"]},
    "key projects of a category": {"categories": ["特定目标类"], "key_only": True},
}
COUNTS = "quality/counts"
ROLES = ("人大", "县区:990112", "部门:110")


def units_of(rows):
    return {(row["mof_div_code"], row["dept_code"]) for row in rows}


def differing(store, params, role):
    """The kinds whose count or units are not those of their rows."""
    ask = quality.asking(store, params, scope_of(role))
    told = [(kind, ask(kind.question.name).to_pylist()) for kind in quality.gathered(ask)]
    return [
        kind.question.name
        for kind, rows in told
        if (kind.count, kind.units) != (len(rows), len(units_of(rows)))
    ]  # fmt: skip


@pytest.mark.parametrize("params", CHOICES.values(), ids=CHOICES)
def test_counts_are_those_of_the_rows(demo_store, params):
    assert not differing(demo_store, params, "管理员")


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("params", [{}, {"year": 2025, "profile": "sichuan-2025"}], ids=["now", "another year"])
def test_counts_are_those_of_the_rows_that_a_reader_sees(demo_store, params, role):
    assert not differing(demo_store, params, role)


def test_most_kinds_are_found_somewhere(demo_store):
    """Counts of nothing would prove little; whole projects unpaid and partial weights have tests of their own."""
    found = {row["finding"] for chosen in CHOICES.values() for row in demo_store.ask(COUNTS, chosen).to_pylist()}

    assert {name.removeprefix("quality/") for name in quality.KINDS} - found == {"complete_unpaid", "partial_weights"}


@pytest.mark.parametrize("name", quality.KINDS)
def test_pages_of_a_list_are_the_list(demo_store, name):
    whole = demo_store.ask(name).to_pylist()[:25]
    pages = [row for page in (1, 2, 3) for row in demo_store.ask(name, {"page": page, "page_size": 9}).to_pylist()]

    assert pages[:25] == whole
