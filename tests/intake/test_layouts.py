"""Sheets as people lay them out: titles, units, header rows, months side by side, totals, notes."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet
import pytest

from dualwatch import intake
from dualwatch.intake.headers import heading, title_unit
from dualwatch.model import Level
from tests.intake.files import (
    PROJECT_HEADER,
    assert_balanced,
    csv_text,
    project_row,
    records,
    told,
    write_csv,
    write_workbook,
)

PAYMENT_HEADER = ["年度", "区划代码", "项目编码", "月份", "本月支付（元）"]


@pytest.mark.parametrize(
    ("table", "text", "field", "unit", "month"),
    [
        ("projects", "年初预算数（万元）", "initial_budget", "万元", None),
        ("projects", "年初预算数（万）", "initial_budget", "万", None),
        ("projects", "年初预算数（万元）(A)", "initial_budget", "万元", None),
        ("projects", "initial_budget(亿)", "initial_budget", "亿", None),
        ("projects", "*项目 编码", "pro_code", None, None),
        ("projects", "一、全年预算数(A)", "adjusted_budget", None, None),
        ("projects", "年初预算数\n单位：亿元", "initial_budget", "亿元", None),
        ("projects", "Initial_Budget", "initial_budget", None, None),
        ("projects", "备注", None, None, None),
        ("execution", "8月累计执行数(万元)", "paid_to_date", "万元", 8),
        ("execution", "1-7月执行数", "paid_to_date", None, 7),
        ("execution", "截至6月底累计支付（万元）", "paid_to_date", "万元", 6),
        ("execution", "截止2025年6月支出数", "paid_to_date", None, 6),
        ("execution", "1月-7月执行数", "paid_to_date", None, 7),
        ("execution", "3月", "paid", None, 3),
        ("execution", "全年执行数(B)", "paid_to_date", None, 12),
        ("execution", "13月", None, None, None),
        ("plans", "3月计划", "planned", None, 3),
    ],
)
def test_headings(table: str, text: str, field: str | None, unit: str | None, month: int | None) -> None:
    read = heading(table, text)
    assert (read.field, read.unit, read.month) == (field, unit, month)


@pytest.mark.parametrize(
    ("line", "unit"),
    [
        ("单位：万元", "万元"),
        ("填报单位：教育局   金额单位:元", "元"),
        ("（单位：亿元）", "亿元"),
        ("单位：元/吨", None),
        ("计量单位", None),
    ],
)
def test_title_lines(line: str, unit: str | None) -> None:
    assert title_unit(line) == unit


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encodings_and_delimiters(tmp_path: Path, encoding: str, delimiter: str) -> None:
    path = write_csv(tmp_path / "项目.csv", [PROJECT_HEADER, project_row()], encoding, delimiter)
    result = intake.read(path)
    assert records(result, "projects", "pro_code", "adjusted_budget") == [("001", Decimal(1_000_000))]


def test_a_standard_name_with_an_unknown_bracket_does_not_mean_yuan(tmp_path: Path) -> None:
    header = [*PROJECT_HEADER[:5], "initial_budget(USD)"]
    result = intake.read(write_csv(tmp_path / "项目.csv", [header, project_row()[:6]]))
    assert "没有写明金额单位" in told(result, Level.REJECTED)[0].reason


def test_titles_totals_notes_and_blank_tails_are_no_projects(tmp_path: Path) -> None:
    rows = [
        ["2025年预算项目表"],
        ["编制单位：市财政局", "", "", "", "", "单位：万元"],
        [],
        ["预算年度", "财政区划", "主管部门", "项目编码", "项目名称", "年初预算数", "全年预算数"],
        project_row("001"),
        project_row("002"),
        ["", "", "小  计", "", "", "200", "200"],
        ["市本级合计", "", "", "", "", "200", "200"],
        ["2025", "371003000", "教育局", "205", "小 计", "200", "200"],
        ["2025", "371003000", "教育局", "003", "历年欠款合计清偿", "1", "1"],
        ["合计", "", "", "—", "", "200", "200"],
        ["注：本表金额不含上级专款"],
        [],
        [],
    ]
    result = intake.read(write_csv(tmp_path / "项目.csv", rows))
    assert records(result, "projects", "pro_code", "source_row") == [("001", 5), ("002", 6), ("003", 10)]
    assert_balanced(result)
    assert not told(result, Level.REJECTED)
    assert any("合计、说明" in problem.reason for problem in result.problems)


def test_a_header_of_two_rows_with_merged_cells(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["2025年项目预算"],
        ["预算年度", "财政区划", "主管部门", "项目编码", "项目名称", "预算数（万元）", "", "是否重点"],
        ["", "", "", "", "", "年初预算数", "全年预算数", ""],
        ["2025", "371003000", "教育局", "001", "公路", 1, 2.5, "是"],
    ]
    merged = ["F2:G2", "A2:A3", "B2:B3", "C2:C3", "D2:D3", "E2:E3", "H2:H3"]
    result = intake.read(write_workbook(tmp_path / "表.xlsx", {"Sheet1": rows}, merged))
    assert records(result, "projects", "initial_budget", "adjusted_budget", "source_sheet", "source_row") == [
        (Decimal(10_000), Decimal(25_000), "Sheet1", 4)
    ]


def test_a_merged_department_speaks_for_its_rows_and_merged_money_counts_once(tmp_path: Path) -> None:
    rows: list[list[Any]] = [PROJECT_HEADER, project_row("001"), project_row("002"), project_row("003")]
    rows[2][2] = rows[3][2] = ""
    rows[2][5] = ""
    path = write_workbook(tmp_path / "项目.xlsx", {"项目": rows}, ["C2:C4", "F2:F3"])
    result = intake.read(path)
    assert records(result, "projects", "dept_name") == [("教育局",)] * 3
    assert records(result, "projects", "initial_budget") == [(Decimal(1_000_000),), (None,), (Decimal(1_000_000),)]


def test_months_side_by_side(tmp_path: Path) -> None:
    rows = [
        ["2025年支付情况表（单位：元）"],
        ["年度", "区划代码", "项目编码", "执行数", "", ""],
        ["", "", "", "1月", "2月", "12月"],
        ["2025", "371003000", "001", "5", "", "-2"],
        ["2025", "371003000", "002", "", "7", ""],
        ["合计", "", "", "5", "7", "-2"],
    ]
    result = intake.read(write_csv(tmp_path / "支付.csv", rows))
    assert records(result, "execution", "pro_code", "month", "paid", "source_row") == [
        ("001", 1, Decimal(5), 4),
        ("001", 12, Decimal(-2), 4),
        ("002", 2, Decimal(7), 5),
    ]
    assert_balanced(result)


def test_a_month_in_the_header(tmp_path: Path) -> None:
    rows = [["年度", "区划代码", "项目编码", "8月累计执行数（万元）"], ["2025", "371003000", "001", "3"]]
    result = intake.read(write_csv(tmp_path / "执行.csv", rows))
    assert records(result, "execution", "month", "paid", "paid_to_date") == [(8, None, Decimal(30_000))]


def test_projects_beside_their_payments_in_one_sheet(tmp_path: Path) -> None:
    rows = [[*PROJECT_HEADER, "全年执行数（万元）"], [*project_row("001"), "40"], [*project_row("002"), "0"]]
    result = intake.read(write_csv(tmp_path / "2025年绩效自评汇总.csv", rows))
    assert records(result, "execution", "month", "paid_to_date") == [(12, Decimal(400_000)), (12, Decimal(0))]
    assert result.tables["projects"].num_rows == 2
    assert not told(result, Level.REJECTED)


@pytest.mark.parametrize(
    ("header", "title", "option", "amount"),
    [
        ("年初预算数（亿元）", "单位：元", None, 100_000_000),
        ("年初预算数", "单位：万元", None, 10_000),
        ("年初预算数", "项目表", "万元", 10_000),
        ("initial_budget", "项目表", None, 1),
        ("initial_budget", "项目表", "万元", 10_000),
    ],
)
def test_where_the_unit_is_stated(tmp_path: Path, header: str, title: str, option: str | None, amount: int) -> None:
    rows = [[title], [*PROJECT_HEADER[:5], header], project_row(initial="1")[:6]]
    result = intake.read(write_csv(tmp_path / "项目.csv", rows), unit=option)
    assert records(result, "projects", "initial_budget") == [(Decimal(amount),)]


def test_without_a_unit_the_file_is_refused_and_told_how_to_state_it(tmp_path: Path) -> None:
    rows = [[*PROJECT_HEADER[:5], "年初预算数"], project_row()[:6]]
    result = intake.read(write_csv(tmp_path / "项目.csv", rows))
    (problem,) = told(result, Level.REJECTED)
    assert (problem.row, problem.column) == (None, "年初预算数")
    assert "--unit 万元" in problem.reason
    assert (result.controls[0].rows_received, result.controls[0].rows_rejected) == (1, 1)
    assert not result.tables


def test_a_blank_money_column_needs_no_unit(tmp_path: Path) -> None:
    rows = [[*PROJECT_HEADER, "已下达指标"], [*project_row(), ""]]
    result = intake.read(write_csv(tmp_path / "项目.csv", rows))
    assert records(result, "projects", "allotted") == [(None,)]


def test_parquet_typed_or_text(tmp_path: Path) -> None:
    key = {"fiscal_year": [2025], "mof_div_code": ["371003000"], "pro_code": ["00012345678901234567"]}
    table = pa.table(key | {"month": pa.array([3], pa.int8()), "paid": pa.array([Decimal("1.25")])})
    pyarrow.parquet.write_table(table, tmp_path / "execution.parquet")
    result = intake.read(tmp_path)
    assert records(result, "execution", "pro_code", "month", "paid", "source_row") == [
        ("00012345678901234567", 3, Decimal("1.25"), 1)
    ]


def test_an_empty_twin_column_is_as_good_as_absent(tmp_path: Path) -> None:
    rows = [["fiscal_year", "mof_div_code", "pro_code", "month", "paid", "paid_to_date"]]
    rows.append(["2025", "371003000", "001", "1", "5", ""])
    result = intake.read(write_csv(tmp_path / "execution.csv", rows))
    assert records(result, "execution", "paid", "paid_to_date") == [(Decimal(5), None)]


def test_both_kinds_of_payment_in_one_file_are_refused(tmp_path: Path) -> None:
    rows = [[*PAYMENT_HEADER, "累计支付（元）"], ["2025", "371003000", "001", "1", "5", "5"]]
    result = intake.read(write_csv(tmp_path / "支付.csv", rows))
    assert "只能有一个" in told(result, Level.REJECTED)[0].reason


def test_sheets_and_order_are_free(tmp_path: Path) -> None:
    sheets = {
        "说明": [["请按表填写"], ["联系人见封面"]],
        "支付": [PAYMENT_HEADER[::-1], [5, 1, "001", 371003000, 2025]],
        "项目": [PROJECT_HEADER, project_row("001")],
    }
    result = intake.read(write_workbook(tmp_path / "全部.xlsx", sheets))
    assert {name: table.num_rows for name, table in result.tables.items()} == {"projects": 1, "execution": 1}
    assert [problem.sheet for problem in told(result, Level.NOTICE) if "认不出" in problem.reason] == ["说明"]
    assert not told(result, Level.REJECTED)


def test_a_repeated_header_in_the_body_is_no_row(tmp_path: Path) -> None:
    rows = [PROJECT_HEADER, project_row("001"), PROJECT_HEADER, project_row("002")]
    result = intake.read(write_csv(tmp_path / "项目.csv", rows))
    assert records(result, "projects", "source_row") == [(2,), (4,)]
    assert not told(result, Level.REJECTED)


def test_what_whoever_loads_states_stands_for_the_columns_that_a_table_leaves_out(tmp_path: Path) -> None:
    header = ["主管部门", "项目编码", "项目名称", "年初预算数", "截至6月底累计支付"]
    rows = [["单位：万元"], header, ["教育局", "P1", "学前教育补助", "10", "4"], ["合计", "", "", "10", "4"]]
    path = write_csv(tmp_path / "2025年.csv", rows)
    refused = told(intake.read(path), Level.REJECTED)[0].reason
    assert "缺少 “预算年度”、“财政区划” 列" in refused
    assert "--year 2025 说明，或导入时用 --region 371003000 说明" in refused
    result = intake.read(path, year=2025, region="371003000", month=12)
    keys = ("fiscal_year", "mof_div_code", "pro_code")
    assert records(result, "projects", *keys, "initial_budget") == [(2025, "371003000", "P1", Decimal(100_000))]
    assert records(result, "execution", *keys, "month", "paid_to_date") == [
        (2025, "371003000", "P1", 6, Decimal(40_000))
    ]
    assert_balanced(result)


def test_a_column_of_amounts_under_another_name_is_not_left_out_in_a_whisper(tmp_path: Path) -> None:
    rows = [[*PROJECT_HEADER, "2025年预算安排数", "预算完成率", "预算说明"], [*project_row(), "12", "50%", "无"]]
    result = intake.read(write_csv(tmp_path / "项目.csv", rows))
    assert [problem.column for problem in told(result, Level.WARNING)] == ["2025年预算安排数"]


def test_columns_that_are_not_ours_are_told(tmp_path: Path) -> None:
    rows = [[*PROJECT_HEADER, "联系电话", "本月支付（元）"], [*project_row(), "123", "5"]]
    result = intake.read(write_csv(tmp_path / "项目.csv", rows))
    ignored = {problem.column: problem.reason for problem in told(result, Level.NOTICE) if problem.column}
    assert "已忽略" in ignored["联系电话"]
    assert "“执行”表" in ignored["本月支付（元）"]


def test_text_with_a_line_break_and_quotes(tmp_path: Path) -> None:
    path = tmp_path / "项目.csv"
    path.write_text(csv_text([PROJECT_HEADER, project_row(name='"四好"\n农村路'), project_row("002")]), "utf-8")
    result = intake.read(path)
    assert records(result, "projects", "pro_name", "source_row") == [('"四好"\n农村路', 2), ("农村公路养护", 3)]


def test_a_line_of_many_months_is_told_once(tmp_path: Path) -> None:
    write_csv(tmp_path / "projects_all.csv", [PROJECT_HEADER, project_row("001")])
    header = ["年度", "区划代码", "项目编码", *(f"{month}月支付（元）" for month in range(1, 13))]
    rows = [["2025", "371003000", code, *("5" for _ in range(12))] for code in ("001", "404")]
    result = intake.read(write_csv(tmp_path / "支付.csv", [header, *rows]).parent)
    (problem,) = told(result, Level.REJECTED)
    assert (problem.row, problem.value) == (3, "404") and "找不到这个项目" in problem.reason
    assert result.rejected == 12
    assert_balanced(result)
