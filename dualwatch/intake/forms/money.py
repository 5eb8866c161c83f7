"""The money block of a form: amounts by row label, the unit, the printed rate and execution points."""

import re
from dataclasses import dataclass, field

from dualwatch.intake.forms.blocks import Block, header, labels_in
from dualwatch.intake.forms.paper import Box, Paper
from dualwatch.intake.forms.words import AMOUNTS, GOAL, LINE, MONEY, POINTS, RESULT, SOURCES, TOTAL
from dualwatch.intake.headers import split_unit, squeezed, title_unit

_OF_MONEY = re.compile(r"资金|预算|金额|执行|支出|支付|经费")
_OF_EXECUTION = re.compile(r"预算执行|资金执行|资金情况|项目资金|执行率|得分")
_FIGURE = re.compile(r"[-+¥￥]?[\d,，.]+\s*(万元|元|亿元|%)?")


@dataclass(frozen=True)
class MoneyRow:
    """One row of amounts: its label, the source it stands for (None: the total), and its boxes by field."""

    label: Box | None
    source: str | None
    boxes: dict[str, Box]

    @property
    def place(self) -> Box:
        """A box of the row."""
        return self.label or next(iter(self.boxes.values()))


@dataclass
class Money:
    """The amounts of a form; `points` are the execution points that a label states."""

    total: MoneyRow | None = None
    parts: list[MoneyRow] = field(default_factory=list)
    block: Block | None = None
    units: dict[str, str] = field(default_factory=dict)
    unit: str | None = None
    points: Box | None = None

    def unit_of(self, name: str, stated: str | None) -> str | None:
        """The unit of a column: its own, that of the block or the title, else the one stated at the load."""
        return self.units.get(name) or self.unit or stated

    def amount(self, name: str) -> Box | None:
        """The box of an amount in the total row."""
        return self.total.boxes.get(name) if self.total else None

    @property
    def rows(self) -> list[MoneyRow]:
        """The total, if there is one, and the parts."""
        return [*([self.total] if self.total else []), *self.parts]


def money_of(paper: Paper, until: int) -> Money:
    """The money of a form above its indicators (`until`)."""
    money = Money()
    for number in range(paper.start, until):
        named = {name for name, _ in labels_in(paper, number, MONEY)}
        if len(named - {"other", "weight", "score"}) >= 2 and named & set(AMOUNTS):
            _read_block(paper, number, until, money)
            break
    if not money.rows:
        _read_labels(paper, until, money)
    _read_units(paper, until, money)
    return money


def _read_block(paper: Paper, number: int, until: int, money: Money) -> None:
    labels = [box for name, box in labels_in(paper, number, MONEY) if name != "other"]
    beside = [(box, paper.after(box)) for box in labels]
    if any(other and _FIGURE.fullmatch(other.text) for _, other in beside):
        boxes = {str(MONEY.meaning(box)): other for box, other in beside if other and _FIGURE.fullmatch(other.text)}
        money.total = MoneyRow(None, None, boxes)
        return
    money.block = block = header(paper, number, MONEY, min(box.column for box in labels))
    for row in range(block.body, until):
        if _ends(paper, row, block):
            break
        _read_row(paper, row, money, block)


def _ends(paper: Paper, row: int, block: Block) -> bool:
    """Whether a row under the block belongs to the goal or the indicators."""
    own = paper.own(row)
    return any(GOAL.fullmatch(box.bare) or RESULT.fullmatch(box.bare) or LINE.meaning(box) == "level1" for box in own)


def _read_row(paper: Paper, row: int, money: Money, block: Block) -> None:
    boxes = {name: found[0] for name, found in block.values(paper, row).items()}
    left = [box for box in paper.row(row) if box.column < block.left and box.row >= block.body]
    label = left[-1] if left else None
    if label is None and not boxes:
        return
    if label is None or TOTAL.fullmatch(label.bare):
        if money.total is None:
            money.total = MoneyRow(label, None, boxes)
    elif boxes or source_of(label) in {name for name, _ in SOURCES}:
        money.parts.append(MoneyRow(label, source_of(label), boxes))


def source_of(label: Box) -> str:
    """The source of money that a row is labelled with: one of the import format's three, else as written."""
    for name, pattern in SOURCES:
        if pattern.fullmatch(label.bare):
            return name
    return label.bare


def _read_labels(paper: Paper, until: int, money: Money) -> None:
    """Amounts beside their labels without a header, as in 目标申报表: 年度资金总额 | 438.768."""
    for number in range(paper.start, until):
        for box in paper.own(number):
            value = paper.after(box)
            if value is None or not _FIGURE.fullmatch(value.text):
                continue
            if TOTAL.fullmatch(box.bare) and money.total is None:
                money.total = MoneyRow(box, None, {"initial_budget": value})
            elif money.total is not None and any(pattern.fullmatch(box.bare) for _, pattern in SOURCES):
                money.parts.append(MoneyRow(box, source_of(box), {"initial_budget": value}))
            elif MONEY.meaning(box) in AMOUNTS and money.total is None:
                money.total = MoneyRow(box, None, {str(MONEY.meaning(box)): value})


def _read_units(paper: Paper, until: int, money: Money) -> None:
    """The unit in a column's header, in the block's label, in a row's label or in a 单位 line; and the points."""
    for name, box in money.block.labels.items() if money.block else ():
        unit = split_unit(squeezed(box.text))[1]
        if unit:
            money.units[name] = unit
    for number in range(paper.start, until):
        for box in paper.own(number):
            if money.unit is None:
                money.unit = title_unit(box.text) or (_unit_of_label(box) if _OF_MONEY.search(box.label) else None)
            if money.points is None and _OF_EXECUTION.search(box.label) and points_in(box):
                money.points = box


def _unit_of_label(box: Box) -> str | None:
    return split_unit(squeezed(box.text))[1]


def points_in(box: Box | None) -> str | None:
    """The points that a label states in brackets: 预算执行情况(20分)."""
    found = POINTS.search(squeezed(box.text)) if box else None
    return found[1] if found else None
