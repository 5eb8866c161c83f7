"""From paths to files of bytes: single files, folders and zips at any depth, within safe limits."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from dualwatch.intake.archives import is_litter, take
from dualwatch.model import Level, Problem

_MEGABYTE = 1024**2
_GIGABYTE = 1024**3
_LOCKED = "工作簿可能正在 Excel 或 WPS 里打开着，还没有保存的修改读不到：请保存并关闭后重新导入。"

_LITTER = "临时文件或系统文件，未读。"
_LOCK = "这是表格打开着时留下的临时文件，里面没有数据：请关闭表格软件，改传原来的那个文件。"
_LOCK_STARTS = ("~$", ".~lock.")


@dataclass(frozen=True)
class Limits:
    """How much one load may bring; beyond it there is a sentence and no attempt.

    `file_bytes` holds for each file given, `unpacked_bytes` for all that zips, or one workbook, unpack to;
    an entry of more than `ratio_free_bytes` may be `ratio` times its packed size. `rows`, `columns`,
    `cells` and `sheets` hold for a sheet and a workbook, `entries` for all zips together, `depth` for zips within zips.
    """

    file_bytes: int = 2 * _GIGABYTE
    unpacked_bytes: int = 2 * _GIGABYTE
    ratio: int = 400
    ratio_free_bytes: int = 20 * _MEGABYTE
    depth: int = 8
    entries: int = 5_000
    sheets: int = 1_000
    rows: int = 5_000_000
    columns: int = 2_000
    cells: int = 120_000_000

    @property
    def unpacked(self) -> str:
        """The limit of `unpacked_bytes` as people say it."""
        return size_text(self.unpacked_bytes)

    def is_bomb(self, size: int, packed: int) -> bool:
        """Whether an entry of a zip unpacks to suspiciously much."""
        return size > max(self.ratio_free_bytes, self.ratio * packed)


def size_text(size: int) -> str:
    """A size as people say it: 200 MB, 2 GB."""
    for unit, name in ((_GIGABYTE, "GB"), (_MEGABYTE, "MB"), (1024, "KB")):
        if size >= unit:
            return f"{size / unit:.1f}".removesuffix(".0") + f" {name}"
    return f"{size} 字节"


@dataclass(frozen=True)
class SourceFile:
    """One readable file: the name people see, its bytes and their SHA-256."""

    name: str
    content: bytes
    digest: str

    @property
    def stem(self) -> str:
        """The file's name without folders and ending."""
        return Path(self.name).stem

    @property
    def suffix(self) -> str:
        """The lower-case ending, dot included."""
        return Path(self.name).suffix.lower()


@dataclass
class Collection:
    """The files found under some paths and what was wrong with the rest."""

    limits: Limits = field(default_factory=Limits)
    files: list[SourceFile] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    litter: list[str] = field(default_factory=list)
    entries: int = 0
    unpacked: int = 0

    def refuse(self, name: str, reason: str) -> None:
        """Note that a whole file cannot be read."""
        self._tell(name, reason, Level.REJECTED)

    def warn(self, name: str, reason: str) -> None:
        """Note what may be wrong with a file that is read all the same."""
        self._tell(name, reason, Level.WARNING)

    def notice(self, name: str, reason: str) -> None:
        """Note something about a file that changes nothing."""
        self._tell(name, reason, Level.NOTICE)

    def _tell(self, name: str, reason: str, level: Level) -> None:
        self.problems.append(Problem(name, None, None, None, None, reason, level))

    def add(self, name: str, content: bytes) -> None:
        """Keep a file, unless the very same bytes are here already."""
        digest = hashlib.sha256(content).hexdigest()
        twin = next((kept.name for kept in self.files if kept.digest == digest), None)
        if twin is not None:
            self.notice(name, f"内容与“{twin}”完全相同，只读一次。")
        else:
            self.files.append(SourceFile(self._free_name(name), content, digest))

    def _free_name(self, name: str) -> str:
        taken = {kept.name for kept in self.files}
        number, free = 2, name
        while free in taken:
            free, number = f"{name}（{number}）", number + 1
        return free


def collect(paths: Iterable[str | Path] | str | Path, limits: Limits | None = None) -> Collection:
    """Every readable file under `paths`, in the order given and by name inside a folder."""
    listed = [paths] if isinstance(paths, (str, Path)) else list(paths)
    collection = Collection(limits or Limits())
    for path in map(Path, listed):
        _collect_path(collection, path)
    if not listed:
        collection.refuse("（未给出文件）", "没有给出文件或文件夹：请写明要导入的路径。")
    _tell_litter(collection)
    return collection


def _collect_path(collection: Collection, path: Path) -> None:
    if path.is_dir():
        _collect_folder(collection, path)
    elif not path.exists():
        collection.refuse(path.name or str(path), "找不到这个文件：请检查路径和文件名。")
    else:
        _collect_file(collection, path, path.name, named=True)
        if any(path.with_name(lock).exists() for lock in _locks_of(path.name)):
            collection.warn(path.name, _LOCKED)


def _collect_folder(collection: Collection, folder: Path) -> None:
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    for path in found:
        _collect_file(collection, path, path.relative_to(folder).as_posix(), named=False)
    if not found:
        collection.refuse(folder.name, "文件夹是空的：请放入 .csv、.xlsx、.parquet 或 .zip 文件。")


def _collect_file(collection: Collection, path: Path, name: str, *, named: bool) -> None:
    largest = collection.limits.file_bytes
    try:
        if is_litter(name):
            collection.litter.append(name)
        elif path.stat().st_size > largest:
            collection.refuse(name, f"文件超过 {size_text(largest)}：请按年度或县区拆分后再导入。")
        else:
            take(collection, name, path.read_bytes(), named=named)
    except OSError as error:
        collection.refuse(name, f"打不开这个文件（{error.strerror or error}）：请检查权限或重新拷贝。")


def _locks_of(name: str) -> tuple[str, str]:
    """What Excel or WPS, and LibreOffice, put beside a file while it is open."""
    return f"~${name}", f".~lock.{name}#"


def _tell_litter(collection: Collection) -> None:
    """Files left behind by programs say nothing, unless they say that a file of this load is still open."""
    litter = set(collection.litter)
    for source in collection.files:
        place = PurePosixPath(source.name)
        locks = {str(place.with_name(lock)) for lock in _locks_of(place.name)} & litter
        if locks:
            collection.warn(source.name, _LOCKED)
            litter -= locks
    for name in sorted(litter):
        collection.notice(name, _LOCK if PurePosixPath(name).name.startswith(_LOCK_STARTS) else _LITTER)
