"""The macros: ppm half up, pace as a fraction, what a cell of the completion table says."""

from decimal import Decimal

import pytest

PACED = """ppm_rounded(ppm_near(paid, near), fen(paid) * due_scale(), due)
    from (select cast($paid as decimal(18, 2)) as paid, due_by_now({0}) as due, due_near({0}) as near)""".format(
    "cast($budget as decimal(18, 2)), cast($planned as decimal(18, 2)), cast($num as integer), cast($den as integer)"
)


def test_ppm_rounds_three_thousand_ties_half_up(calculate):
    """Odd 分 of 20,000 元 fall between two millionths: n.5 goes to n + 1, and −n.5 to −(n + 1)."""
    odd = list(range(1, 6001, 2))
    rounded = "list_transform(cast($parts as decimal(18, 2)[]), lambda fen: ppm(fen, cast(2000000 as decimal(18, 2))))"
    up = [(part + 1) // 2 for part in odd]

    assert calculate(rounded, parts=odd) == up
    assert calculate(rounded, parts=[-part for part in odd]) == [-value for value in up]


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [("1", "3", 333_333), ("2", "3", 666_667), ("-2", "3", -666_667), ("5", "4", 1_250_000), ("0", "7", 0),
     ("0.01", "100000", 0), ("0.05", "100000", 1), ("0.04", "100000", 0)],
)  # fmt: skip
def test_ppm_of_money(calculate, part, whole, expected):
    assert calculate("ppm($part, $whole)", part=Decimal(part), whole=Decimal(whole)) == expected


@pytest.mark.parametrize(("part", "whole"), [("5", "0"), ("5", "-1"), (None, "5"), ("5", None)])
def test_ppm_is_unknown_without_a_whole(calculate, part, whole):
    money = {name: value and Decimal(value) for name, value in (("part", part), ("whole", whole))}

    assert calculate("ppm(cast($part as decimal(18, 2)), cast($whole as decimal(18, 2)))", **money) is None


def test_a_province_of_a_million_projects_does_not_overflow(calculate):
    """10⁶ projects of 9,999,999,999.99 元, half paid and half done, 7 months of 12 due."""
    budget, paid = (f"cast({yuan} as decimal(38, 2))" for yuan in ("9999999999990000.00", "4999999999995000.00"))
    due = f"linear_due({budget}, 7, 12)"

    assert calculate(f"ppm({paid}, {budget})") == 500_000
    assert calculate(f"expected_rate({due}, {budget})") == 583_333
    assert calculate(f"pace_ratio({paid}, {due})") == 857_143
    assert calculate(f"underpaid({due}, {paid})") == Decimal("833333333332500.00")
    assert calculate(f"gap(cast(0.4 as decimal(18, 12)), {paid}, {budget})") == -100_000


@pytest.mark.parametrize(
    ("done", "expected", "gap"),
    [("1000000000000", "0", 1_000_000), ("500000", "0", 1), ("499999", "0", 0), ("0", "500000", -1),
     ("0", "499999", 0), ("1500000", "0", 2), ("0", "1500000", -2), ("7", "7", 0), ("null", "7", None),
     ("7", "null", None)],
)  # fmt: skip
def test_a_gap_of_shares_is_rounded_half_up_either_way(calculate, done, expected, gap):
    """Shares are whole numbers of 10^-12: half a millionth is 500,000 of them."""
    assert calculate(f"gap_of_shares(cast({done} as bigint), cast({expected} as bigint))") == gap


