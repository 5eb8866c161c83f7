"""The official forms as clerks hand them in: labels in any spelling, several in a sheet, sums that disagree told."""

from pathlib import Path
from typing import Any

import pytest

from dualwatch import intake
from dualwatch.model import Intake, Level, Problem, Sureness
from tests.intake.files import assert_balanced, records, told, write_csv, write_workbook

REGION = "371003000"
Row = list[Any]
MONEY = ["项目资金（万元）", "", "年初预算数", "全年预算数(A)", "全年执行数(B)", "分值", "执行率(B/A)", "得分"]
LINES = [
    "绩效指标",
    "一级指标",
    "二级指标",
    "三级指标",
    "年度指标值",
    "实际完成值",
    "分值",
    "得分",
    "偏差原因分析及改进措施",
]


def head(name: str = "农村公路养护", title: str = "项目支出绩效自评表", year: str = "（2025年度）") -> list[Row]:
    return [[title], [year], ["项目名称", name], ["主管部门", "交通运输局", "", "实施单位", "公路管理站"]]


def selfeval(*lines: Row, total: Row | None = None, money: list[Row] | None = None, **stated: str) -> list[Row]:
    """A self-evaluation of 100 万元, 90 paid; `lines` are 三级指标, 指标值, 完成值, 分值, 得分, 原因."""
    amounts = money or [["", "年度资金总额", 100, 100, 90, 10, "90%", 9], ["", "其中：当年财政拨款", 100, 100, 90]]
    given = lines or (["养护里程", "≥50公里", "50", 90, 90, ""],)
    return [
        *head(**stated),
        [*MONEY],
        *amounts,
        [*LINES],
        *(["", "产出指标", "数量指标", *line] for line in given),
        total or ["总分", "", "", "", "", "", 100, 99],
    ]


def read(folder: Path, rows: list[Row], name: str = "表.xlsx", merged: tuple[str, ...] = (), **stated: Any) -> Intake:
    path = write_workbook(folder / name, {"表": rows}, merged)
    return intake.read([path], **{"region": REGION, "known_projects": {}} | stated)


def warned(found: Intake) -> list[tuple[str | None, str]]:
    return [(problem.cell, problem.reason) for problem in told(found, Level.WARNING)]


def first_refusal(found: Intake) -> Problem:
    return told(found, Level.REJECTED)[0]


def test_a_sound_form_gives_all_its_tables_and_no_warning(tmp_path: Path) -> None:
    found = read(tmp_path, selfeval())
    assert records(found, "projects", "fiscal_year", "pro_name", "dept_name", "agency_name", "printed_score") == [
        (2025, "农村公路养护", "交通运输局", "公路管理站", 99)
    ]
    assert records(found, "funding", "source", "adjusted_budget", "paid") == [("本年财政拨款", 1_000_000, 900_000)]
    assert records(found, "execution", "month", "paid_to_date") == [(12, 900_000)]
    assert records(found, "indicators", "indicator_no", "level2", "level3", "target", "weight") == [
        ("1", "数量指标", "养护里程", "≥50公里", 90)
    ]
    assert records(found, "observations", "month", "actual", "score") == [(12, "50", 90)]
    assert not warned(found)
    assert_balanced(found)


def test_it_is_said_how_sure_the_recognition_is(tmp_path: Path) -> None:
    titled = read(tmp_path, selfeval()).recognised[0]
    untitled = read(tmp_path, selfeval(title="", year="2025年度")).recognised[0]
    assert (titled.format, titled.sureness) == ("selfeval-form", Sureness.CERTAIN)
    assert (untitled.format, untitled.sureness) == ("selfeval-form", Sureness.LIKELY)
    assert "认出" in titled.why


@pytest.mark.parametrize(
    ("label", "spelled"),
    [
        ("项目名称", "项 目 名 称"),
        ("项目名称", "一、项目名称："),
        ("主管部门", "主管部门（盖章）"),
        ("实施单位", "项目\n实施单位"),
        ("年初预算数", "年初预算数\n（Ａ）"),
        ("全年执行数(B)", "预算执行数（B）"),
        ("年度资金总额", "年度财政资金总额："),
        ("其中：当年财政拨款", "其 中 ： 本 年 财 政 拨 款"),
        ("三级指标", "三 级\n指 标"),
        ("年度指标值", "年度指标值（Ａ）"),
        ("总分", "总　分"),
    ],
)
def test_labels_are_read_in_any_spelling(tmp_path: Path, label: str, spelled: str) -> None:
    rows = [[spelled if cell == label else cell for cell in row] for row in selfeval()]
    assert tables_of(read(tmp_path, rows)) == tables_of(read(tmp_path, selfeval()))


