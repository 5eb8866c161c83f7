"""A load in steps by a real worker process: found, compared, published, dropped, cancelled, killed."""

import json
import os
import shutil
import signal
import time
from contextlib import contextmanager
from pathlib import Path

import filelock
import openpyxl
import pytest

from dualwatch import staging
from dualwatch.model import DualwatchError
from dualwatch.staging import Job, jobs
from dualwatch.staging.jobs import KEPT_SECONDS, OUTCOME
from dualwatch.store import Store
from tests.conftest import project, write_tables
from tests.given import paid

ROLL = {"projects": [project("p"), project("q")], "execution": [paid("p", 100, 1)]}
HALF_BAD = {"execution": [paid("p", 20, 2), paid("q", "约九成", 2)]}
PATIENCE = 120.0


@pytest.fixture(scope="module")
def published(make_store):
    return make_store(ROLL)


@pytest.fixture(autouse=True)
def strict(monkeypatch):
    """Warnings of the worker are errors too."""
    monkeypatch.setenv("PYTHONWARNINGS", "error")


@pytest.fixture
def store(published, tmp_path):
    """A copy of the published store that a test may change."""
    return Store(shutil.copytree(published.path, tmp_path / "store"))


@pytest.fixture
def files(tmp_path):
    """A function from tables to the bytes of their files by name."""

    def files(tables):
        return {path.name: path.read_bytes() for path in write_tables(tmp_path / "files", tables).iterdir()}

    return files


def ended(job):
    """The job when its worker has come to an end."""
    return reached(job, lambda: job.state != "running")


def reached(job, there):
    deadline = time.monotonic() + PATIENCE
    while not there():
        assert time.monotonic() < deadline, (job.state, job.progress)
        time.sleep(0.05)
    return job


@contextmanager
def held_up(store, files):
    """A job whose worker has read its files and waits half-way for another writer, with the worker's process id."""
    with filelock.FileLock(store.path / ".lock"):
        job = staging.stage(store, files(HALF_BAD), {"covers": "all"}, "甲")
        reached(job, lambda: job.progress.phase == "入库" or job.state != "running")
        assert job.state == "running", job.sentence
        yield job, int((job.folder / "pid").read_text())


def spent(store):
    return sum(row["paid"] for row in store.ask("overview/totals").to_pylist())


def contents(store):
    """Every file of a store and its size, but for the lock and the counter that only goes up."""
    return {str(path.relative_to(store.path)): path.stat().st_size for path in store.path.rglob("*")
            if path.is_file() and path.name not in (".lock", "sequence")}  # fmt: skip


def test_a_load_is_checked_compared_and_published_in_steps(store, files):
    job = ended(staging.stage(store, files(HALF_BAD), {"covers": "all"}, "甲"))

    assert (job.state, job.sentence) == ("ready", "检查和对照完毕，可以发布。")
    (control,) = job.check["controls"]
    assert [control[f"rows_{kind}"] for kind in ("received", "stored", "rejected")] == [2, 1, 1]
    assert (control["money_received"], control["money_stored"]) == ("20.00", "20.00")
    assert job.check["problem_counts"]["rejected"] == 1
    assert (job.check["problems"][0]["cell"], job.check["problems"][0]["level_label"]) == ("E3", "退回")
    assert (job.check["rows"], job.check["coverage"]["mode"]) == ({"execution": 1}, "all")
    assert job.check["secrecy"]["told"] == "这次没有项目表，不涉及密级。"
    assert job.comparison.totals[0]["paid"] == "120.00"
    (back,) = job.returns()
    assert (back.file, back.name) == ("execution.csv", "execution.退回清单.xlsx")
    assert openpyxl.load_workbook(back.path).sheetnames[0] == "退回清单"
    assert (spent(store), jobs(store)) == (100, [job])

    same = Job.open(Store(store.path), job.id)
    publication = same.publish()

    assert (spent(store), store.current()) == (120, publication.version)
    assert (job.state, job.sentence, job.files) == ("published", publication.sentence, {})
    assert store.history()[0].operator == "甲"
    assert job.returns() == [back]
    with pytest.raises(DualwatchError, match="不能发布"):
        job.publish()
    job.drop()
    assert (spent(store), job.state, jobs(store)) == (120, "gone", [])


