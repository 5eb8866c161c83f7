"""Text as typed into a cell, brought to one spelling before anything is read from it."""

import re


def words(listed: str) -> tuple[str, ...]:
    """Return the words of a table written as one text, separated by spaces."""
    return tuple(listed.split())


BLANKS = frozenset(
    words("/ // \\ \\\\ ~ * ** *** + 无 暂无 空 空白 未报 未填 未填报 待填 (空) (无)")
    + words("null none nan n/a na nil")
)
"""Texts that say no more than an empty cell; dashes and dots of any length count too."""

SPELLINGS = {
    "\u3000": " ", "\u00a0": " ", "\u200b": "", "\u200c": "", "\u200d": "", "\ufeff": "", "\u2060": "",
    "≧": "≥", "⩾": "≥", "≦": "≤", "⩽": "≤", "﹥": ">", "﹤": "<", "═": "=", "﹦": "=", "﹪": "%", "٪": "%",
    "–": "—", "―": "—", "─": "—", "━": "—", "‐": "-", "‑": "-", "−": "-", "﹣": "-", "〜": "~", "∼": "~",
    "∶": ":", "﹕": ":", "⁄": "/", "∕": "/", "﹙": "(", "﹚": ")", "﹐": "，", "％": "%", "₋": "-",
}  # fmt: skip
_FULL_WIDTH = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code) != "，"}
_TABLE = str.maketrans({**{chr(code): plain for code, plain in _FULL_WIDTH.items()}, **SPELLINGS})

_LOOSE_SPACE = re.compile(r"(?<![0-9.,])\s+|\s+(?![0-9.,])")
_SYMBOL_RUN = re.compile(r"[<>〈〉]/?=|[≥≤<>=]{2,}")
_BOXED_SYMBOL = re.compile(r"^\(([≥≤<>=])\)(?=[0-9])")
_EMPTY = re.compile(r"[-—…·.]+")
_EDGE = " \t\r\n\"'“”‘’「」『』,，;、。!:·•★※●◆"
_WRAPPED = re.compile(r"[(\[【]([^()\[\]【】]*[^()\[\]【】0-9.,][^()\[\]【】]*)[)\]】]")

LABEL = re.compile(
    r"[〔\[(【][0-9]{4}[〕\])】]第?[0-9]+号"
    r"|(?:[0-9]{4}年)?第[0-9]+号|[0-9]+号(?=文|令|公告|楼|线|院|井|机|桥|路|厂|门|地块|泵站)"
    r"|(?:附件|附表|附图|[件表图])[0-9]+(?:[-、,，和至][0-9]+)*"
    r"|[A-Z]{2,}(?:/[A-Z]+)?[-—]?[0-9]+(?:[.-][0-9]+)*(?![0-9%])"
    r"|(?<![0-9])[1-5]A级?(?=[一-龥]|$)|(?<![0-9A-Za-z.])(?:[345]G|[234]D|A[345])(?=[一-龥])"
    r"|(?:19|20)[0-9]{2}年?版|[Vv]?[0-9]+(?:\.[0-9]+)+版本?|[Vv][0-9]+(?:\.[0-9]+)*(?=版本?|$)"
    r"|(?<![0-9])1[0-9]{4}(?=热线|平台|工单|政务|市民)"
)
"""Digits that are part of a name: document numbers, standards, annexes, editions, hot lines."""

MASK = "※"


def normalise(text: str | None) -> str:
    """Return `text` in half-width characters, one spelling a sign, without loose spaces and end stops."""
    if not text:
        return ""
    plain = _SYMBOL_RUN.sub(_one_symbol, _LOOSE_SPACE.sub("", text.translate(_TABLE)).strip(_EDGE))
    plain = _BOXED_SYMBOL.sub(r"\1", plain)
    while (inner := _peeled(plain)) != plain:
        plain = inner
    return plain


def _peeled(plain: str) -> str:
    if plain.endswith(".") and len(plain) > 1 and plain[-2] not in ".…":
        return plain[:-1].strip(_EDGE)
    wrapped = _WRAPPED.fullmatch(plain)
    return wrapped[1].strip(_EDGE) if wrapped else plain


def _one_symbol(run: re.Match[str]) -> str:
    upward, downward = set(run[0]) & {"≥", ">", "〉"}, set(run[0]) & {"≤", "<", "〈"}
    if upward and downward:
        return "≠"
    strict = len(set(run[0])) == 1
    if upward:
        return ">" if strict and ">" in upward else "≥"
    if downward:
        return "<" if strict and "<" in downward else "≤"
    return "="


def is_blank(plain: str) -> bool:
    """Tell whether a normalised text says no more than an empty cell."""
    return not plain or plain.lower() in BLANKS or _EMPTY.fullmatch(plain) is not None


def without_labels(plain: str) -> str:
    """Return `plain` with digits that belong to names masked."""
    return LABEL.sub(MASK, plain)
