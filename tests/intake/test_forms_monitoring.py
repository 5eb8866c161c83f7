"""绩效目标执行监控表 and 绩效跟踪分析表: the month, ticks, causes, forecasts, and what is told of them."""

from pathlib import Path
from typing import Any

import pytest

from dualwatch import intake
from dualwatch.model import Intake, Level
from tests.intake.files import assert_balanced, records, told, write_workbook
from tests.intake.test_forms import REGION, Row, first_refusal, warned

MONEY = ["项目资金（万元）", "", "年初预算数", "1-7月执行数", "1-7月执行率", "全年预计执行数"]
UPPER = ["绩效指标", "一级指标", "二级指标", "三级指标", "年度指标值", "1-7月执行情况", "全年预计完成情况",
         "偏差原因分析", "", "", "", "", "", "完成目标可能性", "", "", "备注"]  # fmt: skip
LOWER = ["", "", "", "", "", "", "", "经费保障", "制度保障", "人员保障", "硬件条件保障", "其他", "原因说明",
         "确定能", "有可能", "完全不可能", ""]  # fmt: skip
MERGED = ("H8:M8", "N8:P8", *(f"{column}8:{column}9" for column in "ABCDEFGQ"))
LINE = ["", "产出指标", "数量指标", "养护里程", "≥50公里", "20", "50"]


def form(*ticks: Row, month: str = "1-7月", title: str = "项目支出绩效目标执行监控表（2026年度）") -> list[Row]:
    """A monitoring form of 100 万元, 40 paid; each of `ticks` holds the ten columns from 经费保障 on."""
    dated = [
        [cell.replace("1-7月", month) if isinstance(cell, str) else cell for cell in row] for row in (MONEY, UPPER)
    ]
    return [
        [title],
        [],
        ["项目名称", "农村公路养护"],
        ["主管部门", "交通运输局", "", "实施单位", "公路管理站"],
        dated[0],
        ["", "年度资金总额", 100, 40, "40%", 95],
        ["年度总体目标", "养护 50 公里"],
        dated[1],
        LOWER,
        *([*LINE, *row] for row in (ticks or ([""] * 10,))),
        ["填表人：王某", "", "联系电话：1"],
    ]


def read(folder: Path, rows: list[Row], name: str = "表.xlsx", **stated: Any) -> Intake:
    path = write_workbook(folder / name, {"表": rows}, MERGED)
    return intake.read([path], **{"region": REGION, "known_projects": {}} | stated)


def test_the_amounts_and_the_month_of_the_headers(tmp_path: Path) -> None:
    found = read(tmp_path, form())
    assert [one.format for one in found.recognised] == ["monitoring-form"]
    names = ("fiscal_year", "initial_budget", "adjusted_budget", "expected_year_paid", "printed_rate", "goal_text")
    assert records(found, "projects", *names) == [(2026, 1_000_000, None, 950_000, 400_000, "养护 50 公里")]
    assert records(found, "execution", "month", "paid_to_date") == [(7, 400_000)]
    assert records(found, "observations", "month", "actual", "forecast") == [(7, "20", "50")]
    assert not warned(found)
    assert_balanced(found)


@pytest.mark.parametrize("tick", ["√", "✓", "1", "是", "有可能"])
def test_a_tick_chooses_the_likelihood(tmp_path: Path, tick: str) -> None:
    found = read(tmp_path, form(["", "", "", "", "", "", "", tick, "", ""]))
    assert records(found, "observations", "likelihood") == [("有可能",)]


def test_two_ticks_choose_none_and_are_told(tmp_path: Path) -> None:
    found = read(tmp_path, form(["", "", "", "", "", "", "√", "√", "", ""]))
    assert records(found, "observations", "likelihood") == [(None,)]
    assert warned(found) == [("N10", "完成可能性勾了 2 项（确定能、有可能）：没有采用，请只勾一项。")]


@pytest.mark.parametrize(
    ("ticks", "cause", "note", "measure"),
    [
        (["√", "", "√", "", "", "下达晚", "", "", "", ""], "经费、人员", "下达晚", None),
        (["", "设备未到货", "", "", "", "", "", "", "", ""], "制度", "设备未到货", None),
        (["", "", "", "", "√", "雨季", "", "", "", "改进措施：抓紧"], "其他", "雨季", "抓紧"),
        (["", "", "", "", "", "雨季；整改措施：抓紧施工", "", "", "", ""], None, "雨季", "抓紧施工"),
        (["0", "/", "—", "", "", "", "", "", "", ""], None, None, None),
    ],
)
def test_causes_are_ticked_or_written(
    tmp_path: Path, ticks: Row, cause: str | None, note: str | None, measure: str | None
) -> None:
    found = read(tmp_path, form(ticks))
    assert records(found, "observations", "cause", "note", "measure") == [(cause, note, measure)]


