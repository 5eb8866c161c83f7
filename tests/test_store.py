"""Versions: numbered upward, equal for equal batches, pruned and withdrawn without losing the one in force."""

import shutil
from dataclasses import replace
from decimal import Decimal

import duckdb
import pytest

from dualwatch import batches, intake, loading
from dualwatch.model import DualwatchError
from dualwatch.store import Store
from dualwatch.store.assembling import build
from tests.conftest import LOADED_AT, project, publish, write_tables
from tests.given import paid

ROLL = {"projects": [project("p"), project("q")], "execution": [paid("p", 100, 1)]}


@pytest.fixture
def deliver(tmp_path):
    """A function that writes tables as the next delivery and returns its folder."""
    count = iter(range(100))

    def deliver(tables):
        return write_tables(tmp_path / f"delivery{next(count)}", tables)

    return deliver


@pytest.fixture(scope="module")
def published(make_store):
    """A store with three versions: the roll, and two months of payments."""
    return make_store(ROLL, {"execution": [paid("p", 20, 2)]}, {"execution": [paid("p", 3, 3)]})


@pytest.fixture
def store(published, tmp_path):
    """A copy of the published store that a test may change."""
    return Store(shutil.copytree(published.path, tmp_path / "store"))


def spent(store, version=None):
    """What all projects had paid by the last month of a version."""
    return sum(row["paid"] for row in store.ask("overview/totals", version=version).to_pylist())


def numbers(store):
    return [version.number for version in store.versions()]


def test_the_same_batches_give_the_same_content(store, tmp_path):
    """Built once more from a copy of the batches, in a folder of another name."""
    shutil.copytree(store.batches_path, tmp_path / "copied")
    (tmp_path / "elsewhere").mkdir()

    rebuilt = build(tmp_path / "elsewhere", batches.all_batches(tmp_path / "copied")).content

    assert rebuilt == store.current().content
    assert {"regions", "2026/all_projects", "2026/project_months", "2026/flags"} <= set(rebuilt)
    assert all(len(digest) == 64 for digest in rebuilt.values())


def test_stores_loaded_alike_agree_and_one_fen_tells_them_apart(make_store):
    """The same file gives the same version twice; 0.01 元 more changes the payments and what is made of them."""
    first, second, other = (make_store({"projects": [project("p")], "execution": [paid("p", yuan, 1)]}).current()
                            for yuan in ("1.00", "1.00", "1.01"))  # fmt: skip
    assert (first.name, first.content) == (second.name, second.content)

    contents = first.content, other.content
    changed = {name for name in contents[0] if contents[0][name] != contents[1][name]}
    assert {"2026/execution", "2026/project_months", "2026/group_months"} <= changed
    assert not changed & {"regions", "profile_limits", "rules_info", "2026/calendar", "2026/coverage", "2026/flags"}


def test_numbers_rise_with_every_batch_and_version(store):
    taken = sorted(numbers(store) + [batch.number for batch in store.batches_in_force()])

    assert taken == [1, 2, 3, 4, 5, 6]
    assert store.current().number == 6


def test_numbers_rise_also_after_a_prune(store, deliver):
    store.point_to(store.versions()[0].name)
    store.prune(1)
    for version in store.versions()[1:]:
        store.forget(version.name)

    later = publish(store, deliver({"execution": [paid("q", 1, 2)]})).version
    assert later.number == 8
    assert later.number > 6


def test_prune_keeps_the_newest_and_the_one_in_force(store):
    """The oldest is in force: the one between goes."""
    first, second, third = store.versions()
    store.point_to(first.name)

    assert store.prune(1) == [second.name]
    assert [version.name for version in store.versions()] == [first.name, third.name]
    assert store.current().name == first.name
    assert spent(store) == 100


def test_prune_of_all_but_none_still_keeps_the_one_in_force(store):
    store.prune(0)

    assert [version.name for version in store.versions()] == [store.current().name]


def test_the_same_batches_are_never_built_twice(store, deliver):
    """Withdrawing the newest batch returns to the version built before it, file and all."""
    before = store.current()
    stamp = store.version_file(before.name).stat()
    added = publish(store, deliver({"execution": [paid("q", 7, 3)]}))

    back = store.withdraw(added.new_batches[0], "多报").version

    assert back.name == before.name
    assert len(store.versions()) == 4
    assert store.version_file(back.name).stat().st_mtime_ns == stamp.st_mtime_ns


def test_a_withdrawn_batch_stays_withdrawn_after_the_next_load(store, deliver):
    second = store.batches_in_force()[1].name
    store.withdraw(second, "错报")
    assert spent(store) == 103

    publish(store, deliver({"execution": [paid("q", 7, 3)]}))

    assert second not in [batch.name for batch in store.batches_in_force()]
    assert spent(store) == 110


