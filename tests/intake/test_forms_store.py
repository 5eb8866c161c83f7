"""A form beside the tables of a store: it adds and revises what it fills in, and takes nothing away."""

from pathlib import Path
from typing import Any

import pytest

from dualwatch import loading
from dualwatch.store import Store
from tests.conftest import REGION, keyed, project, publish, write_tables
from tests.intake.files import write_workbook
from tests.intake.test_forms import Row, selfeval
from tests.intake.test_forms_monitoring import form as monitoring

YEAR = {"fiscal_year": 2025}
OWNER = {"dept_code": "107", "dept_name": "交通运输局", "agency_code": "107001", "agency_name": "公路管理站"}
MARKS = {"pro_category": "其他运转类", "secret_level": "涉密", "is_key": "是", "budget_book": "政府性基金预算"}
ROAD = project("R1", **YEAR, **OWNER, pro_name="农村公路养护", finance_office="经建科", allotted=800_000,
               initial_budget=950_000, adjusted_budget=1_100_000) | MARKS  # fmt: skip
BRIDGE = project("B1", **YEAR, **OWNER, pro_name="桥梁加固")
LENGTH = keyed("R1", **YEAR, indicator_no="4", level1="产出指标", level3="养护里程", target="80公里", weight=25,
               direction="逆向", accumulation="时点", library_code="K1")  # fmt: skip
