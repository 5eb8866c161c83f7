"""low_execution, no_execution and over_budget at, just below and just above each limit."""

from decimal import Decimal

import pytest

from tests.conftest import project
from tests.given import changed, flags, months_heard, paid, severity

SILENT = {"mof_div_code": "371003001"}

# Budget 100 万元, whole year, month 6: 50 万元 are due, so one part per million of pace is 0.50 元.
PACE = {
    "onefen": ("0.01", "red"),
    "redbelow": ("299999.74", "red"),
    "redtie": ("299999.75", "yellow"),
    "redat": ("300000", "yellow"),
    "yellowbelow": ("399999.74", "yellow"),
    "yellowtie": ("399999.75", None),
    "yellowat": ("400000", None),
    "ahead": ("900000", None),
}
# Windows: months that are due of those that count.
WINDOWS = {
    "quarterdue": ({"start_month": 5}, "149999", "red"),
    "underquarter": ({"start_month": 6}, "1", None),
    "overdue": ({"end_month": 4}, "799999", "yellow"),
    "overduepaid": ({"end_month": 4}, "800000", None),
    "insideout": ({"start_month": 9, "end_month": 3}, "399999", "yellow"),
}
ZERO = {"initial_budget": 0, "adjusted_budget": 0}
UNKNOWN = {"initial_budget": "", "adjusted_budget": ""}

PROJECTS = [
    *(project(code) for code in (*PACE, "told", "unpaid", "refunded", "exact", "onefenover", "threshold", "heard")),
    *(project(code, **window) for code, (window, _, _) in WINDOWS.items()),
    project("grown"),
    project("cut"),
    project("zerobudget", **ZERO),
    project("zeropaid", **ZERO),
    project("nobudget", **UNKNOWN),
    project("nobudgetunpaid", **UNKNOWN),
    project("latestart", start_month=6),
    project("silent", mof_div_name="无报县", **SILENT),
    project("silentunpaid", mof_div_name="无报县", **SILENT),
]
EXECUTION = [
    *(paid(code, yuan) for code, (yuan, _) in PACE.items()),
    *(paid(code, yuan) for code, (_, yuan, _) in WINDOWS.items()),
    paid("told", "217300"),
    paid("threshold", "100000", 2),
    paid("refunded", "100", 2),
    paid("refunded", "-100.01", 5),
    paid("exact", "400000", 3),
    paid("exact", "600000"),
    paid("onefenover", "1000000.01"),
    paid("grown", "449999"),
    paid("cut", "650000", 4),
    paid("cut", "150000"),
    paid("zerobudget", "0.01"),
    paid("nobudget", "5"),
    paid("silent", "1", 5, **SILENT),
    *months_heard("heard", 6),
]
CHANGES = [changed("grown", 4, 500_000), changed("grown", 9, -200_000), changed("cut", 5, -300_000)]


@pytest.fixture(scope="module")
def store(make_store):
    return make_store({"projects": PROJECTS, "execution": EXECUTION, "budget_changes": CHANGES})


@pytest.mark.parametrize(("code", "expected"), [(code, grave) for code, (_, grave) in PACE.items()])
def test_low_execution_at_its_limits(store, code, expected):
    """Half of a part per million counts up before the limit is asked: 299,999.75 of 500,000 is 60 %."""
    assert severity(store, code, "low_execution") == expected


@pytest.mark.parametrize(("code", "expected"), [(code, grave) for code, (_, _, grave) in WINDOWS.items()])
def test_low_execution_follows_the_project_window(store, code, expected):
    """A quarter of the window must be due; a window that ends before it starts is the whole year."""
    assert severity(store, code, "low_execution") == expected


@pytest.mark.parametrize(("month", "expected"), [(2, None), (3, "red")])
def test_low_execution_waits_until_a_quarter_is_due(store, month, expected):
    assert severity(store, "threshold", "low_execution", month) == expected