@pytest.mark.parametrize("window", range(1, 13))
def test_exactly_eighty_percent_of_pace_is_800_000_in_every_month(calculate, window):
    """27,720 divides by every window; 80 % of each month's share is whole 分."""
    for month in range(1, window + 1):
        paid = Decimal(27_720 * month // window) * 8 / 10
        assert calculate("pace_ratio($paid, linear_due(27720, $month, $window))",
                         paid=paid, month=month, window=window) == 800_000  # fmt: skip


@pytest.mark.parametrize(
    ("paid", "budget", "planned", "num", "den", "expected"),
    [
        ("1", "3", None, 5, 12, 800_000),
        ("0.01", "20000", None, 1, 1, 1),
        ("0.03", "20000", None, 1, 1, 2),
        ("-0.01", "20000", None, 1, 1, -1),
        ("0.01", "240000", None, 1, 12, 1),
        ("9999999999999.99", "9999999999999.99", None, 7, 11, 1_571_429),
        ("0.01", "99999999999999.99", None, 1, 12, 0),
        ("333333.33", "1000000", "400000", 5, 12, 833_333),
        ("333333.33", "300000", "400000", 5, 12, 1_111_111),
        ("5", "0", None, 5, 12, None),
        ("5", "-3", None, 5, 12, None),
        ("5", "3", None, 0, 12, None),
        ("5", "3", "0", 5, 12, None),
        (None, "3", None, 5, 12, None),
        ("5", None, None, 5, 12, None),
    ],
)
def test_the_pace_of_very_many_rows_is_exact(calculate, paid, budget, planned, num, den, expected):
    """Where a double is near a tie whole numbers decide; unknown, nothing due and no budget give no ratio."""
    money = {
        name: value and Decimal(value) for name, value in (("paid", paid), ("budget", budget), ("planned", planned))
    }

    assert calculate(PACED, num=num, den=den, **money) == expected


def test_pace_ratio_is_one_division_and_not_a_quotient_of_rates(calculate):
    """1.00 of 3.00 after 5 of 12 months: 0.8 exactly, where 333,333 ÷ 416,667 would be 0.799998."""
    assert calculate("pace_ratio(1, linear_due(3, 5, 12))") == 800_000


@pytest.mark.parametrize(("pace", "expected"), [("linear", 500_000), ("staged", 400_000), ("planned", 300_000)])
def test_pace_by_profile(calculate, pace, expected):
    due = "due($pace, 400000, 1000, linear_due(1000, 6, 12), planned_due(300, 1000))"

    assert calculate(f"expected_rate({due}, 1000)", pace=pace) == expected


@pytest.mark.parametrize(("planned", "expected"), [("250.50", 250_500), ("1000", 1_000_000), ("1200", 1_000_000)])
def test_a_plan_beyond_the_budget_is_the_whole_budget(calculate, planned, expected):
    assert calculate("expected_rate(planned_due($planned, 1000), 1000)", planned=Decimal(planned)) == expected


def test_pace_ratio_is_unknown_while_nothing_is_due(calculate):
    assert calculate("pace_ratio(5, staged_due(1000, 0))") is None


@pytest.mark.parametrize(
    ("paid", "expected"),
    [("0", "0.34"), ("0.33", "0.01"), ("0.34", "0.00"), ("5", "0.00"), (None, None)],
)
def test_underpaid_is_never_negative_and_unknown_without_payments(calculate, paid, expected):
    """4 of 12 months of 1.01 元 are 0.336…, to the 分 0.34."""
    money = paid and Decimal(paid)

    found = calculate("underpaid(linear_due(1.01, 4, 12), cast($paid as decimal(18, 2)))", paid=money)
    assert found == (expected and Decimal(expected))


@pytest.mark.parametrize(
    ("paid", "expected"), [("0", "0.27"), ("0.26", "0.01"), ("0.27", "0.00"), ("-0.05", "0.32"), ("9", "0.00")]
)
def test_payment_needed_rounds_up(calculate, paid, expected):
    """80 % of 4 of 12 months of 1.01 元 are 0.2693…"""
    found = calculate("payment_needed(linear_due(1.01, 4, 12), $paid, 800000)", paid=Decimal(paid))

    assert found == Decimal(expected)


@pytest.mark.parametrize(("chosen", "expected"), [([], True), (["a", "b"], True), (["b"], False)])
def test_an_empty_choice_picks_everything(calculate, chosen, expected):
    assert calculate("picked(cast($chosen as varchar[]), 'a')", chosen=chosen) is expected


@pytest.mark.parametrize(("denominator", "expected"), [("initial", 1), ("adjusted", 2), ("allotted", 3), ("", 2)])
def test_budget_by_denominator(calculate, denominator, expected):
    assert calculate("budget_of($denominator, 1, 2, 3)", denominator=denominator) == expected


@pytest.mark.parametrize(("figure", "expected"), [(0.0000005, 1), (0.0000004, 0), (1 / 3, 333_333), (-0.0000005, 0)])
def test_ppm_of_targets_is_floor_of_a_double_and_a_half(calculate, figure, expected):
    assert calculate("ppm_of($figure)", figure=figure) == expected


@pytest.mark.parametrize(("figure", "expected"), [("100", "100"), ("14.5", "14.5"), ("0.7600", "0.76")])
def test_numbers_are_told_without_empty_decimals(calculate, figure, expected):
    assert calculate("trim_number($figure)", figure=Decimal(figure)) == expected


@pytest.mark.parametrize(
    ("target", "sign", "unit", "expected"),
    [("90", "≥", "%", "≥90%"), ("≥90%", "≥", "%", "≥90%"), ("120", "≥", "公里", "≥120 公里"), ("90", None, None, "90"),
     ("120", "", "公里", "120 公里"), ("5万人次", "＞", "人次", "＞5万人次"), ("建成", "定性", None, "建成"),
     (None, "≥", "%", None)],
)  # fmt: skip
def test_target_is_told_with_the_sign_and_unit_of_their_own_columns(calculate, target, sign, unit, expected):
    written = "target_told(cast($target as varchar), cast($sign as varchar), cast($unit as varchar))"

    assert calculate(written, target=target, sign=sign, unit=unit) == expected


@pytest.mark.parametrize(
    ("actual", "unit", "expected"),
    [("85", "%", "85%"), ("-1,200.5", "公里", "-1,200.5 公里"), ("85%", "%", "85%"), ("85", None, "85"),
     ("已建成", "公里", "已建成"), (None, "%", None)],
)  # fmt: skip
def test_actual_is_told_with_its_unit_where_it_is_a_bare_number(calculate, actual, unit, expected):
    assert calculate("actual_told(cast($actual as varchar), cast($unit as varchar))",
                     actual=actual, unit=unit) == expected  # fmt: skip
