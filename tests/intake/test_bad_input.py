"""Bad input: a Chinese sentence with file, sheet, row, column, value and what to do; other rows go on."""

import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from dualwatch import intake
from dualwatch.model import DualwatchError, KnownProject, Level
from tests.intake.files import (
    PROJECT_HEADER,
    assert_balanced,
    project_row,
    records,
    told,
    write_csv,
    write_workbook,
)

PAYMENTS = ["fiscal_year", "mof_div_code", "pro_code", "month", "paid"]
INDICATORS = ["fiscal_year", "mof_div_code", "pro_code", "indicator_no", "level3", "target", "weight"]
GOOD_PAYMENT = ["2025", "371003000", "001", "1", "5"]
GOOD_INDICATOR = ["2025", "371003000", "001", "1", "合格率", "≥95%", "100"]


def changed(row: list[Any], column: int, value: Any) -> list[Any]:
    return [value if index == column else cell for index, cell in enumerate(row)]


@pytest.mark.parametrize(
    ("name", "header", "good", "column", "value", "words"),
    [
        ("项目", PROJECT_HEADER, project_row("009"), 0, "二五年", "四位年份"),
        ("项目", PROJECT_HEADER, project_row("009"), 1, "37100", "6 至 9 位"),
        ("项目", PROJECT_HEADER, project_row("009"), 2, "", "至少填一个"),
        ("项目", PROJECT_HEADER, project_row("009"), 3, "1.23E+17", "文本格式"),
        ("项目", PROJECT_HEADER, project_row("009"), 4, "", "缺少“项目名称”"),
        ("项目", PROJECT_HEADER, project_row("009"), 5, "约五十万", "不是金额"),
        ("execution", PAYMENTS, GOOD_PAYMENT, 3, "13", "1 到 12"),
        ("execution", PAYMENTS, GOOD_PAYMENT, 4, "", "没有支付请填 0"),
        ("execution", PAYMENTS, GOOD_PAYMENT, 2, "404", "找不到这个项目"),
        ("indicators", INDICATORS, GOOD_INDICATOR, 2, "404", "找不到这个项目"),
        ("indicators", INDICATORS, GOOD_INDICATOR, 6, "101", "超过 100"),
        ("indicators", INDICATORS, GOOD_INDICATOR, 6, "-1", "负数"),
        ("indicators", INDICATORS, GOOD_INDICATOR, 6, "十", "不是数字"),
    ],
)
def test_a_bad_row_is_named_and_the_others_go_on(
    tmp_path: Path, name: str, header: list[str], good: list[str], column: int, value: str, words: str
) -> None:
    write_csv(tmp_path / "projects_all.csv", [PROJECT_HEADER, project_row("001")])
    write_csv(tmp_path / f"{name}.csv", [header, good, changed(good, column, value)])
    result = intake.read(tmp_path)
    (problem,) = told(result, Level.REJECTED)
    assert (problem.file, problem.row, problem.column) == (f"{name}.csv", 3, _shown(header, column, words))
    assert problem.value == (value or None)
    assert words in problem.reason
    assert result.rejected == 1
    assert_balanced(result)


def _shown(header: list[str], column: int, words: str) -> str:
    return "部门编码" if words == "至少填一个" else header[column]


def test_a_rejected_row_does_not_stand_in_the_way_of_a_right_one(tmp_path: Path) -> None:
    rows = [PROJECT_HEADER, project_row("001", adjusted="x"), project_row("001", adjusted="2")]
    result = intake.read(write_csv(tmp_path / "项目.csv", rows))
    assert [problem.row for problem in told(result, Level.REJECTED)] == [2]
    assert records(result, "projects", "adjusted_budget") == [(Decimal(20_000),)]


