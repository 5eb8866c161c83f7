"""One form as drafts of the canonical tables; every cell keeps its address."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa

from dualwatch.intake.amounts import money
from dualwatch.intake.draft import Draft
from dualwatch.intake.forms.form import Form
from dualwatch.intake.forms.keys import Key, indicator_numbers
from dualwatch.intake.forms.lines import Line
from dualwatch.intake.forms.money import MoneyRow
from dualwatch.intake.forms.paper import Box
from dualwatch.intake.forms.words import AMOUNTS
from dualwatch.intake.reading import BLANK_WORDS, Unreadable
from dualwatch.schema import CAUSES, LIKELIHOODS, TABLES

Cell = tuple[str | None, Box | None]
Row = dict[str, Cell]
_LIKELY = (("完全不可能", r"不可能|^3$"), ("有可能", r"可能|^2$"), ("确定能", r"能|^1$"))
_REMEDY = re.compile(r"[；;。,，\s]*(?:改进|整改|纠偏)措施[:：]")
_SEVERAL = re.compile(r"[、,，;；/和及]+")


class Tables:
    """What one form gives to each table, for one key and month; a form of the `whole_year` has no other month."""

    def __init__(self, form: Form, key: Key, month: str, unit: str | None, whole_year: bool) -> None:
        self.form, self.key, self.month, self.unit, self.whole_year = form, key, month, unit, whole_year
        self.grid = form.paper.grid
        names = [line.text("level3") or "" for line in form.lines.lines]
        self.numbers = dict(zip(map(id, form.lines.lines), indicator_numbers(names, key.project), strict=True))

    def projects(self, amounts: Row) -> Draft:
        """The project itself, with the amounts of its total row."""
        head, known = self.form.head, self.key.project
        row: Row = {"pro_name": _of(head, "pro_name") if known is None else (known.name, head.said.get("pro_name"))}
        owners = {"dept_name": known and known.dept_name, "agency_name": known and known.agency_name}
        for name, held in owners.items():
            row[name] = (held, head.said.get(name)) if held else _of(head, name)
        if row["dept_name"][0] is None:
            row["dept_name"] = row["agency_name"]
        if known is None:
            row |= {name: _of(head, name) for name in ("dept_code", "agency_code")}
        row |= {name: amounts[name] for name in AMOUNTS if name != "paid" and name in amounts}
        row |= {"printed_rate": _box(self.form.money.amount("rate")), "printed_score": self.form.total}
        row |= {"goal_text": _box(self.form.goal), "result_text": _box(self.form.result)}
        return self._draft("projects", [(self.form.place, row)])

    def funding(self, parts: Iterable[MoneyRow]) -> Draft | None:
        """The parts by source; a source without any amount is none."""
        rows = []
        for part in parts:
            row = {name: _box(part.boxes.get(name)) for name in ("initial_budget", "adjusted_budget", "paid")}
            if any(text for text, _ in row.values()):
                rows.append((part.place, {"source": (part.source, part.label), **row}))
        return self._draft("funding", rows) if rows else None

    def execution(self, paid: Cell) -> Draft | None:
        """What was paid to the month; a blank says nothing."""
        text, box = paid
        month = self.month if self.whole_year else self.form.paid_month or self.month
        return self._draft("execution", [(box or self.form.place, {"paid_to_date": paid})], month) if text else None

    def indicators(self, lines: list[Line]) -> Draft | None:
        """The indicators, numbered as in force or in the order of the form."""
        names = ("level1", "level2", "level3", "sign", "target", "unit", "weight")
        rows = [(line.place, self._line(line, names)) for line in lines]
        for line, (_, row) in zip(lines, rows, strict=True):
            if line.text("revised_target"):
                row["target"] = (line.text("revised_target"), line.boxes["revised_target"])
        return self._draft("indicators", rows) if rows else None

    def observations(self, lines: list[Line]) -> Draft | None:
        """What was reached by the month, with the words beside it; none where the form has no column for it."""
        if not any(self.form.lines.has(name) for name in ("actual", "forecast", "likelihood", *LIKELIHOODS)):
            return None
        reported = _of(self.form.head, "reported_on")
        rows = []
        for line in lines:
            row = self._line(line, ("actual", "forecast", "score"))
            row |= _reasons(line) | {"likelihood": _likelihood(line), "reported_on": reported}
            rows.append((line.place, row))
        return self._draft("observations", rows, self.month) if rows else None

    def _line(self, line: Line, names: Iterable[str]) -> Row:
        row: Row = {name: (line.text(name), line.boxes.get(name)) for name in names}
        return {"indicator_no": (self.numbers[id(line)], None), **row}

    def _draft(self, table: str, rows: list[tuple[Box, Row]], month: str | None = None) -> Draft:
        """Rows with their places as a draft; constants of the key in front."""
        top, left = self.grid.top + 1, self.grid.left + 1
        numbers = np.array([place.row + top for place, _ in rows], dtype=np.int32)
        draft = Draft(TABLES[table], self.grid.file, self.grid.sheet, numbers)
        draft.form_month = int(self.month)
        constants = {"fiscal_year": str(self.key.year), "mof_div_code": self.key.region, "pro_code": self.key.code}
        for name, text in (constants | ({"month": month} if month else {})).items():
            draft.columns[name] = pa.array([text] * len(rows), pa.string())
        for name in dict.fromkeys(name for _, row in rows for name in row):
            said = [row.get(name, (None, None)) for _, row in rows]
            draft.columns[name] = pa.array([text for text, _ in said], pa.string())
            boxes = [box or place for (_, box), (place, _) in zip(said, rows, strict=True)]
            draft.spots[name] = np.array([[box.row + top, box.column + left] for box in boxes])
            draft.headers[name] = self._header(name)
        draft.units = {name: self._unit(name) for name in draft.table.money if name in draft.columns}
        return draft

    def _header(self, name: str) -> str:
        block = self.form.money.block
        known = {"paid_to_date": "paid", "printed_rate": "rate"}.get(name, name)
        label = block.labels.get(known) if block else None
        said = label.text if label else self.form.lines.label(name)
        return re.sub(r"\s+", "", said) if said else ""

    def _unit(self, name: str) -> str | None:
        return self.form.money.unit_of("paid" if name == "paid_to_date" else name, self.unit)


def _of(head: Any, name: str) -> Cell:
    return head.text(name), head.said.get(name)


def _box(box: Box | None) -> Cell:
    text = box.text.strip() if box else None
    return (None if text in BLANK_WORDS else text), box


def _likelihood(line: Line) -> Cell:
    """The ticked column, or what a single column says; two ticks are none."""
    ticked = [name for name in line.ticked if name in LIKELIHOODS]
    if len(ticked) == 1:
        return ticked[0], line.boxes[ticked[0]]
    said = line.text("likelihood")
    if ticked or said is None:
        return None, line.boxes.get("likelihood")
    found = next((name for name, pattern in _LIKELY if re.search(pattern, said)), said)
    return found, line.boxes["likelihood"]


def _reasons(line: Line) -> Row:
    """The kinds of cause that are ticked or written, the explanation and the remedy, which may stand in one cell."""
    ticked = [name for name in line.ticked if name in CAUSES]
    written = [part for part in _SEVERAL.split(line.text("cause") or "") if part]
    causes = ticked or [next((cause for cause in CAUSES if cause in part), part) for part in written]
    box = line.boxes.get(ticked[0]) if ticked else line.boxes.get("cause")
    split = [_REMEDY.split(text, maxsplit=1) for text in (line.text("note"), line.text("remark")) if text]
    notes = [parts[0].strip() for parts in split if parts[0].strip()]
    remedies = [parts[1].strip() for parts in split if len(parts) > 1]
    place = line.boxes.get("note") or line.boxes.get("remark")
    measure = line.text("measure") or "；".join(remedies) or None
    return {
        "cause": ("、".join(dict.fromkeys(causes)) or None, box),
        "note": ("；".join(notes) or None, place),
        "measure": (measure, line.boxes.get("measure") or place),
    }


def yuan(text: str | None, unit: str | None) -> Decimal | None:
    """An amount in 元; None where it is blank or no amount."""
    try:
        return money(text, unit) if text else None
    except Unreadable:
        return None
