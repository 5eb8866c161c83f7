"""The workbook of 数据质量 and the lists to send: all rows, numbers as numbers, text as text, one file a department."""

from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pyarrow as pa
import pytest

from dualwatch import catalogue, reports
from dualwatch.access import OPERATOR, scope_of
from dualwatch.model import WrongUsage
from dualwatch.quality import Kind
from dualwatch.reports import quality_lists, quality_xlsx

STATE = {
    "data_date": date(2026, 9, 30), "loaded_at": datetime(2026, 10, 9, 9, 20), "batch_count": 3, "unreported": 1,
    "latest_month": 9,
    "demo": True,
}  # fmt: skip
DESCRIBED = {"截至": "2026 年 9 月底", "范围": "全市"}
EDUCATION = {"mof_div_code": "990112", "mof_div_name": "芦川县", "dept_code": "110", "dept_name": "教育局"}
WATER = EDUCATION | {"dept_code": "122", "dept_name": "水利/水务局"}


def over_budget(name, excess, **unit):
    return EDUCATION | unit | {
        "project_id": f"2026-990112-{name}", "pro_code": "000000000000000001", "pro_name": name, "month": 9,
        "paid_to_date": Decimal("1000.00"), "adjusted_budget": Decimal("900.00"), "excess": Decimal(excess),
    }  # fmt: skip


def overdue(name, **unit):
    return EDUCATION | unit | {
        "project_id": f"2026-990112-{name}", "pro_code": "000000000000000002", "pro_name": name, "month": 9,
        "round": 6, "due_on": date(2026, 6, 30), "days_late": 92, "told": "，到 9 月底已过 92 天",
        "indicators_all": 4,
    }  # fmt: skip


def kind(topic, name, *rows):
    units = {(row["mof_div_code"], row["dept_code"]) for row in rows}
    return Kind(
        topic, catalogue.question(name), len(rows), len(units), lambda name, **own: pa.Table.from_pylist(list(rows))
    )


KINDS = (
    kind("填报", "quality/overdue_reports", overdue("=1+1"), overdue("培训", **WATER)),
    kind("矛盾", "quality/paid_over_budget", over_budget("+项目", "100.01"), over_budget("\t@合计", "0.01")),
    kind("自评", "quality/full_scores"),
)
REPORTING = [
    EDUCATION | {"subject": "监控", "round": 6, "due_on": date(2026, 6, 30), "due_projects": 3, "on_time": 1,
                 "late": 0, "undated": 0, "missing": 2, "days_late": None, "units": 9, "behind_units": 7},
]  # fmt: skip
STANDING = {
    "quality/reporting": REPORTING,
    "quality/completeness": [{"table_name": "项目", "field": "密级", "due": 3, "filled": 2, "share": 666_667}],
    "quality/full_score_shares": [],
}


@pytest.fixture(scope="module")
def book():
    return openpyxl.load_workbook(BytesIO(quality_xlsx.workbook(KINDS, STANDING, STATE, DESCRIBED)))


@pytest.fixture(scope="module")
def packed():
    return ZipFile(BytesIO(quality_lists.archive(KINDS, STATE, DESCRIBED)))


def column(sheet, label):
    place = [cell.value for cell in sheet[2]].index(label) + 1
    return [sheet.cell(row, place) for row in range(3, sheet.max_row)]


def values(sheet, label):
    return [cell.value for cell in column(sheet, label)]


def test_every_kind_is_counted_and_those_with_rows_have_a_sheet(book):
    assert book.sheetnames == [
        "汇总", "全部问题", "监控到期未填", "支付超过调整后预算", "填报情况", "字段填写率", "口径",
    ]  # fmt: skip
    assert values(book["汇总"], "条数") == [2, 2, 0]
    assert values(book["汇总"], "涉及部门") == [2, 1, 0]


def test_every_row_is_there_in_words_and_in_numbers(book):
    assert len(values(book["全部问题"], "问题")) == 4
    assert book["全部问题"].cell(book["全部问题"].max_row, 1).value == "共 4 行"
    assert values(book["全部问题"], "具体情形")[0] == (
        "6 月监控没有填，应在 2026-06-30 前填完，到 9 月底已过 92 天"
    )  # fmt: skip
    assert values(book["支付超过调整后预算"], "超出") == [100.01, 0.01]
    assert values(book["监控到期未填"], "逾期天数") == [92, 92]
    assert values(book["监控到期未填"], "期限")[0] == datetime(2026, 6, 30)


