"""Text tables: UTF-8 with or without BOM, UTF-16, GB18030; comma, semicolon, tab or bar between cells."""

import codecs
import csv
import io
import sys
from dataclasses import dataclass, field

DELIMITERS = ",\t;|"
SAMPLE_LINES = 40
_NO_CONTROL = bytes((9, 10, 12, 13, 26, *range(32, 256)))
csv.field_size_limit(min(sys.maxsize, 2**31 - 1))


@dataclass
class TextTable:
    """Rows of text cells, or why there are none."""

    rows: list[list[str]] = field(default_factory=list)
    refusal: str | None = None
    warning: str | None = None


def read_delimited(content: bytes) -> TextTable:
    """The cells of a delimited text file."""
    if _damaged_utf8(content):
        return TextTable(refusal="文件是 UTF-8 编码，但有损坏的字节，汉字会读错：请重新导出或重新拷贝。")
    text = decode(content)
    if text is None:
        return TextTable(refusal="不是文本表格（内容是二进制或编码不认识）：请另存为 UTF-8 编码的 .csv。")
    if text.lstrip()[:200].lower().startswith(("<html", "<!doctype", "<?xml", "<table")):
        return TextTable(refusal="这是网页格式的表格：请用 Excel 打开后另存为 .xlsx。")
    return _split(text)


def decode(content: bytes) -> str | None:
    """The text of the bytes, None when they are no text in any supported encoding."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decoded(content, "utf-16")
    if content.translate(None, _NO_CONTROL):
        return None
    for encoding in ("utf-8-sig", "gb18030"):
        text = _decoded(content, encoding)
        if text is not None:
            return text
    return None


def _damaged_utf8(content: bytes) -> bool:
    """Whether nearly all wide characters are UTF-8 and a few bytes are not: no other encoding looks so."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or _decoded(content, "utf-8") is not None:
        return False
    text = content.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return broken * 20 < sum(not character.isascii() for character in text)


def _decoded(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _split(text: str) -> TextTable:
    delimiter = _delimiter(text)
    try:
        return TextTable(_rows(text, delimiter, strict=True))
    except csv.Error as error:
        if "unexpected end of data" in str(error):
            return TextTable(refusal="引号没有成对，后面的行会被吞掉：请检查单元格里的双引号后重新导出。")
    try:
        rows = _rows(text, delimiter, strict=False)
    except csv.Error:
        return TextTable(refusal="不是规整的文本表格：请另存为 .xlsx 或 UTF-8 编码的 .csv。")
    return TextTable(rows, warning="有的单元格里双引号没有写成一对，已按原样读入：请核对这些单元格。")


def _rows(text: str, delimiter: str, *, strict: bool) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict))


def _delimiter(text: str) -> str:
    """The delimiter that cuts the first lines into most cells."""
    lines = text[:200_000].splitlines()[:SAMPLE_LINES]
    return max(DELIMITERS, key=lambda mark: sum(_outside_quotes(line, mark) for line in lines))


def _outside_quotes(line: str, mark: str) -> int:
    return sum(part.count(mark) for part in line.split('"')[::2])
