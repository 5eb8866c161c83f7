"""Columns that a mapping makes of others: constants, translations, lookups, parts of dates, what is known or stated."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dualwatch.intake.context import Context
from dualwatch.intake.dates import day, year_of_month
from dualwatch.intake.delimited import read_delimited
from dualwatch.intake.headers import squeezed
from dualwatch.intake.leaving_out import left_out
from dualwatch.intake.located import Located
from dualwatch.intake.mapping import Addition, InStore, LeaveOut, Lookup, Mapping, Translate
from dualwatch.intake.reading import Unreadable
from dualwatch.intake.texts import repeated
from dualwatch.intake.titles import month_in, year_in
from dualwatch.model import DualwatchError

SELF_MADE = "自编"
SHOWN = 5
_MARK = "\x1f"
_YEAR, _MONTH = slice(0, 4), slice(5, 7)
_STAMP = re.compile(r"((?:19|20)\d{6})\d{6,9}")


@dataclass
class Workshop:
    """Everything that the columns of one load are made of: the mapping, its places, what is known."""

    mapping: Mapping
    places: list[Located]
    context: Context
    doing: set[tuple[int, str]] = field(default_factory=set)
    tables: dict[Lookup, dict[str, str | None]] = field(default_factory=dict)

    def column(self, place: Located, name: str) -> pa.Array | None:
        """A column of the sheet, or one made for it; None where it, or what it is made of, is lacking."""
        short = squeezed(name)
        addition = place.source.add.get(name)
        if short in place.columns or addition is None:
            return place.columns.get(short)
        if (id(place), name) in self.doing:
            return None
        self.doing.add((id(place), name))
        made = self._made(place, addition)
        self.doing.discard((id(place), name))
        if made is not None:
            place.columns[short] = made
        return made

    def left_out(self, place: Located, rules: Sequence[LeaveOut]) -> np.ndarray:
        """Which rows any of the rules leaves out."""
        for rule in rules:
            for name in rule.columns:
                self.column(place, name)
        return left_out(rules, place.columns, len(place.rows))

    def lacking(self, place: Located, name: str) -> str:
        """The column of the sheet for want of which a column cannot be made."""
        addition = place.source.add.get(name)
        for one in addition.ingredients if addition else ():
            if self.column(place, one) is None:
                return self.lacking(place, one)
        return name

    def origin(self, place: Located, name: str) -> str | None:
        """The sheet's own column that a column is, or is made of first; None for one made of nothing in the sheet."""
        addition = place.source.add.get(name)
        if addition is None:
            return name if squeezed(name) in place.columns else None
        found = (self.origin(place, one) for one in addition.ingredients if one != name)
        return next((one for one in found if one), None)

    def unknown(self, place: Located, name: str, kept: np.ndarray) -> list[str]:
        """Some texts that were looked up for a column and not found, of the kept rows in which it stayed blank."""
        made = self.column(place, name)
        asking = self._behind(place, name, "lookup", "in_store") if made is not None and made.null_count else []
        if made is None or not asking:
            return []
        texts = [self.column(place, one) for one in place.source.add[asking[0]].ingredients]
        blank = pc.and_(pc.is_null(made), pa.array(kept))
        asked = [text.filter(blank) for text in texts if text is not None]
        if not asked or len(asked) < len(texts):
            return []
        shown = pc.binary_join_element_wise(*asked, " ").drop_null()
        return [*dict.fromkeys(shown.to_pylist())][:SHOWN]

    def can_be_stated(self, place: Located, name: str) -> bool:
        """Whether a title, or whoever loads, could say what a column holds."""
        return bool(self._behind(place, name, "stated", "from_title"))

    def builds(self, place: Located, name: str) -> tuple[str, ...]:
        """The columns of which a column's self-made codes are made."""
        found = self._behind(place, name, "build")
        return place.source.add[found[0]].build if found else ()

    def _behind(self, place: Located, name: str, *ways: str) -> list[str]:
        """The additions behind a column that are made in one of these ways."""
        addition = place.source.add.get(name)
        if addition is None or any(getattr(addition, way) for way in ways):
            return [name] if addition else []
        return [found for one in addition.ingredients if one != name for found in self._behind(place, one, *ways)]

    def _made(self, place: Located, addition: Addition) -> pa.Array | None:
        count = len(place.rows)
        texts = [self.column(place, one) for one in addition.ingredients]
        there = [one for one in texts if one is not None]
        if addition.first_of:
            return pc.coalesce(*there, pa.scalar(addition.otherwise, pa.string())) if there else None
        if len(there) < len(texts):
            return None
        if addition.ingredients:
            return self._worked(addition, there)
        told = addition.constant or self._told(place, addition)
        return repeated(told, count) if told else None

    def _worked(self, addition: Addition, texts: list[pa.Array]) -> pa.Array:
        if addition.build:
            return pc.binary_join_element_wise(pa.scalar(SELF_MADE), *texts, "-")
        if addition.translate:
            return _translated(texts[0], addition.translate)
        if addition.head:
            return pc.utf8_slice_codeunits(texts[0], 0, addition.head.length)
        if addition.month_of or addition.year_of:
            return _of_dates(texts[0], _MONTH if addition.month_of else _YEAR)
        if addition.lookup:
            return _replaced(_joined(texts), self._table(addition.lookup))
        assert addition.in_store is not None
        return _replaced(_joined([*texts[:-1], _squeezed(texts[-1])]), self._in_store(addition.in_store))

    def _told(self, place: Located, addition: Addition) -> str | None:
        if addition.from_title:
            titles = place.place.titles
            return year_in(titles) if addition.from_title == "year" else month_in(titles)
        stated = getattr(self.context, addition.stated) if addition.stated else None
        return None if stated is None else str(stated)

    def _table(self, lookup: Lookup) -> dict[str, str | None]:
        if lookup not in self.tables:
            self.tables[lookup] = _of_file(lookup, self.mapping) if lookup.file else self._of_source(lookup)
        return self.tables[lookup]

    def _of_source(self, lookup: Lookup) -> dict[str, str | None]:
        """Key to value in another source of this load; a key with several values has none."""
        known: dict[str, str | None] = {}
        for place in self.places:
            texts = [self.column(place, one) for one in (*lookup.keys, lookup.value)]
            there = [one for one in texts if one is not None]
            if place.source.name != lookup.source or len(there) < len(texts):
                continue
            out = self.left_out(place, place.source.leave_out)
            *keys, values = (one.filter(pa.array(~out)) for one in there)
            _gather(known, zip(_joined(keys).to_pylist(), values.to_pylist(), strict=True))
        return known

    def _in_store(self, asked: InStore) -> dict[str, str | None]:
        """What the store knows, by squeezed names."""
        known: dict[str, str | None] = {}
        if asked.give == "region_of_name":
            return {squeezed(name): code for name, code in self.context.regions.items()}
        for key, project in (self.context.known or {}).items():
            year, region, code = key.split("-", 2)
            if asked.give == "region_of_project":
                _gather(known, [(_MARK.join((year, squeezed(code))), region)])
            else:
                numbered = ((squeezed(name), number) for number, name in project.indicators.items())
                _gather(known, ((_MARK.join((year, region, code, name)), number) for name, number in numbered))
        return known


