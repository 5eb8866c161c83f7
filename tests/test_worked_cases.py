"""Cases a–r of the measures, each with the figures and flags decided by hand."""

import pytest

from dualwatch import rules
from tests.conftest import REGION, keyed, project

WAN = 10_000
SILENT = "371003001"


def indicator(pro_code: str, number: str = "1", **stated: object) -> dict[str, object]:
    return keyed(pro_code, indicator_no=number, level1="产出指标", level3=stated.pop("level3", "培训人数")) | stated


def observed(pro_code: str, month: int, actual: str, number: str = "1") -> dict[str, object]:
    return keyed(pro_code, indicator_no=number, month=month, actual=actual)


def paid(pro_code: str, wan: float, month: int = 6) -> dict[str, object]:
    return keyed(pro_code, month=month, paid=wan * WAN)


PEOPLE = {"target": "100", "unit": "人", "weight": 10}
RATE = {"level3": "合格率", "target": "≥90%", "weight": 10}

PROJECTS = [
    *(project(code) for code in "abcdghijklmnqo"),
    project("e", initial_budget=0, adjusted_budget=0),
    project("f", start_month=5),
    project("p", initial_budget=0, adjusted_budget=0),
    project("r", mof_div_code=SILENT, mof_div_name="无报县"),
    project("zero"),
]
EXECUTION = [
    paid("a", 29.99),
    paid("b", 30),
    paid("c", 40),
    paid("e", 5),
    paid("f", 20),
    *(paid(code, 45) for code in "ghimn"),
    paid("n", 25, month=9),
    *(paid("o", amount, month) for month, amount in ((2, 13.333334), (5, 20), (8, 20), (11, 20))),
    paid("q", 8, month=1),
    *(paid("c", 0, month) for month in range(1, 12) if month != 6),
    keyed("r", month=1, paid=0) | {"mof_div_code": SILENT},
]
INDICATORS = [
    indicator("g", **PEOPLE),
    indicator("h", **PEOPLE),
    indicator("h", "2", **RATE),
    indicator("i", **RATE),
    indicator("j", level3="投诉率", target="≤2%"),
    indicator("k", level3="事故数", target="=0起"),
    indicator("l", level3="办结时限", target="≤30天"),
    indicator("m", level3="培训人次", target="≥200人"),
    indicator("n", **PEOPLE),
]
OBSERVATIONS = [
    observed("g", 6, "30人"),
    observed("h", 6, "30人"),
    observed("h", 6, "92%", "2"),
    observed("i", 6, "45%"),
    observed("j", 6, "3%"),
    observed("k", 6, "1"),
    observed("l", 6, "30"),
    observed("m", 6, "260"),
    observed("n", 6, "30"),
]


@pytest.fixture(scope="module")
def cases(make_store):
    tables = {"projects": PROJECTS, "execution": EXECUTION, "indicators": INDICATORS, "observations": OBSERVATIONS}
    return make_store(tables)


def figures(store, code: str, month: int = 6, region: str = REGION) -> dict:
    project_id = f"2026-{region}-{code}"
    return store.ask("projects/detail", {"project": project_id, "month": month}).to_pylist()[0]


def flags(store, code: str, month: int = 6) -> dict[str, str]:
    found = store.ask("alerts/flags", {"project": code, "month": month}).to_pylist()
    return {row["rule"]: row["severity"] for row in found}


@pytest.mark.parametrize(
    ("code", "rule", "severity"),
    [
        ("a", "low_execution", "red"),
        ("b", "low_execution", "yellow"),
        ("c", "low_execution", None),
        ("d", "no_execution", "red"),
        ("d", "low_execution", None),
        ("e", "over_budget", "red"),
        ("e", "low_execution", None),
        ("e", "no_execution", None),
        ("f", "low_execution", None),
        ("g", "target_deviation", "yellow"),
        ("g", "mismatch_money_ahead", "yellow"),
        ("h", "target_deviation", None),
        ("h", "mismatch_money_ahead", None),
        ("i", "target_deviation", "red"),
        ("i", "mismatch_money_ahead", "yellow"),
        ("j", "target_deviation", "red"),
        ("k", "target_deviation", "red"),
        ("l", "target_deviation", None),
        ("m", "over_achievement", "notice"),
        ("m", "mismatch_work_ahead", "yellow"),
        ("p", "no_execution", None),
        ("p", "over_budget", None),
    ],
)
def test_case_carries_the_flag(cases, code, rule, severity):
    assert flags(cases, code).get(rule) == severity