TABLES = {
    "projects": [ROAD, BRIDGE],
    "execution": [keyed("R1", **YEAR, month=11, paid=300_000), keyed("B1", **YEAR, month=11, paid=100_000)],
    "indicators": [LENGTH],
    "funding": [keyed("R1", **YEAR, source="本年财政拨款", initial_budget=1, adjusted_budget=2, paid=3)],
}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Two projects of one department with payments to November, from a complete load."""
    kept = Store(tmp_path / "store")
    publish(kept, write_tables(tmp_path / "tables", TABLES))
    return kept


def load(store: Store, folder: Path, rows: list[Row], name: str = "表.xlsx", **stated: Any) -> loading.Loading:
    found = loading.load(store, [write_workbook(folder / name, {"表": rows})], "测试", **stated)
    assert found.publication and not found.refused, [str(problem) for problem in found.intake.problems]
    return found


def projects(store: Store, code: str = "R1", month: int = 12) -> dict[str, Any]:
    (row,) = store.ask("projects/detail", {"project": f"2025-{REGION}-{code}", "month": month}).to_pylist()
    return row


def test_a_self_evaluation_adds_to_a_known_project_and_blanks_nothing(store: Store, tmp_path: Path) -> None:
    load(store, tmp_path, selfeval())
    row = projects(store)
    kept = ("pro_category", "secret_level", "is_key", "budget_book", "finance_office", "dept_code", "agency_code")
    assert [row[name] for name in kept] == ["其他运转类", "涉密", True, "政府性基金预算", "经建科", "107", "107001"]
    assert (row["allotted"], row["initial_budget"], row["adjusted_budget"]) == (800_000, 1_000_000, 1_000_000)
    assert (row["printed_score"], row["paid_to_date"]) == (99, 900_000)


def test_a_form_retires_nobody_and_reports_for_its_own_project_alone(store: Store, tmp_path: Path) -> None:
    load(store, tmp_path, selfeval())
    assert not store.ask("quality/retired_projects", {"year": 2025}).to_pylist()
    assert (projects(store)["reported"], projects(store, "B1")["reported"]) == (True, False)
    assert projects(store, "B1")["paid_to_date"] is None
    assert projects(store, "B1", 11)["paid_to_date"] == 100_000


def test_a_level_stated_at_the_load_is_only_for_those_without_one(store: Store, tmp_path: Path) -> None:
    load(store, tmp_path, selfeval(), secret_level="非涉密")
    load(store, tmp_path, selfeval(name="新路"), "新.xlsx", secret_level="非涉密", region=REGION)
    levels = {row["pro_name"]: row["secret_level"] for row in store.ask("projects/detail", {
        "project": f"2025-{REGION}-自编-公路管理站-新路"}).to_pylist()}  # fmt: skip
    assert projects(store)["secret_level"] == "涉密"
    assert levels == {"新路": "非涉密"}


def test_a_project_that_only_a_form_knows_belongs_to_the_department_of_that_name(store: Store, tmp_path: Path) -> None:
    load(store, tmp_path, selfeval(name="新路"), region=REGION)
    row = projects(store, "自编-公路管理站-新路")
    assert (row["dept_code"], row["agency_code"]) == ("107", "107001")
    assert (row["budget_book"], row["secret_level"]) == ("一般公共预算", "未标注")


def test_what_the_form_added_outlasts_a_later_table(store: Store, tmp_path: Path) -> None:
    load(store, tmp_path, selfeval())
    publish(store, write_tables(tmp_path / "later", {"projects": [ROAD | {"adjusted_budget": 1_200_000}, BRIDGE]}))
    row = projects(store)
    assert (row["adjusted_budget"], row["printed_score"]) == (1_200_000, 99)


def test_a_later_full_table_retires_a_project_that_only_a_form_knew(store: Store, tmp_path: Path) -> None:
    load(store, tmp_path, selfeval(name="新路"), region=REGION)
    publish(store, write_tables(tmp_path / "later", {"projects": [ROAD, BRIDGE | {"allotted": 5}]}))
    retired = store.ask("quality/retired_projects", {"year": 2025}).to_pylist()
    assert [row["pro_code"] for row in retired] == ["自编-公路管理站-新路"]


def test_an_indicator_keeps_what_the_form_does_not_say(store: Store, tmp_path: Path) -> None:
    load(store, tmp_path, selfeval(["养护里程", "60公里", "55公里", "", "", ""]))
    (row,) = store.ask("projects/indicators", {"project": f"2025-{REGION}-R1", "month": 12}).to_pylist()
    names = ("indicator_no", "target", "weight", "direction", "direction_guessed", "accumulation", "actual", "met")
    assert [row[name] for name in names] == ["4", "60公里", 25, "lower", False, "point_in_time", "55公里", True]


def test_money_by_source_is_revised_field_by_field(store: Store, tmp_path: Path) -> None:
    load(store, tmp_path, selfeval(money=[["", "年度资金总额", 100, 100, 90], ["", "其中：财政拨款", "", 100, 90]]))
    (row,) = store.ask("forms/funding", {"year": 2025}).to_pylist()
    assert (row["initial_budget"], row["adjusted_budget"], row["paid"]) == (1, 1_000_000, 900_000)


def test_a_blank_in_a_form_is_no_revision(store: Store, tmp_path: Path) -> None:
    load(store, tmp_path, selfeval())
    rows = store.ask("projects/revisions", {"project": f"2025-{REGION}-R1"}).to_pylist()
    assert {(row["field"], row["old_value"], row["new_value"]) for row in rows} == {
        ("initial_budget", "950000.00", "1000000.00"), ("adjusted_budget", "1100000.00", "1000000.00"),
        ("target", "80公里", "≥50公里"), ("weight", "25.0000", "90.0000"),
    }  # fmt: skip


def test_tables_and_both_forms_of_a_project_in_one_load(tmp_path: Path) -> None:
    folder = write_tables(tmp_path / "all", {"projects": [ROAD], "indicators": [LENGTH]})
    write_workbook(folder / "自评.xlsx", {"表": selfeval()})
    write_workbook(folder / "监控.xlsx", {"表": monitoring(title="绩效目标执行监控表（2025年度）")})
    kept = Store(tmp_path / "store")
    found = loading.load(kept, [folder], "测试")
    assert not found.refused, [str(problem) for problem in found.intake.problems]
    row = projects(kept)
    assert (row["pro_category"], row["printed_score"], row["goal_text"]) == ("其他运转类", 99, "养护 50 公里")
    assert (row["expected_year_paid"], row["paid_to_date"]) == (950_000, 900_000)
    indicators = kept.ask("forms/indicators", {"year": 2025, "month": 12}).to_pylist()
    assert [(row["indicator_no"], row["target"], row["actual"]) for row in indicators] == [("4", "≥50公里", "50")]


def test_two_forms_of_a_project_that_nobody_knows_number_its_indicators_alike(tmp_path: Path) -> None:
    folder = tmp_path / "forms"
    folder.mkdir()
    lines = ["另一条", "≥1", "1", 45, 45], ["养护里程", "≥50公里", "50", 45, 45]
    write_workbook(folder / "自评.xlsx", {"表": selfeval(*lines)})
    write_workbook(folder / "监控.xlsx", {"表": monitoring(title="绩效目标执行监控表（2025年度）")})
    kept = Store(tmp_path / "store")
    assert not loading.load(kept, [folder], "测试", region=REGION).refused
    july, december = (
        {
            row["level3"]: row["actual"]
            for row in kept.ask("forms/indicators", {"year": 2025, "month": month}).to_pylist()
        }
        for month in (7, 12)
    )
    assert july == {"养护里程": "20", "另一条": None}
    assert december == {"养护里程": "50", "另一条": "1"}


def test_the_same_form_again_changes_nothing_and_a_mended_one_revises(store: Store, tmp_path: Path) -> None:
    load(store, tmp_path, selfeval())
    again = loading.load(store, [tmp_path / "表.xlsx"], "测试")
    assert again.already_loaded == ("表.xlsx",)
    load(store, tmp_path, selfeval(["养护里程", "≥50公里", "49", 90, 88, "雨季"]), "改.xlsx")
    rows = store.ask("forms/indicators", {"year": 2025, "month": 12}).to_pylist()
    assert [(row["indicator_no"], row["actual"], row["score"], row["note"]) for row in rows] == [
        ("4", "49", 88, "雨季")
    ]


def test_a_form_for_a_store_of_another_year_is_a_project_of_its_own_year(store: Store, tmp_path: Path) -> None:
    load(store, tmp_path, selfeval(year="（2024年度）"), region=REGION)
    assert [row["fiscal_year"] for row in store.ask("context/calendar").to_pylist()] == [2025, 2024]


def test_a_total_that_repeats_the_payments_of_a_table_revises_nothing(tmp_path: Path) -> None:
    kept = Store(tmp_path / "store")
    paid = [keyed("R1", **YEAR, month=month, paid=amount) for month, amount in ((1, 150_000), (7, 250_000))]
    publish(kept, write_tables(tmp_path / "tables", {"projects": [ROAD], "execution": paid}))
    load(kept, tmp_path, monitoring(title="绩效目标执行监控表（2025年度）"))
    rows = kept.ask("projects/revisions", {"project": f"2025-{REGION}-R1"}).to_pylist()
    assert "execution" not in {row["table_name"] for row in rows}
    assert (projects(kept, month=7)["paid"], projects(kept, month=7)["paid_to_date"]) == (250_000, 400_000)


def test_a_total_that_says_otherwise_counts(tmp_path: Path) -> None:
    kept = Store(tmp_path / "store")
    paid = [keyed("R1", **YEAR, month=7, paid=390_000)]
    publish(kept, write_tables(tmp_path / "tables", {"projects": [ROAD], "execution": paid}))
    load(kept, tmp_path, monitoring(title="绩效目标执行监控表（2025年度）"))
    assert projects(kept, month=7)["paid_to_date"] == 400_000


def test_words_beside_a_blank_actual_are_kept_for_the_form(store: Store, tmp_path: Path) -> None:
    rows = monitoring(["", "", "", "", "", "尚未调查", "", "", "√", ""], title="绩效目标执行监控表（2025年度）")
    rows[9][5:7] = ["", "30"]
    load(store, tmp_path, rows)
    found = store.ask("forms/indicators", {"year": 2025, "month": 7}).to_pylist()
    names = ("indicator_no", "actual", "year_forecast", "likelihood", "note")
    assert [tuple(row[name] for name in names) for row in found] == [("4", None, "30", "完全不可能", "尚未调查")]
