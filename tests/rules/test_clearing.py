"""What a flag says would clear it does; a 分 less, or the nearest value that is not enough, does not."""

import json
import re
from decimal import Decimal

import pytest

from tests.conftest import project, publish, write_tables
from tests.given import flags, indicator, months_heard, observed, paid, severity

FEN = Decimal("0.01")
# Budget (small, so that one 分 moves the millionth), paid in month 7, window.
OWING = {
    "even": ("10000", "2000", {}),
    "odd": ("4999.99", "1234.56", {}),
    "thirds": ("9000", "0.01", {"start_month": 2, "end_month": 10}),
    "closed": ("5000", "3999.99", {"end_month": 6}),
    "sevenths": ("7777.77", "100", {"start_month": 3, "end_month": 9}),
}
UNPAID = {"zero": ("10000", "0", {}), "refunded": ("8000", "-12.34", {})}
# Name, target, actual of month 6, what the flag asks for, and the nearest report that is not enough.
MISSED = {
    "people": ("培训人数", "100人", "10", "≥40人", "39人"),
    "odd": ("培训人数", "333人", "10", "≥134人", "133人"),
    "length": ("道路长度", "12.5公里", "1", "≥5公里", "4.9999公里"),
    "rate": ("合格率", "≥95%", "20%", "≥76%", "75%"),
    "cost": ("单位成本", "≤200元", "500元", "≤240元", "241元"),
    "none": ("事故数", "=0起", "3起", "=0起", "1起"),
    "level": ("环境改善", "显著提升", "未达成", "达成", "部分达成"),
    "date": ("完工时间", "2026年6月30日前", "2026年8月1日", "2026年6月30日前", "2026年7月1日"),
    "window": ("培训人数", "100人", "1", "≥27人", "26人"),
}


def owing_projects():
    stated = {**OWING, **UNPAID}
    return [project(code, initial_budget=budget, adjusted_budget=budget, **window)
            for code, (budget, _, window) in stated.items()] + [project("heard")]  # fmt: skip


def first_payments():
    return [paid(code, yuan, 7) for code, (_, yuan, _) in {**OWING, **UNPAID}.items()] + months_heard("heard", 7)


def needed(store, code):
    """What the project's flag of pace asks to be paid, from the figures behind its sentence."""
    rows = store.ask("alerts/flags", {"project": code, "month": 7, "rules": ["low_execution", "no_execution"]})
    (flag,) = rows.to_pylist()
    return Decimal(str(json.loads(flag["details"], parse_float=Decimal)["payment_needed"]))


@pytest.fixture(scope="module")
def owing(make_store):
    return make_store({"projects": owing_projects(), "execution": first_payments()})


@pytest.fixture(scope="module")
def paid_up(owing, make_store):
    """Two stores after a second delivery of month 7: everything needed is paid, or one 分 less."""

    def second(less):
        before = {code: Decimal(yuan) for code, (_, yuan, _) in {**OWING, **UNPAID}.items()}
        amounts = {code: yuan + needed(owing, code) - less for code, yuan in before.items()}
        return make_store(
            {"projects": owing_projects(), "execution": first_payments()},
            {"execution": [paid(code, amount, 7) for code, amount in amounts.items()]},
        )

    return second(0), second(FEN)


def test_payment_needed_is_the_line_less_what_is_paid_rounded_up(owing):
    """80 % of 7/12 of 10,000 is 4,666.666…: 4,666.67 less 2,000; a refund is paid back as well."""
    assert needed(owing, "even") == Decimal("2666.67")
    assert needed(owing, "zero") == Decimal("4666.67")
    assert needed(owing, "refunded") == Decimal("3745.68")


@pytest.mark.parametrize("code", OWING)
def test_paying_what_is_needed_lifts_low_execution(owing, paid_up, code):
    enough, one_fen_less = paid_up

    assert severity(owing, code, "low_execution", 7) in ("red", "yellow")
    assert severity(enough, code, "low_execution", 7) is None
    assert severity(one_fen_less, code, "low_execution", 7) == "yellow"


@pytest.mark.parametrize("code", UNPAID)
def test_paying_what_is_needed_lifts_no_execution(owing, paid_up, code):
    """One 分 less is no longer nothing, but still too little."""
    enough, one_fen_less = paid_up

    assert severity(owing, code, "no_execution", 7) == "red"
    assert severity(enough, code, "no_execution", 7) is None
    assert severity(enough, code, "low_execution", 7) is None
    assert severity(one_fen_less, code, "low_execution", 7) == "yellow"


def goals(actuals):
    """Tables with the missed indicators, each reported in month 6 as given."""
    return {
        "projects": [project(code, start_month=4 if code == "window" else "") for code in MISSED],
        "indicators": [indicator(code, level3=name, target=target) for code, (name, target, *_) in MISSED.items()],
        "observations": [observed(code, 6, actuals[code]) for code in MISSED],
    }


@pytest.fixture(scope="module")
def missed(make_store):
    return make_store(goals({code: row[2] for code, row in MISSED.items()}))


def asked(store, code):
    """The value that the flag's `clears` names."""
    clears = flags(store, 6)[code, "target_deviation"]["clears"]
    return re.fullmatch(r"下次填报时达到：\S+ (.+)（现 .+）", clears)[1]


@pytest.mark.parametrize("code", MISSED)
def test_target_deviation_asks_for_the_value_on_the_line(missed, code):
    """80 % of what is expected at month 6: half a year for a count (a third in the window), all of a level."""
    assert asked(missed, code) == MISSED[code][3]


@pytest.fixture(scope="module")
def reported(missed, make_store):
    """Two stores: every value reported as asked, or the nearest one that is not enough."""
    return make_store(goals({code: asked(missed, code) for code in MISSED})), make_store(
        goals({code: row[4] for code, row in MISSED.items()})
    )


@pytest.mark.parametrize("code", MISSED)
def test_reporting_the_value_lifts_target_deviation(reported, code):
    enough, not_enough = reported

    assert severity(enough, code, "target_deviation") is None
    assert severity(not_enough, code, "target_deviation") in ("red", "yellow")


def test_all_wanting_indicators_are_named_and_clear_together(make_store, tmp_path):
    """Two of three fall short; the third stands and is not asked for."""
    several = [
        indicator("p", "1", target="100人", weight=40),
        indicator("p", "2", level3="合格率", target="100%", weight=40),
        indicator("p", "3", level3="演出场次", target="10场", weight=20),
    ]
    first = [observed("p", 3, "1"), observed("p", 3, "30%", "2"), observed("p", 3, "9场", "3")]
    store = make_store({"projects": [project("p")], "indicators": several, "observations": first})

    clears = flags(store, 3)["p", "target_deviation"]["clears"]
    assert clears == "下次填报时达到：培训人数 ≥20人（现 1）；合格率 ≥80%（现 30%）"

    second = {"observations": [observed("p", 3, "20人"), observed("p", 3, "80%", "2")]}
    publish(store, write_tables(tmp_path, second))
    flags.cache_clear()
    assert severity(store, "p", "target_deviation", 3) is None