def test_a_ready_load_is_dropped_without_a_trace_and_staged_again_with_other_options(store, files):
    before = contents(store)
    first = ended(staging.stage(store, files({"execution": [paid("p", 20, 2)]}), {}, "甲"))
    assert first.check["coverage"]["mode"] == "rows"

    second = staging.stage(store, first.files, first.options | {"covers": "101"}, first.operator)
    first.drop()
    ended(second)

    assert (second.check["coverage"]["mode"], second.check["coverage"]["departments"]) == ("departments", ["101"])
    assert list(second.files) == ["execution.csv"]
    second.drop()
    assert contents(store) == before
    with pytest.raises(DualwatchError, match="已不在"):
        Job.open(store, second.id)
    assert (second.state, second.check, second.comparison, second.returns()) == ("gone", None, None, [])


def test_another_publication_in_between_asks_for_a_new_comparison(store, files, tmp_path):
    job = ended(staging.stage(store, files({"execution": [paid("p", 20, 2)]}), {"covers": "all"}, "甲"))
    other = ended(staging.stage(store, files({"execution": [paid("q", 5, 2)]}), {"covers": "all"}, "乙"))
    other.publish()

    with pytest.raises(DualwatchError, match="重新对照"):
        job.publish()

    assert (job.state, spent(store)) == ("ready", 105)


def test_a_worker_that_ends_between_two_looks_has_not_failed(store, files, monkeypatch):
    """It writes how it ended after the state was looked for, and is gone when its lock is tried."""
    job = ended(staging.stage(store, files(HALF_BAD), {"covers": "all"}, "甲"))
    outcome = job.folder / OUTCOME
    told = outcome.read_text(encoding="utf-8")
    outcome.unlink()

    def ends(_):
        outcome.write_text(told, encoding="utf-8")
        return False

    monkeypatch.setattr(Job, "_alive", ends)

    assert job.state == "ready"
    outcome.unlink()
    assert job.sentence == json.loads(told)["sentence"]


def test_what_cannot_be_stored_is_checked_and_no_more(store, files):
    nothing = ended(staging.stage(store, files({"execution": [paid("p", "约九成", 2)]}), {}, "甲"))

    assert (nothing.state, nothing.comparison) == ("checked", None)
    assert "没有能入库的行" in nothing.sentence
    assert len(nothing.returns()) == 1
    with pytest.raises(DualwatchError, match="不能发布"):
        nothing.publish()


def test_a_wrong_option_fails_with_its_sentence(store, files):
    job = ended(staging.stage(store, files(HALF_BAD), {"unit": "块"}, "甲"))

    assert (job.state, "不认识金额单位“块”" in job.sentence) == ("failed", True)


def test_cancelling_leaves_nothing_and_the_next_load_works(store, files):
    before = contents(store)
    with held_up(store, files) as (job, worker):
        assert job.check["rows"] == {"execution": 1}
        with pytest.raises(DualwatchError, match="请先取消"):
            job.drop()
        job.cancel()
        assert (contents(store), job.state) == (before, "gone")
    assert not lives(worker)

    ended(staging.stage(store, files(HALF_BAD), {"covers": "all"}, "甲")).publish()
    assert spent(store) == 120


def lives(process):
    """Whether a process still runs; one that has ended and waits to be fetched does not."""
    try:
        return "Z" not in Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False


