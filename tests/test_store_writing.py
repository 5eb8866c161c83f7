"""One writer at a time, readers undisturbed, and nothing left behind when a build or the disk fails."""

import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import duckdb
import filelock
import pyarrow as pa
import pytest

from dualwatch import intake, releases
from dualwatch.access import OPERATOR
from dualwatch.batches import Batch
from dualwatch.model import DualwatchError, Scope
from dualwatch.store import SCOPE_VARIABLES, Store, building, engine
from tests.conftest import project, publish, write_tables
from tests.given import paid
from tests.queries.conftest import set_scope

ROOT = Path(__file__).resolve().parent.parent
OPEN = project("p", finance_office="教科文科", agency_code="101001")
ROLL = {"projects": [OPEN, project("secret", secret_level="涉密")], "execution": [paid("p", 100, 1)]}
LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv.pop(1)), resource.RLIM_INFINITY))
from dualwatch.cli import main
main()
"""


@pytest.fixture(scope="module")
def published(make_store):
    return make_store(ROLL)


@pytest.fixture
def store(published, tmp_path):
    """A copy of the published store that a test may change."""
    return Store(shutil.copytree(published.path, tmp_path / "store"))


def spent(store):
    return sum(row["paid"] for row in store.ask("overview/totals").to_pylist())


def contents(folder):
    """Every file of a store and its size, but for the lock and the counter that only goes up."""
    return {str(path.relative_to(folder)): path.stat().st_size for path in folder.rglob("*")
            if path.name not in (".lock", "sequence")}  # fmt: skip


def start(store, *arguments, prefix=("-m", "dualwatch")):
    return subprocess.Popen(
        [sys.executable, *prefix, *map(str, arguments), "--store", str(store.path)],
        cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env=os.environ | {"PYTHONWARNINGS": "error"},
    )  # fmt: skip


def test_what_a_killed_load_left_goes_with_the_next(store, tmp_path):
    """Killed while it builds, it has published nothing; it must not fill the disk either."""
    folder = write_tables(tmp_path / "month", {"execution": [paid("p", 20, 2)]})
    killed = start(store, "load", folder)
    while not list(store.staging_path.glob("*/candidate")):
        assert killed.poll() is None
    killed.kill()
    killed.communicate(timeout=60)
    assert (spent(store), len(list(store.staging_path.iterdir()))) == (100, 1)

    publish(store, folder)

    assert spent(store) == 120
    assert not list(store.staging_path.iterdir())


def test_two_loaders_at_once_both_arrive(store, tmp_path):
    """Two processes load another month each at the same time; the second waits for the first."""
    folders = [write_tables(tmp_path / str(month), {"execution": [paid("p", 10 * month, month)]}) for month in (2, 3)]
    loaders = [start(store, "load", folder) for folder in folders]
    said = [loader.communicate(timeout=120) for loader in loaders]

    assert [loader.returncode for loader in loaders] == [0, 0], said
    assert len(store.batches_in_force()) == 3
    assert spent(store) == 150
    assert all("已发布版本" in out.splitlines()[-1] for out, _ in said)


def test_the_same_files_from_two_loaders_are_one_batch(store, tmp_path):
    """Both read before either publishes: the second finds the files in force and changes nothing."""
    read = intake.read([write_tables(tmp_path / "same", {"execution": [paid("p", 20, 2)]})], covers="all")
    first = store.publish([read], "甲")

    second = store.publish([read], "乙")

    assert second.version == first.version
    assert len(store.batches_in_force()) == 2


def test_a_writer_that_waits_too_long_is_told(store, monkeypatch):
    monkeypatch.setattr(releases, "LOCK_SECONDS", 0.1)
    with filelock.FileLock(store.path / ".lock"), pytest.raises(DualwatchError, match="另一个载入正在进行"):
        store.prune(1)


def test_a_reader_sees_the_old_version_or_the_new_one(store, tmp_path):
    """Asked again and again while a version is published: 100, then 123, never an error between."""
    answers, failures, done = [], [], threading.Event()

    def keep_asking():
        while not done.is_set():
            try:
                answers.append(int(spent(store)))
            except Exception as error:
                failures.append(error)

    reader = threading.Thread(target=keep_asking)
    reader.start()
    publish(store, write_tables(tmp_path / "delivery", {"execution": [paid("p", 23, 2)]}))
    done.set()
    reader.join()

    assert not failures
    assert set(answers) <= {100, 123}
    assert answers == sorted(answers)
    assert spent(store) == 123


def test_a_cursor_opened_before_keeps_its_version(store, tmp_path):
    before = store.current().name
    publish(store, write_tables(tmp_path / "delivery", {"execution": [paid("p", 23, 2)]}))

    pinned = store.ask("overview/totals", version=before).to_pylist()
    assert (sum(row["paid"] for row in pinned), spent(store)) == (100, 123)


def test_a_failed_check_leaves_the_version_and_nothing_else(store, tmp_path):
    """A payment of a project that no batch knows is named, and the store is as it was."""
    before, current = contents(store.path), store.current()

    with pytest.raises(DualwatchError, match=r"每笔金额都有项目.*2026-371003000-nobody"):
        publish(store, write_tables(tmp_path / "delivery", {"execution": [paid("nobody", 5, 2)]}))

    assert contents(store.path) == before
    assert store.current() == current
    assert spent(store) == 100


@pytest.mark.parametrize("limit", [200, 200_000], ids=["batch", "version"])
def test_a_full_disk_leaves_the_version_and_nothing_else(store, tmp_path, limit):
    """No file may grow beyond the limit, as on a full disk: the batch, then the version cannot be written."""
    before, current = contents(store.path), store.current()
    folder = write_tables(tmp_path / "delivery", {"projects": [project(f"n{number}") for number in range(200)]})

    loader = start(store, limit, "load", folder, prefix=("-c", LIMITED))
    out, err = loader.communicate(timeout=120)

    assert loader.returncode == 1, (out, err)
    assert "写入数据目录" in err.splitlines()[-1] and "没有改变" in err.splitlines()[-1]
    assert "Traceback" not in out + err
    assert contents(store.path) == before
    assert store.current() == current


def test_too_little_memory_leaves_the_version_and_nothing_else(store, tmp_path, monkeypatch):
    """What does not fit into memory goes to the disk; here neither has room."""
    before, current = contents(store.path), store.current()
    roll = [project(f"n{number}") for number in range(3000)]
    scarce = {"memory_limit": "12MB", "max_temp_directory_size": "100KB", "threads": 1}
    monkeypatch.setattr(building, "AS_WRITTEN", building.AS_WRITTEN | scarce)

    with pytest.raises(DualwatchError, match=r"内存和临时磁盘空间不够.*没有改变"):
        publish(store, write_tables(tmp_path / "delivery", {"projects": roll}))

    assert contents(store.path) == before
    assert store.current() == current


@pytest.mark.parametrize(("megabytes", "most"), [(0, 3), (600, 3), (601, 3.005), (2000, 10)])
def test_a_year_is_built_in_three_gigabytes_or_five_times_its_batches(tmp_path, megabytes, most):
    """What the machine has stays the bound of both (`too_little_memory` above)."""
    (tmp_path / "000001-large").mkdir()
    with (tmp_path / "000001-large" / "execution.parquet").open("wb") as file:
        file.truncate(megabytes * 1_000_000)
    batch = Batch(tmp_path / "000001-large", {})
    year = building.Year(2026, (batch,), ("execution",), pa.table({}), [])

    assert year.most_memory == most * 1_000_000_000


def test_a_file_in_place_of_the_folder_is_said(tmp_path):
    (tmp_path / "store").write_text("not a folder", encoding="utf-8")
    blocked = Store(tmp_path / "store")

    with pytest.raises(DualwatchError, match=r"写入数据目录 .*store 失败"):
        publish(blocked, write_tables(tmp_path / "delivery", ROLL))
    with pytest.raises(DualwatchError, match="还没有数据"):
        blocked.ask("overview/totals")


def test_nothing_to_store_says_so(tmp_path):
    with pytest.raises(DualwatchError, match="没有可以入库的行"):
        Store(tmp_path / "store").publish([], "测试")


@pytest.mark.parametrize("forgotten", SCOPE_VARIABLES)
def test_a_forgotten_scope_variable_shows_no_rows(published, forgotten):
    """A flag without its value shows nothing; so does the list that a narrowed reader is compared with."""
    narrowed = Scope(
        all_regions=False, regions=("371003000",), all_departments=False, departments=("101",), all_agencies=False,
        agencies=("101001",), all_offices=False, offices=("教科文科",), see_classified=False,
    )  # fmt: skip
    assert rows_seen(published, OPERATOR, ()) == (2, 2, 1)
    assert rows_seen(published, narrowed, ()) == (1, 1, 1)

    chosen = narrowed if not (forgotten.startswith("all_") or forgotten == "see_classified") else OPERATOR
    assert rows_seen(published, chosen, (forgotten,)) == (0, 0, 0)


def rows_seen(store, scope, without):
    """How many projects, project months and payments a cursor with such a scope sees."""
    with engine.opened(store.files(store.current())).cursor() as cursor:
        set_scope(cursor, scope, without)
        return tuple(
            cursor.execute(f"select count(*) from {view}").fetchone()[0]
            for view in ("projects", "project_months", "execution")
        )


def test_a_version_cannot_be_written_or_read_around(store):
    """The instance that answers questions opens no other file and takes no setting."""
    spent(store)
    with engine.reading(store.files(store.current()), OPERATOR) as cursor:
        with pytest.raises(duckdb.Error, match="read-only"):
            cursor.execute("create table more as select 1")
        with pytest.raises(duckdb.Error):
            cursor.execute("select * from read_csv('/etc/passwd')")
        with pytest.raises(duckdb.Error, match="lock"):
            cursor.execute("set enable_external_access = true")
