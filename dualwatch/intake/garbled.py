"""Text that was read in the wrong encoding somewhere on its way: 锟斤拷, æ•™è‚²å±€, 鏁欒偛灞€, ½ÌÓý¾Ö."""

import re

import pyarrow as pa
import pyarrow.compute as pc

REASON = "文字是乱码：请从原系统重新导出（.csv 存为 UTF-8 编码），不要用乱码的文件另存。"
_LOST = ("锟斤拷", "\ufffd")
_WIDE_RUN = re.compile(r"[^\x00-\x7f]+")
_HAN = re.compile(r"[一-鿿]")
_SAMPLE = 200
_FEWEST = 3


def garbled(text: str) -> bool:
    """Whether a text of several words was read in the wrong encoding; single words may be too short to tell."""
    return any(mark in text for mark in _LOST) or _utf8_as_other(text) or _gbk_as_latin(text)


def _utf8_as_other(text: str) -> bool:
    """UTF-8 that was read as GBK or as Western text: its bytes make sense again, letter for letter."""
    return any(_makes_sense(one) for one in (_gbk_bytes(text), _western_bytes(text)) if one)


def _makes_sense(content: bytes) -> bool:
    wide = sum(byte > 0x7F for byte in content)
    found = len(_HAN.findall(content.decode("utf-8", "ignore")))
    return found >= _FEWEST and found * 3 >= wide * 0.7


def _gbk_bytes(text: str) -> bytes:
    return b"\x80".join(part.encode("gb18030", "ignore") for part in text.split("€"))


def _western_bytes(text: str) -> bytes:
    return b"".join(_western_byte(character) for character in text)


def _western_byte(character: str) -> bytes:
    try:
        return character.encode("cp1252")
    except UnicodeEncodeError:
        return character.encode("latin-1", "ignore")


def _gbk_as_latin(text: str) -> bool:
    """GBK that was read as Western text: accented letters in pairs, and none alone."""
    runs = _WIDE_RUN.findall(text)
    if sum(map(len, runs)) < 2 * _FEWEST or any(len(run) % 2 or not _is_accented(run) for run in runs):
        return False
    found = text.encode("latin-1").decode("gb18030", "ignore")
    return len(_HAN.findall(found)) >= _FEWEST


def _is_accented(run: str) -> bool:
    return min(run) >= "\xa1" and max(run) <= "\xfe"


def garbled_texts(column: pa.Array) -> list[str]:
    """The garbled texts of a column; a sample decides whether each of its texts is looked at."""
    if not _has_lost(column) and not any(map(garbled, column.slice(0, _SAMPLE).drop_null().to_pylist())):
        return []
    return [text for text in pc.unique(column).drop_null().to_pylist() if garbled(text)]


def _has_lost(column: pa.Array) -> bool:
    """Whether characters that were lost for good stand anywhere in a column."""
    held = column.buffers()[2]
    content = held.to_pybytes() if held else b""
    return any(mark.encode() in content for mark in _LOST)
