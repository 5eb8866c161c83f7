"""All published Chinese tables as workbooks in their real layouts: every figure is stored or named with its reason."""

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from dualwatch import intake
from dualwatch.model import Intake, Level
from dualwatch.store import Store
from tests.conftest import LOADED_AT
from tests.intake.files import assert_balanced
from tests.intake.form_layouts import Record, layout_of, write

ROOT = Path(__file__).parents[2]
PUBLISHED = ROOT / "tests" / "data" / "published" / "cn-selfeval"
# What these four lack is lacking in the published tables themselves.
REFUSED = {
    "cn05": "没有项目名称",
    "cn11": "没有写区划",
    "cn33": "没有项目名称",
    "cn45": "没有写明金额单位",
}
CODE = "51092324T000010263357"
MONEY = ("initial_budget", "adjusted_budget", "printed_rate", "printed_score")


def rows_of(path: Path) -> list[Record]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


PROJECTS = {row["project_id"]: row for row in rows_of(PUBLISHED / "projects.csv")}
INDICATORS = rows_of(PUBLISHED / "indicators.csv")
REGIONS = {row["region"]: row["code"] for row in rows_of(ROOT / "data" / "mappings" / "cn-selfeval-regions.csv")}


@dataclass
class Loaded:
    """Every form read alone, as the county that has it would."""

    read: dict[str, Intake]
    store: Store

    def rows(self, table: str) -> list[dict[str, Any]]:
        """The rows of a table over all forms."""
        parts = [one.tables[table].to_pylist() for one in self.read.values() if table in one.tables]
        return [row for part in parts for row in part]


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loaded]:
    folder = tmp_path_factory.mktemp("published")
    read = {}
    for name, project in PROJECTS.items():
        path = write(folder / f"{name}.xlsx", project, indicators_of(name))
        read[name] = intake.read([path], region=REGIONS.get(project["region"]), known_projects={})
    store = Store(folder / "store")
    store.publish([one for one in read.values() if one.tables], "测试", LOADED_AT)
    yield Loaded(read, store)


@pytest.fixture(scope="module")
def tables() -> Intake:
    return intake.read(PUBLISHED, mapping="cn-selfeval")


def indicators_of(name: str) -> list[Record]:
    return [row for row in INDICATORS if row["project_id"] == name]


def by_name(rows: list[dict[str, Any]], field: str) -> dict[tuple[str, str], Any]:
    """A field by project; the name of the one whose form holds the code before it comes without that code."""
    return {(row["pro_name"].removeprefix(f"{CODE}-"), row["mof_div_code"]): row[field] for row in rows}


def test_the_four_layouts_and_the_declaration_are_all_there() -> None:
    used = Counter(layout_of(project, indicators_of(name)).__name__ for name, project in PROJECTS.items())
    assert used == {"standard": 10, "twenty_eighty": 3, "transfer": 8, "split": 4, "declaration": 3}


def test_every_sheet_is_recognised_as_the_self_evaluation(forms: Loaded) -> None:
    assert {tuple(told.format for told in one.recognised) for one in forms.read.values()} == {("selfeval-form",)}


def test_each_project_is_stored_or_refused_with_what_it_lacks(forms: Loaded) -> None:
    stored = {name for name, one in forms.read.items() if "projects" in one.tables}
    assert set(PROJECTS) - stored == set(REFUSED)
    for name, words in REFUSED.items():
        first = next(problem for problem in forms.read[name].problems if problem.level is Level.REJECTED)
        assert words in first.reason
        assert first.cell


def test_rows_and_money_balance(forms: Loaded) -> None:
    for one in forms.read.values():
        assert_balanced(one)
    counted: Counter[str] = Counter()
    for one in forms.read.values():
        for control in one.controls:
            counted[control.table] += control.rows_received
            counted[f"{control.table} kept"] += control.rows_stored
    assert (counted["projects"], counted["projects kept"]) == (28, 24)
    assert (counted["indicators"], counted["indicators kept"]) == (161, 130)
    assert (counted["execution"], counted["execution kept"]) == (21, 19)


@pytest.mark.parametrize("field", MONEY)
def test_the_projects_are_those_of_the_table_mapping(forms: Loaded, tables: Intake, field: str) -> None:
    expected = by_name([row for row in tables.tables["projects"].to_pylist() if row["pro_name"]], field)
    ours = by_name(forms.rows("projects"), field)
    if field == "adjusted_budget":
        initial = by_name(forms.rows("projects"), "initial_budget")
        ours = {name: amount if amount is not None else initial[name] for name, amount in ours.items()}
    assert len(ours) == 24
    assert ours == expected