def test_unreadable_money_counts_with_what_can_be_read(tmp_path: Path) -> None:
    rows = [PAYMENTS, GOOD_PAYMENT, changed(GOOD_PAYMENT, 4, "五元")]
    result = intake.read(write_csv(tmp_path / "execution.csv", rows))
    control = result.controls[0]
    assert (control.rows_received, control.rows_stored, control.rows_rejected) == (2, 1, 1)
    assert (control.money_received, control.money_stored, control.money_rejected) == (Decimal(5), Decimal(5), 0)


def test_the_store_may_know_the_project(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "indicators.csv", [INDICATORS, GOOD_INDICATOR])
    assert intake.read(path).rejected == 0
    assert intake.read(path, known_projects={"2025-371003000-001": KnownProject()}).rejected == 0
    assert intake.read(path, known_projects={}).rejected == 1


def test_the_store_may_know_the_indicator(tmp_path: Path) -> None:
    header = ["fiscal_year", "mof_div_code", "pro_code", "indicator_no", "month", "actual"]
    path = write_csv(tmp_path / "observations.csv", [header, ["2025", "371003000", "001", "1", "6", "96%"]])
    assert (
        intake.read(path, known_projects={"2025-371003000-001": KnownProject(indicators={"1": "指标"})}).rejected == 0
    )
    assert (
        intake.read(path, known_projects={"2025-371003000-001": KnownProject(indicators={"2": "指标"})}).rejected == 1
    )


def test_a_file_in_force_is_told_and_not_read_again(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "项目.csv", [PROJECT_HEADER, project_row()])
    first = intake.read(path)
    again = intake.read(path, known_files=set(first.sources.values()))
    assert again.sources == first.sources
    assert not again.tables and not again.controls
    assert "以前导入过" in told(again, Level.NOTICE)[0].reason


def test_small_faults_leave_the_row_in(tmp_path: Path) -> None:
    header = [*PROJECT_HEADER, "重点项目", "密级", "执行率", "开始月份", "结束月份"]
    rows = [header, [*project_row(), "2", "内部", "不详", "13", "6"], [*project_row("002"), "", "", "", "9", "3"]]
    result = intake.read(write_csv(tmp_path / "项目.csv", rows))
    warned = {(problem.row, problem.column) for problem in told(result, Level.WARNING)}
    assert warned >= {(2, "重点项目"), (2, "密级"), (2, "执行率"), (2, "开始月份"), (3, "开始月份")}
    assert records(result, "projects", "is_key", "secret_level", "start_month", "end_month") == [
        (None, None, None, None),
        (None, None, 9, 3),
    ]
    assert not told(result, Level.REJECTED)


def test_weights_of_a_project_above_a_hundred_are_told(tmp_path: Path) -> None:
    rows = [INDICATORS, GOOD_INDICATOR, changed(GOOD_INDICATOR, 3, "2")]
    result = intake.read(write_csv(tmp_path / "indicators.csv", rows))
    assert "合计 200" in told(result, Level.WARNING)[0].reason
    assert result.rejected == 0


def test_a_project_of_an_unknown_division_is_told(tmp_path: Path) -> None:
    write_csv(tmp_path / "区划.csv", [["区划代码", "区划名称", "级次"], ["371000000", "威海市", "市"]])
    write_csv(tmp_path / "项目.csv", [PROJECT_HEADER, project_row("001"), project_row("002")])
    result = intake.read(tmp_path)
    (problem,) = told(result, Level.WARNING)
    assert (problem.row, problem.value) == (2, "371003000")
    assert result.tables["projects"].num_rows == 2


def test_a_project_of_a_division_that_the_store_does_not_have_is_told(tmp_path: Path) -> None:
    rows = [PROJECT_HEADER, project_row("001"), [2025, "430400000", *project_row("002")[2:]]]
    known = {"2025-371003000-009": KnownProject()}
    result = intake.read(write_csv(tmp_path / "项目.csv", rows), known_projects=known)
    (problem,) = told(result, Level.WARNING)
    assert (problem.row, problem.value) == (3, "430400000")
    assert "别的县区" in problem.reason
    assert result.tables["projects"].num_rows == 2


