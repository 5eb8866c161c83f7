"""From paths to files of bytes: single files, folders and zips at any depth, within safe limits."""

import hashlib
import io
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from dualwatch.model import Level, Problem

READABLE = (".csv", ".txt", ".tsv", ".xlsx", ".xlsm", ".xls", ".ods", ".parquet")
MAX_DEPTH = 4
MAX_ENTRIES = 5_000
MAX_BYTES = 2 * 1024**3
MAX_RATIO = 400
RATIO_FREE_BYTES = 20 * 1024**2
_BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError)


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

    files: list[SourceFile] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    entries: int = 0
    unpacked: int = 0

    def refuse(self, name: str, reason: str) -> None:
        """Note that a whole file cannot be read."""
        self.problems.append(Problem(name, None, None, None, None, reason, Level.REJECTED))

    def notice(self, name: str, reason: str) -> None:
        """Note something about a file that changes nothing."""
        self.problems.append(Problem(name, None, None, None, None, reason, Level.NOTICE))

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


def collect(paths: Iterable[str | Path] | str | Path) -> Collection:
    """Every readable file under `paths`, in the order given and by name inside a folder."""
    listed = [paths] if isinstance(paths, (str, Path)) else list(paths)
    collection = Collection()
    for path in map(Path, listed):
        _collect_path(collection, path)
    if not listed:
        collection.refuse("（未给出文件）", "没有给出文件或文件夹：请写明要导入的路径。")
    return collection


def _collect_path(collection: Collection, path: Path) -> None:
    if path.is_dir():
        _collect_folder(collection, path)
    elif not path.exists():
        collection.refuse(path.name or str(path), "找不到这个文件：请检查路径和文件名。")
    else:
        _collect_file(collection, path, path.name, named=True)


def _collect_folder(collection: Collection, folder: Path) -> None:
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    for path in found:
        _collect_file(collection, path, path.relative_to(folder).as_posix(), named=False)
    if not found:
        collection.refuse(folder.name, "文件夹是空的：请放入 .csv、.xlsx、.parquet 或 .zip 文件。")


def _collect_file(collection: Collection, path: Path, name: str, *, named: bool) -> None:
    try:
        if _is_litter(name):
            collection.notice(name, "临时文件或系统文件，未读。")
        elif path.stat().st_size > MAX_BYTES:
            collection.refuse(name, "文件超过 2 GB：请按年度或县区拆分后再导入。")
        else:
            _collect_bytes(collection, name, path.read_bytes(), named=named, depth=0)
    except OSError as error:
        collection.refuse(name, f"打不开这个文件（{error.strerror or error}）：请检查权限或重新拷贝。")


def _is_litter(name: str) -> bool:
    parts = Path(name).parts
    return parts[-1].startswith(("~$", ".", "._")) or "__MACOSX" in parts


def _collect_bytes(collection: Collection, name: str, content: bytes, *, named: bool, depth: int) -> None:
    suffix = Path(name).suffix.lower()
    if not content and (named or suffix in READABLE):
        collection.refuse(name, "文件是空的（0 字节）：请重新导出或重新拷贝。")
    elif suffix == ".zip":
        _collect_zip(collection, name, content, depth + 1)
    elif suffix in READABLE:
        collection.add(name, content)
    elif named:
        collection.refuse(name, _unreadable(suffix))
    else:
        collection.notice(name, "不是可导入的文件类型，未读。")


def _unreadable(suffix: str) -> str:
    if suffix in (".et", ".wps"):
        return "WPS 专用格式读不了：请在 WPS 中另存为 .xlsx 后再导入。"
    return "不认识的文件类型：请导出为 .xlsx、.csv、.parquet，或把它们打成 .zip。"


def _collect_zip(collection: Collection, name: str, content: bytes, depth: int) -> None:
    if depth > MAX_DEPTH:
        collection.refuse(name, f"压缩包嵌套超过 {MAX_DEPTH} 层：请解开后再导入。")
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if not entries:
                collection.refuse(name, "压缩包里没有文件。")
            for entry in entries:
                _collect_entry(collection, name, archive, entry, depth)
    except _BROKEN_ZIP:
        collection.refuse(name, "压缩包已损坏或不完整：请重新打包或重新拷贝。")


def _collect_entry(
    collection: Collection, outer: str, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, depth: int
) -> None:
    name = f"{outer}/{_entry_name(entry)}"
    refusal = _entry_refusal(collection, entry)
    if _is_litter(name):
        collection.notice(name, "临时文件或系统文件，未读。")
    elif refusal:
        collection.refuse(name, refusal)
    else:
        _read_entry(collection, name, archive, entry, depth)


def _read_entry(
    collection: Collection, name: str, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, depth: int
) -> None:
    try:
        content = archive.read(entry)
    except _BROKEN_ZIP:
        collection.refuse(name, "压缩包里的这个文件已损坏：请重新打包。")
        return
    collection.entries += 1
    collection.unpacked += len(content)
    _collect_bytes(collection, name, content, named=False, depth=depth)


def _entry_refusal(collection: Collection, entry: zipfile.ZipInfo) -> str | None:
    """Why an entry must not be unpacked; the declared size bounds what zipfile will read."""
    if entry.flag_bits & 0x1:
        return "压缩包有密码：请去掉密码后再导入。"
    if collection.entries >= MAX_ENTRIES:
        return f"压缩包里的文件超过 {MAX_ENTRIES} 个：请分批导入。"
    if collection.unpacked + entry.file_size > MAX_BYTES:
        return "压缩包解开后超过 2 GB：请拆分后再导入。"
    if entry.file_size > max(RATIO_FREE_BYTES, MAX_RATIO * entry.compress_size):
        return "压缩比异常，疑似压缩炸弹，未解开：请直接导入原文件。"
    return None


def _entry_name(entry: zipfile.ZipInfo) -> str:
    """The entry's name; Windows zips keep Chinese names in GBK without saying so."""
    if entry.flag_bits & 0x800:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return entry.filename


def workbook_bomb(content: bytes) -> bool:
    """Whether a workbook (a zip) would unpack to more than the limit."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return sum(entry.file_size for entry in archive.infolist()) > MAX_BYTES
    except _BROKEN_ZIP:
        return False
