"""What the command line says when something is given wrongly, left out, or too wide to show."""

import csv
import io

import pytest

from tests.conftest import keyed, project, write_tables


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((), "要写明做什么"),
        (("check", "FOLDER", "--unit", "块"), "不认识金额单位“块”"),
        (("load", "FOLDER", "--secret-level", "随便"), "密级“随便”"),
        (("load", "FOLDER", "--covers", ","), "--covers 请写"),
        (("withdraw", "000001-x", "--reason", " "), "撤回的原因"),
        (("load", "FOLDER", "--year", "今年"), "“--year”要写整数"),
        (("load", "FOLDER", "--month", "13"), "“--month”要写 1 到 12 的整数"),
        (("prune", "--keep", "0"), "“--keep”要写 1 以上的整数"),
        (("ask", "overview/totals", "-p", "denominator=all"), "没有“all”这个分母"),
        (("ask", "alerts/projects", "-p", "topic=changd"), "没有“changd”这个类别"),
        (("ask", "alerts/projects", "-p", "sort=name"), "没有“name”这个排序"),
        (("ask", "alerts/projects", "-p", "severities=red,blue"), "没有“blue”这个级别"),
        (("ask", "alerts/projects", "-p", "rules=low_execution,low"), "没有“low”这个规则"),
        (("ask", "alerts/projects", "-p", "page=-1"), "page 要写正整数"),
        (("ask", "alerts/projects", "-p", "page_size=0"), "page_size 要写正整数"),
        (("ask", "overview/totals", "-p", "month=-"), "month 要写整数"),
        (("ask", "overview/totals", "-p", "key_only=也许"), "key_only 要写 是 或 否"),
        (("ask", "overview/totals", "-p", "counties=371003000,999"), "没有“999”这个县区。可用的有：371003000。"),
        (("ask", "overview/totals", "-p", "departments=教育局"), "没有“教育局”这个部门。可用的有：101。"),
        (("ask", "overview/totals", "-p", "agencies=101001"), "没有“101001”这个单位。数据里一个也没有。"),
        (("ask", "overview/totals", "-p", "books=一般公共"), "没有“一般公共”这个预算。可用的有：一般公共预算。"),
        (("ask", "overview/totals", "-p", "categories=其他"), "没有“其他”这个项目类别。可用的有：特定目标类。"),
        (("ask", "overview/totals", "--as", "部门:102"), "没有“102”这个部门。可用的有：101。"),
        (("alerts", "--as", "县区:000"), "没有“000”这个县区"),
        (("report", "alerts", "--out", "FOLDER", "--as", "业务科室:农业科"), "没有“农业科”这个业务科室"),
    ],
)
def test_a_wrong_option_is_wrong_usage(store, folder, run, words, sentence):
    given = [folder if word == "FOLDER" else word for word in words]
    status, _, err = run(*given, *(["--store", store] if words else []))

    assert status == 2
    assert sentence in err


@pytest.mark.parametrize(
    ("given", "sentence"),
    [("month=0", "没有 0 月"), ("month=13", "没有 13 月"), ("year=0", "没有 0 年的数据"),
     ("year=-1", "没有 -1 年的数据")],
)  # fmt: skip
def test_a_month_that_is_none_is_not_the_latest(store, run, given, sentence):
    status, out, err = run("ask", "overview/totals", "-p", given, "--store", store)

    assert (status, out, sentence in err) == (1, "", True)


def test_key_projects_alone_are_asked_for_by_a_word(store, run):
    asked = {word: run("ask", "overview/totals", "-p", f"key_only={word}", "--format", "csv", "--store", store)[1]
             for word in ("是", "true", "否", "0")}  # fmt: skip

    assert [row["projects"] for row in rows(asked["否"])] == ["2"]
    assert rows(asked["是"]) == []
    assert asked["true"] == asked["是"] and asked["0"] == asked["否"]


@pytest.mark.parametrize("words", [("versions",), ("doctor",), ("ask", "overview/totals"), ("load", "FOLDER")])
def test_a_file_is_no_store(tmp_path, folder, run, words):
    path = tmp_path / "数据.xlsx"
    path.write_bytes(b"PK")

    status, out, err = run(*[folder if word == "FOLDER" else word for word in words], "--store", path)

    assert (status, out, err) == (2, "", f"{path} 是文件，不是数据目录。\n")


def test_a_file_that_is_not_read_is_counted(tmp_path, folder, run):
    status, out, _ = run("check", folder, tmp_path / "没有.csv", "--store", tmp_path / "store")

    assert status == 1
    assert out.splitlines()[-1] == "检查完毕：没有要退回的行。有 1 个文件没有读入。没有入库。"


def test_a_project_that_a_later_file_no_longer_has_is_told_and_listed(store, tmp_path, run):
    later = write_tables(tmp_path / "later", {"projects": [project("a", initial_budget=2_000_000)]})

    _, out, _ = run("load", later, "--covers", "all", "--store", store)
    assert "b 项目b：已不在册" in out

    _, out, _ = run("ask", "quality/retired_projects", "--format", "csv", "--store", store)
    assert [row["pro_code"] for row in rows(out)] == ["b"]
    status, _, err = run("ask", "projects/detail", "-p", "project=b", "--store", store)
    assert (status, "已不在册" in err) == (1, True)


def test_a_rate_near_its_line_is_told_apart_from_it(tmp_path, run):
    delivery = {"projects": [project("a")], "execution": [keyed("a", month=6, paid=299_900)]}
    path = tmp_path / "store"
    assert run("load", write_tables(tmp_path / "near", delivery), "--store", path)[0] == 0

    _, out, _ = run("alerts", "--format", "csv", "--store", path)
    told = {row["rule"]: row for row in rows(out)}

    assert "为应达的 59.98%，低于 60.00% 的线" in told["low_execution"]["sentence"]
    assert told["not_reported"]["clears"] == "补报绩效指标，并填报 6 月监控轮次的完成值"


def test_a_row_of_many_columns_stands_on_its_side(store, run):
    _, out, _ = run("ask", "projects/detail", "-p", "project=a", "--store", store)

    assert any(line.replace(" ", "") == "│项目编码│a│" for line in out.splitlines())


def test_targets_that_cannot_be_written_get_a_sentence(tmp_path, run):
    (tmp_path / "in.csv").write_text("text\n≥95%\n", encoding="utf-8")

    status, _, err = run("targets", tmp_path / "in.csv", "--out", tmp_path / "missing" / "out.csv")

    assert status == 1
    assert err.startswith("写不了 ")


def test_an_empty_line_of_a_target_list_stays_a_row(tmp_path, run):
    source, out = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("text\n≥95%\n\n30天\n", encoding="utf-8")

    assert run("targets", source, "--out", out)[0] == 0
    assert [line.split(",")[0] for line in out.read_text(encoding="utf-8").splitlines()] == ["text", "≥95%", "", "30天"]
