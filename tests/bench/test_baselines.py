"""The other engines answer as the store does, value by value, and a wrong value would be found."""

import pytest

from bench.baselines import answers, cases, facts
from bench.baselines.exact import ppm


@pytest.fixture(scope="module")
def wanted(province):
    recorded = [{"name": case.question, "params": dict(case.params), "visits": []} for case in cases.CASES]
    first = {"project": cases.Store(province).ask("alerts/projects", {"page_size": 1})["project_id"][0].as_py()}
    chosen = {
        "projects/curve": first,
        "context/search": {"search": "道路养护"},
        "alerts/projects": {"sort": "underpaid", "topic": "", "severities": ["red", "yellow"], "page_size": 14},
    }
    asked = [row | {"params": chosen.get(row["name"], row["params"])} for row in recorded]
    return cases.expected(str(province), asked)


@pytest.fixture(scope="module")
def exported(province, tmp_path_factory):
    folder = str(tmp_path_factory.mktemp("facts"))
    facts.export(str(province), folder)
    return folder


@pytest.mark.parametrize("engine", cases.ENGINES)
def test_an_engine_answers_as_the_store_does(exported, wanted, engine):
    measured = cases.measure(engine, exported, wanted, repeats=1)

    assert {row["name"]: row["differs"] for row in measured["cases"]} == {case.question: None for case in cases.CASES}


def test_a_difference_names_the_row_and_the_figure():
    one, other = [{"month": 1, "paid": 5}], [{"month": 1, "paid": 6}]

    assert answers.difference(one, one, "month") is None
    assert answers.difference(one, other, "month") == "row 1, paid: 5 against 6"
    assert answers.difference(one, [], "month") == "1 rows against 0"


def test_parts_per_million_are_rounded_half_up_away_from_zero():
    assert [ppm(1, 3), ppm(1, 2_000_000), ppm(-1, 2_000_000), ppm(1, 0), ppm(None, 5)] == [333_333, 1, -1, None, None]