def test_the_code_before_a_name_is_the_code(forms: Loaded) -> None:
    codes = by_name(forms.rows("projects"), "pro_code")
    assert codes["2023年全县安可替代补助资金项目", "510923000"] == CODE
    assert sum(code.startswith("自编-") for code in codes.values()) == 23


def test_payments_come_to_the_same(forms: Loaded, tables: Intake) -> None:
    ours = sorted(row["paid_to_date"] for row in forms.rows("execution"))
    assert ours == sorted(tables.tables["execution"]["paid_to_date"].to_pylist())
    assert {row["month"] for row in forms.rows("execution")} == {12}


def test_indicators_are_those_of_the_table_mapping(forms: Loaded, tables: Intake) -> None:
    names = ("level2", "level3", "sign", "target", "unit", "weight", "value", "upper", "unit_read", "direction_read")
    ours = Counter(tuple(row[name] for name in names) for row in forms.rows("indicators"))
    expected = Counter(tuple(row[name] for name in names) for row in tables.tables["indicators"].to_pylist())
    assert ours == expected


def test_what_was_reached_is_that_of_the_table_mapping(forms: Loaded, tables: Intake) -> None:
    names = ("actual", "score", "note")
    ours = Counter(tuple(row[name] for name in names) for row in forms.rows("observations") if row["actual"])
    expected = [row for row in tables.tables["observations"].to_pylist() if row["actual"]]
    assert ours == Counter(tuple(row[name] for name in names) for row in expected)


def test_every_indicator_that_is_not_stored_is_named_with_its_cell(forms: Loaded) -> None:
    for name in set(PROJECTS) - set(REFUSED):
        one = forms.read[name]
        kept = {row["level3"] for row in one.tables["indicators"].to_pylist()} if "indicators" in one.tables else set()
        told = [problem for problem in one.problems if problem.level is Level.REJECTED]
        assert all(problem.cell for problem in told)
        for row in indicators_of(name):
            named = row["level3"] or row["target_raw"]
            assert row["level3"] in kept or any(problem.value == named for problem in told), (name, row)
            stored = row["level3"] in kept
            assert stored or not row["actual_raw"] or any(problem.value == row["actual_raw"] for problem in told)


def test_money_by_source_is_kept(forms: Loaded) -> None:
    sources = {(row["source"], row["adjusted_budget"], row["paid"]) for row in forms.rows("funding")}
    assert ("中央财政资金", Decimal("13727000.00"), Decimal("13522000.00")) in sources
    assert ("省级财政资金", Decimal("195000.00"), None) in sources
    assert ("本年财政拨款", Decimal("899740.00"), Decimal("899740.00")) in sources


def test_the_total_row_of_nothing_gives_way_to_its_parts_and_says_so(forms: Loaded) -> None:
    told = [(problem.cell, problem.reason) for problem in forms.read["cn01"].problems if "各来源合计" in problem.reason]
    assert told[0] == ("E6", "资金总额的年初预算数是 0，各来源合计是 90 万元：项目按各来源合计入库，请核对。")
    assert [cell for cell, _ in told] == ["E6", "F6", "G6"]


def test_printed_rates_that_the_amounts_do_not_give_are_told(forms: Loaded) -> None:
    found = {name: [problem.reason for problem in one.problems if "按金额重算" in problem.reason]
             for name, one in forms.read.items()}  # fmt: skip
    assert {name for name, reasons in found.items() if reasons} == {"cn01", "cn17"}
    assert found["cn17"] == ["表上的执行率是 100%，按金额重算是 80.45%：请核对。"]


def test_the_store_answers_with_every_amount(forms: Loaded, tables: Intake) -> None:
    years = sorted({row["fiscal_year"] for row in tables.tables["projects"].to_pylist()})
    rows = [row for year in years for row in forms.store.ask("forms/projects", {"year": year}).to_pylist()]
    budgets = [row["adjusted_budget"] for row in tables.tables["projects"].to_pylist() if row["adjusted_budget"]]
    paid = tables.tables["execution"]["paid_to_date"].to_pylist()
    assert len(rows) == 24
    assert sum(row["adjusted_budget"] or 0 for row in rows) == sum(budgets)
    assert sum(row["paid_to_date"] or 0 for row in rows) == sum(paid)
