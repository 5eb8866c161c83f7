"""Whose form it is: year, region, code and indicator numbers, from the form, the load or what the store holds."""

from pathlib import Path
from typing import Any

import pytest

from dualwatch import intake
from dualwatch.model import Intake, KnownProject, Level, Problem
from tests.intake.files import assert_balanced, records, told, write_workbook
from tests.intake.test_forms import REGION, first_refusal, read, selfeval

KNOWN = KnownProject("农村公路养护", "交通运输局", "公路管理站", {"1": "合格率", "2": "养护里程", "7": "满意度"})


def key_of(found: Intake) -> tuple[Any, ...]:
    return records(found, "projects", "fiscal_year", "mof_div_code", "pro_code")[0]


def notices(found: Intake) -> list[Problem]:
    return [problem for problem in told(found, Level.NOTICE) if problem.column == "项目名称"]


def test_a_project_that_nobody_knows_gets_a_code_of_its_unit_and_name(tmp_path: Path) -> None:
    found = read(tmp_path, selfeval())
    assert key_of(found) == (2025, REGION, "自编-公路管理站-农村公路养护")
    assert "自编" in notices(found)[0].reason
    assert notices(found)[0].cell == "B3"
    again = read(tmp_path, selfeval(name="农村 公路养护"), "再.xlsx")
    assert key_of(again) == key_of(found)


def test_the_one_project_of_that_name_in_the_store_is_meant(tmp_path: Path) -> None:
    known = {f"2025-{REGION}-A1": KNOWN, f"2024-{REGION}-A0": KNOWN}
    found = read(tmp_path, selfeval(name="农村公路 养护"), region=None, known_projects=known)
    assert key_of(found) == (2025, REGION, "A1")
    assert notices(found)[0].reason == f"表上没有项目编码：按年度、名称和单位认作 2025-{REGION}-A1。"
    assert records(found, "projects", "pro_name", "dept_name") == [("农村公路养护", "交通运输局")]


def test_of_two_with_one_name_the_unit_decides(tmp_path: Path) -> None:
    other = KnownProject("农村公路养护", "交通运输局", "养护中心")
    known = {f"2025-{REGION}-A1": other, f"2025-{REGION}-A2": KNOWN}
    assert key_of(read(tmp_path, selfeval(), known_projects=known)) == (2025, REGION, "A2")
    both = {f"2025-{REGION}-A1": other, f"2025-{REGION}-A2": other}
    refused = read(tmp_path, selfeval(), "再.xlsx", known_projects=both)
    assert f"库里有 2 个同名的项目（2025-{REGION}-A1、2025-{REGION}-A2）" in first_refusal(refused).reason


def test_a_code_in_the_head_or_before_the_name_goes_first(tmp_path: Path) -> None:
    coded = selfeval(name="37100325T000010263357-农村公路养护")
    assert key_of(read(tmp_path, coded)) == (2025, REGION, "37100325T000010263357")
    lined = selfeval()
    lined[1] = ["（2025年度）　　项目编码：A9　　财政区划：371004000"]
    found = read(tmp_path, lined, "再.xlsx", region=None)
    assert key_of(found) == (2025, "371004000", "A9")
    assert not notices(found)


def test_another_name_under_a_known_code_is_told(tmp_path: Path) -> None:
    rows = selfeval(name="公路养护")
    rows[1] = ["（2025年度）　　项目编码：A1"]
    found = read(tmp_path, rows, known_projects={f"2025-{REGION}-A1": KNOWN})
    assert "叫“农村公路养护”，与表上的名称不同" in notices(found)[0].reason
    assert records(found, "projects", "pro_name") == [("农村公路养护",)]


@pytest.mark.parametrize(
    ("change", "stated", "words", "cell"),
    [
        ({"name": ""}, {}, "没有项目名称", "A3"),
        ({"year": ""}, {}, "没有写年度：请在标题下写“（2025年度）”，或导入时用 --year 2025 说明。", "B3"),
        ({}, {"region": None}, "没有写区划，也不能由项目名称认出：请导入时用 --region 371003000 这样说明", "B3"),
        ({}, {"region": "文登"}, "不是区划代码", None),
    ],
)
def test_what_a_form_lacks_is_told_and_all_of_it_is_refused(
    tmp_path: Path, change: dict[str, str], stated: dict[str, Any], words: str, cell: str | None
) -> None:
    found = read(tmp_path, selfeval(**change), **stated)
    assert words in first_refusal(found).reason
    assert first_refusal(found).cell == cell or cell is None
    assert not found.tables
    assert {control.table: control.rows_rejected for control in found.controls} == {
        "projects": 1, "funding": 1, "execution": 1, "indicators": 1, "observations": 1,
    }  # fmt: skip
    assert_balanced(found)


def test_year_unit_and_region_can_be_stated_at_the_load(tmp_path: Path) -> None:
    rows = selfeval(year="")
    rows[4][0] = "项目资金"
    assert "没有写明金额单位" in first_refusal(read(tmp_path, rows, year=2024)).reason
    found = read(tmp_path, rows, "再.xlsx", year=2024, unit="元")
    assert key_of(found)[:2] == (2024, REGION)
    assert records(found, "projects", "adjusted_budget") == [(100,)]


def test_years_that_disagree_are_told(tmp_path: Path) -> None:
    rows = selfeval(title="2024年度自评表", year="预算年度：2025")
    found = read(tmp_path, rows)
    assert key_of(found)[0] == 2025
    assert [problem.reason for problem in told(found, Level.WARNING)] == [
        "标题写的是 2024 年，按表内的 2025 年度入库：请核对。"
    ]
    named = read(tmp_path, selfeval(), "2024年自评表.xlsx")
    assert any("文件名写的是 2024 年" in problem.reason for problem in told(named, Level.WARNING))


def test_a_code_that_a_spreadsheet_spoiled_is_refused(tmp_path: Path) -> None:
    rows = selfeval()
    rows[3] = ["项目编码", 371003250001026000000.0, "", "主管部门", "交通运输局"]
    assert "编码" in first_refusal(read(tmp_path, rows)).reason
    assert first_refusal(read(tmp_path, rows, "再.xlsx")).cell == "B4"


def test_indicators_keep_the_numbers_that_they_have_in_the_store(tmp_path: Path) -> None:
    named = (("养护里程", 30), ("新指标", 30), ("满 意 度", 15), ("又一个", 15))
    lines = [[name, "≥9", "9", points, points, ""] for name, points in named]
    found = read(tmp_path, selfeval(*lines), known_projects={f"2025-{REGION}-A1": KNOWN})
    assert [number for (number,) in records(found, "indicators", "indicator_no")] == ["2", "8", "7", "9"]
    fresh = read(tmp_path, selfeval(*lines), "再.xlsx")
    assert [number for (number,) in records(fresh, "indicators", "indicator_no")] == ["1", "2", "3", "4"]


def test_of_two_forms_of_one_project_and_year_the_second_is_refused_whole(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "表.xlsx", {"一": selfeval(), "二": selfeval()})
    found = intake.read([path], region=REGION, known_projects={})
    assert len(found.tables["projects"]) == 1
    reason = first_refusal(found).reason
    assert "是同一个项目、同一个月份的表：只读前一份" in reason or "相同" in reason
    assert_balanced(found)
