"""One official form as read from its paper: head, money, goal, indicators, month."""

from dataclasses import dataclass

from dualwatch.intake.forms.blocks import Block
from dualwatch.intake.forms.head import Head, head_of, month_in, year_in
from dualwatch.intake.forms.lines import Lines, first_header, lines_of
from dualwatch.intake.forms.money import Money, money_of
from dualwatch.intake.forms.paper import Box, Paper
from dualwatch.intake.forms.words import GOAL, RESULT, is_label

WIDE = 3


@dataclass
class Form:
    """What one form says; every box knows its place in the sheet."""

    paper: Paper
    head: Head
    money: Money
    lines: Lines
    goal: Box | None = None
    result: Box | None = None

    @property
    def name(self) -> str:
        """The project's name, empty where the form leaves it blank."""
        return self.head.text("pro_name") or ""

    @property
    def place(self) -> Box:
        """Where the form is spoken of: the project's name, else its label."""
        first = Box("", self.paper.start, 0, self.paper.start, 0)
        return self.head.said.get("pro_name") or self.head.labels.get("pro_name") or first

    @property
    def total(self) -> tuple[str | None, Box | None]:
        """The printed total score: of the last row, else of the head."""
        last = self.lines.total
        return (last.text, last) if last else (self.head.text("printed_score"), self.head.said.get("printed_score"))

    @property
    def year(self) -> str | None:
        """The fiscal year of the head, else of the title or the sheet's name."""
        stated = self.head.text("fiscal_year")
        return (year_in(f"{stated}年") if stated else None) or year_in(self.head.title)

    @property
    def month(self) -> str | None:
        """The month up to which the indicators speak, by the head, the headers or the title."""
        return self.head.text("month") or _month(self.lines.blocks) or _month(self._money_blocks) or self._title_month

    @property
    def paid_month(self) -> str | None:
        """The month up to which the payments speak, where the money's header names one."""
        return _month(self._money_blocks)

    @property
    def _money_blocks(self) -> list[Block]:
        return [self.money.block] if self.money.block else []

    @property
    def _title_month(self) -> str | None:
        return month_in(self.head.title)


def _month(blocks: list[Block]) -> str | None:
    return next((block.month for block in blocks if block.month), None)


def read_form(paper: Paper) -> Form:
    """The form on a piece of paper; what it lacks is None or empty."""
    start = first_header(paper)
    until = paper.end if start is None else start
    lines = lines_of(paper)
    form = Form(paper, head_of(paper, range(until, lines.end)), money_of(paper, until), lines)
    form.goal, form.result = _goal(paper, until)
    return form


def _goal(paper: Paper, until: int) -> tuple[Box | None, Box | None]:
    """What was to be reached and what was: each under its label where both stand in a row, else beside it."""
    goal: Box | None = None
    result: Box | None = None
    for number in range(paper.start, until):
        goals = [box for box in paper.own(number) if GOAL.fullmatch(box.bare)]
        results = [box for box in paper.own(number) if RESULT.fullmatch(box.bare)]
        if goals and results:
            return _text(paper.below(goals[-1])), _text(paper.below(results[-1]))
        if goals and goal is None:
            goal = _beside(paper, goals[-1])
        if results and result is None:
            result = _beside(paper, results[-1])
    return goal, result


def _beside(paper: Paper, label: Box) -> Box | None:
    """The text beside a label; under it where the label is a line of its own."""
    wide = label.right - label.column >= WIDE
    return _text(paper.after(label)) or (_text(paper.below(label)) if wide else None)


def _text(box: Box | None) -> Box | None:
    return box if box and not is_label(box) else None
