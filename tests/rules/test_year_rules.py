"""year_end_rush and forecast_unspent at, just below and just above each limit."""

from decimal import Decimal

import pytest

from tests.conftest import project
from tests.given import flags, months_heard, paid, severity

CLOSED = {"fiscal_year": 2025}
TEN_MILLION = {"initial_budget": 10_000_000, "adjusted_budget": 10_000_000}
# Paid up to November and in December of the closed year 2025.
RUSH = {
    "shareat": ("6000000", "4000000", None),
    "shareabove": ("5999990", "4000010", "notice"),
    "amountat": ("1000000", "1000000", None),
    "amountabove": ("1000000", "1000000.01", "notice"),
    "refunded": ("1000000", "-500000", None),
    "untouched": ("0", "0", None),
}
# Budget, paid by June 2026 in a category without an earlier year: half of the year is gone.
PACED = {
    "leftat15": (10_000_000, "4250000", None),
    "leftabove15": (10_000_000, "4249995", "notice"),
    "leftat30": (10_000_000, "3500000", "notice"),
    "leftabove30": (10_000_000, "3499995", "yellow"),
    "amountatline": (5_000_000, "2000000", None),
    "amountoverline": (5_000_000, "1999999.99", "notice"),
    "ahead": (10_000_000, "9000000", None),
    "refundedall": (10_000_000, "-5", "yellow"),
    "zerobudget": (0, "0", None),
    "nobudget": ("", "0", None),
}
# The same of a window of seven months, of which six are gone: the forecast is 7/6 of what is paid, which is no
# whole 分. What is left over is 1,000,000.0017 元, and 400,000.4989 parts per million of the budget.
BETWEEN = {"justover": ("2458333.37", "1250000.03"), "justunder": ("3000000", "1542855.86")}
# Paid by June and by December 2025 in 老类: the shares are 10 %, 20 %, 80 %, 85 % and 90 %, their median 80 %.
HISTORY = {
    "old1": ("200000", "800000"), "old2": ("800000", "200000"), "old3": ("900000", "100000"),
    "old4": ("100000", "900000"), "old5": ("850000", "150000"),
}  # fmt: skip
# The same shares but for one in 少类: of four projects nothing is drawn.
FEW = dict(list(HISTORY.items())[:4])
LATE = ("late", "late2", "late3", "late4", "late5")
# Paid by June 2026 in 老类 of 1,000 万: over 80 % of the year.
FOLLOWED = {"pastat15": ("6800000", None), "pastabove15": ("6799992", "notice"), "pastabove30": ("5599992", "yellow")}

LAST_YEAR = [
    *(project(code, **CLOSED, **TEN_MILLION, pro_category="旧类") for code in RUSH),
    *(project(code, **CLOSED, pro_category="老类") for code in HISTORY),
    *(project(f"few{code}", **CLOSED, pro_category="少类") for code in FEW),
    *(project(code, **CLOSED, pro_category="年末类") for code in LATE),
    project("heard", **CLOSED, pro_category="其他类"),
]
THIS_YEAR = [
    *(project(code, initial_budget=budget, adjusted_budget=budget, pro_category="新类", expected_year_paid=9_000_000)
      for code, (budget, _, _) in PACED.items()),
    *(project(code, initial_budget=budget, adjusted_budget=budget, pro_category="新类", end_month=7)
      for code, (budget, _) in BETWEEN.items()),
    *(project(code, **TEN_MILLION, pro_category="老类") for code in FOLLOWED),
    project("fewagain", **TEN_MILLION, pro_category="少类"),
    project("lateagain", **TEN_MILLION, pro_category="年末类"),
    project("silent", **TEN_MILLION, mof_div_code="371003001", mof_div_name="无报县"),
]  # fmt: skip
EXECUTION = [
    *months_heard("heard", 12, **CLOSED),
    *(paid(code, before, 6, **CLOSED) for code, (before, _, _) in RUSH.items()),
    *(paid(code, december, 12, **CLOSED) for code, (_, december, _) in RUSH.items()),
    *(paid(code, before, 6, **CLOSED) for code, (before, _) in HISTORY.items()),
    *(paid(code, after, 11, **CLOSED) for code, (_, after) in HISTORY.items()),
    *(paid(f"few{code}", before, 6, **CLOSED) for code, (before, _) in FEW.items()),
    *(paid(f"few{code}", after, 11, **CLOSED) for code, (_, after) in FEW.items()),
    paid("fewagain", "3499995"),
    *(paid(code, 1_000_000, 12, **CLOSED) for code in LATE),
    *(paid(code, yuan) for code, (_, yuan, _) in PACED.items()),
    *(paid(code, yuan) for code, (_, yuan) in BETWEEN.items()),
    *(paid(code, yuan) for code, (yuan, _) in FOLLOWED.items()),
]


