"""target_deviation, over_achievement and the two mismatches at, just below and just above each limit."""

import pytest

from tests.conftest import project
from tests.given import flags, indicator, observed, paid, severity

# One cumulative target of 100 万人, month 6 of the whole year: half is expected.
COUNTS = {
    "redbelow": ("299999", "red"),
    "redtie": ("299999.75", "yellow"),
    "redat": ("300000", "yellow"),
    "yellowbelow": ("399999", "yellow"),
    "yellowat": ("400000", None),
    "unreadable": ("完成良好", None),
    "blank": ("—", None),
    "otherunit": ("1人次", None),
}
# One indicator that is a level: all of it is expected at once.
LEVELS = {
    "ratebelow": ("合格率", "100%", "59.9999%", "red"),
    "rateat": ("合格率", "100%", "60%", "yellow"),
    "rateyellow": ("合格率", "100%", "79.9999%", "yellow"),
    "ratefine": ("合格率", "100%", "80%", None),
    "reached": ("环境改善", "显著提升", "达成", None),
    "partly": ("环境改善", "显著提升", "部分达成", "yellow"),
    "missed": ("环境改善", "显著提升", "未达成", "red"),
    "intime": ("完工时间", "2026年6月30日前", "2026年6月30日", None),
    "toolate": ("完工时间", "2026年6月30日前", "2026年7月1日", "red"),
}
# Two indicators: name, target, actual and weight of each.
PAIRS = {
    "singlered": (("合格率", "100%", "59.9999%", 10), ("培训人数", "100人", "50人", 90), "red"),
    "singleat": (("合格率", "100%", "60%", 10), ("培训人数", "100人", "50人", 90), None),
    "singleweightless": (("合格率", "100%", "1%", 0), ("培训人数", "100人", "50人", 90), None),
    "slowcount": (("服务人数", "100人", "10人", 10), ("培训人数", "100人", "50人", 90), None),
    "both": (("合格率", "100%", "50%", 50), ("培训人数", "100人", "50人", 50), "red"),
    "weighted": (("服务人数", "100人", "30人", 30), ("培训人数", "100人", "50人", 10), "yellow"),
}
OVER = {
    "plusbelow": ("≥100人", "119.9999", None),
    "plusat": ("≥100人", "120", "notice"),
    "exactplus": ("=100人", "130", "notice"),
    "costplus": ("≤100万元", "10万元", None),
    "zeroplus": ("=0起", "0起", None),
    "notcompared": ("≥100人", "500户", None),
}
# Budget 100 万元: progress and payments at month 6.
GAPS = {
    "aheadfine": ("400000", "500000", {}),
    "aheadyellow": ("399999", "500000", {"mismatch_money_ahead": "yellow"}),
    "aheadyellowest": ("300000", "500000", {"mismatch_money_ahead": "yellow"}),
    "aheadred": ("299999", "500000", {"mismatch_money_ahead": "red"}),
    "workfine": ("600000", "500000", {}),
    "worknotice": ("600001", "500000", {"mismatch_work_ahead": "notice"}),
    "worknoticed": ("700000", "500000", {"mismatch_work_ahead": "notice"}),
    "workyellow": ("700001", "500000", {"mismatch_work_ahead": "yellow"}),
}
CODES = (*COUNTS, *LEVELS, *PAIRS, *OVER, *GAPS, "notstarted", "stale", "weightlessplus")
PROJECTS = [
    *(project(code, start_month=7 if code == "notstarted" else "") for code in CODES),
    project("zerogap", initial_budget=0, adjusted_budget=0),
]
ONE = {"target": "1000000", "unit": "人"}
INDICATORS = [
    *(indicator(code, **ONE) for code in (*COUNTS, *GAPS, "notstarted", "zerogap", "stale")),
    *(indicator(code, level3=name, target=target) for code, (name, target, _, _) in LEVELS.items()),
    *(indicator(code, number, level3=pair[0], target=pair[1], weight=pair[3])
      for code, pairs in PAIRS.items() for number, pair in (("1", pairs[0]), ("2", pairs[1]))),
    *(indicator(code, target=target) for code, (target, _, _) in OVER.items()),
    indicator("weightlessplus", target="100人", weight=0),
    indicator("weightlessplus", "2", target="100人", weight=10),
]  # fmt: skip
OBSERVATIONS = [
    *(observed(code, 6, actual) for code, (actual, _) in COUNTS.items()),
    *(observed(code, 6, actual) for code, (_, _, actual, _) in LEVELS.items()),
    *(observed(code, 6, pair[2], number)
      for code, pairs in PAIRS.items() for number, pair in (("1", pairs[0]), ("2", pairs[1]))),
    *(observed(code, 6, actual) for code, (_, actual, _) in OVER.items()),
    *(observed(code, 6, actual) for code, (actual, _, _) in GAPS.items()),
    observed("notstarted", 6, "0"),
    observed("zerogap", 6, "0"),
    observed("stale", 4, "300000"),
    observed("weightlessplus", 6, "500"),
    observed("weightlessplus", 6, "50", "2"),
]  # fmt: skip
EXECUTION = [
    *(paid(code, yuan) for code, (_, yuan, _) in GAPS.items()),
    paid("zerogap", "500000"),
    paid("stale", "300000", 4),
    paid("stale", "600000"),
]


