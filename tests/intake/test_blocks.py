"""Several tables on a sheet: below and beside one another, each with its own titles, units and addresses."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from dualwatch import intake
from dualwatch.model import Intake, Level
from tests.intake.files import (
    PROJECT_HEADER,
    Rows,
    assert_balanced,
    project_row,
    records,
    told,
    write_csv,
    write_workbook,
)

BARE_HEADER = [*PROJECT_HEADER[:5], "年初预算数", "全年预算数"]
PAYMENT_HEADER = ["年度", "区划代码", "项目编码", "月份", "本月支付"]


def payment(code: str = "001", month: Any = 1, paid: Any = 5) -> list[Any]:
    return ["2025", "371003000", code, month, paid]


def read(tmp_path: Path, rows: Rows, kind: str = "xlsx", merged: tuple[str, ...] = (), **options: Any) -> Intake:
    path = tmp_path / f"汇总.{kind}"
    written = write_csv(path, rows) if kind == "csv" else write_workbook(path, {"Sheet1": rows}, merged)
    result = intake.read(written, **options)
    assert_balanced(result)
    return result


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
@pytest.mark.parametrize("between", [[], [[]], [[], [], []]])
def test_stacked_tables_with_titles_units_totals_and_notes(tmp_path: Path, kind: str, between: Rows) -> None:
    upper = [
        ["2025年项目表"],
        ["", "", "", "", "", "单位：万元"],
        BARE_HEADER,
        project_row("001"),
        ["合计", "", "", "", "", "100", "100"],
        ["注：含结转资金"],
    ]
    lower = [["2025年支付表", "", "", "单位：元"], PAYMENT_HEADER, payment("001", 1, 5), payment("001", 2, 7)]
    result = read(tmp_path, [*upper, *between, *lower], kind)
    first = len(upper) + len(between) + 3
    assert records(result, "projects", "pro_code", "adjusted_budget", "source_row") == [("001", Decimal(1_000_000), 4)]
    assert records(result, "execution", "month", "paid", "source_row") == [
        (1, Decimal(5), first),
        (2, Decimal(7), first + 1),
    ]
    assert not told(result, Level.REJECTED)


def test_stacked_tables_without_anything_between_them(tmp_path: Path) -> None:
    rows = [PROJECT_HEADER, project_row("001"), [*PAYMENT_HEADER[:4], "本月支付（元）"], payment()]
    result = read(tmp_path, rows)
    assert {name: table.num_rows for name, table in result.tables.items()} == {"projects": 1, "execution": 1}


def test_the_same_header_again_under_another_unit(tmp_path: Path) -> None:
    rows = [
        ["教育局  单位：万元"],
        BARE_HEADER,
        project_row("001", adjusted="1"),
        ["民政局  单位：元"],
        BARE_HEADER,
        project_row("002", adjusted="1"),
    ]
    result = read(tmp_path, rows)
    assert records(result, "projects", "pro_code", "adjusted_budget", "source_row") == [
        ("001", Decimal(10_000), 3),
        ("002", Decimal(1), 6),
    ]


def test_headers_of_two_merged_rows_below_one_another(tmp_path: Path) -> None:
    upper = [
        ["2025年项目表（单位：元）"],
        [*PROJECT_HEADER[:5], "预算数", ""],
        ["", "", "", "", "", "年初预算数", "全年预算数"],
        project_row("001"),
    ]
    lower = [
        ["2025年支付表（单位：元）"],
        ["年度", "区划代码", "项目编码", "执行数", ""],
        ["", "", "", "1月", "2月"],
        ["2025", "371003000", "001", 5, 6],
    ]
    merged = ("F2:G2", "A2:A3", "B2:B3", "C2:C3", "D2:D3", "E2:E3", "D6:E6", "A6:A7", "B6:B7", "C6:C7")
    result = read(tmp_path, [*upper, *lower], merged=merged)
    assert records(result, "projects", "initial_budget", "source_row") == [(Decimal(100), 4)]
    assert records(result, "execution", "month", "paid", "source_row") == [(1, Decimal(5), 8), (2, Decimal(6), 8)]


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_tables_side_by_side_of_different_heights(tmp_path: Path, kind: str) -> None:
    gap = [""]
    rows = [
        ["2025年预算和支付", *[""] * 8, "单位：元"],
        BARE_HEADER + gap + PAYMENT_HEADER,
        project_row("001") + gap + payment("001", 1, 5),
        [""] * 8 + payment("001", 2, "x"),
        [""] * 8 + payment("001", 3, 7),
    ]
    result = read(tmp_path, rows, kind)
    assert records(result, "projects", "pro_code", "adjusted_budget") == [("001", Decimal(100))]
    assert records(result, "execution", "month", "source_row") == [(1, 3), (3, 5)]
    (problem,) = told(result, Level.REJECTED)
    assert (problem.row, problem.cell) == (4, "M4")


def test_a_unit_over_one_of_two_tables_is_its_own(tmp_path: Path) -> None:
    gap = [""]
    rows = [
        ["单位：万元", *[""] * 7, "单位：元"],
        BARE_HEADER + gap + PAYMENT_HEADER,
        project_row("001", adjusted="1") + gap + payment(paid="1"),
    ]
    result = read(tmp_path, rows)
    assert records(result, "projects", "adjusted_budget") == [(Decimal(10_000),)]
    assert records(result, "execution", "paid") == [(Decimal(1),)]


def test_a_blank_column_within_a_table_does_not_split_it(tmp_path: Path) -> None:
    rows = [[*PROJECT_HEADER[:4], "", *PROJECT_HEADER[4:]], [*project_row()[:4], "", *project_row()[4:]]]
    assert records(read(tmp_path, rows), "projects", "pro_name", "source_row") == [("农村公路养护", 2)]


def test_blank_rows_and_notes_do_not_split_a_table(tmp_path: Path) -> None:
    rows = [
        PROJECT_HEADER,
        project_row("001"),
        [],
        [],
        project_row("002"),
        ["以上为第一批，以下为第二批项目"],
        project_row("003"),
        ["制表人：", "", "审核人：", "", "填报日期："],
    ]
    result = read(tmp_path, rows)
    assert records(result, "projects", "source_row") == [(2,), (5,), (7,)]
    assert not told(result, Level.REJECTED)
    assert any("第 6、8 行" in problem.reason for problem in result.problems)


def test_what_is_said_of_a_part_names_its_cells_in_the_sheet(tmp_path: Path) -> None:
    rows = [PROJECT_HEADER, project_row("001"), [], [], [*PAYMENT_HEADER[:4], "本月支付（元）"], payment(month=13)]
    result = read(tmp_path, rows)
    (problem,) = told(result, Level.REJECTED)
    assert (problem.row, problem.cell) == (6, "D6")
    assert [one.why[:8] for one in result.recognised] == ["从第 1 行起的", "从第 5 行起的"]


def test_rows_above_the_header_that_look_like_data_are_told(tmp_path: Path) -> None:
    rows = [["部门", "个数", "金额"], ["教育局", 3, 4], [], PROJECT_HEADER, project_row("001")]
    result = read(tmp_path, rows)
    assert result.tables["projects"].num_rows == 1
    assert any("像数据（第 2 行）" in problem.reason for problem in told(result, Level.WARNING))


def test_a_table_nobody_knows_below_another_is_not_half_stored(tmp_path: Path) -> None:
    rows = [PROJECT_HEADER, project_row("001"), [], ["车牌", "司机", "里程"], ["鲁K1", "张", 3], ["鲁K2", "李", 4]]
    result = read(tmp_path, rows)
    assert result.tables["projects"].num_rows == 1
    assert {problem.row for problem in told(result, Level.REJECTED)} == {4, 5, 6}


def test_the_stated_import_format_is_split_too(tmp_path: Path) -> None:
    rows = [PROJECT_HEADER, project_row("001"), [*PAYMENT_HEADER[:4], "本月支付（元）"], payment()]
    assert set(read(tmp_path, rows, mapping="canonical").tables) == {"projects", "execution"}
