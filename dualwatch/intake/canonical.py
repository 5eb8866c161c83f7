"""Sheets in the import format's own shape to drafts: which table, which columns, which rows are no data."""

import re
from collections.abc import Collection, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dualwatch.intake.choosing import fault, first_of_each, without_empty_twin
from dualwatch.intake.context import Context
from dualwatch.intake.draft import Draft, Refusal
from dualwatch.intake.grids import Grid
from dualwatch.intake.headers import Heading
from dualwatch.intake.layout import COMPANIONS, Body, Match, best_match, body_of, fit
from dualwatch.intake.months import MonthColumn, melt
from dualwatch.intake.reading import SHIFTED_MARK, is_figure
from dualwatch.intake.recognition import recognition
from dualwatch.intake.rows import data_rows, filled_rows
from dualwatch.intake.statements import tell_units
from dualwatch.intake.texts import repeated
from dualwatch.intake.unread import why_unread
from dualwatch.model import Level, Problem, Recognition
from dualwatch.schema import TABLES, Table

# A column of amounts must not be left out in a whisper; shares of amounts are no amounts.
_MONEY_NAME = re.compile(r"(?!.*(率|进度|比|%|％))(?s:.*)(预算|支付|支出|执行数|金额|拨款|经费|决算)(?s:.*)")
_STATED = {"fiscal_year": "--year 2025", "mof_div_code": "--region 371003000", "month": "--month 6"}


class Canonical:
    """The import format itself: one canonical table a sheet, recognised by its name or its header."""

    name = "canonical"
    label = "标准表"
    whole_sheet = False
    looks_up = False

    def recognise(self, grid: Grid) -> Recognition | None:
        """How well the best header fits a table; None when nothing looks like a header."""
        match = best_match(grid)
        if match is None:
            return None
        columns = sum(bool(part[-1]) for part in match.parts)
        missing = tuple(_label(match.table, name) for name in match.missing)
        label = f"{self.label}·{match.table.label}"
        return recognition(
            grid, self.name, label, used=len(match.fields), columns=columns, named=match.named, missing=missing
        )

    def read(self, grids: Sequence[Grid], context: Context, looked_up: Collection[str]) -> list[Draft | Refusal]:
        """The drafts of every sheet."""
        return [part for grid in grids if grid.file not in looked_up for part in read_sheet(grid, context)]


def read_sheet(grid: Grid, context: Context) -> list[Draft | Refusal]:
    """The drafts of one sheet; one refusal when it cannot be read as any table."""
    match = best_match(grid, context.columns)
    if match is None or match.missing:
        return [_unrecognised(grid, match)]
    body = body_of(grid, match)
    draft = _draft(grid, match.table, body, context)
    results = [draft]
    companion = _companion(grid, match, body, draft, context)
    if isinstance(companion, Draft):
        results.append(companion)
    if isinstance(draft, Draft):
        _report_ignored(draft, body, companion)
    return results


def _unrecognised(grid: Grid, match: Match | None) -> Refusal:
    if match is None:
        return _refusal(grid, None, grid.height, why_unread(grid))
    named = "、".join(f"“{_label(match.table, name)}”" for name in match.missing)
    ways = "".join(f"或导入时用 {way} 说明，" for name, way in _STATED.items() if name in match.missing)
    reason = f"像是“{match.table.label}”表，但缺少 {named} 列：请补上这些列，{ways}或用 --mapping 说明取自哪里。"
    return _refusal(grid, match.table.name, max(grid.height - match.start - match.depth, 0), reason)


def _label(table: Table, name: str) -> str:
    group = next((one for one in (*table.one_of, *table.exactly_one) if name in one), (name,))
    return " 或 ".join(table.by_name[member].label for member in group)


def _refusal(grid: Grid, table: str | None, rows: int, reason: str, column: str | None = None) -> Refusal:
    problem = Problem(grid.file, grid.sheet, None, column, None, reason, Level.REJECTED)
    return Refusal(grid.file, table, rows, problem)


def _draft(grid: Grid, table: Table, body: Body, context: Context) -> Draft | Refusal:
    unit = context.unit
    headings = without_empty_twin(table, body, first_of_each(body.headings(table.name)))
    filled = {i: one for i, one in headings.items() if body.columns[i].null_count < len(body.rows)}
    wrong = fault(table, filled, body, unit)
    data = data_rows(table, body, headings)
    if wrong:
        column, reason = wrong
        return _refusal(grid, table.name, int(data.sum()), reason, column)
    draft = Draft(table, grid.file, grid.sheet, body.rows, titles=body.titles)
    _take_columns(draft, body, headings, unit)
    wide = [(index, one) for index, one in headings.items() if one.month]
    for name, text in context.columns.items():
        if name in table.required and not (wide and name == "month"):
            draft.columns.setdefault(name, repeated(text, len(draft)))
    draft.keep(data)
    _report_left_out(draft, body, data)
    tell_units(draft, list(filled.values()), body.title_unit, unit)
    if not len(draft):
        draft.problem("只有表头，没有数据行。", Level.NOTICE)
    return _melted(draft, [(one, _month_column(body, i, one, data)) for i, one in wide])


