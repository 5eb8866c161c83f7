"""Typing of text cells, column by column: each distinct text is read once."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from dualwatch.intake.headers import UNITS
from dualwatch.schema import Field

BLANK_WORDS = frozenset(("-", "--", "—", "——", "/", "－", "…", "……", "无", "N/A", "n/a"))
CENT = Decimal("0.01")
MONEY_LIMIT = Decimal(10) ** 14
NUMBER_LIMIT = Decimal(10) ** 5
_LOST_DIGITS = re.compile(r"\d(\.\d+)?[eE]\+\d+")
_AMOUNT = re.compile(r"([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)(.*)")
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)")
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?|[+-]?\d{1,4}(,\d{4})+(\.\d+)?")
_YEAR = re.compile(r"(\d{4})(?:年度?|\.0)?")
_MONTH = re.compile(r"(?:\d{4}[-/.年]|\d{4}(?=\d\d$))?(?:1[-—~至])?(\d{1,2})(?:月份?)?")
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


def type_column(column: pa.Array, spec: Field, unit: str | None) -> Typed:
    """A text column typed as its field says; `unit` is the money unit of the column."""
    if spec.kind == "money":
        return read_money(column, unit)
    if spec.kind == "text":
        return read_column(column, str, spec.arrow_type)
    return read_column(column, parser_of(spec), spec.arrow_type)


def parser_of(spec: Field) -> Callable[[str], Any]:
    """The function that reads one text of a field."""
    if spec.kind == "choice":
        return lambda text: _choice(text, spec.choices)
    if spec.name in ("mof_div_code", "parent_code"):
        return region_code
    return _PARSERS[spec.kind]


def read_money(column: pa.Array, unit: str | None) -> Typed:
    """元 as DECIMAL(18,2), half up; plain figures of one unit are read without a detour over Python."""
    fast = _plain_money(column, UNITS.get(unit or "", 0))
    if fast is not None:
        return Typed(fast)
    return read_column(column, lambda text: money(text, unit), pa.decimal128(18, 2))


def _plain_money(column: pa.Array, factor: int) -> pa.Array | None:
    plain = pc.all(pc.match_substring_regex(column, r"^-?\d{1,12}(\.\d{1,6})?$")).as_py()
    if not factor or plain is False:
        return None
    try:
        exact = pc.multiply(column.cast(pa.decimal128(20, 6)), pa.scalar(Decimal(factor), pa.decimal128(9, 0)))
        amounts = pc.round(exact, 2, "half_towards_infinity").cast(pa.decimal128(18, 2))
    except pa.ArrowInvalid:
        return None
    largest = pc.max(pc.abs(amounts)).as_py()
    return amounts if largest is None or largest < MONEY_LIMIT else None


def money(text: str, unit: str | None) -> Decimal | None:
    """One amount in 元; a unit written in the cell goes before the column's."""
    bare = _bare(text)
    if bare in BLANK_WORDS:
        return None
    bare = re.sub(r"^\((.*)\)$", r"-\1", bare.replace("¥", "").replace("￥", "").replace("人民币", ""))
    match = _AMOUNT.fullmatch(_ungrouped(bare))
    own = match[2] if match else ""
    if match is None or (own and own not in UNITS):
        raise Unreadable("不是金额：请填数字，单位写在表头里。")
    if not own and unit not in UNITS:
        raise Unreadable("没有写明金额单位：请写成“3359.62万元”这样，或说明这一列的单位。")
    amount = Decimal(match[1]) * UNITS[own or str(unit)]
    if abs(amount) >= MONEY_LIMIT:
        raise Unreadable("金额过大（超过一百万亿元）：请核对单位。")
    return amount.quantize(CENT, ROUND_HALF_UP)


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).replace("−", "-")


def _ungrouped(text: str) -> str:
    """A figure without thousands separators, which must stand where they belong."""
    digits = re.match(r"[+-]?[\d,.]+", text)
    if digits and "," in digits[0] and _GROUPED.fullmatch(digits[0]):
        return digits[0].replace(",", "") + text[digits.end() :]
    return text


def _unbroken(text: str) -> str:
    if text in _BROKEN_CELLS:
        raise Unreadable(_BROKEN_CELLS[text])
    return text


def code(text: str) -> str:
    """A code as text; what a spreadsheet made a long number of is refused."""
    bare = re.sub(r'^=?"(.*)"$', r"\1", text).lstrip("'").strip()
    if _LOST_DIGITS.fullmatch(bare):
        raise Unreadable("编码被表格软件变成了数字，末几位已丢失：请把该列设为文本格式，从原系统重新导出。")
    if not bare:
        raise Unreadable("编码是空的。")
    return bare


def region_code(text: str) -> str:
    """A division code: 6 to 9 digits."""
    bare = unicodedata.normalize("NFKC", code(text))
    if not re.fullmatch(r"[0-9]{6,9}", bare):
        raise Unreadable("不是区划代码：应为 6 至 9 位数字，如 371003000。")
    return bare


def year(text: str) -> int:
    """A fiscal year between 1990 and 2100."""
    match = _YEAR.fullmatch(_bare(text))
    if match is None or not 1990 <= int(match[1]) <= 2100:
        raise Unreadable("不是年度：请填四位年份，如 2025。")
    return int(match[1])


def month(text: str) -> int:
    """A month between 1 and 12."""
    match = _MONTH.fullmatch(_bare(text))
    if match is None or not 1 <= int(match[1]) <= 12:
        raise Unreadable("不是月份：请填 1 到 12。")
    return int(match[1])


def number(text: str) -> Decimal | None:
    """A weight or score; 10% and 10分 are 10."""
    bare = _ungrouped(_bare(text))
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
    bare = _ungrouped(_bare(text))
    if not re.fullmatch(r"\d{1,15}(\.0+)?", bare):
        raise Unreadable("不是整数：请只填整数。")
    return int(bare.split(".")[0])


def rate(text: str) -> int | None:
    """A printed rate in parts per million: 64.7%, 0.647 and 64.7 are the same."""
    bare = _ungrouped(_bare(text))
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
    bare = _bare(text).lower()
    if bare in _YES:
        return True
    if bare in _NO:
        return False
    raise Unreadable("请填“是”或“否”。")


def _choice(text: str, choices: tuple[str, ...]) -> str:
    bare = _bare(text)
    named = _CHOICE_ALIASES.get(bare, bare)
    if named not in choices:
        raise Unreadable(f"不在可选值里：请填 {'、'.join(choices)} 之一。")
    return named


_BROKEN_CELLS = {
    "#错误": "单元格里的公式出错了：请在表格里改正后再导入。",
    "#无计算结果": "公式没有计算结果：请用 Excel 打开并保存一次后再导入。",
}
_PARSERS: dict[str, Callable[[str], Any]] = {
    "code": code,
    "year": year,
    "month": month,
    "number": number,
    "count": count,
    "rate": rate,
    "flag": flag,
}
