"""The parts of a workbook that is a zip of XML, each checked before anything parses it."""

import codecs
import io
import zipfile

from dualwatch.intake.archives import BROKEN_ZIP
from dualwatch.intake.sources import Limits

DAMAGED = "工作簿已损坏或不完整：请用 Excel 打开另存，或重新导出、重新拷贝。"
_DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY")
_XML = (".xml", ".rels", ".vml")


class UnsafeWorkbook(Exception):
    """A workbook that must not be parsed; the message is the Chinese reason."""


class Package:
    """A workbook's parts by name, read with `read`; nothing in it may be larger than the limits allow."""

    def __init__(self, content: bytes, limits: Limits) -> None:
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content))
        except BROKEN_ZIP:
            raise UnsafeWorkbook(DAMAGED) from None
        self._entries = {_name(entry.filename): entry for entry in self._archive.infolist() if not entry.is_dir()}
        self._unchecked = {name for name in self._entries if name.endswith(_XML)}
        self._refuse_bombs(limits)

    def _refuse_bombs(self, limits: Limits) -> None:
        entries = self._entries.values()
        if sum(entry.file_size for entry in entries) > limits.unpacked_bytes:
            raise UnsafeWorkbook(f"工作簿解开后超过 {limits.unpacked}：请按年度或县区拆分后再导入。")
        if any(limits.is_bomb(entry.file_size, entry.compress_size) for entry in entries):
            raise UnsafeWorkbook("工作簿的压缩比异常，疑似压缩炸弹，未读：请用 Excel 打开后另存，再导入。")

    def __contains__(self, name: str) -> bool:
        return _name(name) in self._entries

    @property
    def names(self) -> list[str]:
        """The names of all parts, lower case."""
        return list(self._entries)

    def read(self, name: str) -> bytes:
        """One part, empty when there is none; raises UnsafeWorkbook when it is damaged or declares entities."""
        entry = self._entries.get(_name(name))
        if entry is None:
            return b""
        try:
            content = self._archive.read(entry)
        except BROKEN_ZIP:
            raise UnsafeWorkbook(DAMAGED) from None
        if _declares(content):
            raise UnsafeWorkbook("工作簿里夹带了外部实体声明（DOCTYPE），可能有害，未读：请用 Excel 另存后再导入。")
        self._unchecked.discard(_name(name))
        return content

    def check_rest(self) -> None:
        """Read every XML part that nobody asked for, so that what is parsed elsewhere is safe too."""
        for name in sorted(self._unchecked):
            self.read(name)


def _name(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _declares(content: bytes) -> bool:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        content = content.decode("utf-16", "ignore").encode()
    return any(mark in content for mark in _DECLARATIONS)
