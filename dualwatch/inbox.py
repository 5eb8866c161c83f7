"""The inbox: one pass over a folder that others copy files into; each settled file becomes a batch of its own."""

import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import filelock

from dualwatch import loading
from dualwatch.loading import Loading
from dualwatch.logs import logger
from dualwatch.model import DualwatchError, Problem, WrongUsage
from dualwatch.releases import Unwritable
from dualwatch.reports.returns_xlsx import returned
from dualwatch.settings import ROOT
from dualwatch.store import Store

DONE, REFUSED, TAKING, AGAIN, LOCK = "done", "refused", ".taking", ".taking again", ".lock"
FOLDER = ROOT / "data" / "inbox"
SETTLED_SECONDS = 5.0
WATCHED_SECONDS = 1.0
PATIENCE_SECONDS = 600.0
ZIPPED = (".xlsx", ".xlsm", ".ods", ".zip")
UNFINISHED = (".tmp", ".part", ".crdownload", ".download", ".filepart")
INTERRUPTED = "处理了两次，都在中途中断（可能是内存不足）：请把文件拆小后重新放入。"
BUSY = "收件夹正由另一次 inbox 处理，这次没有动它。"
Stamp = tuple[int, int]


@dataclass(frozen=True)
class Taken:
    """What became of one file: where it lies now, the list beside it, whether all of it went in, and the sentence."""

    path: Path
    beside: Path | None
    whole: bool
    sentence: str


def sweep(store: Store, folder: Path, operator: str, **options: Any) -> Iterator[Taken]:
    """Takes every settled file of the folder once, in the order of their names, and says what became of each.

    A file is settled when it has not changed for some seconds and does not change while it is watched; what
    programs leave behind or are still writing is left alone. `options` are those of `loading.load`.
    Raises DualwatchError when the folder cannot be used, or another run is at it.
    """
    with _alone(folder):
        for path in sorted((folder / AGAIN).iterdir()):
            yield _moved(folder / REFUSED, path, INTERRUPTED, None)
        put_off = []
        for path in _claims(folder):
            found = _loaded(store, folder, path, operator, options)
            if isinstance(found, Loading) and _is_empty(found):
                put_off.append(path)
                continue
            yield _settle(folder, path, found)
        for path in put_off:
            yield _settle(folder, path, _loaded(store, folder, path, operator, options))


def _claims(folder: Path) -> Iterator[Path]:
    """Each file to take, those of an interrupted run first, moved to where nobody else writes."""
    for path in sorted((folder / TAKING).iterdir()):
        yield _claimed(folder / AGAIN, path)
    for path in _settled(folder):
        yield _claimed(folder / TAKING, path)


def _claimed(place: Path, path: Path) -> Path:
    """The file in a folder where nobody else writes, so that what is read is what is kept."""
    return path.rename(place / path.name)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    try:
        for name in (DONE, REFUSED, TAKING, AGAIN):
            (folder / name).mkdir(parents=True, exist_ok=True)
        with filelock.FileLock(folder / LOCK, timeout=0):
            yield
    except filelock.Timeout:
        raise DualwatchError(BUSY) from None
    except OSError as error:
        raise DualwatchError(f"收件夹 {folder} 不能用（{error.strerror or error}）：请检查路径和权限。") from error


def _settled(folder: Path) -> list[Path]:
    """The files that neither changed lately nor change now."""
    waiting = {path: _stamp(path) for path in sorted(folder.iterdir()) if _is_candidate(path)}
    if waiting:
        time.sleep(WATCHED_SECONDS)
    return [path for path, stamp in waiting.items() if stamp and stamp == _stamp(path) and _is_quiet(path, stamp)]


def _is_candidate(path: Path) -> bool:
    unfinished = path.name.startswith(("~$", ".")) or path.suffix.lower() in UNFINISHED
    in_use = path.with_name(f"~${path.name}").exists() or path.with_name(f".~lock.{path.name}#").exists()
    return path.is_file() and not path.is_symlink() and not unfinished and not in_use


