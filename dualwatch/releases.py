"""The folder of batches, versions and the pointer CURRENT; knows files, not what is in them."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

import filelock

from dualwatch import batches, history
from dualwatch.batches import Batch
from dualwatch.history import Event
from dualwatch.logs import logger
from dualwatch.model import DualwatchError

LOCK_SECONDS = 60


class Unwritable(DualwatchError):
    """The store cannot be written now: another writer, a full disk, no rights; the data is not to blame."""


@dataclass(frozen=True)
class Version:
    """One published version: `content` is a SHA-256 of each table's columns and rows."""

    name: str
    number: int
    batches: tuple[str, ...]
    built_at: str
    demo: bool
    content: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class KnownBatch:
    """One batch as a list shows it; `withdrawn` is the event that took it out, None for one in force."""

    batch: Batch
    in_force: bool
    withdrawn: Event | None


class Releases:
    """Which versions are kept and which is in force; safe for many readers and one writer."""

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        self.batches_path = self.path / "batches"
        self.versions_path = self.path / "versions"
        self.staging_path = self.path / "staging"
        self.mappings_path = self.path / "mappings"
        self.history_path = self.path / "history.jsonl"
        self.pointer = self.path / "CURRENT"

    def current(self) -> Version | None:
        """The version in force; None while nothing has been published."""
        if not self.pointer.exists():
            return None
        return self.version(self.pointer.read_text(encoding="utf-8").strip())

    def version(self, name: str) -> Version:
        """One version by name; a DualwatchError when it is not here."""
        manifest = self.versions_path / f"{name}.json"
        if not manifest.exists():
            known = "、".join(entry.name for entry in self.versions()) or "无"
            raise DualwatchError(f"没有名为“{name}”的数据版本。现有：{known}。")
        stated = json.loads(manifest.read_text(encoding="utf-8"))
        return Version(**stated | {"batches": tuple(stated["batches"])})

    def versions(self) -> list[Version]:
        """Every version kept, oldest first."""
        return [self.version(path.stem) for path in sorted(self.versions_path.glob("*.json"))]

    def version_file(self, name: str) -> Path:
        """Where a version's DuckDB file lies."""
        return self.versions_path / f"{name}.duckdb"

    def batches_in_force(self) -> list[Batch]:
        """The batches that the version in force was built from, in the order of loading."""
        current = self.current()
        return [batches.read(self.batches_path / name) for name in current.batches] if current else []

    def batches_known(self) -> list[KnownBatch]:
        """Every batch ever accepted, the newest first, with whether it is in force and why it was withdrawn."""
        current = self.current()
        in_force = set(current.batches) if current else set()
        taken_out = {name: event for event in reversed(self.history()) if event.what == history.WITHDRAW
                     for name in event.batches}  # fmt: skip
        known = reversed(batches.all_batches(self.batches_path))
        return [
            KnownBatch(one, one.name in in_force, None if one.name in in_force else taken_out.get(one.name))
            for one in known
        ]

    def history(self) -> list[Event]:
        """Every publication, withdrawal and roll-back, the newest first."""
        return history.read(self.history_path)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Holds the writer's lock; a second writer waits a minute, then is told."""
        with self.present(), self._alone():
            yield

    @contextmanager
    def present(self) -> Iterator[None]:
        """Makes the folders that are missing; says it where they, or what the block writes, cannot be written."""
        try:
            for folder in (self.versions_path, self.batches_path, self.staging_path):
                folder.mkdir(parents=True, exist_ok=True)
            yield
        except OSError as error:
            logger().error("store_write_failed", error=str(error))
            raise Unwritable(
                f"写入数据目录 {self.path} 失败，现用版本没有改变。请检查磁盘空间和权限后重试。"
            ) from error

    @contextmanager
    def _alone(self) -> Iterator[None]:
        try:
            with filelock.FileLock(self.path / ".lock", timeout=LOCK_SECONDS):
                yield
        except filelock.Timeout:
            raise Unwritable("另一个载入正在进行，请等它结束后再试。") from None

    def next_number(self) -> int:
        """One above the highest number ever used here, also after versions were pruned."""
        counter = self.path / "sequence"
        used = int(counter.read_text()) if counter.exists() else 0
        names = [path.name for folder in (self.versions_path, self.batches_path) for path in folder.glob("[0-9]*")]
        number = max([used, *(int(name.split("-")[0]) for name in names)]) + 1
        write_whole(counter, str(number))
        return number

    def with_digest(self, digest: str) -> Version | None:
        """The version already built from the same batches, SQL and profiles, if it is kept."""
        return next((version for version in self.versions() if version.name.endswith(digest)), None)

    def keep(self, digest: str, unfinished: Path, chosen: list[Batch], content: dict[str, str]) -> Version:
        """Moves a built file to its place under the next number and writes its manifest."""
        number = self.next_number()
        built_at = datetime.now().isoformat(timespec="seconds")
        names = tuple(batch.name for batch in chosen)
        version = Version(
            f"{number:06d}-{digest}", number, names, built_at, any(batch.demo for batch in chosen), content
        )
        _sync(unfinished)
        unfinished.rename(self.version_file(version.name))
        try:
            manifest = json.dumps(asdict(version), ensure_ascii=False, indent=1)
            write_whole(self.versions_path / f"{version.name}.json", manifest)
        except BaseException:
            self.version_file(version.name).rename(unfinished)
            raise
        return version

    def point(self, name: str) -> None:
        """Puts a version in force by one atomic rename."""
        write_whole(self.pointer, name)

    def forget(self, name: str) -> None:
        """Deletes a version that is not in force."""
        (self.versions_path / f"{name}.json").unlink()
        self.version_file(name).unlink(missing_ok=True)


def write_whole(path: Path, text: str) -> None:
    """Writes a small file so that a reader sees the old text or the new one, never a half."""
    beside = path.with_name(f".{path.name}.new")
    try:
        beside.write_text(text, encoding="utf-8")
        _sync(beside)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    with path.open("rb") as handle:
        os.fsync(handle.fileno())
