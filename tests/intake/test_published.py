"""Real published figures: Tenjo's totals come out exactly; each Chinese figure loads or is named with its reason."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pyarrow.compute as pc
import pytest

from dualwatch import intake
from dualwatch.model import Intake, KnownProject, Level
from tests.intake.files import assert_balanced, told

PUBLISHED = Path(__file__).parents[1] / "data" / "published"
TENJO = PUBLISHED / "tenjo" / "tenjo_targets_money.csv"


@pytest.fixture(scope="module")
def tenjo() -> Iterator[Intake]:
    yield intake.read(TENJO, mapping="tenjo")


@pytest.fixture(scope="module")
def chinese() -> Iterator[Intake]:
    yield intake.read(PUBLISHED / "cn-selfeval", mapping="cn-selfeval")


def total(result: Intake, table: str, field: str, year: int) -> Decimal | None:
    rows = result.tables[table]
    chosen: Decimal | None = pc.sum(rows.filter(pc.equal(rows["fiscal_year"], year))[field]).as_py()
    return chosen


@pytest.mark.parametrize(
    ("table", "field", "year", "amount"),
    [
        ("projects", "initial_budget", 2025, "96135295398"),
        ("projects", "adjusted_budget", 2025, "165377676164"),
        ("projects", "adjusted_budget", 2024, "61689195696"),
        ("execution", "paid_to_date", 2025, "52126084569.82"),
    ],
)
def test_tenjo_totals(tenjo: Intake, table: str, field: str, year: int, amount: str) -> None:
    assert total(tenjo, table, field, year) == Decimal(amount)


def test_tenjo_2024_has_no_payment_and_no_initial_budget(tenjo: Intake) -> None:
    assert total(tenjo, "execution", "paid_to_date", 2024) is None
    assert total(tenjo, "projects", "initial_budget", 2024) is None


def test_tenjo_rows(tenjo: Intake) -> None:
    counts = {name: table.num_rows for name, table in tenjo.tables.items()}
    assert counts == {"projects": 86, "execution": 43, "indicators": 662, "observations": 1563}
    assert not told(tenjo, Level.REJECTED)
    assert_balanced(tenjo)


def test_tenjo_names_each_project_of_two_departments(tenjo: Intake) -> None:
    warned = [problem for problem in told(tenjo, Level.WARNING) if problem.column == "department"]
    assert len(warned) == 40
    assert len({problem.reason for problem in warned}) == 40


def test_tenjo_bpin_stays_text(tenjo: Intake) -> None:
    assert set(pc.utf8_length(tenjo.tables["projects"]["pro_code"]).to_pylist()) == {13}


def test_tenjo_quarters_lead_to_the_year_that_was_printed(tenjo: Intake) -> None:
    """Increments reach the printed `actual` in all 575 rows, means in all but 12 of the other 87, printed otherwise."""
    printed = pd.read_csv(TENJO)
    observed = tenjo.tables["observations"].to_pandas()
    last = observed.sort_values("month").groupby(["fiscal_year", "indicator_no"])["actual_value"].last()
    keys = list(zip(printed["fiscal_year"], printed["source_row"].astype(str), strict=True))
    ours = last.reindex(keys).fillna(0).to_numpy()
    shape = tenjo.tables["indicators"]["accumulation_read"].to_pandas()
    differs = abs(ours - printed["actual"]) > 0.001
    assert Counter(shape) == {"cumulative": 575, "point_in_time": 87}
    assert Counter(shape[differs]) == {"point_in_time": 12}


def test_chinese_control_totals(chinese: Intake) -> None:
    counted = {
        control.table: (control.rows_received, control.rows_stored, control.rows_rejected)
        for control in chinese.controls
    }
    assert counted == {
        "projects": (28, 24, 4),
        "execution": (21, 19, 2),
        "indicators": (161, 130, 31),
        "observations": (161, 130, 31),
    }
    assert_balanced(chinese)


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        (4, "fiscal_year", "缺少“预算年度”"),
        (7, "region", "缺少“财政区划”"),
        (18, "project_name", "缺少“项目名称”"),
        (24, "budget_adjusted", "没有写明金额单位"),
        (24, "executed", "没有写明金额单位"),
    ],
)
def test_each_chinese_project_that_does_not_load_is_named(chinese: Intake, row: int, column: str, words: str) -> None:
    reasons = [
        problem.reason
        for problem in told(chinese, Level.REJECTED)
        if problem.file == "projects.csv" and (problem.row, problem.column) == (row, column)
    ]
    assert words in reasons[0]


def test_every_rejected_chinese_row_has_a_reason(chinese: Intake) -> None:
    rows = {(problem.file, problem.row) for problem in told(chinese, Level.REJECTED)}
    assert sum(file == "indicators.csv" for file, _ in rows) == 31
    assert sum(file == "projects.csv" for file, _ in rows) == 4


def test_chinese_rates_and_codes(chinese: Intake) -> None:
    projects = chinese.tables["projects"].to_pandas().set_index("pro_code")
    assert projects.loc["自编-cn19", "printed_rate"] == 200_000
    assert projects.loc["自编-cn17", "printed_rate"] == 1_000_000
    assert projects.loc["自编-cn47", "adjusted_budget"] == Decimal("369500000.00")
    assert projects.loc["自编-cn03", "mof_div_code"] == "510923000"
    assert projects.loc["自编-cn41", "dept_name"] == "宣州区"


def test_chinese_payments_of_a_year_stand_in_december(chinese: Intake) -> None:
    assert set(chinese.tables["execution"]["month"].to_pylist()) == {12}


def test_a_chinese_projects_file_in_force_still_gives_the_keys_of_the_indicators(chinese: Intake) -> None:
    known = {chinese.sources["projects.csv"]}
    projects = chinese.tables["projects"].select(["fiscal_year", "mof_div_code", "pro_code"]).to_pylist()
    ids = {"-".join(map(str, row.values())): KnownProject() for row in projects}
    again = intake.read(PUBLISHED / "cn-selfeval", mapping="cn-selfeval", known_projects=ids, known_files=known)
    assert {name: table.num_rows for name, table in again.tables.items()} == {"indicators": 130, "observations": 130}