@pytest.mark.parametrize(
    ("code", "column", "ppm"),
    [
        ("a", "execution_rate", 299_900),
        ("a", "pace_ratio", 599_800),
        ("b", "pace_ratio", 600_000),
        ("c", "pace_ratio", 800_000),
        ("e", "execution_rate", None),
        ("f", "expected_rate", 250_000),
        ("f", "pace_ratio", 800_000),
        ("g", "completion_rate", 300_000),
        ("g", "expected_completion_rate", 500_000),
        ("g", "completion_ratio", 600_000),
        ("g", "match_gap", -150_000),
        ("h", "completion_rate", 650_000),
        ("h", "expected_completion_rate", 750_000),
        ("h", "completion_ratio", 866_667),
        ("h", "progress_rate", 400_000),
        ("h", "match_gap", -50_000),
        ("i", "completion_rate", 500_000),
        ("i", "expected_completion_rate", 1_000_000),
        ("i", "progress_rate", 250_000),
        ("i", "match_gap", -200_000),
        ("j", "completion_rate", 500_000),
        ("k", "completion_rate", 0),
        ("l", "completion_rate", 1_000_000),
        ("m", "completion_rate", 1_000_000),
        ("m", "match_gap", 550_000),
    ],
)
def test_case_has_the_figure(cases, code, column, ppm):
    assert figures(cases, code)[column] == ppm


def test_stale_observation_keeps_its_ratio_and_misses_the_round(cases):
    """Case n: nothing new until month 9; the deviation stands as of month 6 and round 9 is missing."""
    september = figures(cases, "n", month=9)

    assert september["completion_ratio"] == 600_000
    assert september["match_gap"] == -150_000
    assert flags(cases, "n", month=9)["not_reported"] == "yellow"


@pytest.mark.parametrize("month", [2, 5, 8, 11])
def test_exactly_eighty_percent_of_pace_is_never_low(cases, month):
    """Case o: 13.333334 万元 in month 2 is the first 分 at or above 80 % of 16.67 %."""
    assert "low_execution" not in flags(cases, "o", month)


@pytest.mark.parametrize("month", [1, 2])
@pytest.mark.parametrize("code", ["q", "zero"])
def test_no_flag_of_pace_before_a_quarter_is_due(cases, code, month):
    """Case q: the expected rate is under 25 % until month 3."""
    assert not {"low_execution", "no_execution"} & set(flags(cases, code, month))


def test_silent_region_is_unknown_and_left_out(cases):
    """Case r: a region without a row of month 6 has no rate, no flag of pace, and stands beside the group rate."""
    silent = figures(cases, "r", region=SILENT)

    assert silent["paid_to_date"] is None
    assert silent["execution_rate"] is None
    assert not {"low_execution", "no_execution"} & {
        row["rule"] for row in cases.ask("alerts/flags", {"project": f"2026-{SILENT}-r", "month": 6}).to_pylist()
    }
    totals = cases.ask("overview/totals", {"month": 6, "counties": [SILENT]}).to_pylist()
    assert [(row["projects"], row["rated"], row["unrated"]) for row in totals] == [(1, 0, 1)]


def test_every_case_flag_explains_itself(cases):
    found = cases.ask("alerts/flags", {"month": 6}).to_pylist()
    assert found
    for row in found:
        sentence, clears = rules.explain(row["rule"], row["details"])
        assert sentence and clears and "{" not in sentence + clears and "None" not in sentence + clears
