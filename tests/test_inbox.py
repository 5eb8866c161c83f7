"""The inbox: whole files once, each as a batch of its own; what is still being written is left alone."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import filelock
import openpyxl
import pytest

from dualwatch import inbox, loading
from dualwatch.model import DualwatchError, WrongUsage
from dualwatch.releases import Unwritable
from dualwatch.store import Store
from tests.conftest import project, write_tables
from tests.given import paid

ROOT = Path(__file__).resolve().parent.parent
ROLL = {"projects": [project("p"), project("q")]}


@pytest.fixture(autouse=True)
def hurried(monkeypatch):
    monkeypatch.setattr(inbox, "WATCHED_SECONDS", 0.05)


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "store")


@pytest.fixture
def box(tmp_path):
    (tmp_path / "box").mkdir()
    return tmp_path / "box"


@pytest.fixture
def put(box, tmp_path):
    """A function that puts a table into the box as a file of some age."""

    def put(name, rows, age=60.0):
        table = name.split(".")[0].rstrip("0123456789")
        written = write_tables(tmp_path / "written", {table: rows}) / f"{table}.csv"
        return aged(Path(shutil.copyfile(written, box / name)), age)

    return put


def aged(path, age=60.0):
    os.utime(path, (time.time() - age,) * 2)
    return path


def sweep(store, box, **options):
    return list(inbox.sweep(store, box, "甲", **{"covers": "all"} | options))


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_each_file_becomes_a_batch_of_its_own_and_moves_to_done(store, box, put):
    """The payments come first by name and know no project yet: they wait for the projects of the same pass."""
    put("projects.csv", ROLL["projects"])
    put("execution.csv", [paid("p", 20, 1)])

    taken = sweep(store, box)

    assert [(one.path.parent.name, one.path.name, one.whole) for one in taken] == [
        ("done", "projects.csv", True), ("done", "execution.csv", True),
    ]  # fmt: skip
    assert taken[0].sentence.startswith("projects.csv → done/：已发布版本 000002-")
    assert [list(batch.sources) for batch in store.batches_in_force()] == [["projects.csv"], ["execution.csv"]]
    assert names(box / "done") == ["execution.csv", "projects.csv"]
    assert visible(box) == ["done", "refused"]


def visible(folder):
    return [name for name in names(folder) if not name.startswith(".")]


def test_a_second_run_finds_nothing_and_the_same_file_again_changes_nothing(store, box, put):
    put("projects.csv", ROLL["projects"])
    sweep(store, box)
    current = store.current()

    assert sweep(store, box) == []
    put("projects.csv", ROLL["projects"])
    (again,) = sweep(store, box)

    assert again.path.parent.name == "done"
    assert again.path.name.startswith("projects.20") and again.path.suffix == ".csv"
    assert "以前载入过" in again.sentence
    assert store.current() == current


def test_a_half_bad_file_goes_in_as_load_takes_it_with_its_list_beside(store, box, put):
    put("projects.csv", [project("p"), project("q", fiscal_year="")])

    (taken,) = sweep(store, box)

    assert (taken.whole, taken.path.parent.name) == (False, "done")
    assert taken.sentence.startswith("projects.csv → done/：退回 1 行。已发布版本")
    assert names(box / "done") == ["projects.csv", "projects.退回清单.xlsx"]
    assert "缺少“预算年度”" in openpyxl.load_workbook(taken.beside)["退回清单"]["E5"].value
    assert store.ask("overview/totals").to_pylist()[0]["projects"] == 1


def test_a_file_of_which_nothing_can_be_stored_is_refused_with_its_list(store, box, put):
    put("projects.csv", [project("q", fiscal_year="")])

    (taken,) = sweep(store, box)

    assert (taken.whole, names(box / "refused")) == (False, ["projects.csv", "projects.退回清单.xlsx"])
    assert store.current() is None


def test_what_is_no_table_is_refused_with_a_note(store, box):
    (box / "通知.docx").write_bytes(b"PK\x03\x04 no table")
    aged(box / "通知.docx")

    (taken,) = sweep(store, box)

    assert taken.beside.name in ("通知.说明.txt", "通知.退回清单.xlsx")
    assert taken.path.parent.name == "refused"


def test_a_zip_with_bad_files_gets_a_note_that_names_them(store, box, tmp_path):
    delivery = write_tables(tmp_path / "delivery", {"projects": [project("p"), project("q", fiscal_year="")]})
    shutil.make_archive(str(box / "九月"), "zip", delivery)
    aged(box / "九月.zip")

    (taken,) = sweep(store, box)

    assert taken.beside.name == "九月.说明.txt"
    assert "九月.zip/projects.csv" in taken.beside.read_text(encoding="utf-8-sig")


def test_two_lists_of_one_name_do_not_overwrite_each_other(store, box, put):
    for code in "qr":
        put("projects.csv", [project(code, fiscal_year="")])
        sweep(store, box)

    assert len(names(box / "refused")) == 4


@pytest.mark.parametrize("name", ["~$projects.csv", ".projects.csv", "projects.csv.part", "projects.csv.tmp",
                                  "projects.csv.crdownload"])  # fmt: skip
def test_what_programs_are_still_writing_is_left_alone(store, box, put, name):
    put("projects.csv", ROLL["projects"]).rename(box / name)

    assert sweep(store, box) == []
    assert (box / name).exists()


def test_a_file_that_is_open_in_a_spreadsheet_is_left_alone(store, box, put):
    put("projects.csv", ROLL["projects"])
    (box / "~$projects.csv").touch()

    assert sweep(store, box) == []
    (box / "~$projects.csv").unlink()
    assert len(sweep(store, box)) == 1


def test_a_file_that_just_changed_is_left_for_the_next_run(store, box, put):
    put("projects.csv", ROLL["projects"], age=1)

    assert sweep(store, box) == []
    aged(box / "projects.csv")
    assert len(sweep(store, box)) == 1


def test_a_file_that_grows_while_it_is_watched_is_left_alone(store, box, put, monkeypatch):
    """Old by its time, as some copying programs make it, but more of it arrives."""
    path = put("projects.csv", ROLL["projects"])

    def arrive(_):
        with path.open("a", encoding="utf-8") as stream:
            stream.write("more\n")
        aged(path)

    monkeypatch.setattr(inbox.time, "sleep", arrive)
    assert sweep(store, box) == []


@pytest.mark.parametrize("suffix", [".xlsx", ".zip", ".parquet"])
def test_a_copy_that_is_held_up_half_way_waits_and_in_the_end_is_refused(store, box, suffix):
    half = box / f"项目{suffix}"
    half.write_bytes(b"PK\x03\x04 the first half")

    aged(half, 60)
    assert sweep(store, box) == []
    aged(half, 3_600)
    (taken,) = sweep(store, box)
    assert taken.path.parent.name == "refused"


def test_two_runs_at_once_do_not_share_a_file(store, box, put):
    put("projects.csv", ROLL["projects"])
    sweep(store, box)
    put("projects.csv", [*ROLL["projects"], project("r")])

    with filelock.FileLock(box / ".lock"), pytest.raises(DualwatchError, match="另一次 inbox"):
        sweep(store, box)
    assert len(sweep(store, box)) == 1


def test_a_run_killed_half_way_is_taken_up_again_but_not_for_ever(store, box, put):
    """Killed as it begins to load: taken up once more; killed again, the file is refused with the reason."""
    put("projects.csv", ROLL["projects"])
    killed = (
        "import os, signal, sys; from pathlib import Path; from dualwatch import inbox, loading; from dualwatch.store"
        " import Store; inbox.loading.load = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL);"
        " list(inbox.sweep(Store(sys.argv[1]), Path(sys.argv[2]), '甲'))"
    )

    def run():
        return subprocess.run([sys.executable, "-c", killed, store.path, box], cwd=ROOT, check=False).returncode

    assert run() == -9
    assert visible(box) == ["done", "refused"]
    assert run() == -9
    (taken,) = sweep(store, box)
    assert (taken.path.parent.name, "两次" in taken.sentence) == ("refused", True)

    put("projects.csv", ROLL["projects"])
    assert run() == -9
    (taken,) = sweep(store, box)
    assert taken.path.parent.name == "done"


@pytest.mark.parametrize("error", [WrongUsage("不认识"), Unwritable("写不了")])
def test_what_the_file_is_not_to_blame_for_leaves_it_in_the_box(store, box, put, monkeypatch, error):
    put("projects.csv", ROLL["projects"])

    def fail(*_, **__):
        raise error

    monkeypatch.setattr(loading, "load", fail)
    with pytest.raises(type(error)):
        sweep(store, box)
    assert "projects.csv" in names(box)


def test_a_failure_nobody_thought_of_refuses_the_file_and_goes_on(store, box, put, monkeypatch):
    put("projects.csv", ROLL["projects"])

    def fail(*_, **__):
        raise KeyError("x")

    monkeypatch.setattr(loading, "load", fail)
    (taken,) = sweep(store, box)

    assert "KeyError" in taken.sentence
    assert names(box / "refused") == ["projects.csv", "projects.说明.txt"]


def test_a_folder_that_cannot_be_used_is_said(store, tmp_path):
    (tmp_path / "file").write_text("x", encoding="utf-8")

    with pytest.raises(DualwatchError, match="不能用"):
        sweep(store, tmp_path / "file")


def test_the_command_prints_a_sentence_a_file_and_exits_by_what_was_refused(box, put, run, tmp_path):
    put("projects.csv", ROLL["projects"])
    words = ("inbox", "--folder", box, "--covers", "all", "--store", tmp_path / "store")

    status, out, _ = run(*words)
    assert (status, out.splitlines()[-1]) == (0, "处理了 1 个文件，0 个有退回。")
    assert out.startswith("projects.csv → done/")

    put("projects.csv", [project("q", fiscal_year="")])
    assert run(*words)[0] == 1
    status, out, _ = run(*words)
    assert (status, "没有放好的文件" in out) == (0, True)
