"""Typing of single cells: money, codes, months, years, rates, flags."""

from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest

from dualwatch.intake import amounts, cells, dates
from dualwatch.intake.reading import Unreadable
from dualwatch.intake.texts import cell_text
from dualwatch.schema import TABLES

FIELDS = TABLES["projects"].by_name


@pytest.mark.parametrize(
    ("text", "unit", "amount"),
    [
        ("100", "元", "100.00"),
        ("1.005", "元", "1.01"),
        ("-1.005", "元", "-1.01"),
        ("0.125", "元", "0.13"),
        ("3359.62", "万元", "33596200.00"),
        ("3359.62万", "元", "33596200.00"),
        ("1.5亿元", "万元", "150000000.00"),
        ("1,437", "万元", "14370000.00"),
        ("36,950.00", "元", "36950.00"),
        ("１２３．４５", "元", "123.45"),
        ("￥1,200.50", "元", "1200.50"),
        ("（1,200）", "元", "-1200.00"),
        ("−5", "元", "-5.00"),
        ("0.00001", "万元", "0.10"),
        ("0.0000005", "万元", "0.01"),
        ("1E+5", "元", "100000.00"),
        ("1,234.00-", "元", "-1234.00"),
        ("(1,234.00)万元", "元", "-12340000.00"),
        ("'100", "元", "100.00"),
        ("1，234，567．8", "元", "1234567.80"),
        ("1\xa0234.5", "元", "1234.50"),
        ("—", "元", None),
        ("0", "万元", "0.00"),
    ],
)
def test_money(text: str, unit: str, amount: str | None) -> None:
    assert amounts.money(text, unit) == (Decimal(amount) if amount else None)


@pytest.mark.parametrize("text", ["约五十万", "12.3.4", "5%", "3吨", "1e30", "NaN", "--5", "1,23,4"])
def test_text_that_is_no_money(text: str) -> None:
    with pytest.raises(Unreadable):
        amounts.money(text, "元")


@pytest.mark.parametrize("text", ["1.234,56", "1,43", "1234,5", "1.234.567", "-1.234,56", "1.234,56元", "１.234，56"])
def test_separators_the_wrong_way_round_are_never_guessed(text: str) -> None:
    with pytest.raises(Unreadable, match="写反了"):
        amounts.money(text, "元")


def test_one_swapped_amount_makes_its_whole_column_unclear() -> None:
    texts = ["1.234", "1,234", "1.234,56", "12.5", "1,234.56", "100", None]
    typed = amounts.read_money(pa.array(texts), "元")
    assert typed.values.to_pylist() == [None, None, None, Decimal("12.50"), Decimal("1234.56"), Decimal("100.00"), None]
    assert set(typed.bad) == {"1.234", "1,234", "1.234,56"}
    assert "一千多还是一点几" in typed.bad["1.234"]


def test_an_amount_that_became_a_date() -> None:
    with pytest.raises(Unreadable, match="日期"):
        amounts.money("2025-08-31", "元")


def test_money_without_any_unit_is_not_guessed() -> None:
    with pytest.raises(Unreadable, match="单位"):
        amounts.money("5", None)


def test_whole_columns_are_typed_as_single_cells_are() -> None:
    texts = ["100", "1.005", "-0.125", None, "0.30000000000000004", "1,200", "—", "0.00000049999"]
    for unit in ("元", "万元", "亿元"):
        kept = [*texts, "9999999999.999999"] if unit == "元" else texts
        fast = amounts.read_money(pa.array(kept), unit).values.to_pylist()
        assert fast == [amounts.money(text, unit) if text else None for text in kept]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("001", "001"),
        ("12345678901234567890", "12345678901234567890"),
        ("'0012", "0012"),
        ('="0012"', "0012"),
        ("ＡＢ－００１", "AB-001"),
        ("甲（01）", "甲(01)"),
    ],
)
def test_codes_stay_text(text: str, code: str) -> None:
    assert cells.code(text) == code


@pytest.mark.parametrize("text", ["1.23E+17", "1.23457e+16", cell_text(1.2345678901234568e16), cell_text(1e15)])
def test_codes_that_lost_digits_are_refused(text: str) -> None:
    with pytest.raises(Unreadable, match="末几位已丢失"):
        cells.code(text)


@pytest.mark.parametrize("text", ["2025-03-01", "1999-01-02 00:00:00"])
def test_codes_that_became_dates_are_refused(text: str) -> None:
    with pytest.raises(Unreadable, match="变成了日期"):
        cells.code(text)