def _is_quiet(path: Path, stamp: Stamp) -> bool:
    """Whether a file has lain long enough; one that lacks its end may be a copy that is held up, for some minutes."""
    age = time.time() - stamp[1] / 1e9
    return age > PATIENCE_SECONDS or (age > SETTLED_SECONDS and _has_its_end(path))


def _has_its_end(path: Path) -> bool:
    """Whether a workbook, a zip or a Parquet file is written to its end; others do not tell."""
    suffix = path.suffix.lower()
    if suffix in ZIPPED:
        return zipfile.is_zipfile(path)
    return suffix != ".parquet" or path.read_bytes().endswith(b"PAR1")


def _stamp(path: Path) -> Stamp | None:
    """The size and the time of the last change; None for a file that has gone."""
    try:
        seen = path.stat()
    except FileNotFoundError:
        return None
    return seen.st_size, seen.st_mtime_ns


def _loaded(store: Store, folder: Path, path: Path, operator: str, options: dict[str, Any]) -> Loading | str:
    """What loading one file did, or the sentence that refuses it; raises where the store or an option is to blame."""
    try:
        return loading.load(store, [path], operator, **options)
    except (WrongUsage, Unwritable):
        path.rename(_free(folder / path.name))
        raise
    except DualwatchError as error:
        return str(error)
    except Exception as error:
        logger().error("inbox_failed", file=path.name, error=repr(error), exc_info=True)
        return f"没有处理完：{type(error).__name__}。现用版本没有改变；请把文件交给维护人员。"


def _is_empty(found: Loading) -> bool:
    """Whether nothing of a file could be stored; it may hang on a file that comes after it."""
    return found.publication is None and not found.already_loaded


def _settle(folder: Path, path: Path, found: Loading | str) -> Taken:
    """Moves one file to done/ or refused/, with the list of what is wrong with it."""
    if isinstance(found, str):
        return _moved(folder / REFUSED, path, found, None)
    if _is_empty(found):
        return _moved(folder / REFUSED, path, "没有能入库的行。", found)
    said = found.publication.sentence if found.publication else "以前载入过，内容相同，没有变化。"
    return _moved(folder / DONE, path, said, found)


def _moved(place: Path, path: Path, said: str, found: Loading | None) -> Taken:
    to_mend = [one for one in found.intake.problems if one.level in loading.TO_MEND] if found else []
    rejected = found.intake.rejected if found else 0
    target = _free(place / path.name)
    beside = _list_beside(target, path, said, to_mend)
    path.rename(target)
    told = [f"退回 {rejected:,} 行。" if rejected else "", said, f"见 {beside.name}。" if beside else ""]
    whole = place.name == DONE and not (found and found.refused)
    return Taken(target, beside, whole, f"{path.name} → {place.name}/：{''.join(told)}")


def _free(path: Path) -> Path:
    """The path, or one with the time in it when the name is taken."""
    if not path.exists():
        return path
    timed = path.with_name(f"{path.stem}.{datetime.now():%Y%m%d-%H%M%S-%f}{path.suffix}")
    return _free(timed)


def _list_beside(target: Path, path: Path, said: str, to_mend: list[Problem]) -> Path | None:
    """Writes the list of what is wrong beside where the file goes: a workbook, or a text for what is no table."""
    own = [one for one in to_mend if one.file == path.name]
    if own and path.suffix.lower() != ".zip":
        name, content = returned(path.name, path.read_bytes(), own)
        beside = target.with_name(f"{target.stem}{name.removeprefix(path.stem)}")
        beside.write_bytes(content)
        return beside
    if not to_mend and target.parent.name == DONE:
        return None
    beside = target.with_name(f"{target.stem}.说明.txt")
    beside.write_text("\n".join([said, *map(str, to_mend)]) + "\n", encoding="utf-8-sig")
    return beside
