"""What does not add up in a form, told with the cell and both figures; nothing is corrected."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from dualwatch.intake import cells
from dualwatch.intake.forms.form import Form
from dualwatch.intake.forms.lines import Line
from dualwatch.intake.forms.money import points_in
from dualwatch.intake.forms.paper import Box
from dualwatch.intake.forms.tables import Cell, Row, yuan
from dualwatch.intake.reading import BLANK_WORDS, Unreadable
from dualwatch.model import Level
from dualwatch.schema import LIKELIHOODS

TOLERANCE = Decimal("0.1")
RATE_TOLERANCE = 5_000
FULL = Decimal(100)
WITHOUT_EXECUTION = (Decimal(90), Decimal(80))
NAMES = {
    "initial_budget": "年初预算数",
    "adjusted_budget": "全年预算数",
    "paid": "执行数",
    "expected_year_paid": "全年预计执行数",
}


@dataclass(frozen=True)
class Finding:
    """One thing to tell: the sentence, where, the column's name, how grave it is, and what to show of it."""

    reason: str
    box: Box
    column: str
    level: Level = Level.WARNING
    value: str | None = None


def number(text: str | None) -> Decimal | None:
    """A weight or score; None where it is blank or no number."""
    try:
        return cells.number(text) if text else None
    except Unreadable:
        return None


def plain(figure: Decimal) -> str:
    """A figure as people write it, without zeros at its end."""
    return f"{figure.normalize():f}"


def amounts_of(form: Form, stated: str | None) -> tuple[Row, list[Finding]]:
    """The amounts of the project: those of the total row, or of its parts where the total is blank or 0."""
    row: Row = {}
    found: list[Finding] = []
    for name in NAMES:
        box = form.money.amount(name)
        unit = form.money.unit_of(name, stated)
        total = yuan(box.text if box else None, unit)
        parts = [(part, yuan(part.boxes[name].text, unit)) for part in form.money.parts if name in part.boxes]
        amounts = [amount for _, amount in parts if amount is not None]
        row[name] = _written(box)
        if not amounts or total == sum(amounts):
            continue
        if total:
            found.append(_differs(name, box, total, sum(amounts)))
        elif sum(amounts):
            row[name] = (f"{sum(amounts)}元", box)
            found.append(_from_parts(name, box or parts[0][0].place, total, sum(amounts)))
    return row, found


def _written(box: Box | None) -> Cell:
    return (None, None) if box is None or box.text in BLANK_WORDS else (box.text, box)


def _wan(amount: Decimal) -> str:
    return f"{plain(amount / 10_000)} 万元"


def _differs(name: str, box: Box | None, total: Decimal, parts: Decimal | int) -> Finding:
    assert box is not None
    reason = f"资金总额的{NAMES[name]}是 {_wan(total)}，各来源合计是 {_wan(Decimal(parts))}：按总额入库，请核对。"
    return Finding(reason, box, NAMES[name])


def _from_parts(name: str, box: Box, total: Decimal | None, parts: Decimal | int) -> Finding:
    said = "是空的" if total is None else "是 0"
    reason = f"资金总额的{NAMES[name]}{said}，各来源合计是 {_wan(Decimal(parts))}：项目按各来源合计入库，请核对。"
    return Finding(reason, box, NAMES[name], Level.NOTICE if total is None else Level.WARNING)


def findings(form: Form, amounts: Row, stated: str | None) -> Iterator[Finding]:
    """Everything in a form that does not agree with itself."""
    budget, paid = _budget(form, amounts, stated), _amount(form, amounts, "paid", stated)
    share = paid / budget if budget and budget > 0 and paid is not None else None
    yield from _without_budget(form, budget, paid)
    yield from _rate(form, share)
    yield from _execution_score(form, share)
    for line in form.lines.lines:
        yield from _line(form, line)
    yield from _weights(form)
    yield from _level_points(form)
    yield from _total(form)


def _budget(form: Form, amounts: Row, stated: str | None) -> Decimal | None:
    """A: what was to be spent after adjustment, else at the start of the year; None where neither is known."""
    adjusted, initial = (_amount(form, amounts, name, stated) for name in ("adjusted_budget", "initial_budget"))
    return initial if adjusted is None else adjusted


def _without_budget(form: Form, budget: Decimal | None, paid: Decimal | None) -> Iterator[Finding]:
    """Nothing to spend has no rate, so it can have no points for it."""
    box = form.money.amount("score")
    score = number(box.text if box else None)
    place = form.money.amount("adjusted_budget") or form.money.amount("initial_budget")
    if budget == 0 and place and (score or paid):
        had = f"执行数是 {_wan(paid)}" if paid else f"执行率得分是 {plain(score or Decimal(0))}"
        yield Finding(f"预算数是 0，而{had}：没有预算就没有执行率，请核对预算数。", place, "全年预算数")


def _amount(form: Form, amounts: Row, name: str, stated: str | None) -> Decimal | None:
    return yuan(amounts[name][0], form.money.unit_of(name, stated))


def percent(share: Decimal) -> str:
    """A share as a percentage with two decimals, half up."""
    return f"{plain((share * 100).quantize(Decimal('0.01'), ROUND_HALF_UP))}%"


