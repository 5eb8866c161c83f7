"""Sheets of another shape to drafts, as a mapping describes them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import PurePath

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dualwatch.intake.context import Context
from dualwatch.intake.delimited import read_delimited
from dualwatch.intake.draft import CELL_UNIT, Draft, Refusal
from dualwatch.intake.grids import Grid
from dualwatch.intake.headers import squeezed, title_unit
from dualwatch.intake.layout import TITLE_ROWS
from dualwatch.intake.mapping import Addition, LeaveOut, Lookup, Mapping, Source, TableMap
from dualwatch.intake.recognition import recognition
from dualwatch.intake.texts import arrow_text, blank, cell_text, repeated, text_column
from dualwatch.intake.wide import plan_shape, spread_months
from dualwatch.model import DualwatchError, Level, Problem, Recognition
from dualwatch.schema import TABLES

SELF_MADE = "自编"


@dataclass
class Located:
    """A grid with the source that describes it: its columns by header, the rows' and the columns' numbers."""

    grid: Grid
    source: Source
    columns: dict[str, pa.Array]
    rows: np.ndarray
    title_unit: str | None = None
    spots: dict[str, int] = field(default_factory=dict)
    self_made: dict[str, str] = field(default_factory=dict)


class Mapped:
    """A format that a mapping describes."""

    whole_sheet = False

    def __init__(self, mapping: Mapping) -> None:
        self.mapping = mapping
        self.name = mapping.name
        self.label = mapping.title

    @property
    def looks_up(self) -> bool:
        """Whether one of its files is looked up while another is read."""
        additions = [addition for source in self.mapping.sources for addition in source.add.values()]
        return any(addition.lookup and addition.lookup.source for addition in additions)

    def recognise(self, grid: Grid) -> Recognition | None:
        """How much of the sheet the mapping speaks of; None when no source of it fits."""
        found = _locate(grid, self.mapping)
        if isinstance(found, Refusal):
            return None
        match = found.source.match
        named = any(set(pattern) - {"*"} for pattern in (match.file, match.sheet))
        used = len(found.columns.keys() & {squeezed(name) for name in _named_columns(found.source)})
        return recognition(grid, self.name, self.label, used=used, columns=len(found.columns), named=named)

    def read(self, grids: Sequence[Grid], context: Context, looked_up: Collection[str]) -> list[Draft | Refusal]:
        """The drafts of all grids of a load."""
        return read_mapped(grids, self.mapping, context.unit, looked_up)


def _named_columns(source: Source) -> set[str]:
    """Every column of the sheet that a source speaks of."""
    named = {column for addition in source.add.values() for column in _ingredients(addition)}
    named.update(rule.column for rule in source.leave_out)
    for plan in source.tables:
        named.update(plan.columns.values(), *([plan.wide.months] if plan.wide else []))
        named.update(rule.column for rule in plan.leave_out)
    return (named | {source.unit_column or ""}) - set(source.add)


def read_mapped(
    grids: Sequence[Grid], mapping: Mapping, unit: str | None, only_looked_up: Collection[str] = ()
) -> list[Draft | Refusal]:
    """The drafts of all grids of a load under one mapping; files `only_looked_up` give none."""
    parts: list[Draft | Refusal] = []
    located: list[Located] = []
    for grid in grids:
        found = _locate(grid, mapping)
        if isinstance(found, Located):
            located.append(found)
        elif grid.file not in only_looked_up:
            parts.append(found)
    for place in located:
        lacking = _add_columns(place, located, mapping)
        if place.grid.file in only_looked_up:
            continue
        drafts = [] if lacking else [_draft(place, one, unit) for one in place.source.tables]
        parts.extend(drafts or [_refused(place.grid, None, len(place.rows), str(lacking))])
    return parts


def _refused(grid: Grid, table: str | None, rows: int, reason: str, level: Level = Level.REJECTED) -> Refusal:
    return Refusal(grid.file, table, rows, Problem(grid.file, grid.sheet, None, None, None, reason, level))


def _locate(grid: Grid, mapping: Mapping) -> Located | Refusal:
    name = PurePath(grid.file).name
    if any(fnmatch(name, pattern) for pattern in mapping.ignore):
        return _refused(grid, None, 0, f"映射“{mapping.name}”说明不读这个文件。", Level.NOTICE)
    for source in mapping.sources:
        if fnmatch(name, source.match.file) and fnmatch(grid.sheet or "", source.match.sheet):
            found = _columns(grid, source)
            if found:
                return found
    reason = f"映射“{mapping.name}”里没有一种来源符合这个文件：请检查文件名、表头和映射的 match。"
    return _refused(grid, None, grid.height, reason)


def _columns(grid: Grid, source: Source) -> Located | None:
    if grid.columns is not None:
        columns = {squeezed(name): arrow_text(grid.columns[name]) for name in grid.columns.column_names}
        rows = np.arange(1, grid.columns.num_rows + 1, dtype=np.int32)
        return Located(grid, source, columns, rows) if _has(columns, source) else None
    starts = [source.header_row - 1] if source.header_row else range(min(TITLE_ROWS, len(grid.rows)))
    for start in starts:
        headers = [squeezed(cell_text(cell) or "") for cell in grid.rows[start]] if start < len(grid.rows) else []
        if _has(dict.fromkeys(headers), source):
            return _under(grid, source, start, headers)
    return None


def _has(headers: dict[str, object], source: Source) -> bool:
    return all(squeezed(name) in headers for name in source.match.columns or _own_columns(source))


def _own_columns(source: Source) -> list[str]:
    """The sheet's own columns that the first table cannot do without, or takes at all."""
    first = source.tables[0]
    own = {name: column for name, column in first.columns.items() if column not in source.add}
    needed = [column for name, column in own.items() if TABLES[first.table].by_name[name].required]
    return needed or list(own.values())


