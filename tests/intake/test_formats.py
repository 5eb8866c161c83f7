"""Every shipped format: its sample goes in, and the figures that come out are those decided by hand."""

import shutil
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from dualwatch import intake, loading
from dualwatch.intake.formats import formats
from dualwatch.model import Intake, Level
from dualwatch.store import Store
from tests.intake.files import assert_balanced, records, told

SAMPLES = Path(__file__).parents[2] / "data" / "sample"
HERE = "2025-991001000-"
BUDGET_SYSTEM = f"{HERE}991001250000000000"
Loaded = Callable[..., Store]


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loaded]:
    """A function from names of samples to a store that took them one after another, built once each."""
    made: dict[tuple[str, ...], Store] = {}

    def load(*names: str) -> Store:
        if names not in made:
            made[names] = Store(tmp_path_factory.mktemp("store"))
            for name in names:
                loading.load(made[names], [SAMPLES / name], "测试", secret_level="非涉密")
        return made[names]

    yield load


def money(store: Store, project: str, month: int) -> dict[str, Any]:
    (row,) = store.ask("projects/detail", {"project": project, "month": month}).to_pylist()
    return row


def paid(store: Store, project: str, month: int) -> dict[int, Decimal | None]:
    """What a project paid in each month up to one."""
    rows = store.ask("projects/curve", {"project": project, "month": month}).to_pylist()
    return {row["month"]: row["paid"] for row in rows if row["month"] <= month}


def indicators(store: Store, project: str, month: int) -> dict[str, tuple[Any, ...]]:
    rows = store.ask("projects/indicators", {"project": project, "month": month}).to_pylist()
    return {row["level3"]: (row["sign"], row["target"], row["actual"]) for row in rows}


@pytest.mark.parametrize("name", formats())
def test_every_format_has_a_sample_that_is_taken_for_it(name: str) -> None:
    read = intake.read(SAMPLES / name, region="991001000" if name.endswith("-form") else None)
    assert name in {one.format for one in read.recognised}
    assert_balanced(read)


def test_canonical(loaded: Loaded) -> None:
    store = loaded("canonical")
    road = money(store, f"{HERE}2025A1", 6)
    assert (road["initial_budget"], road["adjusted_budget"], road["paid_to_date"]) == (1_000_000, 1_200_000, 600_000)
    assert paid(store, f"{HERE}2025A3", 6)[5] == 900_000
    assert indicators(store, f"{HERE}2025A1", 6) == {
        "养护里程": ("≥", "100", "60"),
        "养护合格率": ("≥", "95", "95%"),
    }


def test_canonical_evaluations_appraisals_and_surveys(loaded: Loaded) -> None:
    store = loaded("canonical")
    scores = store.ask("records/evaluations", {"year": 2025}).to_pylist()
    assert [(row["subject_name"], row["dimension"], row["evaluation_score"], row["grade"]) for row in scores] == [
        ("样例镇", None, Decimal(85), "良"),
        ("样例县", None, Decimal("79.9"), "中"),
        ("样例县", "规范管理", Decimal(20), None),
        ("农村公路养护", None, Decimal(90), "优"),
    ]
    (appraisal,) = store.ask("records/appraisals", {"year": 2025}).to_pylist()
    assert (appraisal["reduction"], appraisal["reduction_rate"]) == (500_000, 142_857)
    surveys = store.ask("records/satisfaction", {"year": 2025}).to_pylist()
    assert [(row["pro_name"], row["sample"], row["satisfaction_score"]) for row in surveys] == [
        (None, 400, Decimal("88.5")),
        ("学前教育补助", 120, Decimal("91.2")),
    ]


def test_budget_system(loaded: Loaded) -> None:
    """Two rows of one project add up; a refund is less; a month without a row is nothing paid."""
    store = loaded("budget-system")
    road = money(store, f"{BUDGET_SYSTEM}101", 6)
    assert (road["initial_budget"], road["adjusted_budget"], road["paid_to_date"]) == (1_000_000, 1_200_000, 600_000)
    assert road["goal_text"] == "全年养护农村公路 100 公里"
    assert (road["budget_book"], road["finance_office"]) == ("一般公共预算", "经济建设股")
    assert paid(store, f"{BUDGET_SYSTEM}101", 6) == {3: 400_000, 4: 0, 5: 0, 6: 200_000} | {
        month: paid(store, f"{BUDGET_SYSTEM}101", 6)[month] for month in (1, 2)
    }
    assert money(store, f"{BUDGET_SYSTEM}103", 6)["budget_book"] == "政府性基金预算"
    assert indicators(store, f"{BUDGET_SYSTEM}101", 6)["养护合格率"][:2] == ("≥", "95")


def test_budget_system_leaves_out_what_is_deleted_and_what_is_in_no_book() -> None:
    read = intake.read(SAMPLES / "budget-system")
    assert set(records(read, "projects", "pro_code")) == {
        ("991001250000000000101",),
        ("991001250000000000102",),
        ("991001250000000000103",),
    }
    assert records(read, "plans", "month", "planned") == [(4, Decimal(500_000)), (7, Decimal(800_000))]
    reasons = [problem.reason for problem in told(read, Level.NOTICE)]
    assert sum("已删除（IS_DELETED = 1）：1 行" in reason for reason in reasons) == 3
    assert sum("不在四本预算里：1 行" in reason for reason in reasons) == 2
    assert read.coverage.mode == "all"
    assert not told(read, Level.REJECTED) and not told(read, Level.WARNING)


