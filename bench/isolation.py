"""Runs each measure in a process of its own inside a folder that is gone afterwards, also when interrupted."""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 20
PREFIX = "dualwatch-bench-"


class Failed(Exception):
    """A measure ended without an answer; its own words are the message."""


@contextmanager
def workspace(parent: Path | None = None) -> Iterator[Path]:
    """A temporary folder for as long as the block lasts; a SIGTERM ends the block as Ctrl-C does."""
    before = signal.signal(signal.SIGTERM, _interrupt)
    try:
        with tempfile.TemporaryDirectory(prefix=PREFIX, dir=parent, ignore_cleanup_errors=True) as folder:
            yield Path(folder)
    finally:
        signal.signal(signal.SIGTERM, before)


def _interrupt(*_: Any) -> None:
    raise KeyboardInterrupt


def run(place: str, folder: Path, **arguments: Any) -> tuple[Any, int]:
    """What `module:function` of bench answers to JSON arguments, and the peak memory of its process in MB.

    Raises Failed when the process ends without an answer; an interruption ends it and its children first.
    """
    given, out = (folder / f"{place.replace(':', '.')}.{part}.json" for part in ("given", "found"))
    given.write_text(json.dumps(arguments, default=str), encoding="utf-8")
    process = _started([sys.executable, "-m", "bench.worker", place, str(given), str(out)], folder)
    try:
        with unblocked():
            process.wait()
    except BaseException:
        _stop(process)
        raise
    if process.returncode or not out.exists():
        raise Failed(f"{place} 以 {process.returncode} 结束")
    found = json.loads(out.read_text(encoding="utf-8"))
    out.unlink()
    return found["answer"], found["peak_mb"]


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Path) else value


def _stop(process: subprocess.Popen[str]) -> None:
    """Asks the process's session to end, and ends it when it does not."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, sign)
        with suppress(subprocess.TimeoutExpired):
            process.wait(PATIENCE)
            return
