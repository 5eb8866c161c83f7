"""How like a column is to a field: by what its header says and by what its cells hold."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from dualwatch.intake.cells import parser_of
from dualwatch.intake.headers import heading, split_unit, squeezed
from dualwatch.intake.reading import Unreadable
from dualwatch.model import Sureness
from dualwatch.schema import Field, Table

_NUMBER = r"[(（]?[-+−]?[¥￥]?\d[\d,，]*(\.\d+)?[)）]?(%|％|分|万元|亿元|元|万|亿)?"
_SHAPES = {
    "money": _NUMBER,
    "number": _NUMBER,
    "rate": _NUMBER,
    "count": _NUMBER,
    "year": r"(19|20)\d\d(年度?|\.0)?",
    "month": r"(20\d\d[-/.年]?)?(0?[1-9]|1[0-2])月?份?",
    "date": r"20\d\d[-/.年]?\d{1,2}[-/.月]?\d{1,2}日?.*",
    "code": r"[0-9A-Za-z][0-9A-Za-z_.\-]*",
}
_REGION = r"[1-9]\d{5}(\d{3})?"
_SIGN = r">|≥|>=|=|<|≤|<=|大于等于|小于等于|大于|小于|等于|定性"
_TARGET = r"(>|≥|>=|<|≤|<=|=).*\d.*"
# Words in headers that are no label of the import format and yet say which field is meant.
_WORDS: dict[str, tuple[str, ...]] = {
    "initial_budget": ("年初", "批复", "期初"),
    "adjusted_budget": ("调整后", "变动后", "全年预算", "现预算"),
    "paid": ("本月", "当月", "本期"),
    "paid_to_date": ("累计", "支出", "支付", "执行", "拨付"),
    "printed_rate": ("进度", "完成率", "支付率"),
    "pro_code": ("项目编号", "项目代号"),
    "mof_div_name": ("县区", "地区", "县市区", "乡镇"),
    "mof_div_code": ("地区编码", "地区代码"),
    "dept_name": ("部门", "主管"),
    "level1": ("一级",),
    "level2": ("二级",),
    "level3": ("三级", "指标名称", "指标内容"),
    "sign": ("符号",),
    "unit": ("计量", "单位"),
    "target": ("目标", "指标值"),
    "actual": ("完成情况", "完成值", "实际值", "完成数"),
    "note": ("原因",),
    "budget": ("预算",),
    "executed": ("执行", "完成", "累计"),
    "measure": ("科目", "项目"),
    "declared": ("申报", "送审"),
    "approved": ("审定", "核定"),
}
_COUNTER = re.compile(r"序号|行号|no\.?|#|id|guid")
_BRACKETS = re.compile(r"[(\[【][^()\[\]【】]*[)\]】]$")
_SAME, _ALIKE = 100, 50
_MOSTLY = 0.9


@dataclass(frozen=True)
class Likeness:
    """A field that a column may be: the higher the score the liker; `why` for people."""

    field: str
    score: float
    why: str

    @property
    def sureness(self) -> Sureness:
        """How sure the score makes us."""
        if self.score >= _SAME:
            return Sureness.CERTAIN
        return Sureness.LIKELY if self.score >= _ALIKE else Sureness.GUESSED


def likenesses(table: Table, header: str, texts: list[str]) -> Iterator[Likeness]:
    """Every field of a table that a column may be."""
    bare = _BRACKETS.sub("", split_unit(squeezed(header))[0])
    found = heading(table.name, header).field
    for spec in table.fields:
        named = _SAME if spec.name == found else _name_score(spec, bare)
        share = _share(spec, texts)
        if named:
            told = "名称相同" if named == _SAME else f"名称相近：{spec.label}"
            unlike = share is not None and share < 0.5 and spec.kind != "text"
            yield Likeness(spec.name, named - 35 if unlike else named, f"{told}，但内容不像" if unlike else told)
        elif share is not None and share >= _MOSTLY and not _COUNTER.fullmatch(bare):
            yield from _by_content(table, spec, texts)


@lru_cache(maxsize=20_000)
def _name_score(spec: Field, bare: str) -> float:
    """How near a header comes to a field's labels; 0 where it does not."""
    scores = [0.0]
    for label in map(squeezed, (*spec.labels, spec.name)):
        shorter, longer = sorted((bare, label), key=len)
        if len(shorter) >= 2 and shorter in longer:
            scores.append(60 + 20 * len(shorter) / len(longer))
        else:
            ratio = SequenceMatcher(None, bare, label).ratio()
            scores.append(20 + 50 * ratio if ratio >= 0.6 else 0)
    if any(word in bare for word in _WORDS.get(spec.name, ())):
        scores.append(58)
    return max(scores)


def _share(spec: Field, texts: list[str]) -> float | None:
    """How many of the texts a field could hold; None where there are none, or the field holds any text."""
    if not texts or (spec.kind == "text" and spec.name not in ("sign", "target")):
        return None
    fits = _test(spec)
    return sum(map(fits, texts)) / len(texts)


def _test(spec: Field) -> Callable[[str], bool]:
    if spec.kind in ("choice", "flag"):
        return lambda text: _readable(spec, text)
    special = {"mof_div_code": _REGION, "parent_code": _REGION, "sign": _SIGN, "target": _TARGET}
    shape = re.compile(special.get(spec.name) or _SHAPES[spec.kind])
    return lambda text: bool(shape.fullmatch(text.strip()))


def _readable(spec: Field, text: str) -> bool:
    try:
        parser_of(spec)(text)
    except Unreadable:
        return False
    return True


def _by_content(table: Table, spec: Field, texts: list[str]) -> Iterator[Likeness]:
    """A field that a column may be by its cells alone: no more than a guess, but for what is hardly anything else."""
    distinct = len(set(texts))
    if spec.name in ("sign", "mof_div_code") or spec.kind == "year":
        yield Likeness(spec.name, 55, f"内容像{spec.label}")
    elif spec.kind == "choice" and distinct <= len(spec.choices):
        yield Likeness(spec.name, 45, f"内容都是{spec.label}的可选值")
    elif spec.name == "pro_code" and distinct >= _MOSTLY * len(texts) and min(map(len, texts)) >= 6:
        yield Likeness(spec.name, 40, "内容像编码")
    elif spec.name in ("month", "target"):
        yield Likeness(spec.name, 35, f"内容像{spec.label}")
    elif spec.kind == "money" and _is_money(texts):
        yield Likeness(spec.name, 25 - table.money.index(spec.name), "内容像金额")


def _is_money(texts: list[str]) -> bool:
    """Whether figures look like amounts: with two decimals at most, some of them large or broken."""
    figures = [text.replace(",", "").replace("，", "") for text in texts]
    return not any("%" in text or "％" in text for text in figures) and any(
        "." in text or len(text.split(".")[0].lstrip("-")) > 3 for text in figures
    )
