"""sichuan-2025 (steps, three in a row, ±10 points, personnel exempt) and wendeng-dual (three rules, yellow only)."""

import pytest

from tests.conftest import project
from tests.given import flags, indicator, months_heard, observed, paid, severity

SICHUAN, WENDENG = "sichuan-2025", "wendeng-dual"
# Payments by month of 100 万元; the steps ask 25, 40, 60 and 80 万 from months 4, 6, 8 and 10 on.
STEPS = {
    "step25": {3: "0.01", 4: "249999.99"},
    "step25below": {4: "249999.87"},
    "trailing": {1: "1"},
    "recovered": {1: "100000", 8: "500000", 9: "1"},
    "betweenrounds": {1: "100000", 7: "300000", 8: "100000"},
    "laterwindow": {4: "1"},
    "staff": {1: "1"},
}
# Progress of a 100 万 count and payments, both in month 6.
GAPS = {
    "workat": ("500000", "400000", {}),
    "workabove": ("500001", "400000", {"mismatch_work_ahead": "yellow"}),
    "workfar": ("990000", "400000", {"mismatch_work_ahead": "yellow"}),
    "moneyat": ("400000", "500000", {}),
    "moneyabove": ("399999", "500000", {"mismatch_money_ahead": "yellow"}),
    "moneyfar": ("10000", "900000", {"mismatch_money_ahead": "yellow"}),
    "staffgap": ("10000", "900000", {}),
}
DUAL = {"lowat": "400000", "lowbelow": "399999", "lowest": "1"}
CODES = (*STEPS, *GAPS, *DUAL, "nothing", "staffnothing", "goalat", "goallow", "oneofmany", "heard")
PROJECTS = [
    project(
        code,
        start_month=9 if code == "laterwindow" else "",
        pro_category="人员类" if "staff" in code else "运转类",
    )
    for code in CODES
]
EXECUTION = [
    *(paid(code, yuan, month) for code, months in STEPS.items() for month, yuan in months.items()),
    *(paid(code, yuan) for code, (_, yuan, _) in GAPS.items()),
    *(paid(code, yuan) for code, yuan in DUAL.items()),
    *(paid(code, "500000") for code in ("goalat", "goallow", "oneofmany")),
    *months_heard("heard", 12),
]
INDICATORS = [
    *(indicator(code, target="1000000人") for code in (*GAPS, "goalat", "goallow")),
    indicator("oneofmany", level3="合格率", target="100%", weight=10),
    indicator("oneofmany", "2", target="100人", weight=90),
]
OBSERVATIONS = [
    *(observed(code, 6, actual) for code, (actual, _, _) in GAPS.items()),
    observed("goalat", 6, "400000"),
    observed("goallow", 6, "1"),
    observed("oneofmany", 6, "10%"),
    observed("oneofmany", 6, "50", "2"),
]


@pytest.fixture(scope="module")
def store(make_store):
    tables = {"projects": PROJECTS, "execution": EXECUTION, "indicators": INDICATORS, "observations": OBSERVATIONS}
    return make_store(tables)


def course(store, code, rule, profile):
    """The severity of one flag from month 1 to 12."""
    return [severity(store, code, rule, month, profile=profile) for month in range(1, 13)]


@pytest.mark.parametrize(
    ("code", "month", "expected"),
    [("step25", 3, None), ("step25", 4, None), ("step25", 5, None), ("step25", 6, "yellow"), ("step25", 7, "yellow"),
     ("step25below", 4, "yellow"), ("step25below", 5, "yellow"), ("laterwindow", 4, "yellow")],
)  # fmt: skip
def test_sichuan_steps_hold_until_the_next(store, code, month, expected):
    """249,999.99 of 250,000 is 100 % in whole parts per million; a window of the project's own is ignored."""
    assert severity(store, code, "low_execution", month, profile=SICHUAN) == expected


def test_sichuan_is_red_at_the_third_warning_in_a_row(store):
    """Rounds 4, 6 and 8 warn; months between rounds warn too but do not count."""
    assert course(store, "trailing", "low_execution", SICHUAN) == [
        None, None, None, "yellow", "yellow", "yellow", "yellow", "red", "red", "red", "red", "red",
    ]  # fmt: skip


def test_sichuan_starts_counting_again_after_a_round_without_warning(store):
    """10 万 in rounds 4 and 6, 60 万 in round 8, and 60 万 again too little in rounds 10 and 12."""
    assert course(store, "recovered", "low_execution", SICHUAN) == [
        None, None, None, "yellow", "yellow", "yellow", "yellow", None, None, "yellow", "yellow", "yellow",
    ]  # fmt: skip


def test_sichuan_counts_rounds_and_not_the_months_from(store):
    """40 万 in month 7 lifts the warning for a month; rounds 4, 6 and 8 (50 of 60 万) still stand in a row."""
    assert course(store, "betweenrounds", "low_execution", SICHUAN)[3:8] == ["yellow", "yellow", "yellow", None, "red"]


def test_sichuan_names_the_step(store):
    flag = flags(store, 6, profile=SICHUAN)["step25", "low_execution"]

    assert (flag["observed"], flag["expected"], flag["limit_value"]) == (250_000, 400_000, 1_000_000)
    assert flag["clears"].startswith("6 月底前再支付 150,000.00 元")


def test_sichuan_warns_of_nothing_paid_from_the_first_step(store):
    assert course(store, "nothing", "no_execution", SICHUAN)[:5] == [None, None, None, "yellow", "yellow"]


@pytest.mark.parametrize("code", ["staff", "staffnothing", "staffgap"])
def test_sichuan_exempts_personnel(store, code):
    for month in (4, 6, 12):
        assert not [rule for pro_code, rule in flags(store, month, profile=SICHUAN) if pro_code == code]


@pytest.mark.parametrize(("code", "expected"), [(code, found) for code, (_, _, found) in GAPS.items()])
def test_sichuan_mismatch_is_yellow_beyond_ten_points(store, code, expected):
    found = {rule: row["severity"] for (pro_code, rule), row in flags(store, 6, profile=SICHUAN).items()
             if pro_code == code and rule.startswith("mismatch")}  # fmt: skip

    assert found == expected


@pytest.mark.parametrize(
    ("code", "rule", "expected"),
    [("lowat", "low_execution", None), ("lowbelow", "low_execution", "yellow"), ("lowest", "low_execution", "yellow"),
     ("nothing", "no_execution", "yellow"), ("goalat", "target_deviation", None),
     ("goallow", "target_deviation", "yellow"), ("oneofmany", "target_deviation", None)],
)  # fmt: skip
def test_wendeng_knows_one_line_and_only_yellow(store, code, rule, expected):
    """Below 80 % is yellow however far below; one failing level among many is none."""
    assert severity(store, code, rule, profile=WENDENG) == expected


@pytest.mark.parametrize(("month", "expected"), [(2, None), (3, "yellow")])
def test_wendeng_waits_until_a_quarter_is_due(store, month, expected):
    assert severity(store, "nothing", "no_execution", month, profile=WENDENG) == expected
    assert severity(store, "trailing", "low_execution", month, profile=WENDENG) == expected


@pytest.mark.parametrize(
    ("profile", "rules"),
    [(WENDENG, {"low_execution", "no_execution", "target_deviation"}),
     (SICHUAN, {"low_execution", "no_execution", "mismatch_money_ahead", "mismatch_work_ahead"})],
)  # fmt: skip
def test_a_profile_judges_by_its_own_rules_only(store, profile, rules):
    found = {rule for month in range(1, 13) for _, rule in flags(store, month, profile=profile)}

    assert found == rules
