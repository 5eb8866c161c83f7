"""What intake adds to the rows: targets and actuals read, initials, blanks filled in, silent departments named."""

from pathlib import Path

import pytest

from dualwatch import intake
from dualwatch.intake.derived import initials
from dualwatch.model import Coverage, Level
from tests.intake.files import PROJECT_HEADER, project_row, records, told, write_csv

KEYS = ["fiscal_year", "mof_div_code", "pro_code"]
KEY = ["2025", "371003000", "001"]


@pytest.mark.parametrize(
    ("name", "letters"),
    [("农村公路养护", "ncglyh"), ("重庆路改造", "cqlgz"), ("重点项目2025-A", "zdxm2025a"), ("会计培训", "kjpx")],
)
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_blanks_are_filled_in_and_told_once_a_file(tmp_path: Path) -> None:
    rows = [PROJECT_HEADER, project_row("001", adjusted=""), project_row("002", adjusted=""), project_row("003")]
    result = intake.read(write_csv(tmp_path / "项目.csv", rows))
    assert set(records(result, "projects", "budget_book", "dept_code")) == {("一般公共预算", "教育局")}
    assert result.tables["projects"]["adjusted_budget"].null_count == 0
    notices = [problem.reason for problem in told(result, Level.NOTICE)]
    assert notices == ["有 2 行没有全年预算数：按年初预算数计。", "有 3 行没有预算类型：按一般公共预算计。"]


def test_a_budget_below_nothing_is_kept_and_told(tmp_path: Path) -> None:
    rows = [PROJECT_HEADER, project_row("001", initial=5, adjusted=-1), project_row("002", initial=0, adjusted=0)]
    result = intake.read(write_csv(tmp_path / "项目.csv", rows))
    assert result.tables["projects"].num_rows == 2
    (problem,) = told(result, Level.WARNING)
    assert (problem.row, problem.value) == (2, "-1")
    assert problem.reason == "全年预算数是负数：请核对；调减请填在“预算调整”表。"


def test_stated_secrecy_fills_blanks_only_and_is_kept(tmp_path: Path) -> None:
    rows = [[*PROJECT_HEADER, "密级"], [*project_row("001"), ""], [*project_row("002"), "涉密"]]
    path = write_csv(tmp_path / "项目.csv", rows)
    stated = intake.read(path, secret_level="非涉密")
    assert records(stated, "projects", "secret_level", "secret_stated") == [("非涉密", True), ("涉密", False)]
    assert stated.stated_secrecy == "非涉密"
    plain = intake.read(path)
    assert records(plain, "projects", "secret_level", "secret_stated") == [(None, False), ("涉密", False)]


def test_targets_are_read(tmp_path: Path) -> None:
    header = [*KEYS, "indicator_no", "level3", "sign", "target", "unit", "weight"]
    rows = [
        header,
        [*KEY, "1", "合格率", "", "≥95%", "", "50"],
        [*KEY, "2", "培训人数", "≥", "200", "人", "30"],
        [*KEY, "3", "完成时间", "", "9月30日前", "", "20"],
    ]
    result = intake.read(write_csv(tmp_path / "indicators.csv", rows))
    names = ("kind", "sign_read", "value", "unit_read", "direction_read", "accumulation_read", "target_date")
    assert records(result, "indicators", *names) == [
        ("quantity", "≥", 95.0, "%", "higher", "point_in_time", None),
        ("quantity", "≥", 200.0, "人", "higher", "cumulative", None),
        ("date", "", None, None, "date", "point_in_time", "2025-09-30"),
    ]


def test_actuals_are_read_and_blank_is_unreported(tmp_path: Path) -> None:
    header = [*KEYS, "indicator_no", "month", "actual"]
    rows = [header, *([*KEY, str(number), "6", text] for number, text in enumerate(["≥90%", "", "达成预期指标", "0"]))]
    result = intake.read(write_csv(tmp_path / "observations.csv", rows))
    names = ("actual_value", "actual_unit", "actual_signed", "actual_blank", "actual_level")
    assert records(result, "observations", *names) == [
        (90.0, "%", True, False, None),
        (None, None, False, True, None),
        (None, None, False, False, "达成"),
        (0.0, None, False, False, None),
    ]


def test_bare_rates_are_told(tmp_path: Path) -> None:
    header = [*PROJECT_HEADER, "执行率"]
    rows = [header, *([*project_row(f"00{n}"), text] for n, text in enumerate(["20", "0.5", "64.7%", "1", "1.2", ""]))]
    result = intake.read(write_csv(tmp_path / "项目.csv", rows))
    assert records(result, "projects", "printed_rate") == [
        (200_000,), (500_000,), (647_000,), (1_000_000,), (12_000,), (None,)
    ]  # fmt: skip
    assert any("有 2 行的执行率大于 1" in problem.reason for problem in told(result, Level.NOTICE))


@pytest.mark.parametrize(
    ("covers", "coverage", "silent"),
    [(None, Coverage("rows"), 1), ("all", Coverage("all"), 0), ("A, B", Coverage("departments", ("A", "B")), 0)],
)
def test_departments_without_payments_are_named(
    tmp_path: Path, covers: str | None, coverage: Coverage, silent: int
) -> None:
    other = project_row("002")
    other[2] = "民政局"
    write_csv(tmp_path / "项目.csv", [PROJECT_HEADER, project_row("001"), other])
    payments = [[*KEYS, "month", "paid"], [*KEY, "1", "5"], [*KEY, "2", "5"], ["2025", "371003000", "002", "1", "5"]]
    write_csv(tmp_path / "execution.csv", payments)
    result = intake.read(tmp_path, covers=covers)
    assert result.coverage == coverage
    warned = [problem.reason for problem in told(result, Level.WARNING)]
    assert len(warned) == silent
    assert all("民政局，2025 年 2 月" in reason and "没有支付，还是没有报" in reason for reason in warned)
