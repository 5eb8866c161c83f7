"""Prepared versions: seen by nobody until released, dropped without a trace, refused when another came first."""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from dualwatch import history, intake
from dualwatch.model import DualwatchError
from dualwatch.store import Store
from tests.conftest import LOADED_AT, project, publish, write_tables
from tests.given import paid

ROOT = Path(__file__).resolve().parent.parent
ROLL = {"projects": [project("p"), project("q")], "execution": [paid("p", 100, 1)]}
# Prepares month 2 and kills itself as soon as the named step of the store begins.
KILLED = """
import os, signal, sys
from pathlib import Path
from dualwatch import intake, store
from dualwatch.store import building, publishing
step, path, folder = sys.argv[1:]
def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)
kept = store.Store(path)
read = intake.read([Path(folder)], covers="all")
if step == "build":
    building.check = die
    kept.prepare([read], "甲", stage="dying")
prepared = kept.prepare([read], "甲", stage="dying")
setattr(publishing.Store, step, die)
kept.release(prepared)
"""


@pytest.fixture(scope="module")
def published(make_store):
    return make_store(ROLL)


@pytest.fixture
def store(published, tmp_path):
    """A copy of the published store that a test may change."""
    return Store(shutil.copytree(published.path, tmp_path / "store"))


@pytest.fixture
def read(tmp_path):
    """A function that reads tables as a delivery which covers everything."""
    count = iter(range(100))

    def read(tables):
        return intake.read([write_tables(tmp_path / f"read{next(count)}", tables)], covers="all")

    return read


@pytest.fixture
def month(read):
    """20 元 more, paid in February."""
    return read({"execution": [paid("p", 20, 2)]})


def spent(store):
    return sum(row["paid"] for row in store.ask("overview/totals").to_pylist())


def contents(store):
    """Every file of a store and its text or size, but for the lock and the counter that only goes up."""
    return {str(path.relative_to(store.path)): path.stat().st_size for path in store.path.rglob("*")
            if path.is_file() and path.name not in (".lock", "sequence")}  # fmt: skip


def killed(step, store, folder):
    """A process that prepares and releases a delivery and dies when it comes to a step."""
    return subprocess.run(
        [sys.executable, "-c", KILLED, step, store.path, folder], cwd=ROOT, timeout=120, check=False,
        env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True,
    )  # fmt: skip


def test_a_prepared_version_is_seen_by_nobody(store, month):
    before = store.current(), store.versions(), store.batches_known()

    prepared = store.prepare([month], "甲", LOADED_AT)

    assert (store.current(), store.versions(), store.batches_known()) == before
    assert spent(store) == 100
    assert prepared.base == store.current().name
    assert len(prepared.batches) == 2


def test_release_puts_it_in_force_under_the_hash_it_was_built_with(store, month):
    prepared = store.prepare([month], "甲", LOADED_AT)

    publication = store.release(Store(store.path).prepared(prepared.id))

    assert store.current() == publication.version
    assert publication.version.name.endswith(prepared.digest)
    assert publication.version.content == prepared.content
    assert publication.new_batches == prepared.new_batches
    assert spent(store) == 120
    assert not list(store.staging_path.iterdir())


def test_prepared_and_released_is_what_publish_makes(published, store, tmp_path, month):
    """Two copies of one store, one published at once and one in two steps, hold the same files of the same hash."""
    other = Store(shutil.copytree(published.path, tmp_path / "other"))

    at_once = other.publish([month], "甲", LOADED_AT)
    in_steps = store.release(store.prepare([month], "甲", LOADED_AT))

    assert at_once.version.name == in_steps.version.name
    assert at_once.version.content == in_steps.version.content
    assert at_once.sentence == in_steps.sentence


def test_a_dropped_version_leaves_no_trace(store, month):
    before = contents(store)
    prepared = store.prepare([month], "甲")

    store.drop(prepared)
    store.drop(prepared)

    assert contents(store) == before
    with pytest.raises(DualwatchError, match="已不在"):
        store.prepared(prepared.id)
    with pytest.raises(DualwatchError, match="已不在"):
        store.release(prepared)


def test_numbers_of_dropped_versions_are_not_used_again(store, month):
    first = store.prepare([month], "甲")
    store.drop(first)

    second = store.release(store.prepare([month], "甲"))

    assert [int(name.split("-")[0]) for name in (*first.new_batches, *second.new_batches)] == [3, 4]
    assert second.version.number == 5