def test_no_text_becomes_a_formula_or_a_number(book):
    names = column(book["全部问题"], "项目")

    assert [(cell.value, cell.data_type) for cell in names] == [
        ("=1+1", "s"), ("培训", "s"), ("+项目", "s"), ("\t@合计", "s"),
    ]  # fmt: skip
    assert column(book["全部问题"], "项目编码")[0].value == "000000000000000002"


def test_who_has_reported_is_said_in_words_and_figures(book):
    assert values(book["填报情况"], "情况") == ["△ 缺 2/3"]
    assert values(book["填报情况"], "未报") == [2]
    assert 9 not in [cell.value for row in book["填报情况"].iter_rows() for cell in row]
    assert values(book["字段填写率"], "占比") == [0.666667]


def test_demonstration_data_are_marked_and_the_basis_is_written(book):
    notes = {row[0].value: row[1].value for row in book["口径"].iter_rows(min_row=2)}

    assert "演示数据" in book["汇总"]["A1"].value
    assert notes["截至"] == "2026 年 9 月底"
    assert notes["全部问题：核对数"] == "4 行，等于各类行数之和"
    assert "各指标中最晚的一个" in notes["逾期天数"]


def test_the_same_answer_gives_the_same_bytes():
    assert quality_xlsx.workbook(KINDS, STANDING, STATE, DESCRIBED) == quality_xlsx.workbook(
        KINDS, STANDING, STATE, DESCRIBED
    )
    assert quality_lists.archive(KINDS, STATE, DESCRIBED) == quality_lists.archive(KINDS, STATE, DESCRIBED)


def test_each_department_gets_a_workbook_of_its_own_findings(packed):
    assert packed.namelist() == ["芦川县（990112）/教育局（110）.xlsx", "芦川县（990112）/水利_水务局（122）.xlsx"]
    sheet = openpyxl.load_workbook(BytesIO(packed.read("芦川县（990112）/教育局（110）.xlsx")))["问题清单"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]

    assert [row[0] for row in rows] == [1, 2, 3]
    assert [row[3] for row in rows] == ["=1+1", "+项目", "\t@合计"]
    assert {cell.data_type for row in sheet.iter_rows(min_row=3) for cell in row[3:6]} == {"s"}


def test_a_list_says_how_to_mend_and_leaves_room_to_explain(packed):
    sheet = openpyxl.load_workbook(BytesIO(packed.read("芦川县（990112）/水利_水务局（122）.xlsx")))["问题清单"]

    assert sheet["A1"].value.startswith("芦川县水利/水务局　数据质量问题清单")
    assert "演示数据" in sheet["A1"].value
    assert [cell.value for cell in sheet[2]][-2:] == ["怎样改", "说明（由单位填写）"]
    assert sheet["F3"].value == "补填该轮监控的指标完成值，并说明原因"
    assert not sheet["G3"].value


def test_both_are_written_for_the_scope_and_filters_asked(demo_store, tmp_path):
    asked = {"departments": ["110"]}
    scope = scope_of("县区:990112")
    everything = reports.write("quality", demo_store, tmp_path / "q.xlsx", asked, OPERATOR)
    lists = reports.write("quality-lists", demo_store, tmp_path / "q.zip", asked, OPERATOR)
    nothing = reports.write("quality", demo_store, tmp_path / "none.xlsx", asked, scope)

    departments = values(openpyxl.load_workbook(tmp_path / "q.xlsx")["全部问题"], "部门编码")
    assert set(departments) == {"110"}
    assert f"问题 {len(departments):,} 条，写到" in everything
    assert f"问题 {len(departments):,} 条，写到" in lists
    assert all("教育局" in name for name in ZipFile(tmp_path / "q.zip").namelist())
    assert "这个范围内没有项目" in nothing


def test_an_unknown_filter_is_refused(demo_store, tmp_path):
    with pytest.raises(WrongUsage, match="没有参数 colour"):
        reports.write("quality", demo_store, tmp_path / "q.xlsx", {"colour": "red"}, OPERATOR)
