"""What a form holds that cannot be stored: whole forms and single lines, each with its reason and its place."""

from dataclasses import replace

from xlsxwriter.utility import xl_rowcol_to_cell

from dualwatch.intake.draft import LONGEST_VALUE, Refusal
from dualwatch.intake.forms.checks import Finding, children, is_upper
from dualwatch.intake.forms.form import Form
from dualwatch.intake.forms.keys import Unkeyed
from dualwatch.intake.forms.lines import Line
from dualwatch.intake.forms.paper import Box
from dualwatch.intake.forms.words import AMOUNTS
from dualwatch.intake.reading import BLANK_WORDS
from dualwatch.model import Level, Problem

_MANY = 6
_NOT_STORED = "这一行没有入库"


def problem(form: Form, finding: Finding) -> Problem:
    """A finding as a problem of the form's sheet."""
    grid, box = form.paper.grid, finding.box
    row, column = box.row + grid.top, box.column + grid.left
    text = finding.value or box.text
    shown = text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}…"
    return Problem(
        grid.file, grid.sheet, row + 1, finding.column, shown or None, finding.reason, finding.level,
        xl_rowcol_to_cell(row, column),
    )  # fmt: skip


def fault(form: Form, line: Line) -> Finding | None:
    """Why a line cannot be stored as an indicator; None when it can."""
    if is_upper(line):
        below = children(form.lines.lines, form.lines.lines.index(line))
        if below:
            points = line.text("weight") or line.text("score")
            reason = (
                f"这是上级行，只有分值 {points} 分，没有年度指标值；下面 {below} 行有指标值而没有分值。"
                f"为了不重复计算，{_NOT_STORED}：请把分值分到下面各行。"
            )
            return _rejected(form, line, "target", reason)
    if line.text("level3") is None:
        return _rejected(form, line, "level3", f"没有三级指标的名称，{_NOT_STORED}：请补填。")
    if line.text("target") is None and line.text("revised_target") is None:
        return _rejected(form, line, "target", f"没有年度指标值，{_NOT_STORED}：请补填。")
    return None


def _rejected(form: Form, line: Line, name: str, reason: str) -> Finding:
    named = line.text("level3") or line.text("target")
    return Finding(reason, line.spot(name), form.lines.label(name) or "绩效指标", Level.REJECTED, named)


def unusable(form: Form, line: Line, found: Finding) -> list[Refusal]:
    """A line that cannot be stored, for each table that it would have given a row to."""
    told = problem(form, found)
    parts = [Refusal(told.file, "indicators", 1, told)]
    if line.text("actual"):
        reason = f"指标没有入库（{found.reason.split('，')[0]}），完成值也没有入库。"
        label = form.lines.label("actual") or "实际完成值"
        also = problem(form, Finding(reason, line.spot("actual"), label, Level.REJECTED))
        parts.append(Refusal(told.file, "observations", 1, also))
    return parts


def refused(form: Form, unkeyed: Unkeyed) -> list[Refusal]:
    """A whole form that is kept out: its project with the reason, its amounts and indicators with it."""
    told = problem(form, Finding(unkeyed.reason, unkeyed.box or form.place, unkeyed.column, Level.REJECTED))
    lines = form.lines.lines
    names = [line.text("level3") or line.text("target") or "" for line in lines]
    held = {
        "projects": [form.name, *_amounts(form)],
        "funding": [part.place.text for part in form.money.parts if _is_filled(part.boxes)],
        "execution": [box.text for box in (form.money.amount("paid"),) if box],
        "indicators": names,
        "observations": [text for line in lines if (text := line.text("actual"))],
    }
    parts = []
    for table, texts in held.items():
        count = 1 if table == "projects" else len(texts)
        also = f"整张表没有入库（{told.reason.split('：')[0]}），这 {count} 行一起退回。"
        shown = "、".join(filter(None, texts[:_MANY])) + ("……" if len(texts) > _MANY else "")
        one = replace(told, reason=told.reason if table == "projects" else also, value=shown or None)
        parts.extend([Refusal(told.file, table, count, one)] if count else [])
    return parts


def _amounts(form: Form) -> list[str]:
    return [box.text for name in AMOUNTS[:2] if (box := form.money.amount(name))]


def _is_filled(boxes: dict[str, Box]) -> bool:
    return any(boxes[name].text not in BLANK_WORDS for name in AMOUNTS if name in boxes)
