"""How workbooks end that nobody here made: every table file under some folders is read once, with a time limit.

    python -m bench.unknown_workbooks FOLDER … [--seconds 60] [--table docs/unknown-workbooks.md]

A folder is the unpacked source of a package (its PKG-INFO gives name and version). A file ends as read, as
refused with a sentence, as crashed or as stopped at the time limit; the last two are faults of ours.
"""

import argparse
import json
import re
import subprocess
import sys
import time
import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dualwatch import intake
from dualwatch.model import DualwatchError, Intake, Level

ROOT = Path(__file__).parents[1]
KINDS = (".xlsx", ".xlsm", ".xls", ".ods", ".xlsb", ".csv", ".tsv", ".parquet")
HEAD = """# Workbooks that nobody here made

What the test data of public packages comes to when it is loaded without any option: read right, or refused with a
sentence, within a minute each. Made by `python -m bench.unknown_workbooks FOLDER … --table docs/unknown-workbooks.md`
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


def ending(path: Path) -> tuple[str, str]:
    """How a file ends, read in this process."""
    warnings.simplefilter("error")
    try:
        return told(intake.read(path))
    except DualwatchError as error:
        return "refused", str(error)
    except Exception as error:
        return "crashed", f"{type(error).__name__}: {error}"


def end_of(path: Path, seconds: float) -> tuple[str, str, float]:
    """How a file ends, read in a process of its own, and the seconds it took."""
    command = [sys.executable, "-m", "bench.unknown_workbooks", "--one", str(path.resolve())]
    start = time.perf_counter()
    try:
        done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, timeout=seconds, check=True)
        kind, words = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        kind, words = "stopped", f"longer than {seconds:g} s"
    except subprocess.CalledProcessError:
        kind, words = "crashed", "the process died"
    return kind, words, round(time.perf_counter() - start, 1)


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
    parser.add_argument("folders", type=Path, nargs="*")
    parser.add_argument("--one", type=Path, help="read this file alone, in this process, and say its ending as JSON")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--table", type=Path)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(ending(options.one)))
        return
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