def test_vendor_monitoring(loaded: Loaded) -> None:
    """`indexval` is the current value; the parts of the money add up and their total is not counted again."""
    store = loaded("vendor-monitoring")
    road = money(store, f"{HERE}2025B1", 8)
    assert (road["initial_budget"], road["adjusted_budget"], road["paid_to_date"]) == (1_000_000, 1_200_000, 600_000)
    assert money(store, f"{HERE}2025B2", 8)["paid_to_date"] == 900_000
    assert indicators(store, f"{HERE}2025B1", 8) == {
        "养护里程": ("≥", "100", "60"),
        "养护合格率": ("≥", "95", "96"),
    }
    assert indicators(store, f"{HERE}2025B2", 8)["事故起数"] == ("≤", "2", "3")
    assert indicators(store, f"{HERE}2025B2", 8)["安全意识提升"] == ("定性", "提升", "部分达成")


def test_vendor_selfeval(loaded: Loaded) -> None:
    """`indexval` is the target of the year; the whole year stands in December."""
    store = loaded("vendor-selfeval")
    road = money(store, f"{HERE}2025B1", 12)
    assert (road["initial_budget"], road["adjusted_budget"], road["paid_to_date"]) == (1_000_000, 1_200_000, 1_180_000)
    assert indicators(store, f"{HERE}2025B1", 12)["养护里程"] == ("≥", "100", "98")
    rows = store.ask("projects/indicators", {"project": f"{HERE}2025B1", "month": 12}).to_pylist()
    assert [(row["level3"], row["weight"]) for row in rows] == [("养护里程", 50), ("养护合格率", 40)]


def test_monitoring_and_selfeval_in_one_load_do_not_swap_targets_and_values(tmp_path: Path) -> None:
    for number, file in enumerate(sample_files("vendor-monitoring") + sample_files("vendor-selfeval")):
        shutil.copy(file, tmp_path / f"导出{number}.csv")
    read = intake.read(tmp_path)
    assert set(records(read, "indicators", "pro_code", "level3", "target", "weight")) == {
        ("2025B1", "养护里程", "100", Decimal(50)),
        ("2025B1", "养护合格率", "95", Decimal(40)),
        ("2025B2", "事故起数", "2", Decimal(50)),
        ("2025B2", "安全意识提升", "提升", Decimal(40)),
    }
    actuals = set(records(read, "observations", "pro_code", "indicator_no", "month", "actual"))
    assert {("2025B1", "1101", 8, "60"), ("2025B1", "1101", 12, "98")} <= actuals
    assert len(actuals) == 8
    assert set(records(read, "execution", "pro_code", "month", "paid_to_date")) == {
        ("2025B1", 8, Decimal(600_000)),
        ("2025B2", 8, Decimal(900_000)),
        ("2025B1", 12, Decimal(1_180_000)),
        ("2025B2", 12, Decimal(1_800_000)),
    }
    assert not told(read, Level.REJECTED)
    assert_balanced(read)


def test_fiscal_tables(loaded: Loaded) -> None:
    store = loaded("canonical", "fiscal-tables")
    rows = store.ask("compare/fiscal_totals", {"year": 2025, "month": 6}).to_pylist()
    found = {(row["mof_div_name"], row["fiscal_item"][-2:]): row for row in rows}
    assert {key: (row["fiscal_budget"], row["fiscal_executed"]) for key, row in found.items()} == {
        ("样例县", "收入"): (500_000_000, 310_000_000),
        ("样例县", "支出"): (1_200_000_000, 780_000_000),
        ("青山区", "收入"): (1_000_000_000, 680_000_000),
        ("青山区", "支出"): (1_800_000_000, 1_260_000_000),
        ("样例镇", "收入"): (9_000_000, 6_000_000),
        ("样例镇", "支出"): (30_000_000, 18_000_000),
    }
    assert (found["青山区", "支出"]["fiscal_rate"], found["青山区", "支出"]["fiscal_gap"]) == (700_000, 200_000)


def test_fiscal_tables_do_not_make_up_a_budget_from_a_percentage() -> None:
    read = intake.read(SAMPLES / "fiscal-tables")
    (problem,) = told(read, Level.REJECTED)
    assert (problem.row, problem.column, problem.reason) == (9, "年初预算", "缺少“预算数”：请补填。")


def test_tenjo(loaded: Loaded) -> None:
    """Two goals of one BPIN add up: 714,722,669 + 1,129,476,420."""
    store = loaded("tenjo")
    road = money(store, "2025-257990000-2024257990009", 12)
    assert (road["initial_budget"], road["adjusted_budget"]) == (400_000_000, 1_844_199_089)
    assert road["paid_to_date"] == 21_477_550


def test_cn_selfeval(loaded: Loaded) -> None:
    """A form without a project code gets one of its own; 89.974 万元 are 899,740 元."""
    store = loaded("cn-selfeval")
    project = "2022-341702000-自编-cn01"
    assert money(store, project, 12)["paid_to_date"] == Decimal("899740.00")
    assert indicators(store, project, 12)["委托业务报告合格率"] == (None, "≥100百分比", "100")


def sample_files(name: str) -> list[Path]:
    return sorted(path for path in (SAMPLES / name).iterdir() if path.is_file())


@pytest.mark.parametrize("name", [name for name in formats() if not name.endswith("-form")])
def test_the_right_format_wins_whatever_the_files_are_called(tmp_path: Path, name: str) -> None:
    known = intake.read(SAMPLES / name)
    wanted = [(one.format, one.label) for one in known.recognised]
    for number, file in enumerate(sample_files(name)):
        shutil.copy(file, tmp_path / f"{number:02}{file.suffix}")
    read = intake.read(tmp_path)
    assert [(one.format, one.label) for one in read.recognised] == wanted
    assert {table: rows.num_rows for table, rows in read.tables.items()} == tables_of(known)


def tables_of(read: Intake) -> dict[str, int]:
    return {table: rows.num_rows for table, rows in read.tables.items()}
