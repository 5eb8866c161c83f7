"""Runs each measure in a process of its own inside a folder that is gone afterwards, also when interrupted."""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 20
INTERRUPTIONS = (signal.SIGINT, signal.SIGTERM)
PREFIX = "dualwatch-bench-"


class Failed(Exception):
    """A measure ended without an answer; its own words are the message."""


@contextmanager
def workspace(parent: Path) -> Iterator[Path]:
    """A temporary folder for as long as the block lasts; a SIGTERM ends the block as Ctrl-C does."""
    before = signal.signal(signal.SIGTERM, _interrupt)
    try:
        with tempfile.TemporaryDirectory(prefix=PREFIX, dir=parent, ignore_cleanup_errors=True) as folder:
            yield Path(folder)
    finally:
        signal.signal(signal.SIGTERM, before)


def _interrupt(*_: Any) -> None:
    raise KeyboardInterrupt


def run(place: str, folder: Path, /, **arguments: Any) -> tuple[Any, int]:
    """What `module:function` of bench answers to JSON arguments, and the peak memory of its process in MB.

    Raises Failed when the process ends without an answer; an interruption ends it and its children first.
    """
    given, out = (folder / f"{place.replace(':', '.')}.{part}.json" for part in ("given", "found"))
    given.write_text(json.dumps(arguments, default=str), encoding="utf-8")
    command = [sys.executable, "-m", "bench.worker", place, str(given), str(out)]
    with ExitStack() as stack:
        with _held_back():
            process = subprocess.Popen(
                command, cwd=ROOT, env=os.environ | {"TMPDIR": str(folder)}, stdin=subprocess.DEVNULL,
                start_new_session=True,
            )  # fmt: skip
            stack.callback(_stop, process)
        process.wait()
    if process.returncode or not out.exists():
        raise Failed(f"{place} 以 {process.returncode} 结束")
    found = json.loads(out.read_text(encoding="utf-8"))
    out.unlink()
    return found["answer"], found["peak_mb"]


@contextmanager
def _held_back() -> Iterator[None]:
    """An interruption waits for the end of the block: no process is started that nobody will stop.

    A signal mask would not do: numpy's threads take the signal, and Python still interrupts here.
    """
    came: list[int] = []
    before = {sign: signal.signal(sign, lambda number, _: came.append(number)) for sign in INTERRUPTIONS}
    try:
        yield
    finally:
        for sign, handler in before.items():
            signal.signal(sign, handler)
    if came:
        raise KeyboardInterrupt


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Asks the process and its children to end, and ends those that do not."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    with suppress(subprocess.TimeoutExpired):
        process.wait(PATIENCE)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
