"""The official forms written from the store: read again they say the same, and they are ready to print."""

import zipfile
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dualwatch import intake, reports
from dualwatch.access import scope_of
from dualwatch.intake.amounts import money
from dualwatch.model import DualwatchError, Level, WrongUsage
from dualwatch.reports.forms import template
from dualwatch.reports.forms_content import Content
from dualwatch.reports.forms_delivery import book
from dualwatch.reports.forms_layouts import LAYOUTS, MONITORING, SELFEVAL
from dualwatch.store import Store
from tests.conftest import LOADED_AT, REGION, keyed, project

YEAR = {"fiscal_year": 2025}
ROAD, SCHOOL = f"2025-{REGION}-R1", f"2025-{REGION}-S1"
COLUMNS = ("level1", "level2", "level3", "sign", "target", "unit", "weight")
INDICATORS = [dict(zip(COLUMNS, row, strict=True)) for row in (
    ("产出指标", "数量指标", "养护里程", "≥", "50", "公里", 30),
    ("产出指标", "数量指标", "=修补坑槽", "", "≥1,200处", "", 12.5),
    ("产出指标", "时效指标", "完工日期", "", "9月底前", "", 7.5),
    ("效益指标", "社会效益指标", "通行条件", "定性", "明显改善", "", 30),
    ("满意度指标", "服务对象满意度指标", "群众满意度", "", "≥95%", "", 10),
)]  # fmt: skip
ACTUALS = ["48.5", "1300", "9月20日", "达成预期指标", "@96%"]
SCORES = [29.1, 12.5, 7.5, 30, 10]
MONEY = ("initial_budget", "adjusted_budget", "paid_to_date", "execution_rate", "expected_year_paid")


def tables() -> dict[str, list[dict]]:
    """Two projects of a whole year, and the same of a year that has eight months."""
    return {
        "projects": [
            project("R1", **YEAR, pro_name="农村公路养护", agency_name="公路管理站", initial_budget="899740.01",
                    adjusted_budget="1234567.89", goal_text="养护农村公路\n50 公里", result_text="完成 48.5 公里"),
            project("S1", **YEAR, pro_name="学生营养餐", agency_name="教育局机关"),
            project("R1", pro_name="农村公路养护", agency_name="公路管理站", initial_budget="899740.01",
                    expected_year_paid="1200000.07"),
            project("S1", pro_name="学生营养餐", agency_name="教育局机关"),
        ],
        "funding": [keyed("R1", **YEAR, source=source, initial_budget=amount, adjusted_budget=amount, paid="0.05")
                    for source, amount in (("本年财政拨款", "800000.01"), ("省级补助", "434567.88"))],
        "execution": [keyed("R1", **YEAR, month=3, paid="100000.10"), keyed("R1", **YEAR, month=12, paid="1021.33"),
                      keyed("R1", month=8, paid="700000.07"), keyed("S1", month=8, paid=0)],
        "indicators": [keyed("R1", fiscal_year=year, indicator_no=number, **row)
                       for year in (2025, 2026) for number, row in enumerate(INDICATORS, start=1)],
        "observations": [
            *(keyed("R1", **YEAR, indicator_no=number, month=12, actual=actual, score=score, reported_on="2026-01-05",
                    note="雨季长" if number == 1 else "", measure="倒排工期" if number == 1 else "")
              for number, (actual, score) in enumerate(zip(ACTUALS, SCORES, strict=True), start=1)),
            *(keyed("R1", indicator_no=number, month=8, actual=actual, forecast="52", likelihood="有可能",
                    cause="经费、人员", note="下达晚", measure="抓紧支付")
              for number, actual in enumerate(ACTUALS, start=1)),
        ],
    }  # fmt: skip


@pytest.fixture(scope="module")
def store(make_store) -> Store:
    return make_store(tables())


def again(folder: Path, *paths: Path) -> Store:
    """The forms loaded into a store of their own, with nothing stated; every row must be accepted."""
    read = intake.read(paths, known_projects={})
    assert not [str(problem) for problem in read.problems if problem.level is Level.REJECTED]
    fresh = Store(folder / "again")
    fresh.publish([read], "测试", LOADED_AT)
    return fresh


def answers(store: Store, question: str, names: tuple[str, ...], **params) -> list[tuple]:
    rows = store.ask(question, params).to_pylist()
    return [tuple(row[name] for name in names) for row in rows]


def written(store: Store, kind: str, out: Path, **params) -> Path:
    reports.write(kind, store, out, params, scope_of(None))
    return out