def test_withdrawal_is_written_down_with_its_reason(store):
    sentence = store.withdraw(store.batches_in_force()[2].name, "重复报送").sentence

    assert "重复报送" in sentence
    assert store.history()[0].reason == "重复报送"


def test_only_batches_in_force_are_withdrawn_and_never_the_last(make_store):
    single = make_store(ROLL)
    (only,) = single.batches_in_force()

    with pytest.raises(DualwatchError, match="不在用"):
        single.withdraw("000009-abc", "x")
    with pytest.raises(DualwatchError, match="唯一在用"):
        single.withdraw(only.name, "x")
    assert single.batches_in_force() == [only]


def test_a_load_builds_on_the_version_in_force_after_a_roll_back(store, deliver):
    """Rolled back to month 1, a load of month 4 does not bring months 2 and 3 back."""
    store.point_to(store.versions()[0].name)
    publish(store, deliver({"execution": [paid("q", 7, 4)]}))

    assert [batch.number for batch in store.batches_in_force()] == [1, 8 - 1]
    assert spent(store) == 107


def test_loading_the_same_file_again_changes_nothing(store, deliver):
    folder = deliver({"execution": [paid("q", 7, 4)]})
    first = loading.load(store, [folder], "测试")
    current, kept = store.current(), sorted(store.path.rglob("*"))

    again = loading.load(store, [folder], "测试")

    assert first.publication.version == current
    assert again.publication is None
    assert again.already_loaded
    assert store.current() == current
    assert sorted(store.path.rglob("*")) == kept


def test_the_first_real_load_puts_demonstration_data_out_of_force(tmp_path, deliver):
    store = Store(tmp_path / "demo")
    invented = replace(intake.read([deliver(ROLL)], covers="all"), demo=True)
    assert store.publish([invented], "测试", LOADED_AT).version.demo

    real = publish(store, deliver({"projects": [project("real")], "execution": [paid("real", 9, 1)]}))

    assert not real.version.demo
    assert "1 批演示数据已停用" in real.sentence
    assert [batch.name for batch in store.batches_in_force()] == list(real.new_batches)
    assert (spent(store), store.ask("context/header").to_pylist()[0]["demo"]) == (9, False)


def test_an_older_version_answers_by_its_name(store):
    first, second, third = (version.name for version in store.versions())

    assert [spent(store, name) for name in (first, second, third)] == [100, 120, 123]
    with pytest.raises(DualwatchError, match="没有名为"):
        spent(store, "000099-none")


def test_money_is_answered_as_decimal(store):
    (row,) = store.ask("overview/totals").to_pylist()

    assert isinstance(row["paid"], Decimal)


@pytest.mark.parametrize("part", ["own", "year"])
def test_versions_are_written_in_storage_1_5(published, part):
    """DuckDB's header numbers storage v1.5.0 as 68; the catalogue says the same in words."""
    files = published.files(published.current())
    path = files.own if part == "own" else files.years[0]
    with duckdb.connect() as connection:
        connection.execute("attach $path as kept (read_only)", {"path": str(path)})
        (tags,) = connection.execute("select tags from duckdb_databases() where database_name = 'kept'").fetchone()

    assert tags["storage_version"].startswith("v1.5.0")
    header = path.read_bytes()[:20]
    assert (header[8:12], int.from_bytes(header[12:20], "little")) == (b"DUCK", 68)


def test_an_empty_store_says_how_to_fill_it(tmp_path):
    with pytest.raises(DualwatchError, match="dualwatch sample"):
        Store(tmp_path / "none").ask("overview/totals")


@pytest.mark.parametrize(
    ("question", "params", "told"),
    [("overview/nothing", {}, "没有名为"), ("overview/totals", {"colour": "red"}, "没有参数 colour"),
     ("overview/totals", {"year": 2031}, "现有年度：2026"), ("overview/totals", {"month": 9}, "到 3 月为止"),
     ("overview/totals", {"month": 13}, "没有 13 月"), ("overview/totals", {"profile": "x"}, "规则方案"),
     ("projects/detail", {"project": "zzz"}, "没有编码为“zzz”的项目")],
)  # fmt: skip
def test_a_question_that_cannot_be_asked_says_why(published, question, params, told):
    with pytest.raises(DualwatchError, match=told):
        published.ask(question, params)


def test_a_bare_code_of_two_regions_lists_the_candidates(make_store):
    both = make_store({"projects": [project("p"), project("p", mof_div_code="371004000", mof_div_name="荣成市")]})

    with pytest.raises(DualwatchError, match=r"2026-371003000-p（文登区 项目p）、2026-371004000-p（荣成市 项目p）"):
        both.ask("projects/detail", {"project": "p"})
    assert both.ask("projects/detail", {"project": "2026-371004000-p"}).num_rows == 1
