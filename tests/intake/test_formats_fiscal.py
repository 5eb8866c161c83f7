"""Tables of regions: revenue and spending by title, region and month; grades of evaluations by their scores."""

from decimal import Decimal
from pathlib import Path

import pytest

from dualwatch import intake
from dualwatch.intake.titles import month_in, year_in
from dualwatch.model import Intake, Level
from tests.intake.files import assert_balanced, records, told, write_csv, write_workbook

REGION = "991001000"


@pytest.mark.parametrize(
    ("text", "year", "month"),
    [
        ("样例市2025年1-8月财政收支情况", "2025", "8"),
        ("2025 年 8 月", "2025", "8"),
        ("２０２５年１—８月", "2025", "8"),
        ("月报202508", "2025", "8"),
        ("2025年上半年", "2025", "6"),
        ("前三季度收支（2025年）", "2025", "9"),
        ("发布时间 2015年10月15日", "2015", None),
        ("财政收支情况", None, None),
    ],
)
def test_the_period_of_a_title(text: str, year: str | None, month: str | None) -> None:
    assert (year_in([text]), month_in([text])) == (year, month)


def fiscal(folder: Path, title: str, name: str, **stated: object) -> Intake:
    rows = [
        [title],
        ["单位：万元"],
        ["县区", "科目", "预算数", "累计执行数"],
        ["样例县", "一般公共预算收入", "100", "60"],
    ]
    return intake.read(write_csv(folder / name, rows), known_regions={"样例县": REGION}, **stated)


def test_period_and_region_come_from_title_file_name_and_store(tmp_path: Path) -> None:
    found = records(
        fiscal(tmp_path, "2025年1-8月收支", "a.csv"), "fiscal_totals", "fiscal_year", "month", "mof_div_code"
    )
    assert found == [(2025, 8, REGION)]
    found = records(fiscal(tmp_path, "收支", "2025年8月.csv"), "fiscal_totals", "fiscal_year", "month", "executed")
    assert found == [(2025, 8, Decimal(600_000))]
    found = records(fiscal(tmp_path, "收支", "b.csv", year=2024, month=3), "fiscal_totals", "fiscal_year", "month")
    assert found == [(2024, 3)]


def test_a_table_without_a_period_says_that_it_must_be_stated(tmp_path: Path) -> None:
    reasons = [problem.reason for problem in told(fiscal(tmp_path, "收支", "a.csv"), Level.REJECTED)]
    assert reasons == ["没有写明“预算年度”：请在表里写明，或在导入时说明。"]


def test_a_title_and_a_file_name_of_different_years_are_told(tmp_path: Path) -> None:
    read = fiscal(tmp_path, "2025年8月收支", "2024年8月.csv")
    assert records(read, "fiscal_totals", "fiscal_year") == [(2025,)]
    assert any("2024" in problem.reason for problem in told(read, Level.WARNING))


@pytest.mark.parametrize("merged", [("A3:A4", "B3:C3", "D3:E3"), ()])
def test_revenue_beside_spending_under_a_header_of_two_rows(tmp_path: Path, merged: tuple[str, ...]) -> None:
    rows = [
        ["样例市2025年8月财政收支情况"],
        ["单位：亿元"],
        ["县区", "一般公共预算收入", "", "一般公共预算支出", ""],
        ["", "年初预算", "累计完成", "年初预算", "累计完成"],
        ["样例县", 5, 3, 12, 7.5],
        ["全市合计", 5, 3, 12, 7.5],
    ]
    path = write_workbook(tmp_path / "a.xlsx", {"Sheet1": rows}, merged)
    read = intake.read(path, known_regions={"样例县": REGION})
    assert sorted(records(read, "fiscal_totals", "measure", "budget", "executed")) == [
        ("一般公共预算支出", Decimal(1_200_000_000), Decimal(750_000_000)),
        ("一般公共预算收入", Decimal(500_000_000), Decimal(300_000_000)),
    ]
    assert not told(read, Level.REJECTED)


def test_a_name_merged_over_its_rows_speaks_for_all_of_them(tmp_path: Path) -> None:
    rows = [
        ["2025年8月"],
        ["县区", "科目", "预算数（万元）", "累计执行数（万元）"],
        ["样例县", "一般公共预算收入", 100, 60],
        ["", "一般公共预算支出", 200, 90],
    ]
    path = write_workbook(tmp_path / "a.xlsx", {"Sheet1": rows}, ["A3:A4"])
    read = intake.read(path, known_regions={"样例县": REGION})
    assert records(read, "fiscal_totals", "mof_div_code", "budget") == [
        (REGION, Decimal(1_000_000)),
        (REGION, Decimal(2_000_000)),
    ]


def test_published_county_figures_load_where_a_budget_is_printed() -> None:
    """Of 103 rows only 大姚县 prints region, year and budget; the rest is named, row by row."""
    read = intake.read(Path(__file__).parents[1] / "data" / "published" / "cn-county")
    assert [one.format for one in read.recognised] == ["fiscal-tables"]
    assert records(read, "fiscal_totals", "mof_div_code", "month", "measure", "budget", "executed") == [
        ("532326000", 4, "一般公共预算收入", Decimal(609_990_000), Decimal(246_270_000)),
        ("532326000", 4, "一般公共预算支出", Decimal(2_572_880_000), Decimal(1_077_520_000)),
        ("532326000", 4, "政府性基金收入", Decimal(252_000_000), Decimal(22_360_000)),
        ("532326000", 4, "政府性基金支出", Decimal(247_100_000), Decimal(53_080_000)),
    ]
    (control,) = read.controls
    left_out = 103 - control.rows_received
    assert control.rows_stored == 4
    assert len({problem.row for problem in told(read, Level.REJECTED)}) == control.rows_rejected
    assert left_out == 18
    assert_balanced(read)


def test_a_grade_that_is_not_that_of_the_score_is_told_and_the_score_counts(tmp_path: Path) -> None:
    header = ["预算年度", "财政区划", "评价对象", "对象编码", "对象名称", "评价类型", "维度", "得分", "满分", "等级"]
    place = ["2025", REGION, "部门整体"]
    rows = [
        [*place, "101", "甲局", "复评", "", "90", "100", "良"],
        [*place, "102", "乙局", "复评", "", "89.99", "100", "良好"],
        [*place, "103", "丙局", "复评", "", "48", "80", ""],
        [*place, "104", "丁局", "复评", "", "59.9", "100", "差"],
        [*place, "104", "丁局", "复评", "规范管理", "10", "20", ""],
    ]
    read = intake.read(write_csv(tmp_path / "绩效评价.csv", [header, *rows]))
    assert [grade for (grade,) in records(read, "evaluations", "grade")] == ["优", "良", "中", "差", None]
    (problem,) = told(read, Level.WARNING)
    assert (problem.row, problem.column, problem.value) == (2, "等级", "良")
    assert "应为“优”" in problem.reason
