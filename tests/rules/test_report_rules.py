"""not_reported, satisfaction_low and printed_rate_differs at, just below and just above each limit."""

import pytest

from tests.conftest import project
from tests.given import flags, indicator, months_heard, observed, paid, severity

# Months with a report, and the flag at months 5, 6, 8, 9 and 12; rounds are due in 6, 9 and 12.
REPORTED = {
    "never": ([], {}, (None, "yellow", "yellow", "red", "red")),
    "once": ([6], {}, (None, None, None, "yellow", "red")),
    "early": ([1], {}, (None, None, None, "yellow", "red")),
    "late": ([7], {}, (None, "yellow", "yellow", None, "yellow")),
    "between": ([9], {}, (None, "yellow", "yellow", None, "yellow")),
    "starts": ([], {"start_month": 7}, (None, None, None, "yellow", "red")),
    "ends": ([], {"end_month": 5}, (None, "yellow", "yellow", "yellow", "yellow")),
    "endsin": ([], {"end_month": 7}, (None, "yellow", "yellow", "red", "red")),
}
# Target, actual, unit column, and the flag of satisfaction_low; none has a policy class.
SATISFIED = {
    "target90": ("≥90%", None, "", "yellow"),
    "targetabove": ("≥90.0001%", None, "", None),
    "actualat": ("≥95%", "95%", "", None),
    "actualbelow": ("≥95%", "94.9999%", "", "yellow"),
    "actual60": ("≥95%", "60%", "", "yellow"),
    "actualunder60": ("≥95%", "59.9999%", "", "red"),
    "decimals": ("≥0.95", "0.96", "小数", None),
    "decimalsbelow": ("≥0.95", "0.59", "小数", "red"),
    "heads": ("≥95%", "45人", "", None),
    "points": ("≥95分", "59", "分", "red"),
    "words": ("群众满意", "55%", "", "red"),
    "complaints": ("≤5%", "3%", "", None),
}
# Policy class, satisfaction weight (None without such an indicator), and the flag.
WEIGHED = {
    "publicat": ("公共服务", 15, None),
    "publicbelow": ("公共服务", "14.9999", "notice"),
    "publicnone": ("公共服务", None, "notice"),
    "economyat": ("经济发展", 10, None),
    "economybelow": ("经济发展", "9.9999", "notice"),
    "socialbelow": ("社会保障", 9, "notice"),
    "otherclass": ("其他", 1, None),
    "blankclass": ("", 1, None),
}
# Paid of 100 万元, printed rate and printed score, beside one indicator of 100 points at 50 %; and the flag.
PRINTED = {
    "ratesame": ("500000", "50%", "", None),
    "rateat": ("500000", "50.5%", "", None),
    "rateabove": ("500000", "50.5001%", "", "notice"),
    "ratefar": ("500000", "45%", "", "notice"),
    "ratefarther": ("500000", "44.9999%", "", "yellow"),
    "scoreat": ("500000", "", "50.5", None),
    "scoreabove": ("500000", "", "50.5001", "notice"),
    "scorefar": ("500000", "", "55.0001", "yellow"),
    "notprinted": ("500000", "", "", None),
}
SILENT = {"mof_div_code": "371003001", "mof_div_name": "无报县"}
UNKNOWN_RATE = {"initial_budget": 0, "adjusted_budget": 0, "printed_rate": "50%"}

