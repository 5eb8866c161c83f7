"""What every reader of cells shares: typed columns, texts that cannot be read, how a text is compared."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

BLANK_WORDS = frozenset(("-", "--", "—", "——", "/", "－", "…", "……", "无", "N/A", "n/a"))
ERROR_MARK = "#错误"
NO_VALUE_MARK = "#无计算结果"
SCALED_MARK = "#缩小显示"
SHIFTED_MARK = "#多出的格"
BROKEN_CELLS = {
    ERROR_MARK: "单元格里的公式出错了：请在表格里改正后再导入。",
    NO_VALUE_MARK: "公式没有计算结果：请用 Excel 打开并保存一次后再导入。",
    SHIFTED_MARK: "这一行比表头多出几格，后面的数可能错了位（例如金额里的逗号把一格拆成两格）：请核对后重新导出。",
    SCALED_MARK: "数字格式把数缩小了显示，看到的和存着的不是一个数：请改成常规格式，核对单位后再导入。",
}
_FIGURE = re.compile(r"[-+(（¥￥]?[\d.,:/%\-]+[)）]?")
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?|[+-]?\d{1,4}(,\d{4})+(\.\d+)?")


class Unreadable(ValueError):
    """A text that does not give the value its column needs; the message says why and what to do."""


@dataclass
class Typed:
    """A typed column, and the reason for each text that could not be read."""

    values: pa.Array
    bad: dict[str, str] = field(default_factory=dict)


def read_column(column: pa.Array, parse: Callable[[str], Any], arrow_type: pa.DataType) -> Typed:
    """Every distinct text parsed once; unreadable ones are NULL and named in `bad`."""
    encoded = column.dictionary_encode()
    values: list[Any] = []
    bad = {}
    for text in encoded.dictionary.to_pylist():
        try:
            values.append(parse(_unbroken(text)))
        except Unreadable as error:
            values.append(None)
            bad[text] = str(error)
    return Typed(pa.array(values, arrow_type).take(encoded.indices), bad)


def _unbroken(text: str) -> str:
    if text in BROKEN_CELLS:
        raise Unreadable(BROKEN_CELLS[text])
    return text


def mask(values: pa.Array) -> np.ndarray:
    """A boolean column as a numpy mask; NULL counts as false."""
    return pc.fill_null(values, False).to_numpy(zero_copy_only=False)


def bare_text(text: str) -> str:
    """A text as figures are read in it: half-width, without white space and the apostrophe of a text cell."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).replace("−", "-").lstrip("'")


def is_figure(cell: Any) -> bool:
    """Whether a cell is a number, or text that is nothing but one: no word of a header."""
    return isinstance(cell, (int, float)) or (isinstance(cell, str) and bool(_FIGURE.fullmatch(cell)))


def ungrouped(text: str) -> str:
    """A figure without thousands separators, which must stand where they belong."""
    digits = re.match(r"[+-]?[\d,.]+", text)
    if digits and "," in digits[0] and _GROUPED.fullmatch(digits[0]):
        return digits[0].replace(",", "") + text[digits.end() :]
    return text