@pytest.mark.parametrize("text", ["37100", "3710030001", "37100A", "威海"])
def test_wrong_region_codes(text: str) -> None:
    with pytest.raises(Unreadable, match="6 至 9 位"):
        cells.region_code(text)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1.0, "1"),
        (0.1, "0.1"),
        (371003000.0, "371003000"),
        (999999999999999.0, "999999999999999"),
        (True, "是"),
        ("  a ", "a"),
        ("", None),
        (None, None),
        (float("nan"), None),
        (1e-7, "0.0000001"),
    ],
)
def test_cells_read_as_people_see_them(value: Any, text: str | None) -> None:
    assert cell_text(value) == text


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("6", 6),
        ("06", 6),
        ("12月", 12),
        ("１２月", 12),
        ("2025-08", 8),
        ("2025年8月", 8),
        ("202508", 8),
        ("2025-08-01", 8),
        ("2025-08-01 00:00:00", 8),
        ("2025/8/1", 8),
        ("2025.10", 10),
        ("2025.01", 1),
        ("1-7月", 7),
    ],
)
def test_months(text: str, month: int) -> None:
    assert dates.month(text) == month


@pytest.mark.parametrize("text", ["13", "0", "六", "-1", "202513", "2026.1", "1900-01-03", "2025-13-01"])
def test_no_months(text: str) -> None:
    with pytest.raises(Unreadable):
        dates.month(text)


@pytest.mark.parametrize(
    ("text", "year"), [("2025", 2025), ("2025年", 2025), ("2025年度", 2025), ("２０２５", 2025), ("2025-01-01", 2025)]
)
def test_years(text: str, year: int) -> None:
    assert dates.year(text) == year


@pytest.mark.parametrize("text", ["25", "1899", "20255", "今年", "1905-07-18", "2025-06-01"])
def test_no_years(text: str) -> None:
    with pytest.raises(Unreadable):
        dates.year(text)


@pytest.mark.parametrize(
    ("text", "ppm"),
    [("64.7%", 647_000), ("0.647", 647_000), ("64.7", 647_000), ("1", 1_000_000), ("0", 0), ("100.00%", 1_000_000)],
)
def test_printed_rates(text: str, ppm: int) -> None:
    assert cells.rate(text) == ppm


@pytest.mark.parametrize(("text", "weight"), [("10", "10"), ("10分", "10"), ("10%", "10"), ("22.5", "22.5")])
def test_weights(text: str, weight: str) -> None:
    assert cells.number(text) == Decimal(weight)


@pytest.mark.parametrize(("text", "flag"), [("是", True), ("否", False), ("Y", True), ("0", False), ("TRUE", True)])
def test_flags(text: str, flag: bool) -> None:
    assert cells.flag(text) is flag


def test_vendor_codes_for_yes_and_no_are_not_guessed() -> None:
    with pytest.raises(Unreadable):
        cells.flag("2")


@pytest.mark.parametrize(
    ("field", "text", "choice"),
    [
        ("budget_book", "政府性基金", "政府性基金预算"),
        ("budget_book", "一般公共预算", "一般公共预算"),
        ("secret_level", "机密", "涉密"),
        ("secret_level", "公开", "非涉密"),
    ],
)
def test_choices(field: str, text: str, choice: str) -> None:
    assert cells.parser_of(TABLES["projects"].by_name[field])(text) == choice


@pytest.mark.parametrize(
    ("text", "unit", "stored"),
    [
        ("9999999999.99", "万元", Decimal("99999999999900.00")),
        ("10000000000", "万元", None),
        ("100000000000000", "元", None),
        ("-10000000000", "万元", None),
    ],
)
def test_an_amount_of_a_hundred_trillion_is_asked_about(text: str, unit: str, stored: Decimal | None) -> None:
    """No project of a province costs 10^14 元; a wrong unit does, and sums must stay exact."""
    typed = amounts.read_money(pa.array([text]), unit)

    assert typed.values[0].as_py() == stored


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025-09-30", "2025-09-30"),
        ("2025-09-30 14:30:00", "2025-09-30"),
        ("2025/9/30", "2025-09-30"),
        ("2025.9.30", "2025-09-30"),
        ("2025年9月30日", "2025-09-30"),
        ("20250930", "2025-09-30"),
        ("45930", "2025-09-30"),
        ("45930.5", "2025-09-30"),
        ("—", None),
    ],
)
def test_days(text: str, day: str | None) -> None:
    assert dates.day(text) == day


@pytest.mark.parametrize("text", ["9月30日", "2025-02-30", "2025年9月", "昨天", "459300", "1"])
def test_no_days(text: str) -> None:
    with pytest.raises(Unreadable, match="不是日期"):
        dates.day(text)
