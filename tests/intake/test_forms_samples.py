"""The shipped sample of each official form: in, and the same figures out by ask."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from dualwatch import loading
from dualwatch.intake.forms import KINDS
from dualwatch.store import Store

SAMPLES = Path(__file__).parents[2] / "data" / "sample"
ROAD, SCHOOL, CARE = (f"{year}-990100000-{code}" for year, code in (
    (2025, "99010025T00901"), (2026, "99010026T00902"), (2026, "99010026T00903"),
))  # fmt: skip


def asked(folder: Path, name: str, question: str, project: str, month: int) -> list[dict[str, Any]]:
    store = Store(folder / "store")
    found = loading.load(store, [SAMPLES / name], "测试")
    assert not found.intake.problems, [str(problem) for problem in found.intake.problems]
    return store.ask(question, {"project": project, "month": month}).to_pylist()


@pytest.mark.parametrize("name", KINDS)
def test_every_form_has_a_sample(name: str) -> None:
    assert len(list((SAMPLES / name).glob("*.xlsx"))) == 1


@pytest.mark.parametrize(
    ("name", "project", "month", "figures"),
    [
        ("selfeval-form", ROAD, 12, ("2600000.00", "2850000.00", "2791200.50", 979_369, None, "99.29")),
        ("monitoring-form", SCHOOL, 7, ("1800000.00", "1800000.00", "846300.00", 470_167, "1750000.00", None)),
        ("tracking-form", CARE, 9, ("4200000.00", "3960000.00", "1663200.00", 420_000, "3500000.00", None)),
    ],
)
def test_the_money_of_each_sample(
    tmp_path: Path, name: str, project: str, month: int, figures: tuple[Any, ...]
) -> None:
    (row,) = asked(tmp_path, name, "projects/detail", project, month)
    names = (
        "initial_budget",
        "adjusted_budget",
        "paid_to_date",
        "execution_rate",
        "expected_year_paid",
        "printed_score",
    )
    expected = [Decimal(figure) if isinstance(figure, str) else figure for figure in figures]
    assert [row[one] for one in names] == expected


WHOLE = 1_000_000
REACHED = {
    "selfeval-form": [("320", "312", 975_000), ("90", "91.5", WHOLE), ("12月底前", "12月20日", WHOLE),
                      ("明显改善", "达成预期指标", WHOLE), ("90", "93", WHOLE)],
    "monitoring-form": [("240", "118", 491_667), ("100", "100", WHOLE), ("98", "96", 979_592), ("92", None, None)],
    "tracking-form": [("12", "5", 416_667), ("35", "33", WHOLE), ("95", None, None)],
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "project", "month"),
    [("selfeval-form", ROAD, 12), ("monitoring-form", SCHOOL, 7), ("tracking-form", CARE, 9)],
)
def test_what_each_sample_reached(tmp_path: Path, name: str, project: str, month: int) -> None:
    rows = asked(tmp_path, name, "projects/indicators", project, month)
    in_order = sorted(rows, key=lambda row: row["indicator_no"])
    assert [(row["target"], row["actual"], row["completion_rate"]) for row in in_order] == REACHED[name]