@pytest.mark.parametrize(
    ("month", "stated", "expected"),
    [("1—8月", None, 8), ("1至9月", None, 9), ("上半年", None, 6), ("截至10月", None, 10), ("1-*月", 7, 7)],
)
def test_the_month_in_any_spelling_or_stated_at_the_load(
    tmp_path: Path, month: str, stated: int | None, expected: int
) -> None:
    found = read(tmp_path, form(month=month), month=stated)
    assert records(found, "execution", "month") == [(expected,)]
    assert records(found, "observations", "month") == [(expected,)]


def test_a_month_that_nothing_says_is_asked_for(tmp_path: Path) -> None:
    assert "没有写截至哪个月" in first_refusal(read(tmp_path, form(month="1-*月"))).reason


def test_a_form_without_title_is_told_by_its_columns(tmp_path: Path) -> None:
    rows = form(title="2026年度")
    assert [one.format for one in read(tmp_path, rows).recognised] == ["monitoring-form"]


def test_two_months_of_one_project_in_one_load_stand_beside_one_another(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "表.xlsx", {"一": form(), "二": form(month="1-9月")})
    found = intake.read([path], region=REGION, known_projects={})
    assert not told(found, Level.REJECTED)
    assert sorted(records(found, "observations", "month")) == [(7,), (9,)]
    assert records(found, "projects", "form_month") == [(7,), (9,)]
    assert_balanced(found)


HEADERS = ["绩效指标", "一级指标", "二级指标", "三级指标", "年度指标值", "1-9月完成值", "偏离度", "原因类别",
           "偏差原因", "改进措施"]  # fmt: skip


def tracking(adjustment: str) -> list[Row]:
    return [
        ["绩效跟踪分析表"],
        ["（2026年1-9月）"],
        ["项目名称", "农村公路养护"],
        ["实施单位", "公路管理站"],
        ["项目资金（万元）", "", "年初预算数", "全年预算数", "1-8月执行数", "执行率"],
        ["", "年度资金总额", 100, 120, 60, "50%"],
        HEADERS,
        [*LINE[:4], "≥50公里", "20", "-46.7%", "经费、人员原因", "下达晚", "抓紧支付"],
        ["是否纳入预算调整", "", adjustment],
        ["填报人：王某", "", "填报日期：2026年9月28日"],
    ]


def test_a_tracking_form_has_the_month_of_its_money_apart(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "表.xlsx", {"表": tracking("□是　□否")})
    found = intake.read([path], region=REGION, known_projects={})
    assert [one.format for one in found.recognised] == ["tracking-form"]
    assert records(found, "execution", "month", "paid_to_date") == [(8, 600_000)]
    names = ("month", "actual", "cause", "note", "measure", "reported_on")
    assert [tuple(map(str, row)) for row in records(found, "observations", *names)] == [
        ("9", "20", "经费、人员", "下达晚", "抓紧支付", "2026-09-28")
    ]
    assert records(found, "projects", "dept_name", "agency_name") == [("公路管理站", "公路管理站")]
    assert not [problem for problem in found.problems if problem.column == "是否纳入预算调整"]


@pytest.mark.parametrize("ticked", ["☑是　□否", "是", "√是"])
def test_what_the_import_format_has_no_place_for_is_told(tmp_path: Path, ticked: str) -> None:
    path = write_workbook(tmp_path / "表.xlsx", {"表": tracking(ticked)})
    found = intake.read([path], region=REGION, known_projects={})
    notice = next(problem for problem in found.problems if problem.column == "是否纳入预算调整")
    assert (notice.level, notice.cell) == (Level.NOTICE, "C9")
    assert "没有入库" in notice.reason


def test_persons_are_not_read(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "表.xlsx", {"表": tracking("是")})
    found = intake.read([path], region=REGION, known_projects={})
    assert "王某" not in repr([table.to_pylist() for table in found.tables.values()]) + repr(found.problems)
