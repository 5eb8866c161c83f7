"""The command line as scripts use it: columns, exit codes, and one Chinese sentence instead of a traceback."""

import csv
import io
import json
import subprocess
import sys

import pyarrow.parquet as pq
import pytest

from dualwatch import cli
from dualwatch.settings import ROOT
from tests.conftest import keyed, project, write_tables

ALERT_FIELDS = {
    "fiscal_year", "mof_div_code", "pro_code", "pro_name", "dept_name", "rule", "severity", "observed", "expected",
    "limit_value", "amount", "sentence", "clears",
}  # fmt: skip
TOTAL_FIELDS = {
    "budget_book", "projects", "initial_budget", "adjusted_budget", "paid", "execution_rate", "expected_rate",
    "completion_rate",
}  # fmt: skip


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_load_accounts_for_rows_and_money_and_names_the_version(tmp_path, folder, run):
    status, out, _ = run("load", folder, "--covers", "all", "--store", tmp_path / "store")

    assert status == 0
    assert "execution：收到 2 行，入库 2 行，退回 0 行；金额 收到 700,000.00 元，入库 700,000.00 元，退回 0" in out
    assert out.splitlines()[-1].startswith("已发布版本 000002-")


def test_loading_the_same_files_again_changes_nothing_and_says_so(store, folder, run):
    before = sorted(path.name for path in (store / "versions").iterdir())

    status, out, _ = run("load", folder, "--covers", "all", "--store", store)

    assert status == 0
    assert "没有变化" in out
    assert sorted(path.name for path in (store / "versions").iterdir()) == before


def test_load_with_a_rejected_row_publishes_the_others_and_exits_1(tmp_path, run):
    late = write_tables(tmp_path / "late", {"projects": [project("a"), project("b", fiscal_year="")]})

    status, out, _ = run("load", late, "--covers", "all", "--store", tmp_path / "store")

    assert status == 1
    assert "projects：收到 2 行，入库 1 行，退回 1 行" in out
    assert "第 3 行" in out
    assert out.splitlines()[-1].startswith("已发布版本")


def test_dry_run_stores_nothing(tmp_path, folder, run):
    status, out, _ = run("load", folder, "--dry-run", "--store", tmp_path / "store")

    assert status == 0
    assert not (tmp_path / "store" / "CURRENT").exists()
    assert out.splitlines()[-1].endswith("没有入库。")


def test_totals_are_fractions_with_six_decimals_and_yuan(store, run):
    status, out, _ = run("ask", "overview/totals", "--format", "csv", "--store", store)

    (total,) = rows(out)
    assert status == 0
    assert set(total) >= TOTAL_FIELDS
    assert (total["projects"], total["adjusted_budget"], total["paid"]) == ("2", "2000000.00", "700000.00")
    assert (total["execution_rate"], total["expected_rate"]) == ("0.350000", "0.500000")
    assert total["completion_rate"] == ""


def test_alerts_name_rule_figures_sentence_and_profile(store, run):
    status, out, err = run("alerts", "--format", "csv", "--profile", "wendeng-dual", "--store", store)

    (alert,) = rows(out)
    assert status == 0
    assert set(alert) >= ALERT_FIELDS
    assert (alert["pro_code"], alert["rule"], alert["severity"]) == ("a", "low_execution", "yellow")
    assert (alert["observed"], alert["expected"], alert["limit_value"]) == ("0.200000", "0.500000", "0.800000")
    assert alert["amount"] == "300000.00"
    assert "再支付 200,000.00 元" in alert["clears"]
    assert "文登双清单" in err


def test_year_month_and_profile_are_short_for_parameters(store, run):
    long = run("alerts", "-p", "year=2026", "-p", "month=6", "-p", "profile=wendeng-dual", "--format", "csv",
               "--store", store)  # fmt: skip
    short = run(
        "alerts", "--year", 2026, "--month", 6, "--profile", "wendeng-dual", "--format", "csv", "--store", store
    )

    assert long == short


def test_a_bare_project_code_is_enough_where_it_is_unique(store, run):
    _, out, _ = run("ask", "projects/detail", "-p", "project=a", "--format", "json", "--store", store)

    assert json.loads(out)[0]["execution_rate"] == 0.2


def test_parquet_keeps_money_decimal(store, run, tmp_path, capfdbinary):
    run("ask", "overview/totals", "--format", "csv", "--store", store)
    sys.argv = ["dualwatch", "ask", "overview/totals", "--format", "parquet", "--store", str(store)]
    with pytest.raises(SystemExit):
        cli.main()
    answer = pq.read_table(io.BytesIO(capfdbinary.readouterr().out))

    assert str(answer["paid"][0].as_py()) == "700000.00"
    assert str(answer["execution_rate"][0].as_py()) == "0.350000"


