"""The indicator block of a form: one line an indicator, levels filled down, ticks read, the final row apart."""

import re
from dataclasses import dataclass, field

from dualwatch.intake.forms.blocks import Block, header, labels_in
from dualwatch.intake.forms.head import pairs
from dualwatch.intake.forms.paper import Box, Paper
from dualwatch.intake.forms.words import CLOSING, FINAL, LINE, POINTS
from dualwatch.intake.headers import squeezed
from dualwatch.intake.reading import BLANK_WORDS
from dualwatch.schema import CAUSES, LIKELIHOODS

TICKS = frozenset("√✓✔☑■●◆✅⊙是1对yvYV")
MERGED_ONCE = ("weight", "score")
JOINED = ("level3", "target", "actual")
TELLING = ("target", "actual", "weight", "score", "forecast", "sign")
_PLACEHOLDER = re.compile(r"(指标\d*|\.+|…+|-+|/+|\d+)[:、.]*")
_LEVEL_POINTS = re.compile(r"[(（\[]?\s*(?:共|计)?\d+(?:\.\d+)?\s*分\s*[)）\]]?$")


@dataclass
class Line:
    """One row of the block: its boxes by field, and what was read from several of them."""

    row: int
    block: Block
    boxes: dict[str, Box] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    ticked: tuple[str, ...] = ()

    def text(self, name: str) -> str | None:
        """What a field says; dashes and the like are nothing."""
        said = self.texts.get(name)
        return None if said is None or said.strip() in BLANK_WORDS else said

    @property
    def place(self) -> Box:
        """The box that the line is spoken of by."""
        return next(self.boxes[name] for name in ("level3", "target", *self.boxes) if name in self.boxes)

    def spot(self, name: str) -> Box:
        """Where a field of the line stands, or would stand."""
        columns = [column for column, held in self.block.fields.items() if held == name]
        empty = Box("", self.row, min(columns), self.row, min(columns)) if columns else self.place
        return self.boxes.get(name, empty)


@dataclass
class Lines:
    """The lines of a form, the blocks they stand in, the points that level-1 labels state, and the final row."""

    blocks: list[Block] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    points: list[Box] = field(default_factory=list)
    total: Box | None = None
    end: int = 0

    def has(self, name: str) -> bool:
        """Whether the form has a column of a field."""
        return any(name in block.labels for block in self.blocks)

    def label(self, name: str) -> str | None:
        """The sender's header of a field."""
        return next((block.labels[name].text for block in self.blocks if name in block.labels), None)


def first_header(paper: Paper) -> int | None:
    """The row in which the indicators begin: the names of levels and a column of targets, or of what is done."""
    for number in paper.rows:
        named = {name for name, _ in labels_in(paper, number, LINE)}
        if _begins(named):
            return number
    return None


def _begins(named: set[str]) -> bool:
    """Whether a row with such labels is a header of indicators."""
    return "level3" in named and bool(named & {"level1", "level2", "target", "actual", "sign"}) and len(named) > 2


def lines_of(paper: Paper) -> Lines:
    """The indicators of a form; none where no header is found."""
    found = Lines(end=paper.end)
    start = first_header(paper)
    if start is None:
        return found
    levels: dict[str, Box] = {}
    number = start
    while number < paper.end:
        block = _header_at(paper, number)
        if block:
            found.blocks.append(block)
            number = block.body
            levels = {}
            continue
        if _closes(paper, number, found):
            break
        _read_line(paper, number, found, levels)
        number += 1
    found.end = number
    return found


def _header_at(paper: Paper, number: int) -> Block | None:
    labels = dict(labels_in(paper, number, LINE))
    if not _begins(set(labels)):
        return None
    left = min(box.column for name, box in labels.items() if name.startswith("level"))
    return header(paper, number, LINE, left)


def _closes(paper: Paper, number: int, found: Lines) -> bool:
    """Whether a row ends the block: the final row, whose score is kept, or notes and signatures under it."""
    own = paper.own(number)
    if not own:
        return False
    first = own[0]
    values = found.blocks[-1].values(paper, number)
    if FINAL.fullmatch(first.bare) and "target" not in values:
        figures = [box for box in own[1:] if re.fullmatch(r"[\d.]+分?", box.text)]
        scores = values.get("score", []) if found.has("score") else figures[-1:]
        found.total = scores[0] if scores else None
        return True
    closes = CLOSING.match(first.label) or any(pairs(paper, number))
    return first.column <= found.blocks[-1].left and bool(closes)


def _read_line(paper: Paper, number: int, found: Lines, levels: dict[str, Box]) -> None:
    block = found.blocks[-1]
    values = block.values(paper, number)
    for name in ("level1", "level2"):
        _fill_down(name, values, levels, found)
    line = Line(number, block)
    for name, boxes in values.items():
        if name not in ("level1", "level2"):
            _take(line, name, boxes)
    for name, box in levels.items():
        line.boxes[name], line.texts[name] = box, level_text(box.text)
    if any(line.text(name) for name in TELLING) or _named(line):
        found.lines.append(line)


def _named(line: Line) -> bool:
    """Whether a line without figures names an indicator; 指标1：and …… are what a template leaves to fill in."""
    name = line.text("level3")
    return name is not None and not _PLACEHOLDER.fullmatch(squeezed(name))


def _fill_down(name: str, values: dict[str, list[Box]], levels: dict[str, Box], found: Lines) -> None:
    boxes = values.get(name)
    if not boxes:
        return
    if levels.get(name) != boxes[0]:
        if name == "level1":
            levels.pop("level2", None)
            found.points.extend([boxes[0]] if POINTS.search(squeezed(boxes[0].text)) else [])
        levels[name] = boxes[0]


def level_text(text: str) -> str:
    """A level's name closed up, without the points that it states: 产出\\n指标（50分） is 产出指标."""
    closed = re.sub(r"\s+", "", text)
    return _LEVEL_POINTS.sub("", closed) or closed


def _take(line: Line, name: str, boxes: list[Box]) -> None:
    if name in MERGED_ONCE and boxes[0].row != line.row:
        return
    if name in (*CAUSES, *LIKELIHOODS):
        _tick(line, name, boxes[0])
        return
    line.boxes[name] = boxes[0]
    texts = [re.sub(r"\s*\n\s*", "", box.text) if name in JOINED else box.text for box in boxes]
    line.texts[name] = "".join(texts) if name in JOINED else texts[0]


def _tick(line: Line, name: str, box: Box) -> None:
    """A tick chooses its column; any other words there are the cause's explanation."""
    text = box.text.strip()
    if text in BLANK_WORDS or text in ("0", "否", "×"):
        return
    line.ticked = (*line.ticked, name)
    line.boxes.setdefault(name, box)
    if name in CAUSES and text not in TICKS and squeezed(text) not in (squeezed(name), "√"):
        line.texts["note"] = "；".join(filter(None, (line.texts.get("note"), text)))
        line.boxes.setdefault("note", box)
