"""The folder of batches, versions and the pointer CURRENT; knows files, not what is in them."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from dualwatch import batches, candidates, history
from dualwatch.batches import Batch
from dualwatch.candidates import YEARS, Prepared
from dualwatch.history import Event
from dualwatch.logs import logger
from dualwatch.model import DualwatchError

LOCK_SECONDS = 60


class Unwritable(DualwatchError):
    """The store cannot be written now: another writer, a full disk, no rights; the data is not to blame."""


class Unreadable(DualwatchError):
    """What is kept cannot be read: damaged, missing or of an older program; the sentence says what mends it."""


@dataclass(frozen=True)
class Version:
    """One published version: `content` is a SHA-256 of each table's columns and rows, `years` names its year files."""

    name: str
    number: int
    batches: tuple[str, ...]
    built_at: str
    demo: bool
    content: dict[str, str] = field(default_factory=dict)
    years: tuple[str, ...] = ()


@dataclass(frozen=True)
class Files:
    """The DuckDB files of a version: its own, and one a fiscal year, which versions share."""

    own: Path
    years: tuple[Path, ...] = ()


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
        self.years_path = self.versions_path / YEARS
        self.staging_path = self.path / "staging"
        self.mappings_path = self.path / "mappings"
        self.history_path = self.path / "history.jsonl"
        self.pointer = self.path / "CURRENT"

    def current(self) -> Version | None:
        """The version in force; None while nothing has been published, Unreadable where CURRENT names none."""
        name = self.pointed()
        if name is None:
            return None
        if not self._manifest(name).exists():
            raise Unreadable(
                f"CURRENT 指向的版本“{name}”不在这里。现有：{self._known()}。"
                "运行 python -m dualwatch publish 版本名 改用其中一个，或从备份恢复。"
            )
        return self.version(name)

    def pointed(self) -> str | None:
        """What CURRENT says, be it a version or not."""
        return self.pointer.read_text(encoding="utf-8", errors="replace").strip() if self.pointer.exists() else None

    def version(self, name: str) -> Version:
        """One version by name; a DualwatchError when it is not here."""
        manifest = self._manifest(name)
        if not manifest.exists():
            raise DualwatchError(f"没有名为“{name}”的数据版本。现有：{self._known()}。")
        return _stated(manifest, manifest.stat().st_mtime_ns)

    def _manifest(self, name: str) -> Path:
        return self.versions_path / f"{name}.json"

    def _known(self) -> str:
        return "、".join(version.name for version in self.versions()) or "无"

    def versions(self) -> list[Version]:
        """Every version kept, oldest first."""
        return [self.version(path.stem) for path in sorted(self.versions_path.glob("*.json"))]

    def version_file(self, name: str) -> Path:
        """Where a version's own DuckDB file lies."""
        return self.versions_path / f"{name}.duckdb"

    def files(self, version: Version | Prepared) -> Files:
        """Where all files of a version lie; a prepared one shares years with those kept."""
        if isinstance(version, Version):
            return Files(self.version_file(version.name), tuple(map(self.year_file, version.years)))
        fresh = (version.years_path / f"{name}.duckdb" for name in version.years)
        return Files(version.file, tuple(path if path.exists() else self.year_file(path.stem) for path in fresh))

    def year_file(self, name: str) -> Path:
        """Where the file of a fiscal year lies that some version is made of."""
        return self.years_path / f"{name}.duckdb"

    def batches_in_force(self) -> list[Batch]:
        """The batches that the version in force was built from, in the order of loading."""
        current = self.current()
        return self.batches_of(current) if current else []

    def batches_of(self, version: Version) -> list[Batch]:
        """The batches that a version was built from, in the order of loading."""
        return [batches.read(self.batches_path / name) for name in version.batches]

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
            for folder in (self.years_path, self.batches_path, self.staging_path):
                folder.mkdir(parents=True, exist_ok=True)
            yield
        except OSError as error:
            logger().error("store_write_failed", error=str(error))
            raise Unwritable(
                f"写入数据目录 {self.path} 失败，现用版本没有改变。请检查磁盘空间和权限后重试。"
            ) from error

    @contextmanager
    def _alone(self) -> Iterator[None]:
        import filelock

        try:
            with filelock.FileLock(self.path / ".lock", timeout=LOCK_SECONDS):
                yield
        except filelock.Timeout:
            raise Unwritable("另一个载入正在进行，请等它结束后再试。") from None

    def next_number(self) -> int:
        """One above the highest number ever used here, also after versions were pruned."""
        counter = self.path / "sequence"
        names = [path.name for folder in (self.versions_path, self.batches_path) for path in folder.glob("[0-9]*")]
        seen = max((int(name.split("-")[0]) for name in names), default=0)
        number = max(_counted(counter, seen), seen) + 1
        write_whole(counter, str(number))
        return number

    def with_digest(self, digest: str) -> Version | None:
        """The version already built from the same batches, SQL and profiles, if it is kept."""
        return next((version for version in self.versions() if version.name.endswith(digest)), None)

    def keep(self, prepared: Prepared, chosen: list[Batch]) -> Version:
        """Moves the built files of a version to their places under the next number and writes its manifest."""
        number = self.next_number()
        version = Version(
            f"{number:06d}-{prepared.digest}", number, tuple(batch.name for batch in chosen),
            datetime.now().isoformat(timespec="seconds"), any(batch.demo for batch in chosen), prepared.content,
            prepared.years,
        )  # fmt: skip
        new = {path: self.year_file(path.stem) for path in sorted(prepared.years_path.glob("*.duckdb"))}
        places = {path: place for path, place in new.items() if not place.exists()}
        places[prepared.file] = self.version_file(version.name)
        try:
            for path, place in places.items():
                _sync(path)
                path.rename(place)
            manifest = json.dumps(asdict(version), ensure_ascii=False, indent=1)
            write_whole(self._manifest(version.name), manifest)
        except BaseException:
            for path, place in places.items():
                if not path.exists():
                    place.rename(path)
            raise
        return version

    def point(self, name: str) -> None:
        """Puts a version in force by one atomic rename."""
        write_whole(self.pointer, name)

    def forget(self, name: str) -> None:
        """Deletes a version that is not in force."""
        self._manifest(name).unlink()
        self.version_file(name).unlink(missing_ok=True)
        self.sweep()

    def sweep(self) -> None:
        """Deletes the files of years that no version, published or prepared, is made of."""
        named = [version.years for version in self.versions()]
        named += [prepared.years for prepared in candidates.waiting(self.staging_path)]
        needed = {name for names in named for name in names}
        for file in self.years_path.glob("*.duckdb"):
            if file.stem not in needed:
                file.unlink()


@lru_cache(maxsize=64)
def _stated(manifest: Path, _written: int) -> Version:
    """What a manifest says; every question of a page asks for it."""
    try:
        stated = json.loads(manifest.read_text(encoding="utf-8"))
        return Version(**stated | {name: tuple(stated.get(name, ())) for name in ("batches", "years")})
    except (ValueError, TypeError, AttributeError) as error:
        raise Unreadable(
            f"版本清单 {manifest} 损坏，读不出来。请从备份恢复；没有备份时把它移走，"
            "再用 python -m dualwatch publish 版本名 改用别的版本。"
        ) from error


def _counted(counter: Path, seen: int) -> int:
    try:
        return int(counter.read_text(encoding="utf-8")) if counter.exists() else 0
    except ValueError as error:
        raise Unreadable(
            f"{counter} 里应是用过的最大编号，现在读不出来。请从备份恢复；没有备份时写入 {seen}，再重试。"
        ) from error


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
