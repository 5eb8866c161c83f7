"""What a sheet is taken for, how sure and why; copies and hidden sheets; years, units and regions that contradict."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from dualwatch import intake
from dualwatch.model import Level, Sureness
from tests.intake.files import (
    PROJECT_HEADER,
    assert_balanced,
    project_row,
    records,
    told,
    write_csv,
    write_workbook,
)

PAYMENTS = ["年度", "区划代码", "项目编码", "月份", "本月支付（元）"]
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000a49444154789c63000100000500010d0a2db40000000049454e44ae426082"
)


def test_a_sheet_is_taken_for_a_table_with_its_reason(tmp_path: Path) -> None:
    result = intake.read(write_workbook(tmp_path / "a.xlsx", {"项目": [PROJECT_HEADER, project_row()]}))
    (one,) = result.recognised
    assert (one.file, one.sheet, one.format, one.label) == ("a.xlsx", "项目", "canonical", "标准表·项目")
    assert (one.sureness, one.why) == (Sureness.CERTAIN, "名称相符，表头 7 列认出 7 列")


def test_a_header_that_lacks_a_column_is_only_a_guess(tmp_path: Path) -> None:
    rows = [PROJECT_HEADER[1:], project_row()[1:]]
    (one,) = intake.read(write_workbook(tmp_path / "a.xlsx", {"表": rows})).recognised
    assert one.sureness is Sureness.GUESSED
    assert "缺少 “预算年度”" in one.why


def test_a_copy_of_a_sheet_is_refused_and_names_its_twin(tmp_path: Path) -> None:
    rows = [PROJECT_HEADER, project_row("001"), project_row("002")]
    path = write_workbook(tmp_path / "a.xlsx", {"项目": rows, "项目 (2)": rows, "空白": []})
    result = intake.read(path)
    (problem,) = told(result, Level.REJECTED)
    assert (problem.sheet, problem.row) == ("项目 (2)", None)
    assert "“a.xlsx”〔项目〕的内容完全相同" in problem.reason
    (control,) = result.controls
    assert (control.rows_received, control.rows_stored, control.rows_rejected) == (4, 2, 2)
    assert_balanced(result)


def test_a_copy_in_another_file_is_refused_too(tmp_path: Path) -> None:
    rows = [PROJECT_HEADER, project_row("001")]
    write_workbook(tmp_path / "a.xlsx", {"项目": rows})
    write_workbook(tmp_path / "b.xlsx", {"项目": rows, "支付": [PAYMENTS, ["2025", "371003000", "001", 1, 5]]})
    result = intake.read(tmp_path)
    (problem,) = told(result, Level.REJECTED)
    assert (problem.file, problem.sheet) == ("b.xlsx", "项目")
    assert result.tables["execution"].num_rows == 1


def test_a_sheet_that_is_partly_the_same_loses_only_the_doubled_rows(tmp_path: Path) -> None:
    sheets = {
        "项目": [PROJECT_HEADER, project_row("001"), project_row("002")],
        "副本": [PROJECT_HEADER, project_row("002"), project_row("003")],
    }
    result = intake.read(write_workbook(tmp_path / "a.xlsx", sheets))
    assert records(result, "projects", "pro_code") == [("001",), ("002",), ("003",)]
    (problem,) = told(result, Level.REJECTED)
    assert (problem.sheet, problem.row) == ("副本", 2)


def test_the_same_instructions_in_every_workbook_are_no_copies(tmp_path: Path) -> None:
    note = [["请按表填写"], ["有问题请联系预算科"]]
    for name, code in (("a", "001"), ("b", "002")):
        write_workbook(tmp_path / f"{name}.xlsx", {"说明": note, "项目": [PROJECT_HEADER, project_row(code)]})
    result = intake.read(tmp_path)
    assert result.tables["projects"].num_rows == 2
    assert not told(result, Level.REJECTED)


@pytest.mark.parametrize("how", ["hide", "very_hidden"])
def test_hidden_sheets_are_read_after_the_others_and_told(tmp_path: Path, how: str) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        for name, amount in (("旧", "1"), ("新", "2")):
            sheet = book.add_worksheet(name)
            for row, cells in enumerate((PROJECT_HEADER, project_row("001", adjusted=amount))):
                sheet.write_row(row, 0, cells)
        getattr(book.get_worksheet_by_name("旧"), how)()
        book.get_worksheet_by_name("新").activate()
        book.get_worksheet_by_name("新").set_first_sheet()
    result = intake.read(tmp_path / "a.xlsx")
    assert records(result, "projects", "adjusted_budget", "source_sheet") == [(Decimal(20_000), "新")]
    assert [problem.sheet for problem in told(result, Level.NOTICE) if "隐藏的工作表" in problem.reason] == ["旧"]
    assert [problem.sheet for problem in told(result, Level.REJECTED)] == ["旧"]


def test_a_header_that_is_a_picture_is_said_to_be_one(tmp_path: Path) -> None:
    (tmp_path / "表头.png").write_bytes(PICTURE)
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet("表")
        sheet.insert_image(0, 0, tmp_path / "表头.png")
        sheet.write_row(5, 0, ["2025", "371003000", "001", 5])
    (problem,) = told(intake.read(tmp_path / "a.xlsx"), Level.REJECTED)
    assert "图片" in problem.reason and "换成可以选中的文字" in problem.reason


@pytest.mark.parametrize(
    ("name", "title", "options", "where"),
    [
        ("2024年项目.csv", "项目表", {}, "文件名写的是 2024 年"),
        ("项目.csv", "2024年度项目表", {}, "标题写的是 2024 年"),
        ("项目.csv", "项目表", {"year": 2024}, "导入时说明的是 2024 年"),
    ],
)
def test_a_year_that_contradicts_the_rows_is_told(
    tmp_path: Path, name: str, title: str, options: dict[str, int], where: str
) -> None:
    path = write_csv(tmp_path / name, [[title], PROJECT_HEADER, project_row("001"), project_row("002")])
    (problem,) = told(intake.read(path, **options), Level.WARNING)
    assert where in problem.reason
    assert (problem.row, problem.value) == (3, "2025")
    assert "2 行" in problem.reason


def test_a_year_of_the_sheet_or_of_two_years_that_fits_is_not_told(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "2026年报送2025年项目.csv", [["20250831 导出"], PROJECT_HEADER, project_row()])
    assert not told(intake.read(path), Level.WARNING)


def test_a_month_of_another_year_is_refused(tmp_path: Path) -> None:
    rows = [PAYMENTS, ["2025", "371003000", "001", "2025-03", 5], ["2025", "371003000", "001", "202412", 5]]
    result = intake.read(write_csv(tmp_path / "支付.csv", rows))
    (problem,) = told(result, Level.REJECTED)
    assert (problem.row, problem.column, problem.value) == (3, "月份", "202412")


def test_months_of_two_years_side_by_side(tmp_path: Path) -> None:
    rows = [["年度", "区划代码", "项目编码", "2024年12月（元）", "2025年1月（元）"], ["2025", "371003000", "001", 1, 2]]
    result = intake.read(write_csv(tmp_path / "支付.csv", rows))
    assert records(result, "execution", "month", "paid") == [(1, Decimal(2))]
    (problem,) = told(result, Level.REJECTED)
    assert problem.value == "2024-12"
    assert_balanced(result)


@pytest.mark.parametrize(
    ("title", "header", "amounts", "level", "words"),
    [
        ("单位：元", ["年初预算数（万元）", "全年预算数（万元）"], (10_000, 10_000), Level.WARNING, "按表头的万元读"),
        ("项目表", ["年初预算数（元）", "全年预算数（万元）"], (1, 10_000), Level.NOTICE, "各列的金额单位不同"),
        ("单位：元", ["年初预算数", "全年预算数（万元）"], (1, 10_000), Level.WARNING, "标题写的单位是元"),
    ],
)
def test_two_units_in_one_table(
    tmp_path: Path, title: str, header: list[str], amounts: tuple[int, int], level: Level, words: str
) -> None:
    rows = [[title], [*PROJECT_HEADER[:5], *header], project_row(initial="1", adjusted="1")]
    result = intake.read(write_csv(tmp_path / "项目.csv", rows))
    assert records(result, "projects", "initial_budget", "adjusted_budget") == [tuple(map(Decimal, amounts))]
    assert any(words in problem.reason for problem in told(result, level))


def test_two_units_in_the_title_are_refused_where_the_header_has_none(tmp_path: Path) -> None:
    rows = [["单位：万元"], ["金额单位：元"], [*PROJECT_HEADER[:5], "年初预算数"], project_row()[:6]]
    (problem,) = told(intake.read(write_csv(tmp_path / "项目.csv", rows)), Level.REJECTED)
    assert "分不清" in problem.reason and "万元”和“元" in problem.reason


def test_months_with_different_units_are_refused(tmp_path: Path) -> None:
    rows = [["年度", "区划代码", "项目编码", "1月（元）", "2月（万元）"], ["2025", "371003000", "001", 1, 2]]
    (problem,) = told(intake.read(write_csv(tmp_path / "支付.csv", rows)), Level.REJECTED)
    assert "金额单位不同" in problem.reason


def test_a_stated_unit_that_the_title_contradicts_is_told(tmp_path: Path) -> None:
    rows = [["单位：元"], [*PROJECT_HEADER[:5], "年初预算数"], project_row(initial="1")[:6]]
    result = intake.read(write_csv(tmp_path / "项目.csv", rows), unit="万元")
    assert records(result, "projects", "initial_budget") == [(Decimal(1),)]
    assert any("导入时说明的单位是万元，表里写的是元" in problem.reason for problem in told(result, Level.WARNING))


@pytest.mark.parametrize(
    ("region", "stored"),
    [("371003000", ["371003000", "371003101"]), ("371000000", ["371003000", "371003101", "371002000"]), (None, None)],
)
def test_rows_of_another_county_are_refused(tmp_path: Path, region: str | None, stored: list[str] | None) -> None:
    codes = ["371003000", "371003101", "371002000", "370102000"]
    rows: list[list[Any]] = [PROJECT_HEADER]
    for number, code in enumerate(codes):
        rows.append(project_row(f"00{number}"))
        rows[-1][1] = code
    result = intake.read(write_csv(tmp_path / "项目.csv", rows), region=region)
    kept = stored or codes
    assert records(result, "projects", "mof_div_code") == [(code,) for code in kept]
    assert [problem.value for problem in told(result, Level.REJECTED)] == codes[len(kept) :]
    assert all("别的县区" in problem.reason for problem in told(result, Level.REJECTED))
    assert_balanced(result)


def test_one_code_with_two_names_in_two_files_names_both(tmp_path: Path) -> None:
    write_csv(tmp_path / "a.csv", [PROJECT_HEADER, project_row("001", name="农村公路养护")])
    write_csv(tmp_path / "b.csv", [PROJECT_HEADER, project_row("001", name="城市公园建设")])
    (problem,) = told(intake.read(tmp_path), Level.REJECTED)
    assert problem.file == "b.csv"
    assert "“a.csv”第 2 行" in problem.reason
    assert "“农村公路养护”" in problem.reason and "“城市公园建设”" in problem.reason
