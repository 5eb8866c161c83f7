"""Zips at any depth, opened in memory: nothing is ever written, so an entry's name is only shown."""

import io
import zipfile
import zlib
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dualwatch.intake.sources import Collection

READABLE = (".csv", ".txt", ".tsv", ".xlsx", ".xlsm", ".xls", ".ods", ".parquet")
BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError, ValueError)
_OTHER_KINDS = {
    (".et", ".wps"): "WPS 专用格式读不了：请在 WPS 中另存为 .xlsx 后再导入。",
    (".xlsb",): "二进制工作簿（.xlsb）读不了：请在 Excel 中另存为 .xlsx 后再导入。",
    (".rar", ".7z", ".gz", ".tar"): "这种压缩包打不开：请解开后改用 .zip 打包，或直接导入里面的文件。",
    (".pdf", ".doc", ".docx", ".jpg", ".jpeg", ".png"): "不是表格文件：请导入原来的电子表格（.xlsx、.xls 或 .csv）。",
}


def take(collection: "Collection", name: str, content: bytes, *, named: bool, depth: int = 0) -> None:
    """Keep, open or refuse one file; `named` says that somebody asked for it, so that it must be read."""
    suffix = PurePosixPath(name).suffix.lower()
    if not content and (named or suffix in READABLE):
        collection.refuse(name, "文件是空的（0 字节）：请重新导出或重新拷贝。")
    elif suffix == ".zip":
        _unpack(collection, name, content, depth + 1)
    elif suffix in READABLE:
        collection.add(name, content)
    elif named:
        collection.refuse(name, _unreadable(suffix))
    else:
        collection.notice(name, "不是可导入的文件类型，未读。")


def _unreadable(suffix: str) -> str:
    told = next((reason for kinds, reason in _OTHER_KINDS.items() if suffix in kinds), None)
    return told or "不认识的文件类型：请导出为 .xlsx、.csv、.parquet，或把它们打成 .zip。"


def is_litter(name: str) -> bool:
    """Whether a file is something that a program or a system left behind."""
    parts = PurePosixPath(name).parts
    return bool(parts) and (parts[-1].startswith(("~$", ".", "._")) or "__MACOSX" in parts)


def _unpack(collection: "Collection", name: str, content: bytes, depth: int) -> None:
    if depth > collection.limits.depth:
        collection.refuse(name, f"压缩包嵌套超过 {collection.limits.depth} 层：请解开后再导入。")
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if not entries:
                collection.refuse(name, "压缩包里没有文件。")
            if len(entries) + collection.entries > collection.limits.entries:
                collection.refuse(name, f"压缩包里的文件超过 {collection.limits.entries} 个，没有读：请分批导入。")
                return
            for entry in entries:
                _take_entry(collection, name, archive, entry, depth)
    except BROKEN_ZIP:
        collection.refuse(name, "压缩包已损坏或不完整：请重新打包或重新拷贝。")


def _take_entry(
    collection: "Collection", outer: str, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, depth: int
) -> None:
    name = f"{outer}/{_entry_name(entry)}"
    refusal = _entry_refusal(collection, entry)
    if is_litter(name):
        collection.litter.append(name)
    elif refusal:
        collection.refuse(name, refusal)
    else:
        _read_entry(collection, name, archive, entry, depth)


def _read_entry(
    collection: "Collection", name: str, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, depth: int
) -> None:
    try:
        content = archive.read(entry)
    except BROKEN_ZIP:
        collection.refuse(name, "压缩包里的这个文件已损坏：请重新打包。")
        return
    collection.entries += 1
    collection.unpacked += len(content)
    take(collection, name, content, named=False, depth=depth)


def _entry_refusal(collection: "Collection", entry: zipfile.ZipInfo) -> str | None:
    """Why an entry must not be unpacked; the declared size bounds what zipfile will read."""
    limits = collection.limits
    if entry.flag_bits & 0x1:
        return "压缩包有密码：请去掉密码后再导入。"
    if collection.unpacked + entry.file_size > limits.unpacked_bytes:
        return f"压缩包解开后超过 {limits.unpacked}：请拆分后再导入。"
    if limits.is_bomb(entry.file_size, entry.compress_size):
        return "压缩比异常，疑似压缩炸弹，未解开：请直接导入原文件。"
    return None


def _entry_name(entry: zipfile.ZipInfo) -> str:
    """The entry's name as it is shown; Windows zips keep Chinese names in GBK without saying so."""
    name = entry.filename
    if not entry.flag_bits & 0x800:
        try:
            name = name.encode("cp437").decode("gb18030")
        except UnicodeError:
            name = entry.filename
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    return "/".join(parts) or entry.filename