@pytest.fixture(scope="module")
def store(make_store):
    return make_store({"projects": LAST_YEAR + THIS_YEAR, "execution": EXECUTION})


@pytest.mark.parametrize(("code", "expected"), [(code, found) for code, (_, _, found) in RUSH.items()])
def test_year_end_rush_at_its_limits(store, code, expected):
    """More than 40 % of the year's payments and more than 100 万元 in December."""
    assert severity(store, code, "year_end_rush", 12, year=2025) == expected


def test_year_end_rush_waits_for_december(store):
    assert severity(store, "late", "year_end_rush", 11, year=2025) is None
    assert not [rule for _, rule in flags(store, 6) if rule == "year_end_rush"]


def test_year_end_rush_tells_its_numbers(store):
    flag = flags(store, 12, year=2025)["shareabove", "year_end_rush"]

    assert (flag["observed"], flag["expected"], flag["limit_value"]) == (400_001, None, 400_000)
    assert flag["amount"] == Decimal("4000010.00")
    assert flag["sentence"] == "12 月支付 400.00 万元，占全年支付的 40.0001%，高于 40.0000%"


@pytest.mark.parametrize(("code", "expected"), [(code, found) for code, (_, _, found) in PACED.items()])
def test_forecast_by_elapsed_time_without_an_earlier_year(store, code, expected):
    assert severity(store, code, "forecast_unspent") == expected


@pytest.mark.parametrize(("code", "expected"), [(code, found) for code, (_, found) in FOLLOWED.items()])
def test_forecast_by_the_median_share_of_the_category(store, code, expected):
    """680 万 over the median 80 % is 850 万; over the mean 57 % or the elapsed half nothing would be left."""
    assert severity(store, code, "forecast_unspent") == expected


def test_forecast_goes_by_time_where_fewer_than_five_projects_went_before(store):
    """349.9995 万 of 1,000 万 by the half: by time 30.0001 % are left over. The median of the four is 50 % too."""
    sentence = flags(store, 6)["fewagain", "forecast_unspent"]["sentence"]

    assert sentence == "按时间进度推算，全年支付约 700.00 万元，年末结余约 300.00 万元，占预算 30.0%"


def test_forecast_is_unknown_where_nothing_was_ever_paid_by_the_month(store):
    assert severity(store, "lateagain", "forecast_unspent") is None


def test_forecast_of_an_unreported_project_is_unknown(store):
    assert severity(store, "silent", "forecast_unspent") is None


def test_forecast_is_rounded_once_at_the_end(store):
    """Rounded to 分 before, the first would be at the line and the second 400,000.5 parts."""
    over, under = (flags(store, 6)[code, "forecast_unspent"] for code in BETWEEN)

    assert (over["severity"], over["amount"]) == ("yellow", Decimal("1000000.00"))
    assert (under["observed"], under["amount"]) == (400_000, Decimal("1200001.50"))


def test_forecast_tells_its_numbers_and_its_basis(store):
    paced, followed = (flags(store, 6)[code, "forecast_unspent"] for code in ("leftabove30", "pastabove15"))

    assert (paced["observed"], paced["expected"], paced["limit_value"]) == (300_001, 0, 300_000)
    assert paced["amount"] == Decimal("3000010.00")
    assert paced["sentence"] == "按时间进度推算，全年支付约 700.00 万元，年末结余约 300.00 万元，占预算 30.0%"
    assert followed["observed"] == 150_001
    assert followed["sentence"].startswith("按同类项目往年支付节奏推算，全年支付约 850.00 万元，")
