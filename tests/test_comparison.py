"""What a prepared version would change, against hand-made deliveries whose differences are known."""

import json
import shutil
from dataclasses import asdict, replace

import duckdb
import pytest

from dualwatch import comparison, intake
from dualwatch.comparison import Comparison
from dualwatch.model import DualwatchError, Scope
from dualwatch.store import Store, engine
from tests.conftest import LOADED_AT, keyed, project, write_tables
from tests.given import paid

ROLL = {
    "projects": [project("a"), project("b"), project("c")],
    "execution": [paid("a", 200_000, 6), paid("b", 500_000, 6), paid("c", 0, 6)],
}
# a: budget doubled and a June payment corrected; b: renamed; c: no longer listed; d: new; July is reported.
NEXT = {
    "projects": [
        project("a", initial_budget=2_000_000, adjusted_budget=2_000_000), project("b", pro_name="新名"), project("d"),
    ],
    "execution": [paid("a", 300_000, 6), paid("d", 500_000, 7)],
}  # fmt: skip


@pytest.fixture(scope="module")
def published(make_store):
    return make_store(ROLL)


@pytest.fixture(scope="module")
def compared(published, tmp_path_factory):
    """The second delivery against the first."""
    return compare(copied(published, tmp_path_factory), NEXT, tmp_path_factory)


def copied(store, folders):
    return Store(shutil.copytree(store.path, folders.mktemp("copy") / "store"))


def compare(store, tables, folders, demo=False, covers="all"):
    """What publishing the tables, which cover everything unless said, would change."""
    read = intake.read([write_tables(folders.mktemp("delivery"), tables)], covers=covers)
    return comparison.compare(store, store.prepare([replace(read, demo=demo)], "甲", LOADED_AT))


def rows(found, *names):
    return [tuple(row[name] for name in names) for row in found]


def test_totals_stand_beside_each_other_at_the_last_months_and_at_the_same_month(compared):
    """By July 80 万 + 50 万 of 400 万; in June 20 + 50 of 300 万, after the correction 30 + 50 of 400 万."""
    names = ("compared", "month_before", "month", "projects_before", "projects", "adjusted_budget_before",
             "adjusted_budget", "paid_before", "paid", "execution_rate_before", "execution_rate")  # fmt: skip

    assert rows(compared.totals, *names) == [
        ("latest", 6, 7, 3, 3, "3000000.00", "4000000.00", "700000.00", "1300000.00", 233_333, 325_000),
        ("same", 6, 6, 3, 3, "3000000.00", "4000000.00", "700000.00", "800000.00", 233_333, 200_000),
    ]


def test_projects_come_go_and_change_field_by_field(compared):
    found = rows(compared.projects, "change", "project_id", "field_label", "old_value", "new_value")

    assert found == [
        ("added", "2026-371003000-d", None, None, None),
        ("changed", "2026-371003000-a", "全年预算数", "1000000.00", "2000000.00"),
        ("changed", "2026-371003000-a", "年初预算数", "1000000.00", "2000000.00"),
        ("changed", "2026-371003000-b", "项目名称", "项目b", "新名"),
        ("gone", "2026-371003000-c", None, None, None),
    ]
    assert rows(compared.retired, "project_id", "adjusted_budget") == [("2026-371003000-c", "1000000.00")]


def test_revised_figures_are_those_of_the_new_batch(compared):
    found = rows(compared.revisions, "table_name", "pro_name", "month", "field_label", "old_value", "new_value")

    assert ("execution", "项目a", 6, "本月支付", "200000.00", "300000.00") in found
    assert ("projects", "新名", None, "项目名称", "项目b", "新名") in found
    assert len(found) == compared.counts["revisions"] == 4


