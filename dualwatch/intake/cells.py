"""Typing of text cells, column by column: each distinct text is read once."""

import re
from collections.abc import Callable, Collection
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from dualwatch.intake.dates import day, month, year
from dualwatch.intake.garbled import REASON, garbled_texts
from dualwatch.intake.reading import BLANK_WORDS, BROKEN_CELLS, Typed, Unreadable, bare_text, read_column, ungrouped
from dualwatch.schema import Field

NUMBER_LIMIT = Decimal(10) ** 5
_LOST_DIGITS = re.compile(r"\d+(\.\d+)?[eE]\+\d+")
_DATE = r"^(19|20)\d\d-\d\d-\d\d( .*)?$"
_PLAIN_CODE = r"^[0-9A-Za-z_\-]*[0-9A-Za-z_]$"
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)")
_HALF_WIDTH = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_YES = frozenset(("是", "y", "yes", "true", "1", "√", "有"))
_NO = frozenset(("否", "n", "no", "false", "0", "×", "无", "非"))
_CHOICE_ALIASES = {
    "政府性基金": "政府性基金预算",
    "国有资本经营": "国有资本经营预算",
    "社会保险基金": "社会保险基金预算",
    "一般公共预算支出": "一般公共预算",
    "机密": "涉密",
    "秘密": "涉密",
    "绝密": "涉密",
    "公开": "非涉密",
    "省级": "省",
    "市级": "市",
    "地市": "市",
    "县级": "县",
    "区": "县",
    "区县": "县",
    "县区": "县",
    "乡镇": "乡",
    "镇": "乡",
    "街道": "乡",
    "乡级": "乡",
    "正向指标": "正向",
    "逆向指标": "逆向",
    "反向": "逆向",
    "反向指标": "逆向",
    "负向": "逆向",
    "区间指标": "区间",
    "累计值": "累计",
    "时点值": "时点",
}


def type_column(column: pa.Array, spec: Field) -> Typed:
    """A text column typed as its field says; money is read by amounts, which needs a unit."""
    if spec.kind == "text":
        return _read_text(column)
    parse = parser_of(spec)
    return Typed(column) if parse is code and _all_plain(column) else read_column(column, parse, spec.arrow_type)


def _read_text(column: pa.Array) -> Typed:
    """Text as it stands; broken cells and text in the wrong encoding are no text."""
    broken = column.filter(pc.is_in(column, value_set=pa.array(list(BROKEN_CELLS))))
    bad = {text: BROKEN_CELLS[text] for text in pc.unique(broken).to_pylist()}
    bad |= dict.fromkeys(garbled_texts(column), REASON)
    return Typed(_without(column, bad), bad)


def _without(column: pa.Array, texts: Collection[str]) -> pa.Array:
    if not texts:
        return column
    return pc.if_else(pc.is_in(column, value_set=pa.array(list(texts))), pa.scalar(None, pa.string()), column)


def _all_plain(column: pa.Array) -> bool:
    """Whether every code of a column is letters and digits that nothing can have happened to."""
    plain = pc.all(pc.match_substring_regex(column, _PLAIN_CODE)).as_py()
    return plain is not False and not pc.any(pc.match_substring_regex(column, _DATE)).as_py()


def parser_of(spec: Field) -> Callable[[str], Any]:
    """The function that reads one text of a field."""
    if spec.kind == "choice":
        return lambda text: _choice(text, spec.choices)
    if spec.name in ("mof_div_code", "parent_code"):
        return region_code
    return _PARSERS[spec.kind]


def code(text: str) -> str:
    """A code as text, half-width; what a spreadsheet made a long number or a date of is refused."""
    bare = re.sub(r'^=?"(.*)"$', r"\1", text.translate(_HALF_WIDTH)).lstrip("'").strip()
    if re.match(_DATE, bare):
        raise Unreadable("编码被表格软件变成了日期：请把该列设为文本格式，重新填写或从原系统重新导出。")
    if _LOST_DIGITS.fullmatch(bare):
        raise Unreadable("编码被表格软件变成了数字，末几位已丢失：请把该列设为文本格式，从原系统重新导出。")
    if not bare:
        raise Unreadable("编码是空的。")
    return bare


def region_code(text: str) -> str:
    """A division code: 6 to 9 digits."""
    bare = code(text)
    if not re.fullmatch(r"[0-9]{6,9}", bare):
        raise Unreadable("不是区划代码：应为 6 至 9 位数字，如 371003000。")
    return bare


def number(text: str) -> Decimal | None:
    """A weight or score; 10% and 10分 are 10."""
    bare = ungrouped(bare_text(text))
    if bare in BLANK_WORDS:
        return None
    bare = bare.removesuffix("%").removesuffix("分")
    if not _NUMBER.fullmatch(bare):
        raise Unreadable("不是数字：请只填数字。")
    value = Decimal(bare).quantize(Decimal("0.0001"), ROUND_HALF_UP)
    if abs(value) >= NUMBER_LIMIT:
        raise Unreadable("数字过大：请核对。")
    return value


def count(text: str) -> int:
    """A whole number of things."""
    bare = ungrouped(bare_text(text))
    if not re.fullmatch(r"\d{1,15}(\.0+)?", bare):
        raise Unreadable("不是整数：请只填整数。")
    return int(bare.split(".")[0])


def rate(text: str) -> int | None:
    """A printed rate in parts per million: 64.7%, 0.647 and 64.7 are the same."""
    bare = ungrouped(bare_text(text))
    if bare in BLANK_WORDS:
        return None
    try:
        value = Decimal(bare.removesuffix("%"))
    except InvalidOperation:
        raise Unreadable("不是执行率：请填 64.7% 或 0.647。") from None
    if not value.is_finite() or abs(value) > 10**9:
        raise Unreadable("不是执行率：请填 64.7% 或 0.647。")
    share = value / 100 if bare.endswith("%") or abs(value) > 1 else value
    return int((share * 1_000_000).quantize(Decimal(1), ROUND_HALF_UP))


def flag(text: str) -> bool:
    """是 or 否."""
    bare = bare_text(text).lower()
    if bare in _YES:
        return True
    if bare in _NO:
        return False
    raise Unreadable("请填“是”或“否”。")


def _choice(text: str, choices: tuple[str, ...]) -> str:
    bare = bare_text(text)
    named = _CHOICE_ALIASES.get(bare, bare)
    if named not in choices:
        raise Unreadable(f"不在可选值里：请填 {'、'.join(choices)} 之一。")
    return named


_PARSERS: dict[str, Callable[[str], Any]] = {
    "code": code,
    "year": year,
    "month": month,
    "date": day,
    "number": number,
    "count": count,
    "rate": rate,
    "flag": flag,
}