ASKED = {
    "forms/projects": ("project_id", "pro_name", "dept_name", "agency_name", "goal_text", *MONEY),
    "forms/indicators": ("project_id", "indicator_no", "level1", "level2", "level3", "sign", "target", "unit", "weight",
                         "actual", "score", "note", "measure"),
    "projects/indicators": ("indicator_no", "target", "weight", "actual", "completion_rate", "met"),
}  # fmt: skip


@pytest.mark.parametrize("question", ASKED)
def test_a_self_evaluation_read_again_answers_the_same(store, tmp_path, question):
    names = (*ASKED[question], *(("result_text",) if question == "forms/projects" else ()))
    fresh = again(tmp_path, written(store, "selfeval-form", tmp_path / "表", project=ROAD))
    params = {"year": 2025, "month": 12, "project": ROAD}

    assert answers(fresh, question, names, **params) == answers(store, question, names, **params)
    assert len(answers(fresh, question, names, **params)) == (1 if question == "forms/projects" else 5)


def test_a_self_evaluation_read_again_has_its_sources_and_its_printed_total(store, tmp_path):
    fresh = again(tmp_path, written(store, "selfeval-form", tmp_path / "表", project=ROAD))
    names = ("source", "initial_budget", "adjusted_budget", "paid")
    found = fresh.ask("forms/projects", {"year": 2025, "month": 12}).to_pylist()[0]

    assert answers(fresh, "forms/funding", names, year=2025) == answers(store, "forms/funding", names, year=2025)
    # 10 points × 8.18 % (101,021.43 of 1,234,567.89) = 0.82, and 89.1 for the indicators.
    assert found["printed_score"] == Decimal("89.92")
    assert found["execution_rate"] == 81_827


@pytest.mark.parametrize("question", ASKED)
def test_a_monitoring_form_read_again_answers_the_same(store, tmp_path, question):
    names = (*ASKED[question], *(("cause", "likelihood", "year_forecast") if question == "forms/indicators" else ()))
    params = {"year": 2026, "month": 8, "project": f"2026-{REGION}-R1"}
    fresh = again(tmp_path, written(store, "monitoring-form", tmp_path / "表.zip", **params))

    assert answers(fresh, question, names, **params) == answers(store, question, names, **params)


def test_a_tracking_form_read_again_answers_the_same(store, tmp_path):
    params = {"year": 2026, "month": 8, "project": f"2026-{REGION}-R1"}
    names = (*ASKED["forms/indicators"], "cause")
    fresh = again(tmp_path, written(store, "tracking-form", tmp_path / "表.xlsx", **params))

    assert answers(fresh, "forms/indicators", names, **params) == answers(store, "forms/indicators", names, **params)
    assert answers(fresh, "forms/projects", MONEY, **params) == answers(store, "forms/projects", MONEY, **params)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.decimals(0, 10**13, places=2), min_size=1, max_size=12))
def test_any_amount_comes_back_to_the_fen(amounts):
    rows = [{"source": f"来源{place}", "adjusted_budget": amount} for place, amount in enumerate(amounts)]
    content = Content(12, 12, {"fiscal_year": 2025, "pro_name": "项目"}, rows)
    page = openpyxl.load_workbook(BytesIO(book(SELFEVAL, [content]))).worksheets[0]
    shown = {row[1].value.removeprefix("其中：").strip("　"): cell.value for row in page.iter_rows(max_row=30)
             if row[1].value for cell in row[6:7]}  # fmt: skip

    assert [money(repr(shown[row["source"]]), "万元") for row in rows] == amounts


def test_no_cell_is_a_formula_and_unknown_is_blank(store, tmp_path):
    path = written(store, "monitoring-form", tmp_path / "表.xlsx", year=2026)
    sheets = openpyxl.load_workbook(path).worksheets
    cells = [cell for sheet in sheets for row in sheet.iter_rows() for cell in row]

    assert [sheet.title for sheet in sheets] == ["农村公路养护", "学生营养餐"]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert "=修补坑槽" in {cell.value for cell in cells if cell.data_type == "s"}
    assert sheets[1]["K7"].value is None


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_blank_form_is_ready_to_print_and_refused_with_a_sentence(tmp_path, name):
    file, content = template(name)
    (tmp_path / file).write_bytes(content)
    sheet = openpyxl.load_workbook(BytesIO(content)).worksheets[0]
    found = intake.read([tmp_path / file], region=REGION, year=2025, month=9, known_projects={})

    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.print_area and sheet.print_title_rows
    assert sheet["A1"].font.name == "宋体"
    assert "A1:" in {str(area).split(":")[0] + ":" for area in sheet.merged_cells.ranges}
    assert [one.format for one in found.recognised] == [name]
    assert [problem.reason for problem in found.problems if problem.level is Level.REJECTED] == [
        "没有项目名称：请在“项目名称”右边填写。"
    ]


