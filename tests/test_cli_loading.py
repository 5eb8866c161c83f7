"""What load and check take beside the files, and what a dry run foresees."""

import pytest

from tests.conftest import keyed, project, write_tables
from tests.intake.files import PROJECT_HEADER, project_row, write_csv, write_workbook
from tests.intake.test_forms import selfeval


def test_a_dry_run_says_what_would_change_and_changes_nothing(store, tmp_path, run):
    """a is paid 30 more in July, so that of 20 % against half a year no more is said; b is left as it is."""
    more = write_tables(tmp_path / "more", {"execution": [keyed("a", month=7, paid=300_000)]})
    kept = {path for path in store.rglob("*") if path.is_file()}

    status, out, _ = run("load", more, "--covers", "all", "--dry-run", "--store", store)

    lines = out.splitlines()
    assert status == 0
    assert lines[-1].endswith("没有入库。")
    assert any(line.startswith("与现用版本 000002-") for line in lines)
    changed = "支付 70.00 万元 → 100.00 万元，执行率 35.0% → 50.0%，有预警的项目 1 → 0 个"
    assert f"2026 年截至 6 → 7 月：{changed}。" in lines
    assert {path for path in store.rglob("*") if path.is_file()} == kept


def test_a_check_builds_nothing(store, tmp_path, run):
    more = write_tables(tmp_path / "more", {"execution": [keyed("a", month=7, paid=300_000)]})

    _, out, _ = run("check", more, "--store", store)

    assert "与现用版本" not in out


def test_year_and_region_are_those_of_a_form_that_states_none(tmp_path, run):
    """A self-evaluation form without its year line."""
    form = selfeval()
    form[1] = [""]
    path = write_workbook(tmp_path / "自评.xlsx", {"Sheet1": form})
    words = ("load", path, "--store", tmp_path / "store", "--region", "371003000")

    assert "年度" in run(*words)[1].splitlines()[0]
    _, out, _ = run(*words, "--year", 2024, "--dry-run")

    assert any(line.startswith("2024 年截至 12 月：项目 1 个") for line in out.splitlines()), out


def test_a_month_that_is_none_is_wrong_usage(store, folder, run):
    status, _, err = run("load", folder, "--month", 13, "--store", store)

    assert (status, "--month" in err) == (2, True)


def test_returning_to_an_older_version_keeps_the_reason(store, tmp_path, run):
    first = (store / "CURRENT").read_text()
    run("load", write_tables(tmp_path / "more", {"execution": [keyed("a", month=7, paid=1)]}), "--store", store)

    status, out, _ = run("publish", first, "--reason", "7 月数据有误", "--store", store)

    assert (status, out.strip()) == (0, f"现用版本已改为 {first}（7 月数据有误）。")
    assert "7 月数据有误" in (store / "history.jsonl").read_text(encoding="utf-8").splitlines()[-1]


def test_a_file_of_which_nothing_can_be_stored_makes_no_batch(tmp_path, run):
    none = write_tables(tmp_path / "none", {"projects": [project("a", fiscal_year="")]})

    status, out, _ = run("load", none, "--covers", "all", "--store", tmp_path / "store")

    assert (status, out.splitlines()[-1]) == (1, "没有新的数据可以入库，现用版本不变。")
    assert not (tmp_path / "store" / "CURRENT").exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [("DUALWATCH_TIME_LIMIT", "soon"), ("DUALWATCH_MAX_UPLOAD_MB", "0"), ("DUALWATCH_LOG_LEVEL", "x")],
)
def test_a_setting_that_means_nothing_is_wrong_usage(store, run, monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    status, _, err = run("versions", "--store", store)

    assert (status, err.startswith(f"环境变量 {name} 的值不对")) == (2, True)


def test_fiscal_tables_without_any_project_are_reported_like_the_others(tmp_path, run):
    table = tmp_path / "财政收支.csv"
    rows = ["财政区划,预算年度,月份,科目,预算数（万元）,累计执行数（万元）", "371003000,2025,6,一般公共预算收入,100,40",
            "371003000,2025,6,一般公共预算支出,,50"]  # fmt: skip
    table.write_text("\n".join(rows), encoding="utf-8")

    status, out, err = run("load", table, "--store", tmp_path / "store")

    assert (status, err) == (1, "")
    assert "收到 2 行，入库 1 行，退回 1 行" in out
    assert "已发布版本" in out


def test_the_money_of_a_sheet_refused_whole_is_unknown_not_nothing(tmp_path, run):
    """No unit, no 元: nobody knows what the two rows would have been."""
    rows = [[*PROJECT_HEADER[:5], "年初预算数"], project_row("001")[:6], project_row("002")[:6]]
    path = write_csv(tmp_path / "项目.csv", rows)

    _, out, _ = run("check", path, "--store", tmp_path / "store")

    assert "项目.csv → projects：收到 2 行，入库 0 行，退回 2 行；整张没有读，金额不明\n" in out


def test_sheets_read_and_refused_of_one_file_are_told_apart(tmp_path, run):
    header = PROJECT_HEADER[:5]
    path = write_workbook(tmp_path / "项目.xlsx", {
        "甲": [[*header, "年初预算数（元）"], [*project_row("001")[:5], 7]],
        "乙": [[*header, "年初预算数"], [*project_row("002")[:5], 8]],
    })  # fmt: skip

    _, out, _ = run("check", path, "--store", tmp_path / "store")

    assert "收到 2 行，入库 1 行，退回 1 行；金额 收到 7.00 元，入库 7.00 元，退回 0 元" in out
    assert "退回 0 元；退回的行里有 1 行整张没有读，金额不明\n" in out
