"""Blocks of a form that stand under a header row: which columns mean what, and the boxes of a row under them."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from dualwatch.intake.forms.head import month_in
from dualwatch.intake.forms.paper import Box, Paper
from dualwatch.intake.forms.words import Vocabulary

DEEPEST = 3


@dataclass
class Block:
    """A header of one or more rows: the columns of each field, its label, and the first row under it."""

    first: int
    body: int
    fields: dict[int, str]
    labels: dict[str, Box] = field(default_factory=dict)

    @property
    def left(self) -> int:
        """The first column that means something."""
        return min(self.fields)

    @property
    def month(self) -> str | None:
        """The month that the header names, as in 1-7月执行数."""
        return next((month for box in self.labels.values() if (month := month_in(box.label))), None)

    def values(self, paper: Paper, number: int) -> dict[str, list[Box]]:
        """The boxes of a row by field, from left to right."""
        found: dict[str, list[Box]] = {}
        for box in paper.row(number):
            name = self.fields.get(box.column)
            if name and box.row >= self.body:
                found.setdefault(name, []).append(box)
        return found


def header(paper: Paper, number: int, words: Vocabulary, left: int = 0) -> Block:
    """What the columns of a row say as a header, with the rows that are merged or split under it."""
    own = [box for box in paper.own(number) if box.column >= left]
    named = [box for box in own if words.meaning(box)]
    depth = min(max((box.bottom - number + 1 for box in named if box.bottom - number < DEEPEST), default=1), DEEPEST)
    if depth == 1 and _continues(paper, number, words, named):
        depth = 2
    block = Block(number, number + depth, {})
    for row in range(number, number + depth):
        for box in paper.own(row):
            if box.column >= left and box.bottom < number + depth:
                _take(block, box, words)
    return block


def _take(block: Block, box: Box, words: Vocabulary) -> None:
    """A lower box speaks for its columns before an upper one."""
    name = words.meaning(box)
    if name:
        block.fields |= dict.fromkeys(range(box.column, box.right + 1), name)
        block.labels[name] = box


def _continues(paper: Paper, number: int, words: Vocabulary, named: list[Box]) -> bool:
    """Whether the next row splits columns without merged cells: nothing but labels, under other columns."""
    below = paper.own(number + 1)
    above = {box.column for box in named}
    only_labels = len(below) >= 2 and all(words.meaning(box) for box in below)
    return only_labels and any(box.column not in above for box in below)


def labels_in(paper: Paper, number: int, words: Vocabulary) -> Iterator[tuple[str, Box]]:
    """The boxes of a row that are labels, with what they name."""
    for box in paper.own(number):
        name = words.meaning(box)
        if name:
            yield name, box