def _under(grid: Grid, source: Source, start: int, headers: list[str]) -> Located:
    lines = grid.rows[start + 1 :]
    width = len(headers)
    padded = [line[:width] + [None] * (width - len(line)) for line in lines]
    cells = [list(column) for column in zip(*padded, strict=True)] if padded else [[] for _ in headers]
    columns: dict[str, pa.Array] = {}
    for header, values in zip(headers, cells, strict=True):
        if header:
            columns.setdefault(header, text_column(values))
    rows = np.arange(len(lines), dtype=np.int32) + grid.top + start + 2
    spots = {header: grid.left + index + 1 for index, header in reversed(list(enumerate(headers))) if header}
    filled = _any_filled(list(columns.values()), len(rows))
    kept = {name: column.filter(pa.array(filled)) for name, column in columns.items()}
    titles = (title_unit(cell) for row in grid.rows[:start] for cell in row if isinstance(cell, str))
    return Located(grid, source, kept, rows[filled], next((unit for unit in titles if unit), None), spots)


def _any_filled(columns: list[pa.Array], count: int) -> np.ndarray:
    masks = [pc.is_valid(column).to_numpy(zero_copy_only=False) for column in columns]
    return np.any(masks, axis=0) if masks else np.zeros(count, dtype=bool)


def _add_columns(place: Located, located: list[Located], mapping: Mapping) -> str | None:
    """Make the source's additional columns; the reason when one of them cannot be made."""
    for name, addition in place.source.add.items():
        lacking = [one for one in _ingredients(addition) if squeezed(one) not in place.columns]
        if lacking:
            return f"缺少映射要用的列“{lacking[0]}”：请检查表头，或修改映射。"
        place.columns[squeezed(name)] = _made(place, name, addition, located, mapping)
    return None


def _ingredients(addition: Addition) -> tuple[str, ...]:
    part = addition.lookup or addition.translate
    return (part.column,) if part else (*addition.first_of, *addition.build)


def _made(place: Located, name: str, addition: Addition, located: list[Located], mapping: Mapping) -> pa.Array:
    count = len(place.rows)
    if addition.constant is not None:
        return repeated(addition.constant, count)
    if addition.build:
        place.self_made[squeezed(name)] = "、".join(addition.build)
        parts = [place.columns[squeezed(one)] for one in addition.build]
        return pc.binary_join_element_wise(pa.scalar(SELF_MADE), *parts, "-")
    if addition.first_of:
        listed = [place.columns[squeezed(one)] for one in addition.first_of]
        return pc.coalesce(*listed, pa.scalar(addition.otherwise, pa.string()))
    if addition.translate:
        values = addition.translate.values
        return _replaced(place.columns[squeezed(addition.translate.column)], values, keep=True)
    assert addition.lookup is not None
    known = _lookup_table(addition.lookup, located, mapping)
    return _replaced(place.columns[squeezed(addition.lookup.column)], known, keep=False)


def _replaced(column: pa.Array, values: dict[str, str], *, keep: bool) -> pa.Array:
    encoded = column.dictionary_encode()
    texts = encoded.dictionary.to_pylist()
    answers = [values.get(text, text if keep else None) for text in texts]
    return pa.array(answers, pa.string()).take(encoded.indices)


def _lookup_table(lookup: Lookup, located: list[Located], mapping: Mapping) -> dict[str, str]:
    """Key to value, from a file beside the mapping or from another source of this load."""
    if lookup.file:
        return _lookup_file(lookup, mapping)
    known: dict[str, str] = {}
    for place in located:
        if place.source.name == lookup.source:
            keys, values = (place.columns.get(squeezed(one)) for one in (lookup.key, lookup.value))
            if keys is not None and values is not None:
                known |= dict(zip(keys.to_pylist(), values.to_pylist(), strict=True))
    return known


