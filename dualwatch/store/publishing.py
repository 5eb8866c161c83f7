"""Prepares versions beside the store and puts them in force: load, withdrawal, roll-back."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from dualwatch import batches, candidates, history
from dualwatch.batches import Batch
from dualwatch.candidates import Prepared
from dualwatch.history import Event
from dualwatch.model import DualwatchError, Intake
from dualwatch.releases import Version
from dualwatch.store import engine
from dualwatch.store.asking import Readable
from dualwatch.store.digests import digest_of
from dualwatch.store.engines import usable

if TYPE_CHECKING:
    from dualwatch.store.assembling import Built

DAMAGED = ".damaged"


@dataclass(frozen=True)
class Publication:
    """What a load, a withdrawal or a roll-back did: the version in force and the sentence that says so."""

    version: Version
    sentence: str
    new_batches: tuple[str, ...] = ()


class Store(Readable):
    """A releases folder that answers questions, builds versions and puts them in force."""

    def __init__(self, path: Path | str, engine: str | None = None) -> None:
        """`engine` names a Sail server that builds the years instead of DuckDB; WrongUsage for one unknown."""
        super().__init__(path)
        self.server = usable(engine) if engine else None

    def publish(self, intakes: Sequence[Intake], operator: str, now: datetime | None = None) -> Publication:
        """Keeps each intake as a batch, builds one version from all in force and points CURRENT to it.

        Files that are in force already change nothing; demonstration batches leave force with whatever
        is published after them. On any failure the version in force stays and nothing is left behind.
        """
        with self.writing():
            fresh = self._fresh(intakes)
            if not fresh:
                return self._unchanged()
            with self._staged(None) as folder:
                publication = self._put_in_force(self._prepare(folder, fresh, operator, now))
            self._clear(folder)
            return publication

    def prepare(
        self, intakes: Sequence[Intake], operator: str, now: datetime | None = None, stage: str | None = None
    ) -> Prepared | None:
        """Builds what `publish` would build, beside the store, where no reader sees it; None: nothing is new.

        `stage` names the staging folder, else a new one is made. On any failure nothing is left behind.
        """
        with self.writing():
            fresh = self._fresh(intakes)
            if not fresh:
                return None
            with self._staged(stage) as folder:
                return self._prepare(folder, fresh, operator, now)

    def prepared(self, id: str) -> Prepared:
        """The prepared version of a staging folder; a DualwatchError when there is none."""
        return candidates.read(self.staging_path / id / candidates.FOLDER)

    def release(self, prepared: Prepared) -> Publication:
        """Puts a prepared version in force; what was interrupted half-way is finished.

        Raises DualwatchError when another version was put in force since it was prepared: it must be
        compared anew. Nothing has changed then, and it can still be dropped.
        """
        with self.writing():
            publication = self._put_in_force(self.prepared(prepared.id))
            self._clear(prepared.folder)
            return publication

    def drop(self, prepared: Prepared) -> None:
        """Removes every trace of a prepared version that was not released."""
        with self.writing():
            kept = {name for version in self.versions() for name in version.batches}
            for name in set(prepared.new_batches) - kept:
                shutil.rmtree(self.batches_path / name, ignore_errors=True)
            self._clear(prepared.folder)
            self.sweep()

    def withdraw(self, batch: str, reason: str, operator: str = "") -> Publication:
        """Takes one batch out of force and publishes what remains; raises when it is not in force."""
        with self.writing():
            kept = self.batches_in_force()
            staying = [entry for entry in kept if entry.name != batch]
            if len(staying) == len(kept):
                known = "、".join(entry.name for entry in kept) or "无"
                raise DualwatchError(f"批次“{batch}”不在用。在用的批次：{known}。")
            if not staying:
                raise DualwatchError("这是唯一在用的批次，撤回后没有数据可发布。请先载入替换的数据再撤回。")
            version = self.with_digest(digest_of(staying)) or self.rebuild(staying, operator)
            self._point(version, Event(history.WITHDRAW, operator, version.name, (batch,), reason))
            return Publication(version, f"已撤回批次 {batch}（{reason}），现用版本 {version.name}。")

    def renew(self, operator: str = "") -> Publication:
        """Builds the version in force once more with the program as it is now, from the same batches."""
        with self.writing():
            kept, before = self.batches_in_force(), self.current()
            if before is None:
                raise DualwatchError("还没有数据，不用重建。")
            if broken := self.damaged(before):
                return self._mended(before, kept, broken, operator)
            version = self.with_digest(digest_of(kept)) or self.rebuild(kept, operator)
            if version == before:
                return Publication(version, f"现用版本 {version.name} 就是现在的程序建立的，没有改变。")
            self._point(version, Event(history.PUBLISH, operator, version.name, (), "用现在的程序重建"))
            return Publication(version, f"已用现在的程序重建，现用版本 {version.name}。")

    def _mended(self, before: Version, kept: Sequence[Batch], broken: Sequence[Path], operator: str) -> Publication:
        """Builds a version of which files are damaged once more, in its place; what is left of them is set aside."""
        left = [path for path in broken if path.exists()]
        for path in left:
            path.rename(path.with_suffix(DAMAGED))
        version = self.rebuild(kept, operator)
        self._point(version, Event(history.PUBLISH, operator, version.name, (), "文件缺失或损坏，从批次重建"))
        self.forget(before.name)
        named = "、".join(path.name for path in broken)
        aside = f"坏的文件改名为 *{DAMAGED}，留在原处。" if left else ""
        return Publication(version, f"{named} 缺失或损坏，已从批次重建，现用版本 {version.name}。{aside}")

    def point_to(self, name: str, reason: str | None = None, operator: str = "") -> Publication:
        """Puts a version kept here in force: a roll-back, or its undoing."""
        with self.writing():
            version = self.version(name)
            self._point(version, Event(history.ROLL_BACK, operator, version.name, (), reason))
            said = f"（{reason}）" if reason else ""
            return Publication(version, f"现用版本已改为 {version.name}{said}。")

    def prune(self, keep: int) -> list[str]:
        """Deletes all but the newest `keep` versions, never the one in force; returns their names."""
        with self.writing():
            current = self.current()
            newest = [version.name for version in self.versions()][-keep:] if keep else []
            spared = {*newest, current.name if current else ""}
            doomed = [version.name for version in self.versions() if version.name not in spared]
            for name in doomed:
                self.forget(name)
            return doomed

    def _fresh(self, intakes: Sequence[Intake]) -> list[Intake]:
        kept = self.batches_in_force()
        return [intake for intake in intakes if intake.tables and not batches.hold(kept, intake)]

    def _unchanged(self) -> Publication:
        current = self.current()
        if current is None:
            raise DualwatchError("没有可以入库的行，没有发布。请按上面的提示更正文件后再载入。")
        return Publication(current, f"数据没有变化，现用版本仍是 {current.name}。")

    @contextmanager
    def _staged(self, stage: str | None) -> Iterator[Path]:
        """A new candidate folder in a staging folder; gone again when the block fails.

        The lock is ours: whoever left a half-built one was killed at it.
        """
        for half in candidates.half_built(self.staging_path):
            self._clear(half)
        folder = self.staging_path / (stage or candidates.new_id(datetime.now())) / candidates.FOLDER
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        try:
            yield folder
        except BaseException:
            self._clear(folder)
            raise

    def _clear(self, folder: Path) -> None:
        """Removes a candidate folder, and the staging folder around it when nothing else is in it."""
        shutil.rmtree(folder, ignore_errors=True)
        with suppress(OSError):
            folder.parent.rmdir()

    def _prepare(self, folder: Path, fresh: Sequence[Intake], operator: str, now: datetime | None) -> Prepared:
        kept = self.batches_in_force()
        staying = [batch for batch in kept if not batch.demo]
        loaded_at = now or datetime.now()
        written = [batches.write(folder / "batches", self.next_number(), one, operator, loaded_at) for one in fresh]
        demo = any(batch.demo for batch in written)
        return self._candidate(folder, staying, written, 0 if demo else len(kept) - len(staying), operator)

    def _candidate(
        self, folder: Path, staying: Sequence[Batch], written: Sequence[Batch], leaving: int, operator: str
    ) -> Prepared:
        """Builds the version of some batches in a candidate folder and writes down what its release needs."""
        chosen = [*staying, *written]
        current, built = self.current(), self._built(folder, chosen)
        prepared = Prepared(
            folder, current.name if current else None, digest_of(chosen), tuple(batch.name for batch in chosen),
            tuple(batch.name for batch in written), leaving, operator, built.content,
            tuple(file.stem for file in built.files.years),
        )  # fmt: skip
        candidates.write(prepared)
        return prepared

    def _built(self, folder: Path, chosen: Sequence[Batch]) -> "Built":
        """The files of a version of some batches; where that fails because a batch is damaged, says which."""
        from dualwatch.store.assembling import build

        current = self.current()
        try:
            with engine.whole(self.files(current) if current else None):
                return build(folder, chosen, self, self.server)
        except Exception:
            for batch in chosen:
                batches.verify(batch)
            raise

    def rebuild(self, staying: Sequence[Batch], operator: str) -> Version:
        """Builds and keeps the version of some batches, for who holds the lock; in force only when it is pointed to."""
        with self._staged(None) as folder:
            version = self._admit(self._candidate(folder, staying, (), 0, operator))
        self._clear(folder)
        return version

    def _put_in_force(self, prepared: Prepared) -> Publication:
        current, version = self.current(), self.with_digest(prepared.digest)
        if version is None or version != current:
            if prepared.base != (current.name if current else None):
                now = current.name if current else "无"
                raise DualwatchError(f"对照之后另有版本发布（现用 {now}），没有发布。请重新对照后再发布。")
            version = version or self._admit(prepared)
            self._point(version, Event(history.PUBLISH, prepared.operator, version.name, prepared.new_batches))
        sentence = f"已发布版本 {version.name}，共 {len(version.batches)} 批数据。"
        if prepared.leaving:
            sentence += f"这是第一次载入真实数据，{prepared.leaving} 批演示数据已停用。"
        return Publication(version, sentence, prepared.new_batches)

    def _admit(self, prepared: Prepared) -> Version:
        """Moves the new batches and the built file to their places; back again when that fails."""
        waiting = [name for name in prepared.new_batches if (prepared.batches_path / name).exists()]
        try:
            for name in waiting:
                (prepared.batches_path / name).rename(self.batches_path / name)
            chosen = [batches.read(self.batches_path / name) for name in prepared.batches]
            return self.keep(prepared, chosen)
        except BaseException:
            for name in waiting:
                with suppress(OSError):
                    (self.batches_path / name).rename(prepared.batches_path / name)
            raise

    def _point(self, version: Version, event: Event) -> None:
        """Puts a version in force and writes down who did it, when and why."""
        before = self.pointed()
        self.point(version.name)
        history.note(self.history_path, replace(event, before=before))
