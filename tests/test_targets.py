"""Targets and actuals, read: two tables of spellings judged by hand, the order of precedence, and garbage."""

import csv
import math
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dualwatch.targets import Reading, accumulation, base_unit, read
from dualwatch.targets.reading import KINDS
from dualwatch.targets.text import normalise

HERE = Path(__file__).parent
SIGNS = ("", "≥", ">", "=", "<", "≤")
LOOKALIKES = (
    "0123456789.,%％≥≤><=＝﹦~-—至且、；;。/:：()（） 万亿元人次个年月日天前底内以上以下不超过低于约O工^$#完成未是无"
)


def rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def number(text: str) -> float | None:
    return float(text) if text else None


def expected(row: dict[str, str]) -> tuple[object, ...]:
    return (
        row["expected_kind"],
        row["expected_sign"],
        number(row["expected_value"]),
        number(row["expected_upper"]),
        row["expected_unit"],
        row["expected_direction"],
        row["expected_guessed"] == "是",
    )


def said(reading: Reading) -> tuple[object, ...]:
    return (
        reading.kind,
        reading.sign_read,
        reading.value,
        reading.upper,
        reading.unit,
        reading.direction,
        reading.direction_guessed,
    )


@pytest.mark.parametrize("row", rows("notations.csv"), ids=lambda row: row["value_raw"])
def test_published_notation(row: dict[str, str]) -> None:
    reading = read(row["value_raw"], row["operator_raw"], row["unit_raw"], row["example_level3"])
    assert said(reading) == expected(row)


@pytest.mark.parametrize("row", rows("spellings.csv"), ids=lambda row: row["text"] or "empty")
def test_other_spelling(row: dict[str, str]) -> None:
    reading = read(row["text"], row["sign"], row["unit"])
    assert said(reading) == expected(row)
    assert (reading.level, reading.date) == (row["expected_level"] or None, row["expected_date"] or None)


@pytest.mark.parametrize(
    ("text", "sign", "direction", "wanted", "guessed"),
    [
        ("≤5%", "", "正向", "higher", False),
        ("95%", "", "逆向", "lower", False),
        ("95%", "", "反向", "lower", False),
        ("≥95%", "", "等于", "exact", False),
        ("95", "", "区间", "interval", False),
        ("30天以内", "≥", "", "higher", False),
        ("30天以内", "", "", "lower", False),
        ("≤30天", "≥", "", "lower", False),
        ("30天", "", "不明", "higher", True),
        ("10-20", "", "正向", "interval", False),
        ("显著提升", "", "正向", "level", False),
        ("12月底前", "≤", "正向", "date", False),
    ],
)
def test_direction_comes_from_the_column_then_the_sign_then_a_word(
    text: str, sign: str, direction: str, wanted: str, guessed: bool
) -> None:
    reading = read(text, sign, direction=direction)
    assert (reading.direction, reading.direction_guessed) == (wanted, guessed)


def test_a_sign_that_ends_the_name_makes_a_better_guess() -> None:
    assert said(read("5", name="结余率(≤5%)"))[5:] == ("lower", True)
    assert said(read("50", name="排污沟(≥米)"))[5:] == ("higher", True)
    assert said(read("5", name="贷款(≤500万元)户数"))[5:] == ("higher", True)


@pytest.mark.parametrize(
    ("text", "column", "unit"),
    [
        ("≥95%", "%", "%"),
        ("95", "％", "%"),
        ("95%", "百分比", "%"),
        ("854万", "元", "万元"),
        ("854万", "", "万"),
        ("854", "万元", "万元"),
        ("12", "—", ""),
        ("12", None, ""),
        ("显著", "%", "%"),
    ],
)
def test_the_unit_of_the_text_comes_before_the_column(text: str, column: str | None, unit: str) -> None:
    assert read(text, unit=column).unit == unit


@pytest.mark.parametrize(
    ("unit", "base"),
    [
        ("元", ("元", 1.0)),
        ("万元", ("元", 10_000.0)),
        ("亿元", ("元", 100_000_000.0)),
        ("％", ("%", 1.0)),
        ("百分比", ("%", 1.0)),
        ("百分之", ("%", 1.0)),
        ("小数", ("%", 100.0)),
        ("百分点", ("百分点", 1.0)),
        ("个百分点", ("百分点", 1.0)),
        ("万元/户", ("万元/户", 1.0)),
        ("人次", ("人次", 1.0)),
        ("万人", ("万人", 1.0)),
        (" 台（套） ", ("台(套)", 1.0)),
        ("", ("", 1.0)),
        (None, ("", 1.0)),
    ],
)
def test_base_unit(unit: str | None, base: tuple[str, float]) -> None:
    assert base_unit(unit) == base


