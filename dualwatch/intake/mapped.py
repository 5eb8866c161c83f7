"""Sheets of another shape to drafts, as a mapping describes them."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from fnmatch import fnmatch
from pathlib import PurePath

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dualwatch.intake.additions import SELF_MADE, Workshop
from dualwatch.intake.context import Context
from dualwatch.intake.draft import CELL_UNIT, Draft, Refusal
from dualwatch.intake.grids import Grid
from dualwatch.intake.headers import squeezed
from dualwatch.intake.located import Located, Place, find, locate
from dualwatch.intake.mapping import LeaveOut, Mapping, TableMap
from dualwatch.intake.recognition import recognition
from dualwatch.intake.texts import blank, repeated
from dualwatch.intake.wide import plan_shape, spread_months
from dualwatch.model import Level, Problem, Recognition, Sureness
from dualwatch.schema import TABLES


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
        return any(source.looked_up for source in self.mapping.sources)

    def recognise(self, grid: Grid) -> Recognition | None:
        """How much of the sheet the mapping speaks of; None when no source of it fits.

        A source that lists the columns that tell it apart is as sure as a name.
        """
        place = find(grid, self.mapping)
        if place is None:
            return None
        match = place.source.match
        names = place.names
        named = any(set(pattern) - {"*"} for pattern in (match.file, match.sheet))
        used = {names[squeezed(one)] for one in self.mapping.asked_of(place.source) if squeezed(one) in names}
        columns = sum(bool(header) for header in place.headers)
        told = recognition(grid, self.name, self.label, used=len(used), columns=columns, named=named)
        if named or not match.columns:
            return told
        return replace(told, sureness=Sureness.CERTAIN, why=f"特征列齐全，{told.why}")

    def read(self, grids: Sequence[Grid], context: Context, looked_up: Collection[str]) -> list[Draft | Refusal]:
        """The drafts of all grids of a load; files `looked_up` give none."""
        parts: list[Draft | Refusal] = []
        places: list[Place] = []
        for grid in grids:
            found = self._found(grid)
            if isinstance(found, Place):
                places.append(found)
            elif grid.file not in looked_up:
                parts.append(found)
        shop = Workshop(self.mapping, [locate(place, self.mapping) for place in places], context)
        for place in shop.places:
            if place.grid.file not in looked_up:
                parts.extend(_drafts(shop, place))
        return parts

    def _found(self, grid: Grid) -> Place | Refusal:
        name = PurePath(grid.file).name
        if any(fnmatch(name, pattern) for pattern in self.mapping.ignore):
            return _refused(grid, None, 0, f"映射“{self.name}”说明不读这个文件。", Level.NOTICE)
        place = find(grid, self.mapping)
        if place is None:
            reason = f"映射“{self.name}”里没有一种来源符合这个文件：请检查文件名、表头和映射的 match。"
            return _refused(grid, None, grid.height, reason)
        return _refused(grid, None, place.rows, place.source.refuse) if place.source.refuse else place


def _refused(grid: Grid, table: str | None, rows: int, reason: str, level: Level = Level.REJECTED) -> Refusal:
    return Refusal(grid.file, table, rows, Problem(grid.file, grid.sheet, None, None, None, reason, level))


def _drafts(shop: Workshop, place: Located) -> list[Draft | Refusal]:
    """What one sheet gives; one that only serves to be looked up says so."""
    if not place.source.tables:
        return [_only_looked_up(shop, place)]
    drafts = [_draft(shop, place, plan) for plan in place.source.tables]
    for draft in drafts:
        if isinstance(draft, Draft):
            _tell_personal(draft, place)
            break
    return drafts


def _only_looked_up(shop: Workshop, place: Located) -> Refusal:
    name = place.source.name
    if any(name in other.source.looked_up for other in shop.places):
        reason = f"这张表（{name}）只用来对照，不单独入库。"
        return _refused(place.grid, None, 0, reason, Level.NOTICE)
    users = "、".join(source.name for source in shop.mapping.sources if name in source.looked_up)
    reason = f"这张表（{name}）只能与 {users or '别的表'} 一起导入：请在一次导入里同时选上。"
    return _refused(place.grid, None, len(place.rows), reason)


def _tell_personal(draft: Draft, place: Located) -> None:
    """The columns that are never read: said once a sheet."""
    personal = place.place.personal
    if personal:
        reason = f"个人信息和账户列按规定不读取：{'、'.join(personal[:10])}{' 等' if len(personal) > 10 else ''}。"
        draft.problem(reason, Level.NOTICE)


def _draft(shop: Workshop, place: Located, plan: TableMap) -> Draft | Refusal:
    table = TABLES[plan.table]
    columns = {name: shop.column(place, column) for name, column in plan.columns.items()}
    needed = [name for name, texts in columns.items() if texts is None and name in table.required]
    if needed:
        return _refused(place.grid, plan.table, len(place.rows), _lacking(shop, place, plan, needed[0]))
    money = _money(plan)
    units = {name: _unit(place, columns_of, shop.context.unit) for name, columns_of in money.items()}
    fault = next((reason for _, reason in units.values() if reason), None)
    if fault:
        return _refused(place.grid, plan.table, len(place.rows), fault)
    draft = _filled(shop, place, plan, columns)
    draft.units = {name: unit for name, (unit, _) in units.items()}
    return draft


def _lacking(shop: Workshop, place: Located, plan: TableMap, name: str) -> str:
    """Why a field that must be there cannot be filled: a column is missing, or nobody said it."""
    column = plan.columns[name]
    if shop.can_be_stated(place, column):
        return f"没有写明“{TABLES[plan.table].by_name[name].label}”：请在表里写明，或在导入时说明。"
    return f"缺少映射要用的列“{shop.lacking(place, column)}”：请检查表头，或修改映射。"


def _money(plan: TableMap) -> dict[str, list[str]]:
    """The money fields and the columns that give each."""
    money = TABLES[plan.table].money
    found = {name: [column] for name, column in plan.columns.items() if name in money}
    return found | ({plan.wide.field: list(plan.wide.months)} if plan.wide and plan.wide.field in money else {})


def _unit(place: Located, columns: list[str], stated: str | None) -> tuple[str | None, str | None]:
    """The unit of a money field, or the reason why it has none: nobody says it, or the sheet and the mapping differ."""
    source = place.source
    if source.unit == CELL_UNIT or source.unit_column:
        return CELL_UNIT, None
    headers = {place.units[squeezed(one)] for one in columns if squeezed(one) in place.units}
    written = headers or ({place.title_unit} if place.title_unit else set())
    said = written | ({source.unit} if source.unit else set())
    if len(said) > 1:
        units = "”和“".join(sorted(said))
        return None, f"“{place.place.shown(columns[0])}”有两种金额单位（“{units}”）：请统一表头、标题行和映射里的单位。"
    unit = next(iter(said), stated or source.usual_unit)
    if unit:
        return unit, None
    return None, "没有写明金额单位：请在映射里写 unit 或 unit_column，或用 --unit 万元 说明。"


def _filled(shop: Workshop, place: Located, plan: TableMap, columns: dict[str, pa.Array | None]) -> Draft:
    table, count = TABLES[plan.table], len(place.rows)
    draft = Draft(table, place.grid.file, place.grid.sheet, place.rows, sums_money=plan.money == "sum")
    draft.gives_way, draft.titles = plan.gives_way, tuple(place.place.above)
    for name, texts in columns.items():
        _fill_field(draft, shop, place, name, plan.columns[name], texts)
    for name, value in plan.constants.items():
        draft.columns[name] = repeated(str(value), count)
    if place.source.unit_column:
        draft.row_units = place.columns.get(squeezed(place.source.unit_column), blank(count))
    if plan.plan_shape:
        draft.columns[plan.plan_shape.field] = plan_shape(place.columns, plan.plan_shape)
    spreads = plan.wide and [place.columns.get(squeezed(one), blank(count)) for one in plan.wide.months]
    _tell_lacking(draft, place, plan, columns)
    kept = _left_in(draft, shop, place, (*place.source.leave_out, *plan.leave_out))
    draft.keep(kept)
    _tell_unknown(draft, shop, place, plan, kept)
    if plan.wide and spreads:
        chosen = pa.array(kept)
        of_rows = {name: column.filter(chosen) for name, column in place.columns.items()}
        spread_months(draft, plan.wide, [one.filter(chosen) for one in spreads], of_rows, place.spots)
    return draft


def _fill_field(draft: Draft, shop: Workshop, place: Located, name: str, column: str, texts: pa.Array | None) -> None:
    """One field; what is made of a column of the sheet is told, and pointed at, as that column."""
    draft.columns[name] = blank(len(draft)) if texts is None else texts
    origin = shop.origin(place, column)
    if origin is None:
        return
    draft.headers[name] = place.place.shown(origin)
    if squeezed(origin) in place.spots:
        draft.spots[name] = place.spots[squeezed(origin)]
    builds = shop.builds(place, column)
    if builds and pc.any(pc.starts_with(draft.columns[name], SELF_MADE)).as_py():
        draft.problem(f"编码由“{'、'.join(builds)}”列自编，不是原系统的编码。", Level.NOTICE, column=name)


def _tell_unknown(draft: Draft, shop: Workshop, place: Located, plan: TableMap, kept: np.ndarray) -> None:
    """What was looked up for a field that must be there and was not found."""
    for name in (one for one in plan.columns if one in draft.table.required):
        unknown = shop.unknown(place, plan.columns[name], kept)
        if unknown:
            reason = f"对照不出“{draft.table.by_name[name].label}”的有：{'、'.join(unknown)}。请核对，或补充对照表。"
            draft.problem(reason, Level.WARNING, column=name)


def _tell_lacking(draft: Draft, place: Located, plan: TableMap, columns: dict[str, pa.Array | None]) -> None:
    """The columns that the mapping speaks of and the sheet has not, in one sentence."""
    lacking = [plan.columns[name] for name, texts in columns.items() if texts is None]
    own = [column for column in lacking if column not in place.source.add]
    own += [one for one in (plan.wide.months if plan.wide else ()) if squeezed(one) not in place.columns]
    if own:
        draft.problem(f"没有映射所说的列“{'”“'.join(own)}”，按空白处理。", Level.NOTICE)


def _left_in(draft: Draft, shop: Workshop, place: Located, rules: Sequence[LeaveOut]) -> np.ndarray:
    kept = np.ones(len(place.rows), dtype=bool)
    for rule in rules:
        out = shop.left_out(place, [rule]) & kept
        kept &= ~out
        if out.any():
            numbers = place.rows[out]
            listed = "、".join(map(str, numbers[:10])) + (" 等" if len(numbers) > 10 else "")
            reason = f"{rule.reason}：{len(numbers)} 行没有读入“{draft.table.label}”（第 {listed} 行）。"
            draft.problem(reason, Level.NOTICE, column=place.place.shown(rule.column))
    return kept
