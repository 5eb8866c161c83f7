"""Two rows of one key: the first stays, the other is refused, names the first and says what to do."""

from decimal import Decimal
from pathlib import Path

from dualwatch import intake
from dualwatch.model import Level
from tests.intake.files import PROJECT_HEADER, project_row, records, told, write_csv


def test_a_second_row_of_the_same_key_is_kept_out_and_names_the_first(tmp_path: Path) -> None:
    rows = [PROJECT_HEADER, project_row("001", adjusted="1"), project_row("002"), project_row("001", adjusted="2")]
    result = intake.read(write_csv(tmp_path / "项目.csv", rows))
    (problem,) = told(result, Level.REJECTED)
    assert (problem.row, problem.value) == (4, "001")
    assert "“项目.csv”第 2 行" in problem.reason
    assert records(result, "projects", "pro_code", "adjusted_budget") == [
        ("001", Decimal(10_000)),
        ("002", Decimal(1_000_000)),
    ]
    assert result.controls[0].money_rejected == Decimal(20_000)


def test_two_budget_changes_of_a_kind_in_a_month_are_to_be_added_up(tmp_path: Path) -> None:
    """Both may be real: to delete one would lose its money."""
    header = ["fiscal_year", "mof_div_code", "pro_code", "month", "amount", "kind"]
    moves = [["2025", "371003000", "001", "3", yuan, "追加"] for yuan in ("20", "35")]
    write_csv(tmp_path / "项目.csv", [PROJECT_HEADER, project_row("001")])
    write_csv(tmp_path / "预算调整.csv", [header, *moves])

    (problem,) = told(intake.read([tmp_path]), Level.REJECTED)
    assert problem.reason.endswith("：只保留前一行，是同一笔就删去一行，是两笔就把金额加起来写成一行。")


def test_many_doubled_rows_each_name_the_first(tmp_path: Path) -> None:
    rows = [PROJECT_HEADER, *(project_row(f"{number % 10_000:05d}") for number in range(30_000))]
    result = intake.read(write_csv(tmp_path / "项目.csv", rows))
    assert len(told(result, Level.REJECTED)) == result.rejected == 20_000
    assert "第 2 行" in told(result, Level.REJECTED)[0].reason