def _gather(known: dict[str, str | None], found: Iterable[tuple[str | None, str | None]]) -> None:
    for key, value in found:
        if key is not None and value is not None:
            known[key] = value if known.get(key, value) == value else None


def _joined(texts: list[pa.Array]) -> pa.Array:
    return texts[0] if len(texts) == 1 else pc.binary_join_element_wise(*texts, _MARK)


def _squeezed(column: pa.Array) -> pa.Array:
    encoded = column.dictionary_encode()
    return pa.array([squeezed(text) for text in encoded.dictionary.to_pylist()], pa.string()).take(encoded.indices)


def _translated(column: pa.Array, translate: Translate) -> pa.Array:
    encoded = column.dictionary_encode()
    texts = encoded.dictionary.to_pylist()
    answers = [_translation(text, translate) for text in texts]
    return pa.array(answers, pa.string()).take(encoded.indices)


def _translation(text: str, translate: Translate) -> str:
    if not translate.by_prefix:
        return translate.values.get(text, text)
    found = [start for start in translate.values if text.startswith(start)]
    return translate.values[max(found, key=len)] if found else text


def _replaced(column: pa.Array, values: dict[str, str | None]) -> pa.Array:
    encoded = column.dictionary_encode()
    answers = [values.get(text) for text in encoded.dictionary.to_pylist()]
    return pa.array(answers, pa.string()).take(encoded.indices)


def _of_dates(column: pa.Array, part: slice) -> pa.Array:
    """The year or the month of dates, as text; a text that is no date stays, for the reader to refuse."""
    encoded = column.dictionary_encode()
    answers = [_of_date(text, part) for text in encoded.dictionary.to_pylist()]
    return pa.array(answers, pa.string()).take(encoded.indices)


def _of_date(text: str, part: slice) -> str:
    stamp = _STAMP.fullmatch(text)
    try:
        return (day(stamp[1] if stamp else text) or text)[part]
    except Unreadable:
        return (year_of_month(text) or text) if part == _YEAR else text


def _of_file(lookup: Lookup, mapping: Mapping) -> dict[str, str | None]:
    path = mapping.folder / str(lookup.file)
    try:
        table = read_delimited(path.read_bytes())
    except OSError:
        raise DualwatchError(f"映射“{mapping.name}”的对照文件“{path.name}”打不开：请把它放在映射文件旁边。") from None
    header, *rows = table.rows or [[]]
    wanted = (*lookup.keys, lookup.value)
    if not set(wanted) <= set(header):
        raise DualwatchError(f"对照文件“{path.name}”里没有“{'”和“'.join(wanted)}”列。")
    *keys, value = (header.index(name) for name in wanted)
    full = [row for row in rows if len(row) > max(*keys, value)]
    return {_MARK.join(row[key] for key in keys): row[value] for row in full}