def test_another_publication_in_between_asks_for_a_new_comparison(store, month, read):
    prepared = store.prepare([month], "甲")
    other = store.publish([read({"execution": [paid("q", 5, 2)]})], "乙").version

    with pytest.raises(DualwatchError, match=rf"现用 {other.name}.*请重新对照"):
        store.release(prepared)

    assert (store.current(), spent(store)) == (other, 105)
    store.drop(prepared)
    again = store.release(store.prepare([month], "甲"))
    assert (spent(store), len(again.version.batches)) == (125, 3)


def test_two_prepared_at_once_are_kept_apart(store, month, read):
    one = store.prepare([month], "甲")
    other = store.prepare([read({"execution": [paid("q", 5, 2)]})], "乙")

    assert one.new_batches != other.new_batches
    store.drop(one)
    store.release(other)
    assert spent(store) == 105


def test_nothing_new_prepares_nothing(store, month):
    store.publish([month], "甲")

    assert store.prepare([month], "乙") is None
    assert not list(store.staging_path.iterdir())


def test_a_failed_check_leaves_nothing(store, read):
    before = contents(store)

    with pytest.raises(DualwatchError, match="每笔金额都有项目"):
        store.prepare([read({"execution": [paid("nobody", 5, 2)]})], "甲")

    assert contents(store) == before


@pytest.mark.parametrize("step", ["build", "_admit", "point"])
def test_a_process_killed_half_way_has_published_nothing(store, tmp_path, step):
    """Killed while it builds, before its files move, and after they moved but before CURRENT does."""
    current, known = store.current(), store.batches_in_force()
    folder = write_tables(tmp_path / "delivery", {"execution": [paid("p", 20, 2)]})

    worker = killed(step, store, folder)

    assert worker.returncode == -signal.SIGKILL, worker.stderr.decode()
    assert (store.current(), store.batches_in_force(), spent(store)) == (current, known, 100)
    if step == "build":
        with pytest.raises(DualwatchError):
            store.prepared("dying")
        publish(store, folder)
    else:
        store.release(store.prepared("dying"))
    assert spent(store) == 120
    assert len(store.current().batches) == 2
    assert [event.what for event in store.history()] == [history.PUBLISH, history.PUBLISH]


def test_a_version_left_half_admitted_can_still_be_dropped(store, tmp_path):
    """Killed between the files' move and CURRENT: the version is kept, but its drop takes nothing in force away."""
    folder = write_tables(tmp_path / "delivery", {"execution": [paid("p", 20, 2)]})
    killed("point", store, folder)

    store.drop(store.prepared("dying"))

    assert spent(store) == 100
    assert store.batches_known()[0].in_force is False
    publish(store, folder)
    assert spent(store) == 120


def test_history_says_who_when_and_why(store, month):
    first = store.current()
    added = store.publish([month], "甲", LOADED_AT)
    store.point_to(first.name, "9 月数据有误", "乙")
    store.point_to(added.version.name, operator="乙")
    store.withdraw(added.new_batches[0], "重复报送", "丙")

    told = [(event.label, event.operator, event.version, event.before, event.reason) for event in store.history()[:4]]
    second = added.version.name
    assert told == [
        ("撤回", "丙", first.name, second, "重复报送"),
        ("退回", "乙", second, first.name, None),
        ("退回", "乙", first.name, second, "9 月数据有误"),
        ("发布", "甲", second, first.name, None),
    ]
    assert all(event.at for event in store.history())


def test_batches_are_listed_with_what_became_of_them(store, month, read):
    added = store.publish([month], "甲", LOADED_AT)
    store.withdraw(added.new_batches[0], "重复报送", "丙")

    second, first = store.batches_known()

    assert (second.in_force, second.withdrawn.reason, second.withdrawn.operator) == (False, "重复报送", "丙")
    assert (first.in_force, first.withdrawn) == (True, None)
    assert (second.batch.manifest["operator"], second.batch.counts) == (
        "甲",
        {"received": 1, "stored": 1, "rejected": 0},
    )

    store.point_to(added.version.name, "没有重复", "乙")
    assert store.batches_known()[0].withdrawn is None


def test_a_line_of_history_that_was_cut_off_is_passed_over(store):
    with store.history_path.open("a", encoding="utf-8") as notes:
        notes.write(json.dumps({"what": "publish"})[:-1])

    assert [event.what for event in store.history()] == [history.PUBLISH]