def _rate(form: Form, share: Decimal | None) -> Iterator[Finding]:
    box = form.money.amount("rate")
    try:
        printed = cells.rate(box.text) if box else None
    except Unreadable:
        return
    if box and printed is not None and share is not None and abs(printed - share * 1_000_000) > RATE_TOLERANCE:
        said = percent(Decimal(printed) / 1_000_000)
        yield Finding(f"表上的执行率是 {said}，按金额重算是 {percent(share)}：请核对。", box, "执行率")


def _execution_score(form: Form, share: Decimal | None) -> Iterator[Finding]:
    box, weight = form.money.amount("score"), execution_weight(form)
    score = number(box.text if box else None)
    if box is None or score is None or weight is None:
        return
    if score > weight:
        yield Finding(f"执行率得分 {plain(score)} 高于分值 {plain(weight)}：请核对。", box, "得分")
    elif share is not None:
        due = weight * min(max(share, Decimal(0)), Decimal(1))
        if abs(score - due) > TOLERANCE:
            shown = plain(due.quantize(Decimal("0.01"), ROUND_HALF_UP))
            product = f"分值 {plain(weight)} × 执行率 {percent(share)}"
            yield Finding(f"执行率得分是 {plain(score)}，按{product} 应为 {shown}：请核对。", box, "得分")


def execution_weight(form: Form) -> Decimal | None:
    """The points that execution carries: of its column, else those a label states."""
    box = form.money.amount("weight")
    weight = number(box.text) if box else None
    return weight if weight is not None else number(points_in(form.money.points))


def _line(form: Form, line: Line) -> Iterator[Finding]:
    weight, score = number(line.text("weight")), number(line.text("score"))
    if weight is not None and score is not None:
        if score > weight:
            reason = f"得分 {plain(score)} 高于分值 {plain(weight)}：请核对。"
            yield Finding(reason, line.boxes["score"], "得分")
        elif score < weight and form.lines.has("note") and not (line.text("note") or line.text("measure")):
            reason = f"得分 {plain(score)} 低于分值 {plain(weight)}，没有写偏差原因：请补写。"
            yield Finding(reason, line.spot("note"), form.lines.label("note") or "偏差原因", value=line.text("level3"))
    ticked = [name for name in line.ticked if name in LIKELIHOODS]
    if len(ticked) > 1:
        reason = f"完成可能性勾了 {len(ticked)} 项（{'、'.join(ticked)}）：没有采用，请只勾一项。"
        yield Finding(reason, line.boxes[ticked[0]], "完成可能性")


def counted(lines: list[Line], name: str) -> list[Decimal]:
    """The weights or scores that add up: an upper row whose lower rows carry the same points counts once."""
    figures = [number(line.text(name)) for line in lines]
    kept: list[Decimal] = []
    for place, (line, figure) in enumerate(zip(lines, figures, strict=True)):
        if figure is None:
            continue
        below = [figures[at] for at in _children(lines, place)] if is_upper(line) else []
        if not (below and sum(one or 0 for one in below) == figure):
            kept.append(figure)
    return kept


def is_upper(line: Line) -> bool:
    """Whether a line has points and no values, so that it may be the upper row of others."""
    points = line.text("weight") or line.text("score")
    return bool(points) and not (line.text("target") or line.text("actual") or line.text("revised_target"))


def _children(lines: list[Line], place: int) -> Iterator[int]:
    for at in range(place + 1, len(lines)):
        if is_upper(lines[at]):
            return
        yield at


def children(lines: list[Line], place: int) -> int:
    """How many lines with values and without points of their own stand under an upper row."""
    below = [lines[at] for at in _children(lines, place)]
    return sum(not (line.text("weight") or line.text("score")) for line in below)


def _weights(form: Form) -> Iterator[Finding]:
    weights = counted(form.lines.lines, "weight")
    execution, indicators = execution_weight(form), Decimal(sum(weights))
    together = indicators + (execution or 0)
    if not weights or together == FULL or (execution is None and indicators in WITHOUT_EXECUTION):
        return
    points = "没有写" if execution is None else plain(execution)
    reason = f"分值合计是 {plain(together)}（执行率 {points}，指标 {plain(indicators)}），不是 100：请核对。"
    box = next(line.boxes["weight"] for line in form.lines.lines if "weight" in line.boxes)
    yield Finding(reason, box, form.lines.label("weight") or "分值")


def _level_points(form: Form) -> Iterator[Finding]:
    for level in form.lines.points:
        stated = number(points_in(level))
        below = [line for line in form.lines.lines if line.boxes.get("level1") == level]
        together = sum(counted(below, "weight"))
        if stated and together and together != stated:
            reason = f"这一级写明 {plain(stated)} 分，下面各指标分值合计是 {plain(Decimal(together))}：请核对。"
            yield Finding(reason, level, "一级指标")


def _total(form: Form) -> Iterator[Finding]:
    text, box = form.total
    printed = number(text)
    scores = counted(form.lines.lines, "score")
    asked = [line for line in form.lines.lines if line.text("weight") or not form.lines.has("weight")]
    if box is None or printed is None or not scores or any(number(line.text("score")) is None for line in asked):
        return
    execution = form.money.amount("score")
    together = sum(scores) + (number(execution.text if execution else None) or Decimal(0))
    if abs(printed - together) > TOLERANCE:
        reason = f"总分是 {plain(printed)}，执行率得分与各指标得分合计是 {plain(together)}：请核对。"
        yield Finding(reason, box, "总分")