def _lookup_file(lookup: Lookup, mapping: Mapping) -> dict[str, str]:
    path = mapping.folder / str(lookup.file)
    try:
        table = read_delimited(path.read_bytes())
    except OSError:
        raise DualwatchError(f"映射“{mapping.name}”的对照文件“{path.name}”打不开：请把它放在映射文件旁边。") from None
    header, *rows = table.rows or [[]]
    if not {lookup.key, lookup.value} <= set(header):
        raise DualwatchError(f"对照文件“{path.name}”里没有“{lookup.key}”和“{lookup.value}”两列。")
    key, value = header.index(lookup.key), header.index(lookup.value)
    return {row[key]: row[value] for row in rows if len(row) > max(key, value)}


def _draft(place: Located, plan: TableMap, unit: str | None) -> Draft | Refusal:
    table = TABLES[plan.table]
    lacking = [(name, column) for name, column in plan.columns.items() if squeezed(column) not in place.columns]
    money = [name for name in (*plan.columns, *([plan.wide.field] if plan.wide else ())) if name in table.money]
    if any(name in table.required for name, _ in lacking):
        reason = f"缺少映射要用的列“{lacking[0][1]}”：请检查表头，或修改映射。"
        return _refused(place.grid, plan.table, len(place.rows), reason)
    stated = place.source.unit or place.title_unit or unit
    if money and not (stated or place.source.unit_column):
        reason = "没有写明金额单位：请在映射里写 unit 或 unit_column，或用 --unit 万元 说明。"
        return _refused(place.grid, plan.table, len(place.rows), reason)
    draft = _filled(place, plan, lacking)
    draft.units = dict.fromkeys(money, stated or CELL_UNIT)
    months = [(plan.wide.field, one) for one in plan.wide.months] if plan.wide else []
    for name, column in (*lacking, *((name, one) for name, one in months if squeezed(one) not in place.columns)):
        draft.problem(f"没有映射所说的列“{column}”，按空白处理。", Level.NOTICE, column=name)
    return draft


def _filled(place: Located, plan: TableMap, lacking: list[tuple[str, str]]) -> Draft:
    table, count = TABLES[plan.table], len(place.rows)
    draft = Draft(table, place.grid.file, place.grid.sheet, place.rows, sums_money=plan.money == "sum")
    absent = {name for name, _ in lacking}
    for name, column in plan.columns.items():
        draft.columns[name] = blank(count) if name in absent else place.columns[squeezed(column)]
        draft.headers[name] = column
        if squeezed(column) in place.spots:
            draft.spots[name] = place.spots[squeezed(column)]
        if squeezed(column) in place.self_made:
            made = place.self_made[squeezed(column)]
            draft.problem(f"编码由“{made}”列自编，不是原系统的编码。", Level.NOTICE, column=name)
    for name, value in plan.constants.items():
        draft.columns[name] = repeated(str(value), count)
    if place.source.unit_column:
        draft.row_units = place.columns.get(squeezed(place.source.unit_column), blank(count))
    if plan.plan_shape:
        draft.columns[plan.plan_shape.field] = plan_shape(place.columns, plan.plan_shape)
    spreads = plan.wide and [place.columns.get(squeezed(one), blank(count)) for one in plan.wide.months]
    kept = _left_in(draft, place, plan)
    draft.keep(kept)
    if plan.wide and spreads:
        chosen = pa.array(kept)
        columns = {name: column.filter(chosen) for name, column in place.columns.items()}
        spread_months(draft, plan.wide, [one.filter(chosen) for one in spreads], columns, place.spots)
    return draft


def _left_in(draft: Draft, place: Located, plan: TableMap) -> np.ndarray:
    kept = np.ones(len(place.rows), dtype=bool)
    for rule in (*place.source.leave_out, *plan.leave_out):
        out = _rows_left_out(place, rule) & kept
        kept &= ~out
        if out.any():
            numbers = place.rows[out]
            listed = "、".join(map(str, numbers[:10])) + (" 等" if len(numbers) > 10 else "")
            reason = f"{rule.reason}：{len(numbers)} 行没有读入“{draft.table.label}”（第 {listed} 行）。"
            draft.problem(reason, Level.NOTICE, column=rule.column)
    return kept


def _rows_left_out(place: Located, rule: LeaveOut) -> np.ndarray:
    column = place.columns.get(squeezed(rule.column), blank(len(place.rows)))
    said = pc.is_in(column, value_set=pa.array(rule.values, pa.string()))
    if rule.blank:
        said = pc.or_(said, pc.is_null(column))
    if rule.pattern:
        said = pc.or_(said, pc.fill_null(pc.match_substring_regex(column, rule.pattern), False))
    return pc.fill_null(said, False).to_numpy(zero_copy_only=False)
