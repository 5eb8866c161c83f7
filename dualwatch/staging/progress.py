"""How far a staged load is: written by its worker a few times a second, read by whoever watches."""

import json
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from dualwatch.releases import write_whole

FILE = "progress.json"
WAITING, READING, CHECKING, BUILDING, COMPARING, DONE = "等待", "读取", "检查", "入库", "对照", "完成"
PAUSE = 0.3


@dataclass(frozen=True)
class Progress:
    """One moment of a load: the phase, the rows done of the file being read, seconds so far and left.

    `total` and `left` are None while unknown.
    """

    phase: str = WAITING
    file: str = ""
    done: int = 0
    total: int | None = None
    seconds: float = 0.0
    left: float | None = None

    @property
    def told(self) -> str:
        """The moment in a sentence."""
        if self.phase != READING or not self.file:
            return f"{self.phase}……" if self.phase != DONE else "完成。"
        whole = f" / {self.total:,}" if self.total else ""
        rows = f"：{self.done:,}{whole} 行" if self.done else ""
        left = f"，约还要 {max(1, round(self.left))} 秒" if self.left is not None else ""
        return f"正在读取 {self.file}{rows}{left}"


def read(folder: Path) -> Progress:
    """The last moment written in a job's folder; waiting before the first."""
    try:
        return Progress(**json.loads((folder / FILE).read_text(encoding="utf-8")))
    except FileNotFoundError:
        return Progress()


class Watch:
    """Writes the moments of one load; `sizes` are the bytes of its files, by which the time left is told."""

    def __init__(self, folder: Path, sizes: Mapping[str, int]) -> None:
        self.folder = folder
        self.sizes = sizes
        self.begun = time.monotonic()
        self.written = 0.0
        self.finished: set[str] = set()
        self.file = ""

    def enter(self, phase: str) -> None:
        """Write that a phase begins."""
        self._write(Progress(phase, seconds=self._seconds()))

    def rows(self, file: str, done: int, total: int | None) -> None:
        """Write how many rows of a file are done, unless that was written a moment ago."""
        outer = file.split("/")[0]
        if outer != self.file:
            self.finished.add(self.file)
            self.file = outer
        elif time.monotonic() - self.written < PAUSE:
            return
        seconds = self._seconds()
        self._write(Progress(READING, file, done, total, seconds, self._left(seconds, done / total if total else 0.0)))

    def _left(self, seconds: float, part: float) -> float | None:
        """Seconds that the bytes not read yet would take at the pace so far; None before anything is read."""
        whole = sum(size for name, size in self.sizes.items() if name in self.finished)
        read = whole + self.sizes.get(self.file, 0) * part
        return seconds * (sum(self.sizes.values()) - read) / read if read else None

    def _seconds(self) -> float:
        return round(time.monotonic() - self.begun, 1)

    def _write(self, moment: Progress) -> None:
        self.written = time.monotonic()
        write_whole(self.folder / FILE, json.dumps(asdict(moment), ensure_ascii=False))
