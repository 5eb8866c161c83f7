"""Staged loads: one folder and one worker process each; everything there is to know lies in the folder."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePath
from typing import Any, ClassVar

import filelock

from dualwatch import candidates
from dualwatch.comparison import Comparison
from dualwatch.model import DualwatchError
from dualwatch.releases import write_whole
from dualwatch.settings import ROOT, settings
from dualwatch.staging import progress
from dualwatch.staging.progress import Progress
from dualwatch.store import Publication, Store

RUNNING, CHECKED, READY, FAILED, PUBLISHED, GONE = "running", "checked", "ready", "failed", "published", "gone"
JOB, CHECK, RETURNS, COMPARISON, OUTCOME = "job.json", "check.json", "returns.json", "comparison.json", "outcome.json"
LOG, PROCESS = "worker.log", "pid"
START_SECONDS = 120
KEPT_SECONDS = 3 * 24 * 3600
LONGEST_STEM, LONGEST_SUFFIX = 180, 12
DIED = "检查没有完成：处理进程意外停止（可能是内存不足，或机器重启）。没有留下任何数据，请重新检查；文件很大时请拆开。"
OVERRAN = "检查超过时限 {limit}，已停止，没有留下任何数据。请把文件拆小后再试，或由管理员调大 DUALWATCH_TIME_LIMIT。"
NO_LONGER = "这次导入已不在：可能已经取消、放弃或清理。请重新选择文件。"
_workers: dict[str, subprocess.Popen[bytes]] = {}


@dataclass(frozen=True)
class Return:
    """The list that goes back for one source file: the name to save it under and where it lies."""

    file: str
    name: str
    path: Path
    problems: int


@dataclass(frozen=True)
class Job:
    """One staged load by the name of its folder in store/staging."""

    store: Store
    id: str
    LOCK: ClassVar[str] = ".alive"

    @classmethod
    def open(cls, store: Store, id: str) -> "Job":
        """The job of a name; a DualwatchError when it is gone."""
        job = cls(store, id)
        if PurePath(id).name != id or not (job.folder / JOB).exists():
            raise DualwatchError(NO_LONGER)
        return job

    @property
    def folder(self) -> Path:
        """Where everything of the job lies."""
        return self.store.staging_path / self.id

    @property
    def state(self) -> str:
        """running, checked (nothing to publish), ready (can be published), failed, published or gone."""
        if not (self.folder / JOB).exists():
            return GONE
        # Asked again once the worker is gone: it writes how it ended and leaves, perhaps between two looks.
        outcome = self._read(OUTCOME)
        if not outcome and self._alive():
            return RUNNING
        outcome = outcome or self._read(OUTCOME)
        return outcome["state"] if outcome else FAILED

    @property
    def sentence(self) -> str:
        """How it ended, or how far it is."""
        state, outcome = self.state, self._read(OUTCOME)
        if outcome:
            return str(outcome["sentence"])
        if state != FAILED:
            return self.progress.told if state == RUNNING else NO_LONGER
        log = self.folder / LOG
        overran = log.exists() and b"Timeout (" in log.read_bytes()
        return OVERRAN.format(limit=_lasting(self._stated["limit"])) if overran else DIED

    @property
    def progress(self) -> Progress:
        """How far the worker is."""
        return progress.read(self.folder)

    @property
    def check(self) -> dict[str, Any] | None:
        """What reading found (staging.summary), as soon as it ended; None before."""
        found: dict[str, Any] | None = self._read(CHECK)
        return found

    @property
    def comparison(self) -> Comparison | None:
        """What publishing would change; None until it is known."""
        found = self._read(COMPARISON)
        return Comparison(**found) if found else None

    @property
    def files(self) -> dict[str, Path]:
        """The files as given, by name, to be staged again with other options; none once published."""
        return {name: self.folder / place for name, place in self._stated["files"].items()
                if (self.folder / place).exists()}  # fmt: skip

    @property
    def options(self) -> dict[str, Any]:
        """What was stated beside the files."""
        return dict(self._stated["options"])

    @property
    def operator(self) -> str:
        """The account that staged it."""
        return str(self._stated["operator"])

    def returns(self) -> list[Return]:
        """The lists that go back, one a file with refusals or doubts."""
        return [Return(**found | {"path": self.folder / found["path"]}) for found in self._read(RETURNS) or ()]

    def publish(self) -> Publication:
        """Puts the candidate in force and keeps of the job only what was found.

        Raises DualwatchError when it is not ready, or when another version was published meanwhile.
        """
        if self.state != READY:
            raise DualwatchError(f"现在不能发布：{self.sentence}")
        publication = self.store.release(self.store.prepared(self.id))
        finish(self.folder, PUBLISHED, publication.sentence)
        shutil.rmtree(self.folder / "files", ignore_errors=True)
        return publication

    def cancel(self) -> None:
        """Stops the worker, whatever it is doing, and removes every trace."""
        deadline = time.monotonic() + START_SECONDS
        while self._alive() and time.monotonic() < deadline:
            with suppress(ProcessLookupError, FileNotFoundError):
                os.killpg(int((self.folder / PROCESS).read_text()), signal.SIGKILL)
            time.sleep(0.02)
        self.drop()

    def drop(self) -> None:
        """Removes every trace of a job that is not running; what it published stays."""
        if self.state == RUNNING:
            raise DualwatchError("检查还在进行：请先取消。")
        with suppress(DualwatchError):
            self.store.drop(self.store.prepared(self.id))
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def _stated(self) -> dict[str, Any]:
        stated: dict[str, Any] | None = self._read(JOB)
        if stated is None:
            raise DualwatchError(NO_LONGER)
        return stated

    def _read(self, name: str) -> Any:
        try:
            return json.loads((self.folder / name).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None

    def _alive(self) -> bool:
        """Whether a worker holds the job's lock, or has only just been started."""
        worker = _workers.get(self.id)
        if worker and worker.poll() is not None:
            return False
        try:
            with filelock.FileLock(self.folder / self.LOCK, timeout=0):
                begun = (self.folder / progress.FILE).exists()
        except filelock.Timeout:
            return True
        return not begun and self._is_starting()

    def _is_starting(self) -> bool:
        """Whether a worker was started a moment ago and its process is still there."""
        if time.time() - (self.folder / JOB).stat().st_mtime > START_SECONDS:
            return False
        try:
            os.kill(int((self.folder / PROCESS).read_text()), 0)
        except ProcessLookupError:
            return False
        except FileNotFoundError:
            return True
        return True