def test_an_observation_without_its_indicator(tmp_path: Path) -> None:
    write_csv(tmp_path / "项目.csv", [PROJECT_HEADER, project_row("001")])
    write_csv(tmp_path / "indicators.csv", [INDICATORS, GOOD_INDICATOR])
    header = ["fiscal_year", "mof_div_code", "pro_code", "indicator_no", "month", "actual"]
    rows = [header, ["2025", "371003000", "001", "1", "6", "96%"], ["2025", "371003000", "001", "7", "6", "96%"]]
    write_csv(tmp_path / "observations.csv", rows)
    result = intake.read(tmp_path)
    (problem,) = told(result, Level.REJECTED)
    assert (problem.file, problem.row, problem.value) == ("observations.csv", 3, "7")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.csv", bytes(range(256)) * 4, "二进制"),
        ("a.csv", b"\xff\xfe\x00", "二进制"),
        ("a.csv", b"a,b\n1,2\n", "认不出"),
        ("a.csv", '预算年度,"财政区划\n1,2\n'.encode(), "引号没有成对"),
        ("a.csv", "预算年度,财政区划,项目编码,项目名称".encode() * 3 + b"\xe9\n", "损坏的字节"),
        ("a.csv", b"<html><table></table></html>", "网页格式"),
        ("a.xls", b"<html><table></table></html>", "网页格式"),
        ("a.csv", ",".join(PROJECT_HEADER).encode("gb18030").decode("latin-1").encode(), "乱码"),
        ("a.csv", ",".join(PROJECT_HEADER).encode().decode("latin-1").encode(), "乱码"),
        ("a.csv", ",".join(PROJECT_HEADER).encode().decode("gb18030", "replace").encode(), "乱码"),
        ("a.csv", ",".join(PROJECT_HEADER).encode("gb18030").decode("utf-8", "replace").encode(), "乱码"),
        ("a.csv", b"\n \n,,,\n", "没有任何数据"),
        ("a.xlsx", b"PK\x03\x04 truncated", "损坏或不完整"),
        ("a.xlsx", b"plain text", "不是有效的工作簿"),
        ("a.xls", b"\xd0\xcf\x11\xe0" + bytes(600), "损坏或不完整"),
        ("a.parquet", b"PAR1 no", "Parquet"),
    ],
)
def test_unreadable_files(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    (tmp_path / name).write_bytes(content)
    result = intake.read(tmp_path)
    (problem,) = told(result, Level.REJECTED)
    assert (problem.file, problem.row) == (name, None)
    assert words in problem.reason


def test_a_truncated_workbook(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "项目.xlsx", {"项目": [PROJECT_HEADER, project_row()]})
    path.write_bytes(path.read_bytes()[:-400])
    assert "损坏或不完整" in told(intake.read(path), Level.REJECTED)[0].reason


def test_a_missing_column_names_what_lacks(tmp_path: Path) -> None:
    rows = [PROJECT_HEADER[:3] + PROJECT_HEADER[4:], project_row()[:3] + project_row()[4:]]
    result = intake.read(write_csv(tmp_path / "项目.csv", rows))
    assert "缺少 “项目编码” 列" in told(result, Level.REJECTED)[0].reason
    assert result.rejected == 1


@pytest.mark.parametrize(
    "options", [{"unit": "两"}, {"secret_level": "内部"}, {"covers": " , "}, {"mapping": "没有.toml"}]
)
def test_wrong_options_are_sentences(tmp_path: Path, options: dict[str, str]) -> None:
    with pytest.raises(DualwatchError, match=r"[一-鿿]"):
        intake.read(tmp_path, **options)


def test_garbled_names_are_refused_and_garbled_extras_left_out(tmp_path: Path) -> None:
    broken = "农村公路养护工程".encode().decode("gb18030", "replace")
    rows = [[*PROJECT_HEADER, "预算单位"], [*project_row("001", name=broken), ""], [*project_row("002"), "锟斤拷"]]
    result = intake.read(write_csv(tmp_path / "项目.csv", rows))
    assert records(result, "projects", "pro_code", "agency_name") == [("002", None)]
    assert {(problem.level, problem.row) for problem in result.problems if "乱码" in problem.reason} == {
        (Level.REJECTED, 2),
        (Level.WARNING, 3),
    }


def test_an_amount_that_a_comma_cut_in_two_is_refused(tmp_path: Path) -> None:
    rows = [PROJECT_HEADER, project_row("001"), [*project_row("002", initial="1", adjusted="234.00"), "2", "345"]]
    result = intake.read(write_csv(tmp_path / "项目.csv", rows))
    assert records(result, "projects", "pro_code") == [("001",)]
    (problem,) = told(result, Level.REJECTED)
    assert problem.row == 3
    assert "比表头多出几格" in problem.reason
    assert_balanced(result)


@pytest.mark.parametrize("text", ["1.234,56", "1,23"])
def test_swapped_separators_are_refused_with_what_to_write(tmp_path: Path, text: str) -> None:
    rows = [PROJECT_HEADER, project_row("001"), project_row("002", adjusted=text)]
    (problem,) = told(intake.read(write_csv(tmp_path / "项目.csv", rows, delimiter=";")), Level.REJECTED)
    assert (problem.row, problem.column, problem.value) == (3, "全年预算数（万元）", text)
    assert "1,234.56" in problem.reason


def test_days_are_stored_as_days_however_they_are_written(tmp_path: Path) -> None:
    header = ["fiscal_year", "mof_div_code", "pro_code", "indicator_no", "month", "actual", "reported_on"]
    days: list[Any] = ["2025年9月30日", 45930, datetime.date(2025, 9, 30), "昨天", ""]
    rows = [header, *([2025, "371003000", "001", str(number), 9, "1", day] for number, day in enumerate(days))]
    path = tmp_path / "指标监控.xlsx"
    with xlsxwriter.Workbook(path, {"default_date_format": "m月d日"}) as book:
        sheet = book.add_worksheet("指标监控")
        for place, cells in enumerate(rows):
            sheet.write_row(place, 0, cells)
    result = intake.read(path)
    assert [day for (day,) in records(result, "observations", "reported_on")] == ["2025-09-30"] * 3 + [None, None]
    assert ["不是日期" in problem.reason for problem in told(result, Level.WARNING)] == [True]
    assert any("日期的序号（45930 即 2025-09-30）" in problem.reason for problem in told(result, Level.NOTICE))


def test_months_that_are_dates_in_cells_and_in_the_header(tmp_path: Path) -> None:
    wide = ["年度", "区划代码", "项目编码", datetime.date(2025, 3, 1), datetime.date(2025, 4, 1)]
    with xlsxwriter.Workbook(tmp_path / "支付.xlsx", {"default_date_format": 'm"月"'}) as book:
        for name, rows in (
            ("支付", [PAYMENTS, [2025, "371003000", "001", datetime.date(2025, 1, 1), 5]]),
            ("各月", [["单位：元"], wide, [2025, "371003000", "001", 6, 7]]),
        ):
            sheet = book.add_worksheet(name)
            for place, cells in enumerate(rows):
                sheet.write_row(place, 0, cells)
    result = intake.read(tmp_path / "支付.xlsx")
    assert records(result, "execution", "month", "paid") == [(1, Decimal(5)), (3, Decimal(6)), (4, Decimal(7))]


def test_many_bad_cells_are_told_in_one_pass(tmp_path: Path) -> None:
    rows = [PROJECT_HEADER, *(project_row(f"{number}.5E+17") for number in range(1, 30_001))]
    result = intake.read(write_csv(tmp_path / "项目.csv", rows))
    assert len(told(result, Level.REJECTED)) == result.rejected == 30_000