def tables_of(found: Intake) -> dict[str, Any]:
    return {name: table.to_pylist() for name, table in found.tables.items()}


def test_a_csv_of_a_form_without_merged_cells_says_the_same(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "表.csv", selfeval(), "gb18030")
    found = intake.read([path], region=REGION, known_projects={})
    assert records(found, "execution", "paid_to_date") == [(900_000,)]
    assert records(found, "indicators", "level1", "level3") == [("产出指标", "养护里程")]


def test_levels_are_filled_down_and_their_points_are_no_part_of_the_name(tmp_path: Path) -> None:
    rows = selfeval(
        ["养护里程", "≥50", "50", 40, 40, ""], ["合格率", "≥95%", "96%", 10, 10, ""], ["收入", "增长", "增长", 40, 40]
    )
    rows[8][1], rows[9][1:3], rows[10][1:3] = "产出\n指标（50分）", ["", "质量指标"], ["效益指标(40分)", "经济效益指标"]
    found = read(tmp_path, rows)
    assert records(found, "indicators", "level1", "level2") == [
        ("产出指标", "数量指标"), ("产出指标", "质量指标"), ("效益指标", "经济效益指标"),
    ]  # fmt: skip
    assert not warned(found)


def test_several_forms_in_a_sheet_and_several_sheets(tmp_path: Path) -> None:
    first, second, third = (selfeval(name=name) for name in ("甲项目", "乙项目", "丙项目"))
    path = write_workbook(tmp_path / "表.xlsx", {"一": [*first, [], *second], "二": third})
    found = intake.read([path], region=REGION, known_projects={})
    assert records(found, "projects", "pro_name", "source_sheet", "source_row") == [
        ("甲项目", "一", 3), ("乙项目", "一", 14), ("丙项目", "二", 3),
    ]  # fmt: skip
    assert len(found.tables["observations"]) == 3


def test_a_form_without_amounts_and_one_with_words_beside_them(tmp_path: Path) -> None:
    blank = read(tmp_path, selfeval(money=[["", "年度资金总额", "", "", "", "", "", ""]]))
    assert "execution" not in blank.tables
    assert [problem.reason for problem in told(blank, Level.NOTICE) if problem.column == "执行数"] == [
        "没有执行数：按未报处理，不当作 0。"
    ]
    words = read(tmp_path, selfeval(money=[["", "年度资金总额", "一百万", 100, 90]]))
    assert "不是金额" in first_refusal(words).reason
    assert first_refusal(words).cell == "C6"
    assert_balanced(words)


@pytest.mark.parametrize(
    ("total", "parts", "cell", "reason"),
    [
        ([0, 0, 0], [90, 89.974, 89.974], "C6", "资金总额的年初预算数是 0，各来源合计是 90 万元：项目按各来源合计入库"),
        ([90, 90, 80], [90, 85, 80], "D6", "资金总额的全年预算数是 90 万元，各来源合计是 85 万元：按总额入库"),
    ],
)
def test_the_total_row_against_its_parts(tmp_path: Path, total: Row, parts: Row, cell: str, reason: str) -> None:
    found = read(tmp_path, selfeval(money=[["", "年度资金总额", *total], ["", "其中：当年财政拨款", *parts]]))
    assert warned(found)[0][0] == cell
    assert warned(found)[0][1].startswith(reason)
    kept = records(found, "projects", "initial_budget")[0][0]
    assert kept == (900_000 if total[0] == 0 else total[0] * 10_000)


@pytest.mark.parametrize(
    ("change", "cell", "reason"),
    [
        ((6, "95%"), "G6", "表上的执行率是 95%，按金额重算是 90%：请核对。"),
        ((7, 10), "H6", "执行率得分是 10，按分值 10 × 执行率 90% 应为 9：请核对。"),
        ((7, 12), "H6", "执行率得分 12 高于分值 10：请核对。"),
    ],
)
def test_what_is_printed_of_the_money_is_recomputed(
    tmp_path: Path, change: tuple[int, Any], cell: str, reason: str
) -> None:
    money = ["", "年度资金总额", 100, 100, 90, 10, "90%", 9]
    money[change[0]] = change[1]
    found = read(tmp_path, selfeval(money=[money], total=["总分", "", "", "", "", "", 100, ""]))
    assert warned(found) == [(cell, reason)]