def test_flags_are_new_worse_better_or_cleared(make_store, tmp_path_factory):
    """Under pace 60/80 at June (50 % due): 45 % is fine, 32 % yellow (0.64), 20 % red (0.4), 0 no execution."""
    before = {"now low": 450_000, "sinking": 320_000, "rising": 200_000, "mended": 320_000, "same": 200_000}
    after = before | {"now low": 320_000, "sinking": 200_000, "rising": 320_000, "mended": 450_000}
    store = make_store({"projects": list(map(project, before)), "execution": paid_by_june(before)})

    found = compare(store, {"execution": paid_by_june(after)}, tmp_path_factory)

    low = [row for row in found.flags if row["rule"] == "low_execution"]
    assert rows(low, "change", "pro_name", "severity_before", "severity") == [
        ("new", "项目now low", None, "yellow"),
        ("worse", "项目sinking", "yellow", "red"),
        ("better", "项目rising", "red", "yellow"),
        ("cleared", "项目mended", "yellow", None),
    ]
    assert all("截至6月" in row["sentence"].replace(" ", "") for row in low)
    assert found.counts["flags_worse"] >= 1
    assert found.projects == []


def paid_by_june(yuan):
    return [keyed(code, month=6, paid_to_date=paid) for code, paid in yuan.items()]


def test_sentences_say_what_changes_in_numbers(compared):
    assert compared.sentences[0].startswith("与现用版本 00000")
    assert compared.sentences[1:] == [
        "2026 年截至 6 → 7 月：预算 300.00 万元 → 400.00 万元，支付 70.00 万元 → 130.00 万元，执行率 23.3% → 32.5%，"
        "有预警的项目 2 → 1 个。",
        "2026 年同为截至 6 月：预算 300.00 万元 → 400.00 万元，支付 70.00 万元 → 80.00 万元，执行率 23.3% → 20.0%。",
        "项目增加 1 个，减少 1 个，变更 2 个。",
        "有 1 个项目不在新的完整名单里，发布后不再计入合计。",
        "修订以前报过的数 4 个。",
        f"预警新增 {compared.counts['flags_new']} 条，解除 {compared.counts['flags_cleared']} 条。",
    ]


def test_a_load_that_changes_no_figure_says_so(published, tmp_path_factory):
    """The same payments in a file of other bytes."""
    again = {"execution": list(reversed(ROLL["execution"]))}

    found = compare(copied(published, tmp_path_factory), again, tmp_path_factory)

    assert found.sentences[1:] == [
        "2026 年截至 6 月：项目 3 个，预算 300.00 万元，支付 70.00 万元，执行率 23.3%，有预警的项目 2 个。",
        "项目没有增减和变更。",
        "预警没有变化。",
    ]


def test_the_first_load_is_compared_with_nothing(tmp_path, tmp_path_factory):
    found = compare(Store(tmp_path / "store"), ROLL, tmp_path_factory)

    assert (found.before, found.sentences[0]) == (None, "第一次载入，没有可对照的版本。")
    assert found.sentences[1:] == [
        "2026 年截至 6 月：项目 3 个，预算 300.00 万元，支付 70.00 万元，执行率 23.3%，有预警的项目 2 个。"
    ]
    assert found.counts["projects_added"] == 3


def test_demonstration_data_is_nothing_to_compare_with(tmp_path, tmp_path_factory):
    store = Store(tmp_path / "store")
    read = intake.read([write_tables(tmp_path / "invented", {"projects": [project("x")]})], covers="all")
    store.publish([replace(read, demo=True)], "测试", LOADED_AT)

    found = compare(store, ROLL, tmp_path_factory)

    assert (found.before, "演示数据" in found.sentences[0]) == (None, True)
    assert rows(found.projects, "change") == [("added",)] * 3