@pytest.fixture(scope="module")
def store(make_store):
    tables = {"projects": PROJECTS, "execution": EXECUTION, "indicators": INDICATORS, "observations": OBSERVATIONS}
    return make_store(tables)


@pytest.mark.parametrize(("code", "expected"), [(code, grave) for code, (_, grave) in COUNTS.items()])
def test_target_deviation_at_its_limits(store, code, expected):
    """What cannot be compared, and what is blank, is unknown and carries no flag."""
    assert severity(store, code, "target_deviation") == expected


@pytest.mark.parametrize(("code", "expected"), [(code, grave) for code, (_, _, _, grave) in LEVELS.items()])
def test_target_deviation_of_levels_and_deadlines(store, code, expected):
    assert severity(store, code, "target_deviation") == expected


@pytest.mark.parametrize(("code", "expected"), [(code, pair[-1]) for code, pair in PAIRS.items()])
def test_target_deviation_weighs_and_asks_each_level(store, code, expected):
    """One level indicator below 60 % is red alone; a slow count is not; a weight of 0 counts nothing."""
    assert severity(store, code, "target_deviation") == expected


def test_target_deviation_needs_something_expected(store):
    """Before the project's window nothing is expected of a count: no ratio, no flag."""
    assert severity(store, "notstarted", "target_deviation") is None


def test_target_deviation_tells_its_numbers(store):
    flag = flags(store, 6)["redbelow", "target_deviation"]

    assert (flag["observed"], flag["expected"], flag["limit_value"]) == (299_999, 500_000, 600_000)
    assert flag["amount"] == 1_000_000
    assert flag["sentence"] == "截至 6 月，目标完成率 30.0%，应完成 50.0%，为应完成的 60.0%"
    assert flag["clears"] == "下次填报时达到：培训人数 ≥400000人（现 299999）"


def test_target_deviation_of_one_indicator_names_it(store):
    """The failing level is observed against 1 and its own line; the whole stands at 96 % of its 55 %."""
    flag = flags(store, 6)["singlered", "target_deviation"]

    assert (flag["observed"], flag["expected"], flag["limit_value"]) == (599_999, 1_000_000, 600_000)
    assert flag["sentence"].endswith("；单项未达：合格率")
    assert flag["clears"] == "下次填报时达到：合格率 ≥80%（现 59.9999%）"


def test_target_deviation_shows_what_made_it_red(store):
    """The whole is at 66.7 % of its due, a warning; the level at 50 % makes it red and is shown."""
    flag = flags(store, 6)["both", "target_deviation"]

    assert (flag["observed"], flag["expected"], flag["limit_value"]) == (500_000, 1_000_000, 600_000)


@pytest.mark.parametrize(("code", "expected"), [(code, grave) for code, (_, _, grave) in OVER.items()])
def test_over_achievement_from_120_percent_of_a_positive_target(store, code, expected):
    assert severity(store, code, "over_achievement") == expected


def test_over_achievement_of_any_indicator_names_it(store):
    """An indicator that weighs nothing may still have too low a target."""
    flag = flags(store, 6)["weightlessplus", "over_achievement"]

    assert (flag["observed"], flag["expected"], flag["limit_value"]) == (5_000_000, 1_000_000, 1_200_000)
    assert flag["sentence"] == "指标“培训人数”目标 100人，已完成 500，为目标的 500.0%"


@pytest.mark.parametrize(("code", "expected"), [(code, found) for code, (_, _, found) in GAPS.items()])
def test_mismatch_at_its_limits(store, code, expected):
    """Exactly 10 or 20 points apart is inside the limit."""
    found = {rule: row["severity"] for (pro_code, rule), row in flags(store, 6).items()
             if pro_code == code and rule.startswith("mismatch")}  # fmt: skip

    assert found == expected


@pytest.mark.parametrize("code", ["zerogap", "blank", "notcompared"])
def test_mismatch_needs_a_rate_and_an_observation(store, code):
    assert severity(store, code, "mismatch_money_ahead") is None
    assert severity(store, code, "mismatch_work_ahead") is None


def test_mismatch_takes_the_money_of_the_observation_month(store):
    """30 % done and 30 % paid in month 4; the 90 % paid by month 6 meet no report yet."""
    assert severity(store, "stale", "mismatch_money_ahead") is None


def test_mismatch_tells_its_numbers(store):
    money_ahead = flags(store, 6)["aheadred", "mismatch_money_ahead"]
    work_ahead = flags(store, 6)["workyellow", "mismatch_work_ahead"]

    assert (money_ahead["observed"], money_ahead["expected"]) == (299_999, 500_000)
    assert money_ahead["limit_value"] == -200_000
    assert money_ahead["sentence"] == "截至 6 月，目标进度 30.0%，支付进度 50.0%，事比钱慢 20.0 个百分点"
    assert "40.0%" in money_ahead["clears"]
    assert (work_ahead["observed"], work_ahead["limit_value"]) == (700_001, 200_000)
    assert work_ahead["sentence"] == "截至 6 月，目标进度 70.0%，支付进度 50.0%，钱比事慢 20.0 个百分点"
