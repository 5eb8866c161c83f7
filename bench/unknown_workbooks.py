"""How workbooks end that nobody here made: every table file under some folders is read once, with a time limit.

    python bench/unknown_workbooks.py FOLDER … [--seconds 60] [--table docs/unknown-workbooks.md]

A folder is the unpacked source of a package (its PKG-INFO gives name and version). A file ends as read, as
refused with a sentence, as crashed or as stopped at the time limit; the last two are faults of ours.
"""

import argparse
import multiprocessing
import re
import time
import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dualwatch import intake
from dualwatch.model import DualwatchError, Intake, Level

KINDS = (".xlsx", ".xlsm", ".xls", ".ods", ".xlsb", ".csv", ".tsv", ".parquet")
HEAD = """# Workbooks that nobody here made

What the test data of public packages comes to when it is loaded without any option: read right, or refused with a
sentence, within a minute each. Made by `python bench/unknown_workbooks.py FOLDER … --table docs/unknown-workbooks.md`
over the unpacked sources; the files themselves are not kept here. Files of the same package that end alike stand in
one line.

"""


@dataclass(frozen=True)
class Ending:
    """How one file ended: `kind` is read, refused, crashed or stopped."""

    package: str
    file: str
    kind: str
    words: str
    seconds: float


def package_of(folder: Path) -> str:
    """Name and version of a package's source."""
    for info in (folder / "PKG-INFO", *sorted(folder.glob("*/PKG-INFO"))):
        if info.is_file():
            text = info.read_text(encoding="utf-8", errors="replace")
            said = {name: re.search(rf"^{name}: (.+)$", text, re.M) for name in ("Name", "Version")}
            return " ".join(match[1].strip() for match in said.values() if match)
    return folder.name


def files_in(folder: Path) -> Iterator[Path]:
    """Every table file below a folder, by name."""
    yield from sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix.lower() in KINDS)


def told(result: Intake) -> tuple[str, str]:
    """What a load came to, in words."""
    stored = [f"{name} {table.num_rows}" for name, table in result.tables.items() if table.num_rows]
    if stored:
        return "read", "、".join(stored)
    reasons = Counter(problem.reason for problem in result.problems if problem.level == Level.REJECTED)
    if reasons:
        return "refused", max(reasons, key=lambda reason: reasons[reason])
    return "refused", next((problem.reason for problem in result.problems), "没有数据行。")


def _read(path: Path, pipe: Any) -> None:
    warnings.simplefilter("error")
    try:
        pipe.send(told(intake.read(path)))
    except DualwatchError as error:
        pipe.send(("refused", str(error)))
    except BaseException as error:
        pipe.send(("crashed", f"{type(error).__name__}: {error}"))


def end_of(path: Path, seconds: float) -> tuple[str, str, float]:
    """How one file ends in a process of its own."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["dualwatch.intake"])
    here, there = context.Pipe(duplex=False)
    start = time.perf_counter()
    worker = context.Process(target=_read, args=(path, there), daemon=True)
    worker.start()
    there.close()
    try:
        kind, words = here.recv() if here.poll(seconds) else ("stopped", f"longer than {seconds:g} s")
    except EOFError:
        kind, words = "crashed", "the process died"
    spent = time.perf_counter() - start
    worker.kill()
    worker.join()
    return kind, words, round(spent, 1)


def report(folders: list[Path], seconds: float) -> Iterator[Ending]:
    """The ending of every file."""
    for folder in folders:
        package = package_of(folder)
        for path in files_in(folder):
            yield Ending(package, path.relative_to(folder).as_posix(), *end_of(path, seconds))


def lines(found: list[Ending]) -> Iterator[str]:
    """One line for the files of a package that end alike."""
    alike: dict[tuple[str, str, str], list[Ending]] = {}
    for one in found:
        alike.setdefault((one.package, one.kind, one.words), []).append(one)
    yield "| package | files | ending | in words | slowest s |"
    yield "|---|---|---|---|---|"
    for (package, kind, words), group in sorted(alike.items()):
        names = "、".join(f"`{Path(one.file).name}`" for one in group[:4])
        files = f"{len(group)}: {names}{' …' if len(group) > 4 else ''}"
        slowest = max(one.seconds for one in group)
        yield f"| {package} | {files} | {kind} | {words.replace('|', '¦')[:160]} | {slowest} |"


def main() -> None:
    """Read everything, say what failed, keep the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--table", type=Path)
    options = parser.parse_args()
    found = []
    for one in report(options.folders, options.seconds):
        found.append(one)
        if one.kind in ("crashed", "stopped", "read"):
            print(f"{one.kind:8} {one.seconds:5.1f} s  {one.package}  {one.file}: {one.words[:200]}", flush=True)
    count = Counter(one.kind for one in found)
    summary = f"{len(found)} files: " + "、".join(f"{number} {kind}" for kind, number in sorted(count.items()))
    print(summary)
    if options.table:
        options.table.write_text(HEAD + summary + ".\n\n" + "\n".join(lines(found)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