def test_a_year_is_compared_with_itself(published, tmp_path_factory):
    """A load of last year leaves this year's totals alone and says nothing of them."""
    last = {"projects": [project("a", fiscal_year=2025)], "execution": [paid("a", 900_000, 12, fiscal_year=2025)]}

    found = compare(copied(published, tmp_path_factory), last, tmp_path_factory)

    assert rows(found.totals, "fiscal_year", "month_before", "month", "projects_before", "projects") == [
        (2026, 6, 6, 3, 3), (2025, None, 12, None, 1),
    ]  # fmt: skip
    assert [line for line in found.sentences if line.startswith("20")] == [
        "2025 年截至 12 月：项目 1 个，预算 100.00 万元，支付 90.00 万元，执行率 90.0%，有预警的项目 0 个。"
    ]


def test_a_month_of_which_others_are_silent_says_how_many(make_store, tmp_path_factory):
    """In July only department 101 has reported: of 70 万 known by June the 20 万 of `a` and 10 more are known."""
    both = {
        "projects": [project("a"), project("x", dept_code="102", dept_name="乙局")],
        "execution": [paid("a", 200_000, 6), paid("x", 500_000, 6)],
    }
    store = make_store(both)

    found = compare(store, {"execution": [paid("a", 100_000, 7)]}, tmp_path_factory, covers=None)

    assert rows(found.totals, "month", "paid_before", "paid", "unreported_before", "unreported") == [
        (7, "700000.00", "300000.00", 0, 1), (6, "700000.00", "700000.00", 0, 0),
    ]  # fmt: skip
    assert "支付 70.00 万元 → 30.00 万元，当月未报 0 → 1 个项目" in found.sentences[1]


def test_a_comparison_is_the_same_after_a_way_through_json(compared):
    assert Comparison(**json.loads(json.dumps(asdict(compared), ensure_ascii=False))) == compared


def test_a_version_of_an_older_program_is_said_and_stands_in_no_way(published, tmp_path_factory):
    """A view that has lost a column, as one built before the column was thought of."""
    store = copied(published, tmp_path_factory)
    files = store.files(store.current())
    with duckdb.connect(str(files.own)) as older:
        engine.attach(older, files.years)
        older.execute("create or replace view main.flags as select profile, fiscal_year, month from base.flags")

    found = compare(store, NEXT, tmp_path_factory)

    assert "旧程序" in found.sentences[0]
    assert found.totals[0]["projects"] == 3


def test_comparison_keeps_to_the_scope(published, tmp_path_factory):
    store = copied(published, tmp_path_factory)
    read = intake.read([write_tables(tmp_path_factory.mktemp("delivery"), NEXT)], covers="all")
    prepared = store.prepare([read], "甲", LOADED_AT)
    elsewhere = Scope(all_regions=False, regions=("371009000",))

    with store.comparing(prepared.base, prepared, elsewhere) as ask:
        assert ask("comparison/projects", {}).num_rows == 0
        assert ask("comparison/revisions", {}).num_rows == 0
        assert ask("comparison/flags", {}).num_rows == 0
    with store.comparing(prepared.base, prepared) as ask, pytest.raises(DualwatchError, match="可问的有：comparison/"):
        ask("comparison/nothing", {})


def test_two_kept_versions_can_be_compared(published, tmp_path_factory):
    store = copied(published, tmp_path_factory)
    first = store.current().name
    read = intake.read([write_tables(tmp_path_factory.mktemp("delivery"), NEXT)], covers="all")
    second = store.publish([read], "甲", LOADED_AT).version.name

    with store.comparing(second, first) as ask:
        back = ask("comparison/projects", {}).to_pylist()
    assert {(row["change"], row["pro_name"]) for row in back} == {
        ("added", "项目c"), ("gone", "项目d"), ("changed", "项目a"), ("changed", "项目b"),
    }  # fmt: skip


def test_another_first_month_is_a_change(make_store, tmp_path_factory):
    """It moves the pace by which a project is judged."""
    store = make_store({"projects": [project("a")], "execution": [paid("a", 1, 6)]})
    found = compare(store, {"projects": [project("a", start_month=3)]}, tmp_path_factory)

    assert rows(found.projects, "change", "field_label", "old_value", "new_value") == [
        ("changed", "开始月份", None, "3")
    ]