def _take_columns(draft: Draft, body: Body, headings: dict[int, Heading], unit: str | None) -> None:
    for index, one in headings.items():
        name = str(one.field)
        draft.headers.setdefault(name, one.text)
        if name in draft.table.money:
            draft.units[name] = one.unit or body.title_unit or unit or "元"
        if not one.month:
            draft.columns[name] = body.columns[index]
            if body.left is not None:
                draft.spots[name] = body.left + index + 1
    _mark_overlong(draft, body)


def _mark_overlong(draft: Draft, body: Body) -> None:
    """A row with more cells than the header has shifted somewhere: its figures cannot be trusted."""
    if body.overlong is None or not body.overlong.any():
        return
    table = draft.table
    name = next((one for one in (*table.money, *table.required) if one in draft.columns), None)
    if name:
        shifted = pa.scalar(SHIFTED_MARK, pa.string())
        draft.columns[name] = pc.if_else(pa.array(body.overlong), shifted, draft.columns[name])


def _report_left_out(draft: Draft, body: Body, data: np.ndarray) -> None:
    left_out = body.rows[filled_rows(body) & ~data]
    if len(left_out):
        listed = "、".join(map(str, left_out[:10])) + (" 等" if len(left_out) > 10 else "")
        reason = f"合计、说明、示例或重复表头共 {len(left_out)} 行（第 {listed} 行），不作为数据。"
        draft.problem(reason, Level.NOTICE)
    if body.above:
        listed = "、".join(map(str, body.above[:10])) + (" 等" if len(body.above) > 10 else "")
        reason = f"表头上面有 {len(body.above)} 行像数据（第 {listed} 行），没有读入：请核对表头是不是写错了位置。"
        draft.problem(reason, Level.WARNING)


def _month_column(body: Body, index: int, one: Heading, data: np.ndarray) -> MonthColumn:
    spot = None if body.left is None else body.left + index + 1
    return MonthColumn(body.columns[index].filter(pa.array(data)), one.month_text, spot)


def _melted(draft: Draft, wide: list[tuple[Heading, MonthColumn]]) -> Draft:
    """Month columns as rows; a blank cell says nothing of its month."""
    if not wide:
        return draft
    name = str(wide[0][0].field)
    if len(wide) > 1:
        return melt(draft, name, [column for _, column in wide])
    column = wide[0][1]
    draft.columns[name] = column.texts
    draft.columns.setdefault("month", repeated(column.month, len(draft)))
    if column.spot is not None:
        draft.spots[name] = column.spot
    return draft


def _companion(
    grid: Grid, match: Match, body: Body, draft: Draft | Refusal, context: Context
) -> Draft | Refusal | None:
    """A sheet recognised by its header may hold projects beside their payments: one row a project."""
    coarse = TABLES.get(COMPANIONS.get(match.table.name, ""))
    if coarse is None or match.named or isinstance(draft, Refusal):
        return None
    other = fit(coarse, match.start, match.depth, match.parts, context.columns)
    if other.missing or (coarse.money and not other.fields.intersection(coarse.money)):
        return None
    second = _draft(grid, coarse, body, context)
    return second if isinstance(second, Draft) and _unique(second) else None


def _unique(draft: Draft) -> bool:
    keys = pa.table([draft.columns[name] for name in draft.table.key], names=list(draft.table.key))
    return keys.group_by(list(draft.table.key)).aggregate([]).num_rows == len(draft)


def _report_ignored(draft: Draft, body: Body, companion: Draft | Refusal | None) -> None:
    used = set(first_of_each(body.headings(draft.table.name)))
    if isinstance(companion, Draft):
        used |= set(first_of_each(body.headings(companion.table.name)))
    for index, one in enumerate(body.headings(draft.table.name)):
        if index not in used and one.text and body.columns[index].null_count < len(body.rows):
            draft.problem(*_ignored(draft, body, index, one), column=one.text)


def _ignored(draft: Draft, body: Body, index: int, one: Heading) -> tuple[str, Level]:
    if one.field:
        return f"与“{draft.header(one.field)}”是同一个字段，只取前一列，这一列没有读入。", Level.NOTICE
    for table in TABLES.values():
        if body.headings(table.name)[index].field and table is not draft.table:
            where = f"是“{table.label}”表的字段，不属于“{draft.table.label}”表"
            return f"{where}，没有读入：请另存一张表，或用映射导入。", Level.NOTICE
    if _MONEY_NAME.fullmatch(one.text) and is_figure(next(filter(None, body.columns[index].to_pylist()), None)):
        reason = "像是金额，但名称不在导入格式里，没有读入：要的话请把表头改成标准名称，或用 --mapping 说明。"
        return reason, Level.WARNING
    return "不在导入格式里，已忽略。", Level.NOTICE
