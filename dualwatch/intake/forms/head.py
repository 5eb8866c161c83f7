"""The head of a form: project, department, unit, year, month, and where the form begins and ends in its sheet."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from dualwatch.intake.forms.paper import Box, Paper
from dualwatch.intake.forms.words import AMOUNTS, FORM_TITLE, HEAD, LINE, MONEY, is_label

TITLE_ROWS = 6
_YEAR = re.compile(r"((?:19|20)\d{2})年(?!\d{1,2}月\d)")
_MONTHS = re.compile(r"1[-~至到](\d{1,2})月|截[至止](?:\d{4}年)?(\d{1,2})月|(上半年)")
_CODED = re.compile(r"[\[(【]?([0-9A-Za-z]{12,40})[\])】]?[-—_:：\s]*(.+)", re.DOTALL)
_CODED_NAME = re.compile(r"[\[(【]?(\d{3,12})[\])】]?\s*[-—_:：\s]\s*(\D.*)|[\[(【](\d{3,12})[\])】](\D.*)", re.DOTALL)
_PAIR = re.compile(r"([^:：\s　]{2,14}(?:[(（][^()（）]{1,8}[)）])?)\s*[:：]\s*((?:(?!\s{2,}|　)[^\n])*)")


@dataclass
class Head:
    """What the head says, each with the box that says it; `title` is all that stands above the name."""

    labels: dict[str, Box] = field(default_factory=dict)
    said: dict[str, Box] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    title: str = ""

    def text(self, name: str) -> str | None:
        """What a field of the head says, None where the form leaves it blank."""
        return self.texts.get(name)


def names_in(paper: Paper) -> list[Box]:
    """The labels of project names, one a form; the headers of ordinary tables are none."""
    found = []
    for number in paper.rows:
        line = paper.own(number)
        columns = [box for box in line if MONEY.meaning(box) in AMOUNTS or LINE.meaning(box) in ("level3", "target")]
        if len(columns) > 1:
            continue
        for box, meaning, _ in pairs(paper, number):
            if meaning == "pro_name":
                found.append(box)
                break
    return found


def forms_in(paper: Paper) -> list[Paper]:
    """The forms of a sheet, side by side or stacked one under the other."""
    lefts = {box.column for number in paper.rows for box in _named_side_by_side(paper, number)}
    edges = [0, *sorted(lefts), None]
    return [form for left, right in pairwise(edges) for form in _stacked(paper.between(left or 0, right))]


def _named_side_by_side(paper: Paper, number: int) -> list[Box]:
    """The labels of the second and later project names of a row."""
    return [box for box in paper.own(number) if HEAD.meaning(box) == "pro_name"][1:]


def _stacked(paper: Paper) -> list[Paper]:
    names = names_in(paper)
    starts = [_beginning(paper, box.row, names[place - 1].row if place else None) for place, box in enumerate(names)]
    return [paper.part(start, end) for start, end in pairwise([*starts, paper.end])]


def _beginning(paper: Paper, name_row: int, previous: int | None) -> int:
    """The title above a name; the first form has everything above it."""
    if previous is None:
        return paper.start
    for number in range(name_row - 1, max(previous, name_row - TITLE_ROWS - 1), -1):
        if any(FORM_TITLE.search(box.label) for box in paper.own(number)):
            return number
    return name_row


def pairs(paper: Paper, number: int) -> Iterator[tuple[Box, str, tuple[Box, str] | None]]:
    """Labels that begin in a row, what they name, and the value beside each, in the same box or the next."""
    for box in paper.own(number):
        meaning = HEAD.meaning(box)
        if meaning:
            beside = paper.after(box)
            yield box, meaning, (beside, beside.text) if beside and not is_label(beside) else None
            continue
        for label, value in _PAIR.findall(box.text):
            named = HEAD.meaning(Box(label, box.row, box.column, box.bottom, box.right))
            if named:
                yield box, named, (box, value.strip()) if value.strip() else None


def head_of(paper: Paper, indicators: range) -> Head:
    """The head of one form: what stands beside labels outside of its indicators."""
    head = Head()
    for number in (row for row in paper.rows if row not in indicators):
        for label, meaning, value in pairs(paper, number):
            head.labels.setdefault(meaning, label)
            if value and meaning not in head.said:
                head.said[meaning], head.texts[meaning] = value
    name = next(iter(names_in(paper)), None)
    above = range(paper.start, name.row if name else min(paper.start + TITLE_ROWS, paper.end))
    head.title = " ".join(_PAIR.sub(_without_dates, box.text) for number in above for box in paper.own(number))
    _split_codes(head)
    return head


def _without_dates(pair: re.Match[str]) -> str:
    """What a pair leaves to the title: a filing date is no year of the form."""
    return "" if re.search(r"日期|时间", pair[1]) else pair[0]


def _split_codes(head: Head) -> None:
    """Codes that stand before names, as 51092324T000010263357-… does."""
    name = head.texts.get("pro_name", "")
    coded = _CODED.fullmatch(name)
    if coded and sum(character.isdigit() for character in coded[1]) >= 8 and "pro_code" not in head.texts:
        head.texts["pro_code"], head.texts["pro_name"] = coded[1], coded[2].strip()
        head.said["pro_code"] = head.said["pro_name"]
    for owner in ("dept", "agency"):
        coded = _CODED_NAME.fullmatch(head.texts.get(f"{owner}_name", ""))
        if coded:
            head.texts[f"{owner}_code"] = coded[1] or coded[3]
            head.texts[f"{owner}_name"] = (coded[2] or coded[4]).strip()
            head.said[f"{owner}_code"] = head.said[f"{owner}_name"]


def year_in(text: str) -> str | None:
    """The year that a title names: 2022年度; a day is none."""
    found = _YEAR.search(re.sub(r"\s+", "", text))
    return found[1] if found else None


def month_in(label: str) -> str | None:
    """The month up to which a title or a header speaks: 1-7月."""
    found = _MONTHS.search(label)
    return ("6" if found[3] else found[1] or found[2]) if found else None
