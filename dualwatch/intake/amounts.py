"""Amounts of money: one cell or a whole column of texts in any unit as DECIMAL 元, half up, never guessed."""

import re
from decimal import ROUND_HALF_UP, Decimal

import pyarrow as pa
import pyarrow.compute as pc

from dualwatch.intake.headers import UNITS
from dualwatch.intake.reading import BLANK_WORDS, Typed, Unreadable, bare_text, read_column, ungrouped

CENT = Decimal("0.01")
MONEY = pa.decimal128(18, 2)
MONEY_LIMIT = Decimal(10) ** 14
_UNIT_MARK = "\x1f"
_PLAIN = r"^-?\d{1,12}(\.\d{1,20})?$"
_AMOUNT = re.compile(r"([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)(.*)")
_DIGITS = re.compile(r"[+-]?[\d,.]+")
_SWAPPED = re.compile(r"[+-]?(\d{1,3}(\.\d{3})+,\d+|\d{1,3}(\.\d{3}){2,}|\d+,\d{1,2})")
_SEPARATED = re.compile(r"[+-]?\d{1,3}([.,]\d{3})+")
_CURRENCY = str.maketrans("", "", "¥￥")
_DATE = re.compile(r"(19|20)\d\d-\d\d-\d\d.*")
_SWAPPED_REASON = "小数点和千分位像是写反了：请写成 1234.56 或 1,234.56 再导入。"
_UNCLEAR_REASON = "这一列有用逗号作小数点的金额，这一格分不清是一千多还是一点几：请写成 1234.56 再导入。"


def read_money(column: pa.Array, unit: str | None, row_units: pa.Array | None = None) -> Typed:
    """元 as DECIMAL(18,2), half up; `row_units`, when given, states the unit row by row."""
    swapped = _writes_decimal_commas(column)
    if row_units is None:
        return _read_unit(column, unit, swapped)
    joined = pc.binary_join_element_wise(column, pc.fill_null(row_units, ""), _UNIT_MARK)
    typed = read_column(joined, lambda text: money(*text.split(_UNIT_MARK), swapped=swapped), MONEY)
    return Typed(typed.values, {text.split(_UNIT_MARK)[0]: why for text, why in typed.bad.items()})


def _read_unit(column: pa.Array, unit: str | None, swapped: bool) -> Typed:
    """Plain figures are read all at once, the others one distinct text at a time."""
    plain = pc.fill_null(pc.match_substring_regex(column, _PLAIN), False)
    if swapped or unit not in UNITS or not pc.any(plain).as_py():
        return read_column(column, lambda text: money(text, unit, swapped=swapped), MONEY)
    amounts = _plain_money(pc.if_else(plain, column, None), UNITS[unit])
    within = pc.less(pc.abs(amounts), MONEY_LIMIT)
    other = pc.and_(pc.is_valid(column), pc.invert(pc.fill_null(within, False)))
    if not pc.any(other).as_py():
        return Typed(amounts.cast(MONEY))
    typed = read_column(column.filter(other), lambda text: money(text, unit, swapped=swapped), MONEY)
    return Typed(pc.replace_with_mask(pc.if_else(within, amounts, None).cast(MONEY), other, typed.values), typed.bad)


def _plain_money(column: pa.Array, factor: int) -> pa.Array:
    """Plain figures times a power of ten, rounded half up to 分, in a type wide enough for any of them."""
    places = len(str(factor)) - 1
    exact = pc.round(column.cast(pa.decimal128(38, 20)), 2 + places, "half_towards_infinity")
    shifted = pc.multiply(exact.cast(pa.decimal128(24, 2 + places)), pa.scalar(Decimal(factor), pa.decimal128(9, 0)))
    return shifted.cast(pa.decimal128(30, 2))


def _writes_decimal_commas(column: pa.Array) -> bool:
    """Whether a column has amounts with a comma for the decimal point: then 1.234 in it may be a thousand."""
    with_comma = pc.fill_null(pc.match_substring_regex(column, r"[,，]\d{1,2}$|[.．]\d{3}[,，]"), False)
    return any(_SWAPPED.fullmatch(_figure(text)) for text in pc.unique(column.filter(with_comma)).to_pylist())


def _figure(text: str) -> str:
    digits = _DIGITS.match(_signed(bare_text(text)))
    return digits[0] if digits else ""


def money(text: str, unit: str | None, *, swapped: bool = False) -> Decimal | None:
    """One amount in 元; a unit written in the cell goes before the column's.

    `swapped` says that the column has commas for decimal points. Raises Unreadable.
    """
    bare = bare_text(text)
    if bare in BLANK_WORDS:
        return None
    bare = _signed(bare)
    _refuse_unclear(bare, swapped)
    match = _AMOUNT.fullmatch(ungrouped(bare))
    own = match[2] if match else ""
    if match is None or (own and own not in UNITS):
        raise Unreadable("不是金额：请填数字，单位写在表头里。")
    if not own and unit not in UNITS:
        raise Unreadable("没有写明金额单位：请写成“3359.62万元”这样，或说明这一列的单位。")
    amount = Decimal(match[1]) * UNITS[own or str(unit)]
    if abs(amount) >= MONEY_LIMIT:
        raise Unreadable("金额过大（超过一百万亿元）：请核对单位。")
    return amount.quantize(CENT, ROUND_HALF_UP)


def _signed(bare: str) -> str:
    """An amount without currency, its sign in front: (1,234.00) and 1,234.00- are negative."""
    bare = bare.translate(_CURRENCY).replace("人民币", "")
    bare = re.sub(r"^\((.*)\)$", r"-\1", bare)
    return re.sub(r"^([\d.,]+)-$", r"-\1", re.sub(r"^\(([\d.,]+)\)", r"-\1", bare))


def _refuse_unclear(bare: str, swapped: bool) -> None:
    if _DATE.fullmatch(bare):
        raise Unreadable("这一格被设成了日期：请把单元格格式改为数值，核对后再导入。")
    digits = _DIGITS.match(bare)
    if digits and _SWAPPED.fullmatch(digits[0]):
        raise Unreadable(_SWAPPED_REASON)
    if digits and swapped and _SEPARATED.fullmatch(digits[0]):
        raise Unreadable(_UNCLEAR_REASON)