PROJECTS = [
    *(project(code, **window) for code, (_, window, _) in REPORTED.items()),
    *(project(code) for code in (*SATISFIED, "goalless", "dash", "weightless", "filler", "columns", "aimed")),
    *(project(code, policy_class=given) for code, (given, _, _) in WEIGHED.items()),
    *(project(code, printed_rate=rate, printed_score=score) for code, (_, rate, score, _) in PRINTED.items()),
    project("norate", **UNKNOWN_RATE),
    project("official", printed_score="51.0001"),
    project("officialsilent", printed_score="99", **SILENT),
    project("unrounded", printed_score="60"),
    project("officialunseen", printed_score="99"),
    project("twoprinted", printed_rate="52%", printed_score="40"),
]
HAPPY = {"level1": "满意度指标", "level3": "服务对象满意度"}
HUNDRED = {"target": "100人", "weight": 100}
INDICATORS = [
    *(indicator(code, target="100人") for code in (*REPORTED, "dash")),
    *(indicator(code, target=target, unit=unit, **HAPPY) for code, (target, _, unit, _) in SATISFIED.items()),
    *(indicator(code, target="100人", weight=50) for code in WEIGHED),
    *(indicator(code, "2", target="≥95%", weight=weight, **HAPPY)
      for code, (_, weight, _) in WEIGHED.items() if weight is not None),
    indicator("weightless", target="≥95%", **HAPPY),
    *(indicator(code, target="90", sign="≥", unit="%", **HAPPY) for code in ("columns", "aimed")),
    *(indicator(code, **HUNDRED) for code in (*PRINTED, "norate", "twoprinted")),
    indicator("official", target="100人", weight=90),
    indicator("officialsilent", target="100人", weight=90) | {"mof_div_code": "371003001"},
    indicator("unrounded", target="10000000人", weight=90),
    indicator("officialunseen", target="100人", weight=50),
    indicator("officialunseen", "2", target="100人", weight=40),
]  # fmt: skip
OBSERVATIONS = [
    *(observed(code, month, "50人") for code, (months, _, _) in REPORTED.items() for month in months),
    observed("dash", 6, "—"),
    observed("columns", 6, "85"),
    *(observed(code, 6, actual) for code, (_, actual, _, _) in SATISFIED.items() if actual),
    observed("officialsilent", 12, "50人") | {"mof_div_code": "371003001"},
    observed("unrounded", 12, "5000004人"),
    *(observed(code, 12, "50人") for code in (*PRINTED, "norate", "official", "officialunseen", "twoprinted")),
]
EXECUTION = [
    paid("unrounded", "500001.40"),
    *(paid(code, yuan) for code, (yuan, _, _, _) in PRINTED.items()),
    *(paid(code, "500000") for code in ("official", "officialunseen", "twoprinted", "norate")),
    *months_heard("filler", 12),
]


@pytest.fixture(scope="module")
def store(make_store):
    projects = [*PROJECTS, project("weightlesspublic", policy_class="公共服务")]
    indicators = [*INDICATORS, indicator("weightlesspublic", target="100人")]
    tables = {"projects": projects, "execution": EXECUTION, "indicators": indicators, "observations": OBSERVATIONS}
    return make_store(tables)


@pytest.mark.parametrize(("code", "expected"), [(code, found) for code, (_, _, found) in REPORTED.items()])
def test_not_reported_by_rounds_due(store, code, expected):
    """A round counts from the project's start to the first round at or after its end."""
    assert tuple(severity(store, code, "not_reported", month) for month in (5, 6, 8, 9, 12)) == expected


@pytest.mark.parametrize(("month", "told"), [(6, "6 月轮次未填报"), (7, "6 月轮次未填报；7 月才补报")])
def test_not_reported_says_that_a_report_came_late(store, month, told):
    assert flags(store, month)["late", "not_reported"]["sentence"] == told


def test_not_reported_tells_how_many_rounds(store):
    flag = flags(store, 12)["never", "not_reported"]

    assert (flag["observed"], flag["expected"], flag["limit_value"], flag["amount"]) == (3, 0, 2, 1_000_000)
    assert flag["sentence"] == "12 月轮次未填报，已连续 3 轮"
    assert flag["clears"] == "补报 12 月监控轮次的指标完成值"


def test_a_blank_actual_fills_no_round(store):
    assert severity(store, "dash", "not_reported", 6) == "yellow"


def test_a_project_without_indicators_has_no_data(store):
    assert severity(store, "goalless", "not_reported", 6) == "no_data"


