"""What a number format makes of the number in a cell: percent signs, units, numbers shown smaller than they are."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from dualwatch.intake.headers import UNITS
from dualwatch.intake.reading import SCALED_MARK

Show = Callable[[Any], Any]
BUILT_IN = {9: "0%", 10: "0.00%"}
_PIECE = re.compile(r'"([^"]*)"|[\\!](.)|\[[^\]]*\]|_.|\*.|([^"\\!\[_*]+)')
_SUFFIX = re.compile(r"[0#?]\x02([^\x01\x02]*)\x02")
_SCALED = re.compile(r"[0#?],+(?![0#?,])|[0#?]\x02\.\x02[0#?]")


def show(code: str) -> Show | None:
    """How a cell of this number format is to be read; None where the number itself is what people see."""
    pieces = _pieces(code.split(";")[0])
    if _SCALED.search(pieces):
        return _scaled
    if "%" in re.sub(r"\x02[^\x02]*\x02", "", pieces):
        return percent_text
    suffix = _SUFFIX.search(pieces)
    if suffix and suffix[1].strip() in ("%", *UNITS):
        return with_suffix(suffix[1].strip())
    return None


def _pieces(section: str) -> str:
    """A format with its literal texts between \\x02, neighbours joined, colours and conditions left out."""
    parts = [
        f"\x02{match[1] or match[2]}\x02" if match[1] or match[2] else match[3] or ""
        for match in _PIECE.finditer(section)
    ]
    return "".join(parts).replace("\x02\x02", "")


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def percent_text(value: Any) -> Any:
    """0.647 formatted as a percentage is the text '64.7%' that its reader sees."""
    return f"{(Decimal(repr(value)) * 100).normalize():f}%" if _is_number(value) else value


def _scaled(value: Any) -> Any:
    return SCALED_MARK if _is_number(value) and value else value


def with_suffix(suffix: str) -> Show:
    """Numbers with the unit that their format writes behind them."""
    return lambda value: f"{Decimal(repr(value)).normalize():f}{suffix}" if _is_number(value) else value
