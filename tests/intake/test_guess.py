"""The maker of mappings: unknown layouts are guessed, guesses can be changed, what is settled is found again."""

from decimal import Decimal
from pathlib import Path

import pytest

from dualwatch import intake
from dualwatch.intake import guess
from dualwatch.intake.grids import Grid
from dualwatch.intake.guess import Choice
from dualwatch.intake.mapping_files import load_mapping, mapping_files, save, to_toml
from dualwatch.model import DualwatchError, Level, Sureness
from tests.intake.files import records, told, write_workbook

TITLED = [
    ["样例县 2025 年项目支出进度表"],
    ["单位：万元"],
    ["序号", "单位编号", "单位", "项目编号", "项目", "年初安排", "调整后预算", "1-8月支出", "进度%", "收款人"],
    [1, "101", "交通运输局", "2025A1", "农村公路养护", 100, 120, 60, "50%", "张三"],
    [2, "102", "教育局", "2025A2", "学前教育补助", 200, 200, 50.5, "25%", "李四"],
    ["", "", "合计", "", "", 300, 320, 110.5, "", ""],
    ["注：数据截至 8 月底"],
]
GROUPED = [
    ["项目", "", "指标", "", "", "", ""],
    ["编号", "名称", "一级", "名称", "符号", "目标", "权重"],
    ["2025A1", "农村公路养护", "产出指标", "养护里程", "≥", "100公里", 50],
    ["2025A1", "农村公路养护", "产出指标", "养护合格率", "≥", "95%", 40],
]
FOREIGN = [
    ["pid", "yr", "county", "amount", "iden_no"],
    ["2025A10001", "2025", "991001000", "12345.67", "110101199001011234"],
    ["2025A10002", "2025", "991001000", "2345.67", "110101199001011235"],
]


def sheet(rows: list[list[object]]) -> Grid:
    return Grid("表.xlsx", "Sheet1", rows)


def guessed(grid: Grid, table: str) -> dict[str, str | None]:
    row, depth = guess.header_rows(grid)[0]
    return {one.column.header: one.field for one in guess.guess(grid, row, table, depth)}


def test_a_header_under_titles_and_one_of_two_rows_are_found() -> None:
    assert guess.header_rows(sheet(TITLED))[0] == (3, 1)
    assert guess.header_rows(sheet(GROUPED))[0] == (1, 2)
    assert (2, 1) in guess.header_rows(sheet(GROUPED))


def test_a_part_of_a_sheet_counts_rows_and_columns_as_the_sender_sees_them() -> None:
    part = Grid("表.xlsx", "S", TITLED, top=10, left=2)
    assert guess.header_rows(part)[0] == (13, 1)
    assert guess.columns(part, 13)[0].number == 3


def test_columns_are_guessed_by_words_in_their_names() -> None:
    assert guessed(sheet(TITLED), "projects") == {
        "序号": None,
        "单位编号": "agency_code",
        "单位": "agency_name",
        "项目编号": "pro_code",
        "项目": "pro_name",
        "年初安排": "initial_budget",
        "调整后预算": "adjusted_budget",
        "1-8月支出": None,
        "进度%": "printed_rate",
        "收款人": None,
    }
    assert guess.tables(sheet(TITLED), 3)[0] == "projects"
    assert guess.unit_of(sheet(TITLED), 3) == "万元"
    assert guess.month_columns(sheet(TITLED), 3) == {"1-8月支出": 8}
    assert guess.month_field("execution", ["1-8月支出"]) == "paid_to_date"


def test_columns_are_guessed_by_what_they_hold_and_say_how_sure() -> None:
    grid = sheet(FOREIGN)
    found = {one.column.header: one for one in guess.guess(grid, 1, "execution")}
    assert {header: one.field for header, one in found.items()} == {
        "pid": "pro_code",
        "yr": "fiscal_year",
        "county": "mof_div_code",
        "amount": "paid",
        "iden_no": None,
    }
    assert found["yr"].sureness == Sureness.LIKELY
    assert (found["amount"].sureness, found["amount"].why) == (Sureness.GUESSED, "内容像金额")


def test_a_header_of_two_rows_is_guessed_by_both() -> None:
    grid = sheet(GROUPED)
    assert guessed(grid, "indicators") == {
        "项目编号": "pro_code",
        "项目名称": None,
        "指标一级": "level1",
        "指标名称": "level3",
        "指标符号": "sign",
        "指标目标": "target",
        "指标权重": "weight",
    }
    assert guess.tables(grid, 1, 2)[0] == "indicators"


def test_personal_columns_show_no_value_and_cannot_be_chosen() -> None:
    person = guess.columns(sheet(FOREIGN), 1)[-1]
    assert (person.personal, person.mappable, person.samples) == (True, False, ())
    with pytest.raises(DualwatchError, match="个人信息或账户，不能读取"):
        guess.as_mapping("试", [Choice("execution", {"pro_code": "iden_no"})])


def test_blank_and_double_headers_cannot_be_chosen() -> None:
    listed = guess.columns(sheet([["金额", "", "金额"], ["1", "2", "3"]]), 1)
    assert [(one.header, one.mappable) for one in listed] == [("金额", False), ("第 2 列", False), ("金额", False)]