@pytest.mark.parametrize(
    ("stated", "text", "unit", "name", "wanted"),
    [
        ("累计", "≥95%", "", "合格率", ("cumulative", False)),
        ("时点", "200人", "", "培训人数", ("point_in_time", False)),
        ("point_in_time", "200人", "", "培训人数", ("point_in_time", False)),
        ("", "200人", "", "培训人数", ("cumulative", True)),
        ("不明", "200人", "", "培训人数", ("cumulative", True)),
        (None, "=0起", "", "事故数", ("point_in_time", True)),
        (None, "≤90", "万元", "项目总成本", ("point_in_time", True)),
        (None, "显著", "", "就业", ("point_in_time", True)),
        (None, "12月底前", "", "完成时间", ("point_in_time", True)),
        (None, "≥90%", "", "合格", ("point_in_time", True)),
        (None, "0.9", "小数", "合格", ("point_in_time", True)),
        (None, "90", "", "成活率", ("point_in_time", True)),
        (None, "90", "", "满意度", ("point_in_time", True)),
        (None, "90", "", "签约率(%)", ("point_in_time", True)),
        (None, "100%", "", "工程进度", ("cumulative", True)),
        (None, "100%", "", "任务完成率", ("cumulative", True)),
        (None, "100%", "", "资金支付率", ("cumulative", True)),
        (None, "12", "公里", "道路长度", ("cumulative", True)),
        (None, "=12", "公里", "管护高度", ("cumulative", True)),
        (None, "≤100%", "", "任务完成率", ("point_in_time", True)),
        (None, "5", "个", None, ("cumulative", True)),
    ],
)
def test_accumulation(stated: str | None, text: str, unit: str, name: str | None, wanted: tuple[str, bool]) -> None:
    assert accumulation(stated, read(text, unit=unit), name) == wanted


def test_an_account_of_the_work_gives_no_number() -> None:
    assert read("本项目全年组织培训，" * 5 + "共200人，" + "群众反映良好，" * 5).value is None
    assert read("完成培训。" * 60 + "200人").kind == "other"


texts = st.one_of(
    st.text(),
    st.text(alphabet=LOOKALIKES, max_size=24),
    st.sampled_from([row["text"] for row in rows("spellings.csv")]).flatmap(
        lambda text: st.text(alphabet=LOOKALIKES, max_size=2).map(lambda end: text + end)
    ),
)


@given(texts, texts, texts, texts)
def test_any_text_is_read_without_an_error(text: str, sign: str, unit: str, name: str) -> None:
    reading = read(text, sign, unit, name)
    assert reading.kind in KINDS
    assert reading.sign_read in SIGNS
    assert (reading.value is not None) == (reading.kind in ("quantity", "interval"))
    assert (reading.upper is not None) == (reading.kind == "interval")
    assert reading.date is None or reading.kind == "date"


@given(texts)
def test_no_number_is_invented(text: str) -> None:
    reading = read(text)
    written = re.findall(r"[0-9]+(?:\.[0-9]+)?", re.sub("[,，]", "", normalise(text)))
    for value in (reading.value, reading.upper):
        assert value is None or abs(value) in map(float, written)


@given(texts)
def test_reading_does_not_depend_on_width_or_edges(text: str) -> None:
    assert read(normalise(text)) == read(text) == read(f" {text}\n")


@given(
    st.sampled_from(SIGNS),
    st.decimals(min_value=0, max_value=10**9, places=2, allow_nan=False),
    st.sampled_from(["", "%", "人", "万元", "个工作日", "元/亩", "万立方米", "TB", "元/生.年", "台套"]),
)
def test_a_plain_amount_is_read_back(sign: str, value: object, unit: str) -> None:
    reading = read(f"{sign}{value}{unit}")
    assert (reading.kind, reading.sign_read, reading.unit) == ("quantity", sign, unit)
    assert reading.value is not None and math.isclose(reading.value, float(str(value)))