@pytest.mark.parametrize(("code", "expected"), [(code, found) for code, (_, _, _, found) in SATISFIED.items()])
def test_satisfaction_of_target_and_actual(store, code, expected):
    """Scores are read in their own unit; heads are no score, and fewer complaints are no low satisfaction."""
    assert severity(store, code, "satisfaction_low") == expected


@pytest.mark.parametrize(("code", "expected"), [(code, found) for code, (_, _, found) in WEIGHED.items()])
def test_satisfaction_weight_by_policy_class(store, code, expected):
    assert severity(store, code, "satisfaction_low") == expected


@pytest.mark.parametrize("code", ["weightless", "weightlesspublic"])
def test_satisfaction_weight_is_not_judged_where_none_is_stated(store, code):
    assert severity(store, code, "satisfaction_low") is None


def test_satisfaction_tells_its_numbers(store):
    scored, aimed, weighed = (flags(store, 6)[code, "satisfaction_low"]
                              for code in ("actualunder60", "target90", "publicbelow"))  # fmt: skip

    assert (scored["observed"], scored["expected"], scored["limit_value"]) == (599_999, 950_000, 600_000)
    assert scored["sentence"] == "“服务对象满意度”实际 59.9999%，低于 60，按规定不得分"
    assert (aimed["observed"], aimed["limit_value"]) == (900_000, 900_000)
    assert aimed["sentence"] == "“服务对象满意度”目标 ≥90%，应高于 90%"
    assert (weighed["observed"], weighed["limit_value"]) == (149_999, 150_000)
    assert weighed["sentence"] == "满意度指标权重 14.9999 分，应不低于 15 分"


def test_satisfaction_tells_signs_and_units_of_columns_of_their_own(store):
    low, aimed = (flags(store, 6)[code, "satisfaction_low"] for code in ("columns", "aimed"))

    assert low["sentence"] == "“服务对象满意度”实际 85%，低于目标 ≥90%"
    assert low["clears"] == "整改后复测达到 ≥90%"
    assert aimed["sentence"] == "“服务对象满意度”目标 ≥90%，应高于 90%"


@pytest.mark.parametrize(("code", "expected"), [(code, found) for code, (_, _, _, found) in PRINTED.items()])
def test_printed_rate_and_score_at_their_limits(store, code, expected):
    assert severity(store, code, "printed_rate_differs", 12) == expected


@pytest.mark.parametrize("code", ["norate", "officialunseen", "officialsilent"])
def test_printed_figure_needs_one_to_compare_with(store, code):
    """A rate without budget, a score without payments or with indicators not compared are unknown."""
    assert severity(store, code, "printed_rate_differs", 12) is None


def test_printed_score_of_90_points_adds_the_execution(store):
    """50 % of 90 and 50 % of 10 points are 50; 51.0001 printed is 1.0001 points too much."""
    flag = flags(store, 12)["official", "printed_rate_differs"]

    assert (flag["severity"], flag["observed"], flag["expected"]) == ("notice", 510_001, 500_000)
    assert flag["sentence"] == "填报得分率 51.0%，重算 50.0%，相差 1.0 个百分点"


def test_printed_score_is_recomputed_from_unrounded_parts(store):
    """0.9 × 50.00004 % + 0.1 × 50.00014 % is 50.00005 %, a tie; from the rounded rate it would fall below."""
    assert flags(store, 12)["unrounded", "printed_rate_differs"]["expected"] == 500_001


def test_printed_figures_are_judged_once_at_the_last_month(store):
    assert severity(store, "ratefarther", "printed_rate_differs", 11) is None


def test_the_printed_figure_farther_off_is_told(store):
    """The rate is 2 points off, the score 10."""
    flag = flags(store, 12)["twoprinted", "printed_rate_differs"]

    assert (flag["severity"], flag["observed"], flag["limit_value"]) == ("yellow", 400_000, 50_000)
    assert flag["sentence"] == "填报得分率 40.0%，重算 50.0%，相差 10.0 个百分点"