def test_nothing_to_spend_has_no_points_and_every_problem_names_the_row_of_its_cell(tmp_path: Path) -> None:
    money = ["", "年度资金总额", 0, 0, 0, 10, "很快", 10]
    found = read(tmp_path, selfeval(money=[money], total=["总分", "", "", "", "", "", 100, 100]))
    assert [(problem.cell, problem.row, problem.reason.split("：")[0]) for problem in told(found, Level.WARNING)] == [
        ("D6", 6, "预算数是 0，而执行率得分是 10"),
        ("G6", 6, "不是执行率"),
    ]


@pytest.mark.parametrize(
    ("line", "final", "cell", "reason"),
    [
        (["里程", "≥50", "50", 90, 91, ""], "", "H9", "得分 91 高于分值 90：请核对。"),
        (["里程", "≥50", "40", 90, 72, ""], "", "I9", "得分 72 低于分值 90，没有写偏差原因：请补写。"),
        (["里程", "≥50", "50", 80, 80, ""], "", "G9", "分值合计是 90（执行率 10，指标 80），不是 100：请核对。"),
        (["里程", "≥50", "50", 90, 90, ""], 95, "H10", "总分是 95，执行率得分与各指标得分合计是 99：请核对。"),
        (["里程", "≥50", "50", 90, 90, ""], 99.1, None, None),
    ],
)
def test_scores_and_weights_are_added_up(
    tmp_path: Path, line: Row, final: Any, cell: str | None, reason: str | None
) -> None:
    found = read(tmp_path, selfeval(line, total=["总分", "", "", "", "", "", 100, final]))
    assert warned(found) == ([(cell, reason)] if cell else [])


def test_a_level_whose_weights_do_not_come_to_its_points(tmp_path: Path) -> None:
    rows = selfeval(["里程", "≥50", "50", 90, 90, ""])
    rows[8][1] = "产出指标(50分)"
    assert warned(read(tmp_path, rows)) == [("B9", "这一级写明 50 分，下面各指标分值合计是 90：请核对。")]


def test_upper_rows_with_points_over_lower_rows_with_values_never_count_twice(tmp_path: Path) -> None:
    lines = [["★种植面积", "", "", 40, 40], ["红薯", "5亩", "5亩"], ["梨树", "6亩", "6亩"],
             ["★养殖数量", "", "", 50, 50], ["羊", "3只", "3只", 20, 20], ["鸡", "9只", "9只", 30, 30]]  # fmt: skip
    found = read(tmp_path, selfeval(*lines))
    assert records(found, "indicators", "level3", "weight") == [("红薯", None), ("梨树", None), ("羊", 20), ("鸡", 30)]
    refused = {problem.cell: problem.reason for problem in told(found, Level.REJECTED)}
    assert refused["E9"].startswith("这是上级行，只有分值 40 分，没有年度指标值；下面 2 行有指标值而没有分值。")
    assert refused["E12"] == "没有年度指标值，这一行没有入库：请补填。"
    assert not warned(found)
    assert_balanced(found)


def test_points_merged_over_several_rows_count_once(tmp_path: Path) -> None:
    rows = selfeval(["里程", "≥50", "50", 90, 90, ""], ["桥梁", "≥3", "3", 90, 90, ""])
    found = read(tmp_path, rows, merged=("G9:G10", "H9:H10"))
    assert records(found, "indicators", "weight") == [(90,), (None,)]
    assert not warned(found)


def test_a_blank_template_leaves_no_lines_behind(tmp_path: Path) -> None:
    rows = selfeval(["指标1：", "", "", "", "", ""], ["……", "", "", "", "", ""], ["里程", "≥50", "50", 90, 90, ""])
    found = read(tmp_path, rows)
    assert records(found, "indicators", "level3") == [("里程",)]
    assert not told(found, Level.REJECTED)


def test_a_table_of_projects_is_no_form(tmp_path: Path) -> None:
    names = ["预算年度", "财政区划", "主管部门", "项目编码", "项目名称", "年初预算数", "全年预算数"]
    row = [2025, REGION, "交通运输局", "001", "农村公路养护", 100, 100]
    rows = [["项目绩效自评情况表（2025年度，单位：万元）"], names, row]
    assert [one.format for one in read(tmp_path, rows).recognised] == ["canonical"]


def test_another_format_can_be_forced_and_says_why_it_does_not_fit(tmp_path: Path) -> None:
    found = read(tmp_path, [["某某"], ["a", "b"]], mapping="monitoring-form")
    assert "找不到“项目名称”一栏" in first_refusal(found).reason