@pytest.mark.parametrize(
    ("words", "status", "sentence"),
    [
        (("ask", "overview/totals", "-p", "year=2019"), 1, "没有 2019 年的数据。现有年度：2026。"),
        (("ask", "overview/totals", "-p", "month=7"), 1, "2026 年的数据到 6 月为止"),
        (("ask", "overview/nothing"), 2, "没有名为“overview/nothing”的问题"),
        (("ask", "overview/totals", "-p", "colour=red"), 2, "没有参数 colour"),
        (("ask", "overview/totals", "-p", "month=六"), 2, "参数 month 要写整数"),
        (("ask", "overview/totals", "-p", "month"), 2, "参数要写成 名称=值"),
        (("ask", "overview/totals", "--format", "xml"), 2, "没有“xml”这种输出格式"),
        (("ask", "overview/totals", "--as", "路人"), 2, "没有“路人”这个角色"),
        (("ask", "overview/totals", "--as", "县区"), 2, "要写明代码"),
        (("ask", "projects/detail", "-p", "project=zzz"), 1, "没有编码为“zzz”的项目"),
        (("alerts", "--profile", "mine"), 2, "没有名为“mine”的规则方案"),
        (("publish", "000099-000000000000"), 1, "没有名为“000099-000000000000”的数据版本"),
        (("withdraw", "nothing", "--reason", "试"), 1, "批次“nothing”不在用"),
        (("load", "/nowhere/at/all.csv"), 1, "找不到这个文件"),
        (("prune",), 2, "缺少选项“--keep”"),
        (("dance",), 2, "没有命令“dance”"),
        (("ask",), 2, "缺少参数“问题”"),
        (("ask", "overview/totals", "more"), 2, "多出的参数“more”"),
    ],
)
def test_a_wrong_question_gets_a_sentence(store, run, words, status, sentence):
    left, out, err = run(*words, *(() if words == ("dance",) else ("--store", store)))

    assert left == status
    assert sentence in out + err


def test_an_empty_store_says_what_to_do(tmp_path, run):
    status, _, err = run("ask", "overview/totals", "--store", tmp_path / "nothing")

    assert status == 1
    assert "python -m dualwatch sample" in err


def test_withdrawing_a_batch_publishes_what_remains(store, tmp_path, run):
    more = write_tables(tmp_path / "more", {"execution": [keyed("a", month=7, paid=100_000)]})
    _, out, _ = run("load", more, "--covers", "all", "--store", store)
    batch = next(line.split()[1] for line in out.splitlines() if line.startswith("批次 "))

    status, out, _ = run("withdraw", batch, "--reason", "报错了", "--store", store)

    assert status == 0
    assert batch in out
    _, out, _ = run("ask", "overview/totals", "--format", "csv", "--store", store)
    assert rows(out)[0]["paid"] == "700000.00"


def test_versions_are_listed_pointed_to_and_pruned(store, tmp_path, run):
    first = (store / "CURRENT").read_text()
    more = write_tables(tmp_path / "more", {"execution": [keyed("a", month=7, paid=100_000)]})
    run("load", more, "--covers", "all", "--store", store)

    assert run("publish", first, "--store", store)[0] == 0
    assert (store / "CURRENT").read_text() == first
    _, out, _ = run("prune", "--keep", 1, "--store", store)
    assert out.startswith("删除了 0 个版本")
    _, out, _ = run("versions", "--store", store)
    assert f"* 现用 {first}" in out
    assert out.splitlines()[-1] == "共 2 个版本。"


def test_targets_keep_rows_and_order_and_add_the_reading(tmp_path, run):
    source, out = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("text,sign,unit,name\n≥95%,,,合格率\n90%290%,,,满意度\n30,≤,天,办结时限\n", encoding="utf-8-sig")

    status, said, _ = run("targets", source, "--out", out)

    read = rows(out.read_text(encoding="utf-8"))
    assert status == 0
    assert "读了 3 行" in said
    assert [row["text"] for row in read] == ["≥95%", "90%290%", "30"]
    assert [(row["kind"], row["sign_read"], row["value"], row["unit"], row["direction"]) for row in read] == [
        ("quantity", "≥", "95", "%", "higher"),
        ("unreadable", "", "", "", "higher"),
        ("quantity", "≤", "30", "天", "lower"),
    ]


def test_targets_without_a_text_column_are_refused(tmp_path, run):
    source = tmp_path / "in.csv"
    source.write_text("target\n≥95%\n", encoding="utf-8")

    status, _, err = run("targets", source, "--out", tmp_path / "out.csv")

    assert status == 1
    assert "没有 text 列" in err


def test_doctor_ends_with_a_verdict(store, tmp_path, run):
    status, out, _ = run("doctor", "--store", store)
    assert (status, out.splitlines()[-1]) == (0, "可以使用。")

    status, out, _ = run("doctor", "--store", tmp_path / "nothing")
    assert status == 1
    assert "还没有数据" in out


def test_demonstration_data_is_never_mixed_into_real_data(store, run):
    status, _, err = run("sample", "--store", store)

    assert status == 1
    assert "真实数据" in err


def test_published_counts_of_the_two_lists(demo_store, run):
    """文登 published 184 projects with low execution and 46 with target deviation."""
    _, out, err = run("alerts", "--profile", "wendeng-dual", "--format", "csv", "--store", demo_store.path)
    assert "演示数据" in err
    found = rows(out)
    low = {row["project_id"] for row in found if row["rule"] in ("low_execution", "no_execution")}
    deviating = {row["project_id"] for row in found if row["rule"] == "target_deviation"}

    assert (len(low), len(deviating), len(low & deviating)) == (184, 46, 17)


def test_an_answer_in_words_loads_neither_arrow_nor_what_builds(store):
    told = """import sys
from dualwatch import cli
try:
    cli.main()
finally:
    print(sorted({"numpy", "pyarrow", "pydantic"} & set(sys.modules)))"""
    words = [sys.executable, "-c", told, "ask", "overview/totals", "--format", "csv", "--store", str(store)]

    assert subprocess.run(words, check=True, capture_output=True, text=True, cwd=ROOT).stdout.endswith("[]\n")
