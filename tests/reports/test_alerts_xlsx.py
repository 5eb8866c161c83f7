"""The workbook of flags: all rows, counted and summed; text stays text; what it rests on is written."""

from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest

from dualwatch import alerts
from dualwatch.reports import alerts_xlsx

STATE = {
    "data_date": date(2026, 8, 31), "loaded_at": datetime(2026, 9, 4, 9, 20), "batch_count": 3, "unreported": 2,
    "latest_month": 8,
    "demo": True,
}  # fmt: skip
DESCRIBED = {"截至": "2026 年 8 月底", "范围": "全市"}


def project(number, name="培训", underpaid="366666.67"):
    return {
        "project_id": f"2026-990112-L{number}", "pro_code": f"000000000000000000{number}", "pro_name": name,
        "mof_div_name": "芦川县", "dept_name": "教育局", "budget_book": "一般公共预算", "severity": "red",
        "rules": ["low_execution"], "rule_labels": "执行率偏低",
        "budget": Decimal("1000000.00"), "paid_to_date": Decimal("300000.00"),
        "execution_rate": 300_000, "expected_rate": 666_667, "execution_gap": -366_667, "completion_rate": None,
        "underpaid": underpaid and Decimal(underpaid), "run": 2,
    }  # fmt: skip


def flag(number, **stated):
    return {
        "project_id": f"2026-990112-L{number}", "severity": "red", "rule": "low_execution",
        "rule_label": "执行率偏低", "pro_name": "培训",
        "amount": Decimal("366666.67"), "run": 2, "sentence": "低 36.7 个百分点", "clears": "再支付 1.00 元",
    } | stated  # fmt: skip


@pytest.fixture
def book():
    projects = [project(1, "=1+1"), project(2, "@合计"), project(3, "-项目", "0.33")]
    flags = [flag(1), flag(1, sentence="零执行"), flag(2), flag(3)]
    written = alerts_xlsx.workbook(projects, flags, STATE, DESCRIBED)
    return openpyxl.load_workbook(BytesIO(written))


def column(sheet, label):
    place = [cell.value for cell in sheet[2]].index(label) + 1
    return [sheet.cell(row, place) for row in range(3, sheet.max_row + 1)]


def test_every_row_is_there_counted_and_summed(book):
    sheet = book["预警项目"]

    underpaid = [cell.value for cell in column(sheet, "少支付")]
    assert underpaid == [366666.67, 366666.67, 0.33, 733333.67]
    assert sheet.cell(sheet.max_row, 1).value == "共 3 行"
    assert book["逐条预警"].cell(book["逐条预警"].max_row, 1).value == "共 4 行"


def test_shortfalls_that_nobody_knows_make_no_zero():
    written = alerts_xlsx.workbook([project(1, underpaid=None)], [flag(1)], STATE, DESCRIBED)
    book = openpyxl.load_workbook(BytesIO(written))

    assert [cell.value for cell in column(book["预警项目"], "少支付")] == [None, None]
    told = {row[0].value: row[1].value for row in book["口径"].iter_rows()}
    assert told["预警项目：核对数"] == "1 行，少支付合计 —"


def test_sentences_stand_in_the_order_of_the_rules_beside_them():
    rules = ["no_execution", "low_execution"]
    flags = [flag(1), flag(1, rule="no_execution", sentence="零执行")]
    written = alerts_xlsx.workbook([project(1) | {"rules": rules}], flags, STATE, DESCRIBED)

    told = column(openpyxl.load_workbook(BytesIO(written))["预警项目"], "为什么报警")
    assert told[0].value == "零执行；低 36.7 个百分点"


def test_flags_that_the_list_does_not_name_are_left_out():
    """A list of what is new names one rule of a project; its other flags and other projects are not asked for."""
    flags = [flag(1), flag(1, rule="over_budget"), flag(2)]

    assert alerts.named([project(1)], flags) == flags[:1]


def test_no_text_becomes_a_formula_or_a_number(book):
    sheet = book["预警项目"]

    assert [(cell.value, cell.data_type) for cell in column(sheet, "项目")[:3]] == [
        ("=1+1", "s"), ("@合计", "s"), ("-项目", "s"),
    ]  # fmt: skip
    assert column(sheet, "项目编码")[0].value == "0000000000000000001"


def test_rates_are_numbers_and_unknown_is_blank(book):
    sheet = book["预警项目"]

    assert column(sheet, "执行率")[0].value == 0.3
    assert column(sheet, "执行率")[0].number_format == "0.0%"
    assert column(sheet, "完成率")[0].value is None
    assert column(sheet, "差（百分点）")[0].value == -36.6667


def test_all_sentences_of_a_project_stand_beside_it(book):
    assert column(book["预警项目"], "为什么报警")[0].value == "低 36.7 个百分点；零执行"


def test_demonstration_data_are_marked_and_the_basis_is_written(book):
    notes = {row[0].value: row[1].value for row in book["口径"].iter_rows(min_row=2)}

    assert "演示数据" in book["预警项目"]["A1"].value
    assert notes["数据截至"] == "2026-08-31"
    assert notes["8 月未报单位"] == "2 个"
    assert notes["预警项目：核对数"] == "3 行，少支付合计 733,333.67 元"
    assert "累计支付 ÷ 预算" in notes["执行率"]


def test_the_same_answer_gives_the_same_bytes():
    first, second = (alerts_xlsx.workbook([project(1)], [flag(1)], STATE, DESCRIBED) for _ in range(2))

    assert first == second