def test_low_execution_uses_the_budget_as_of_the_month(store):
    """449,999 of 150 万 × 50 % is 59.9999 %; of the first or the year's last budget it would be no red."""
    assert severity(store, "grown", "low_execution") == "red"


@pytest.mark.parametrize("code", ["zerobudget", "zeropaid", "nobudget", "nobudgetunpaid", "silent", "silentunpaid"])
def test_pace_is_not_judged_without_budget_or_report(store, code):
    assert severity(store, code, "low_execution") is None
    assert severity(store, code, "no_execution") is None


def test_low_execution_tells_its_numbers(store):
    flag = flags(store, 6)["told", "low_execution"]

    assert (flag["observed"], flag["expected"], flag["limit_value"]) == (217_300, 500_000, 600_000)
    assert flag["amount"] == Decimal("282700.00")
    assert flag["sentence"] == (
        "截至 6 月底，支付进度 21.7%，应达 50.0%，低 28.3 个百分点；为应达的 43.5%，低于 60.0% 的线"
    )
    assert flag["clears"] == "6 月底前再支付 182,700.00 元，支付进度回到预警线以上"


@pytest.mark.parametrize(
    ("code", "month", "expected"),
    [("unpaid", 6, "red"), ("unpaid", 3, "red"), ("unpaid", 2, None), ("refunded", 6, "red"), ("onefen", 6, None),
     ("latestart", 6, None)],
)  # fmt: skip
def test_no_execution_is_nothing_paid_once_a_quarter_is_due(store, code, month, expected):
    """Refunds that leave less than nothing count as nothing paid; one 分 is something."""
    assert severity(store, code, "no_execution", month) == expected


def test_no_execution_and_low_execution_exclude_each_other(store):
    assert severity(store, "unpaid", "low_execution") is None
    assert severity(store, "refunded", "low_execution") is None


def test_no_execution_counts_what_a_refund_took_out(store):
    flag = flags(store, 6)["refunded", "no_execution"]

    assert (flag["observed"], flag["expected"], flag["limit_value"]) == (0, 500_000, 800_000)
    assert flag["amount"] == Decimal("500000.01")
    assert flag["clears"] == "6 月底前再支付 400,000.01 元，支付进度回到预警线以上"


@pytest.mark.parametrize(
    ("code", "month", "expected"),
    [("onefenover", 6, "red"), ("exact", 6, None), ("zerobudget", 6, "red"), ("zeropaid", 6, None),
     ("nobudget", 6, None), ("cut", 4, None), ("cut", 6, "red"), ("silent", 6, None)],
)  # fmt: skip
def test_over_budget_from_the_first_fen(store, code, month, expected):
    assert severity(store, code, "over_budget", month) == expected


def test_over_budget_measures_against_the_budget_of_the_month(store):
    """80 万 paid of 100 − 30 万: 10 万 too much, 114.3 % of the budget."""
    flag = flags(store, 6)["cut", "over_budget"]

    assert (flag["observed"], flag["expected"], flag["limit_value"]) == (1_142_857, 1_000_000, 1_000_000)
    assert flag["amount"] == Decimal("100000.00")
    assert "10.00 万元" in flag["sentence"] and "114.3%" in flag["sentence"]
    assert "100,000.00 元" in flag["clears"]


def test_over_budget_of_no_budget_has_no_rate(store):
    flag = flags(store, 6)["zerobudget", "over_budget"]

    assert flag["observed"] is None
    assert flag["amount"] == Decimal("0.01")
    assert flag["sentence"] == "截至 6 月底累计支付超出预算 0.00 万元"


def test_months_in_a_row_are_counted_inside_the_year(store):
    """Nothing paid from month 3, the first that is judged, to month 6 is the fourth month in a row."""
    assert [flags(store, month)["unpaid", "no_execution"]["run"] for month in (3, 4, 5, 6)] == [1, 2, 3, 4]