def test_what_is_lacking_is_named() -> None:
    assert guess.lacking("execution", ["fiscal_year", "mof_div_code", "pro_code"]) == ["月份", "本月支付 或 累计支付"]
    assert guess.lacking("projects", ["fiscal_year", "mof_div_code", "pro_code", "pro_name", "dept_name"]) == []


def two_tables(unit: str | None = None) -> object:
    """Projects and payments of one wide sheet."""
    columns = {"pro_code": "项目编号", "pro_name": "项目", "dept_name": "单位", "initial_budget": "年初安排"}
    constants = {"fiscal_year": 2025, "mof_div_code": "991001000"}
    return guess.as_mapping(
        "进度表",
        [
            Choice("projects", columns | {"adjusted_budget": "调整后预算"}, constants),
            Choice("execution", {"pro_code": "项目编号"}, constants, {"1-8月支出": 8}, "paid_to_date"),
        ],
        unit=unit,
        coverage="all",
        totals=["序号", "单位"],
    )


def test_ten_rows_are_shown_as_they_would_be_stored() -> None:
    shown = guess.preview(sheet(TITLED), two_tables())
    assert shown.tables["projects"].select(["pro_code", "initial_budget"]).to_pylist() == [
        {"pro_code": "2025A1", "initial_budget": Decimal(1_000_000)},
        {"pro_code": "2025A2", "initial_budget": Decimal(2_000_000)},
    ]
    assert shown.tables["execution"]["paid_to_date"].to_pylist() == [Decimal(600_000), Decimal(505_000)]
    assert not [problem for problem in shown.problems if problem.level is Level.REJECTED]
    assert not any("张三" in str(problem) for problem in shown.problems)


def test_a_preview_looks_at_the_first_rows_only() -> None:
    many = [*TITLED[:3], *([str(n), "101", "局", f"P{n}", "路", 1, 1, 1, "1%", ""] for n in range(5_000))]
    shown = guess.preview(sheet(many), two_tables(), rows=7)
    assert (shown.tables["projects"].num_rows, shown.looked_at) == (7, 300)


def test_a_wrong_choice_is_told_in_the_preview() -> None:
    wrong = guess.as_mapping("试", [Choice("execution", {"pro_code": "项目编号", "paid": "项目"})], unit="万元")
    reasons = [problem.reason for problem in guess.preview(sheet(TITLED), wrong).problems]
    assert any("不是金额" in reason for reason in reasons) or any("预算年度" in reason for reason in reasons)
    other = guess.preview(sheet(TITLED), two_tables(unit="元"))
    assert "两种金额单位（“万元”和“元”）" in other.problems[0].reason
    assert not other.tables


def test_codes_that_the_sheet_lacks_can_be_built() -> None:
    constants = {"fiscal_year": 2025, "mof_div_code": "991001000"}
    columns = {"pro_code": "项目编号", "level3": "指标名称", "target": "指标目标"}
    choice = Choice("indicators", columns, constants, built={"indicator_no": ["指标一级", "指标名称"]})
    shown = guess.preview(sheet(GROUPED), guess.as_mapping("指标表", [choice], depth=2))
    assert shown.tables["indicators"]["indicator_no"].to_pylist() == [
        "自编-产出指标-养护里程",
        "自编-产出指标-养护合格率",
    ]


def test_what_was_settled_is_saved_and_recognised_the_next_time(tmp_path: Path) -> None:
    folder = tmp_path / "mappings"
    path = save(two_tables(), folder)
    assert path == folder / "进度表.toml"
    moved = [["另一个标题"], *TITLED]
    file = write_workbook(tmp_path / "九月.xlsx", {"随便": moved})
    read = intake.read(file, own_mappings=folder)
    assert read.recognised[0].format == "进度表"
    assert records(read, "execution", "pro_code", "month", "paid_to_date") == [
        ("2025A1", 8, Decimal(600_000)),
        ("2025A2", 8, Decimal(505_000)),
    ]
    assert told(read, Level.REJECTED) == []
    assert any("收款人" in problem.reason for problem in told(read, Level.NOTICE))


@pytest.mark.parametrize("path", mapping_files(), ids=lambda path: path.stem)
def test_every_shipped_mapping_is_written_and_read_back(tmp_path: Path, path: Path) -> None:
    mapping = load_mapping(path)
    again = tmp_path / path.name
    again.write_text(to_toml(mapping), encoding="utf-8")
    assert load_mapping(again).model_dump() == mapping.model_dump()


@pytest.mark.parametrize("name", ["a/b", "../x", "", "canonical", "selfeval-form", "tenjo", "x" * 61])
def test_names_that_no_mapping_may_have(tmp_path: Path, name: str) -> None:
    with pytest.raises(DualwatchError, match="名称"):
        save(guess.as_mapping(name or " ", [Choice("execution", {"pro_code": "项目编号"})]), tmp_path)


def test_nothing_chosen_is_a_sentence() -> None:
    with pytest.raises(DualwatchError, match="还没有选定一列"):
        guess.as_mapping("试", [Choice("execution", {})])
    with pytest.raises(DualwatchError, match="没有字段“钱”"):
        guess.as_mapping("试", [Choice("execution", {"钱": "项目编号"})])