def stage(store: Store, files: Mapping[str, bytes | Path], options: Mapping[str, Any], operator: str) -> Job:
    """Keeps the files (bytes, or paths to copy) in a folder of their own and starts a worker on them.

    `options` are those of `loading.examine`. Raises DualwatchError when nothing is given or it is too large.
    """
    _refuse_too_much(files)
    _clear_old(store)
    job = Job(store, candidates.new_id(datetime.now()))
    stated = {name: str(value) if isinstance(value, Path) else value for name, value in options.items()}
    with store.present():
        job.folder.mkdir()
        try:
            places = {name: _kept(job.folder, number, name, content)
                      for number, (name, content) in enumerate(files.items(), start=1)}  # fmt: skip
            wanted = {"operator": operator, "options": stated, "files": places, "limit": settings().time_limit}
            write_whole(job.folder / JOB, json.dumps(wanted, ensure_ascii=False))
            _start(job)
        except BaseException:
            shutil.rmtree(job.folder, ignore_errors=True)
            raise
    return job


def jobs(store: Store) -> list[Job]:
    """The staged loads still on disk, the newest first."""
    return [Job(store, path.parent.name) for path in sorted(store.staging_path.glob(f"*/{JOB}"), reverse=True)]


def finish(folder: Path, state: str, sentence: str) -> None:
    """Writes down how a job ended."""
    write_whole(folder / OUTCOME, json.dumps({"state": state, "sentence": sentence}, ensure_ascii=False))


def _refuse_too_much(files: Mapping[str, bytes | Path]) -> None:
    if not files:
        raise DualwatchError("没有选择文件。请选择 .xlsx、.xls、.ods、.csv、.parquet 或 .zip 文件。")
    limit = settings().max_upload_mb
    size = sum(len(content) if isinstance(content, bytes) else content.stat().st_size for content in files.values())
    if size > limit * 1024**2:
        raise DualwatchError(f"文件共 {size / 1024**2:,.0f} MB，超过一次 {limit:,} MB 的上限：请分几次导入。")


def _kept(folder: Path, number: int, name: str, content: bytes | Path) -> str:
    """Writes one file under its own name in a folder of its own; returns the place within the job."""
    place = Path("files", str(number), _plain(name))
    (folder / place).parent.mkdir(parents=True)
    if isinstance(content, Path):
        shutil.copyfile(content, folder / place)
    else:
        (folder / place).write_bytes(content)
    return str(place)


def _plain(name: str) -> str:
    """The last part of a name, as a file here may be called: no way out of its folder, no more than a disk allows."""
    last = PurePath("".join(letter for letter in name if letter.isprintable()).replace("\\", "/")).name
    leaf = PurePath("文件" if last in ("", "..") else last)
    return leaf.stem.encode()[:LONGEST_STEM].decode("utf-8", "ignore") + leaf.suffix[:LONGEST_SUFFIX]


def _start(job: Job) -> None:
    """Starts the worker as the leader of a process group, so that all of it can be stopped at once."""
    with (job.folder / LOG).open("wb") as log:
        worker = subprocess.Popen(
            [sys.executable, "-m", "dualwatch.staging", str(job.folder.resolve())],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=ROOT, start_new_session=True,
        )  # fmt: skip
    _workers[job.id] = worker
    write_whole(job.folder / PROCESS, str(worker.pid))


def _clear_old(store: Store) -> None:
    """Removes what nobody came back to, and lets go of workers that have ended."""
    for name in [name for name, worker in _workers.items() if worker.poll() is not None]:
        del _workers[name]
    for folder in store.staging_path.glob("*"):
        job = Job(store, folder.name)
        if time.time() - folder.stat().st_mtime > KEPT_SECONDS and job.state != RUNNING:
            job.drop()


def _lasting(seconds: int) -> str:
    return f"{seconds // 60} 分钟" if seconds >= 60 else f"{seconds} 秒"