def test_a_form_that_is_none_has_no_template():
    with pytest.raises(WrongUsage, match="没有空白表"):
        template("canonical")


def test_the_same_project_gives_the_same_bytes(store, tmp_path):
    first = written(store, "selfeval-form", tmp_path / "a.zip", year=2025).read_bytes()
    assert written(store, "selfeval-form", tmp_path / "b.zip", year=2025).read_bytes() == first


def test_each_project_is_a_workbook_of_its_code_and_name(store, tmp_path):
    said = reports.write("selfeval-form", store, tmp_path / "表", {"year": 2025}, scope_of(None))

    assert sorted(path.name for path in (tmp_path / "表").iterdir()) == ["R1 农村公路养护.xlsx", "S1 学生营养餐.xlsx"]
    assert said == f"写了 2 个项目的项目支出绩效自评表（2025 年度），在 {tmp_path / '表'}。"


def test_a_self_evaluation_takes_the_last_whole_year(store, tmp_path):
    path = written(store, "selfeval-form", tmp_path / "表.xlsx")
    assert "（2025年度）" in str(openpyxl.load_workbook(path).worksheets[0]["A2"].value)

    with pytest.raises(DualwatchError, match="自评表要全年的数据，现有：2026 年到 8 月"):
        written(store, "selfeval-form", tmp_path / "表.xlsx", year=2026)
    with pytest.raises(DualwatchError, match="没有符合条件的项目"):
        written(store, "monitoring-form", tmp_path / "表.xlsx", departments=["999"])


def test_nothing_from_outside_the_scope_is_written(store, tmp_path):
    with pytest.raises(DualwatchError):
        reports.write("monitoring-form", store, tmp_path / "表.xlsx", {}, scope_of("部门:999"))


def test_blank_tracking_forms_go_to_every_unit_that_owes_one(store, tmp_path):
    said = reports.write("tracking-blanks", store, tmp_path / "欠.zip", {"round": "12"}, scope_of(None))
    with zipfile.ZipFile(tmp_path / "欠.zip") as archive:
        names = archive.namelist()
        (tmp_path / names[0]).write_bytes(archive.read(names[0]))
    found = intake.read([tmp_path / names[0]], known_projects={})

    assert names == ["公路管理站.xlsx"]
    assert said == (
        f"1 个单位还没有交 12 月的绩效跟踪分析表（期限 2026-12-31），共 1 个项目，空白表在 {tmp_path / '欠.zip'}。"
    )
    assert found.tables["execution"].select(["month", "paid_to_date"]).to_pylist() == [
        {"month": 8, "paid_to_date": Decimal("700000.07")}
    ]
    assert {(row["month"], row["actual"]) for row in found.tables["observations"].to_pylist()} == {(12, None)}
    assert {row["target"] for row in found.tables["indicators"].to_pylist()} == {row["target"] for row in INDICATORS}


def test_a_round_that_the_profile_has_not_is_refused(store, tmp_path):
    with pytest.raises(WrongUsage, match="监控轮次是 9、12 月"):
        written(store, "tracking-blanks", tmp_path / "欠", round="7")
    with pytest.raises(DualwatchError, match="没有单位要交"):
        written(store, "tracking-blanks", tmp_path / "欠", round="9")


def test_demonstration_data_are_marked(tmp_path):
    content = Content(8, 8, {"fiscal_year": 2026, "pro_name": "项目"}, notes="【演示数据】")
    page = openpyxl.load_workbook(BytesIO(book(MONITORING, [content]))).worksheets[0]
    assert page["A2"].value == "（2026年1-8月）【演示数据】"


def test_units_of_one_name_each_get_a_form_of_their_own(make_store, tmp_path):
    """局机关 of two departments, one of them with a classified project, owe the round of month 9."""
    police = {"dept_code": "201", "dept_name": "公安局", "secret_level": "涉密"}
    units = {"a": {}, "b": police}
    owing = make_store({
        "projects": [project(code, agency_name="局机关", **own) for code, own in units.items()],
        "indicators": [keyed(code, indicator_no="1", **INDICATORS[0]) for code in units],
        "execution": [keyed(code, month=9, paid=1) for code in units],
    })  # fmt: skip
    said = reports.write("tracking-blanks", owing, tmp_path / "欠.zip", {"round": "9"}, scope_of(None))

    assert said.startswith("2 个单位还没有交 9 月")
    with zipfile.ZipFile(tmp_path / "欠.zip") as archive:
        assert sorted(archive.namelist()) == ["公安局-局机关.xlsx", "教育局-局机关.xlsx"]