@pytest.mark.parametrize("step", ["read", "build"])
def test_a_worker_killed_half_way_publishes_nothing_and_says_so(store, files, monkeypatch, step):
    """kill -9 while it waits for the store, and while it builds the version."""
    current, before = store.current(), contents(store)
    if step == "read":
        with held_up(store, files) as (job, worker):
            os.kill(worker, signal.SIGKILL)
            ended(job)
    else:
        job = staging.stage(store, files(HALF_BAD), {"covers": "all"}, "甲")
        reached(job, lambda: list(job.folder.glob("candidate/*.duckdb")) or job.state != "running")
        os.kill(int((job.folder / "pid").read_text()), signal.SIGKILL)
        ended(job)

    assert (job.state, "意外停止" in job.sentence) == ("failed", True)
    assert (store.current(), spent(store), len(store.versions())) == (current, 100, 1)
    with pytest.raises(DualwatchError, match="不能发布"):
        job.publish()
    job.drop()
    assert contents(store) == before
    ended(staging.stage(store, files(HALF_BAD), {"covers": "all"}, "甲")).publish()
    assert spent(store) == 120


def test_past_the_time_limit_the_worker_is_stopped(store, files, monkeypatch):
    monkeypatch.setenv("DUALWATCH_TIME_LIMIT", "5")
    with filelock.FileLock(store.path / ".lock"):
        job = ended(staging.stage(store, files(HALF_BAD), {}, "甲"))

    assert (job.state, job.sentence.startswith("检查超过时限 5 秒，已停止")) == ("failed", True)


def test_too_much_and_nothing_are_refused_before_anything_starts(store, files, monkeypatch, tmp_path):
    before = contents(store)
    monkeypatch.setenv("DUALWATCH_MAX_UPLOAD_MB", "1")
    (tmp_path / "half").write_bytes(bytes(600_000))

    with pytest.raises(DualwatchError, match="1 MB 的上限"):
        staging.stage(store, {"a.csv": bytes(600_000), "b.csv": tmp_path / "half"}, {}, "甲")
    with pytest.raises(DualwatchError, match="没有选择文件"):
        staging.stage(store, {}, {}, "甲")
    assert contents(store) == before


def test_a_store_that_cannot_be_written_is_said(tmp_path, files):
    (tmp_path / "store").write_text("not a folder", encoding="utf-8")

    with pytest.raises(DualwatchError, match="写入数据目录"):
        staging.stage(Store(tmp_path / "store"), files(HALF_BAD), {}, "甲")


@pytest.mark.parametrize(
    "name", ["../../CURRENT", "..\\..\\CURRENT", "/etc/passwd.csv", "..", "\0", "长" * 400 + ".csv"]
)
def test_a_file_name_leads_nowhere_else(store, name):
    """Such names come with uploads; the file is kept under its last part, inside the job."""
    job = staging.stage(store, {name: b"a,b\n1,2\n"}, {}, "甲")

    assert all(path.resolve().is_relative_to(job.folder.resolve()) for path in job.files.values())
    assert list(job.files) == [name]
    job.cancel()


@pytest.mark.parametrize("id", ["nothing", "../batches", "..", ""])
def test_a_job_that_is_not_there_is_said(store, id):
    with pytest.raises(DualwatchError, match="已不在"):
        Job.open(store, id)


def test_old_jobs_nobody_came_back_to_are_cleared_by_the_next(store, files):
    """A dead worker's folder and one that is not even a job go by age; a recent one stays."""
    dead = ended(staging.stage(store, files({"execution": [paid("p", 20, 2)]}), {"covers": "all"}, "甲"))
    stray = store.staging_path / "stray"
    stray.mkdir()
    for folder in (dead.folder, stray):
        os.utime(folder, (time.time() - KEPT_SECONDS - 60,) * 2)

    fresh = staging.stage(store, files(HALF_BAD), {}, "甲")

    assert jobs(store) == [fresh]
    assert not stray.exists()
    fresh.cancel()


def test_the_first_load_of_all_is_compared_with_nothing(tmp_path, files):
    """Into a folder that does not exist yet, with projects whose secrecy is stated for them."""
    store = Store(tmp_path / "new")
    bare = {"projects": [project("p", secret_level=""), project("q")]}

    job = ended(staging.stage(store, files(bare), {"covers": "all", "secret_level": "非涉密"}, "甲"))

    assert job.comparison.before is None
    assert job.check["secrecy"] == {
        "stated": "非涉密", "rows_without": 1, "told": "有 1 个项目没有密级，按声明的“非涉密”入库。",
    }  # fmt: skip
    job.publish()
    assert store.current().batches
