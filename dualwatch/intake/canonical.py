"""Sheets in the import format's own shape to drafts: which table, which columns, which rows are no data."""

from collections.abc import Collection, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dualwatch.intake.cells import BLANK_WORDS
from dualwatch.intake.context import Context
from dualwatch.intake.draft import Draft, Refusal
from dualwatch.intake.grids import Grid
from dualwatch.intake.headers import Heading
from dualwatch.intake.layout import COMPANIONS, Body, Match, best_match, body_of, fit
from dualwatch.intake.months import MonthColumn, melt
from dualwatch.intake.recognition import recognition
from dualwatch.intake.texts import repeated
from dualwatch.model import Level, Problem, Recognition
from dualwatch.schema import TABLES, Table

TOTAL = r"(合计|小计|总计|共计)(数|金额)?([:：（(].*)?$"
BARE_TOTAL = r"^[省市州县区镇乡全各本级]*(合计|小计|总计|共计)[:：]?$"
NAMES = {"pro_name", "dept_name", "agency_name"}
FOOTNOTE = r"^(注|备注|说明|填表说明|填表人|制表人|制表|审核人|负责人|数据来源)\s*\d*\s*[:：]"
_LONGEST_TOTAL = 30


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
        return [part for grid in grids if grid.file not in looked_up for part in read_sheet(grid, context.unit)]


def read_sheet(grid: Grid, unit: str | None) -> list[Draft | Refusal]:
    """The drafts of one sheet; one refusal when it cannot be read as any table."""
    match = best_match(grid)
    if match is None or match.missing:
        return [_unrecognised(grid, match)]
    body = body_of(grid, match)
    draft = _draft(grid, match.table, body, unit)
    results = [draft]
    companion = _companion(grid, match, body, draft, unit)
    if isinstance(companion, Draft):
        results.append(companion)
    if isinstance(draft, Draft):
        _report_ignored(draft, body, companion)
    return results


def _unrecognised(grid: Grid, match: Match | None) -> Refusal:
    if match is None:
        reason = "认不出是哪张表：表名和表头都不在导入格式里。请用标准字段名或中文表头，或用 --mapping 说明。"
        return _refusal(grid, None, grid.height, reason)
    lacking = "、".join(f"“{_label(match.table, name)}”" for name in match.missing)
    reason = f"像是“{match.table.label}”表，但缺少 {lacking} 列：请补上这些列，或用 --mapping 说明取自哪里。"
    return _refusal(grid, match.table.name, max(grid.height - match.start - match.depth, 0), reason)


def _label(table: Table, name: str) -> str:
    group = next((one for one in (*table.one_of, *table.exactly_one) if name in one), (name,))
    return " 或 ".join(table.by_name[member].label for member in group)


def _refusal(grid: Grid, table: str | None, rows: int, reason: str, column: str | None = None) -> Refusal:
    problem = Problem(grid.file, grid.sheet, None, column, None, reason, Level.REJECTED)
    return Refusal(grid.file, table, rows, problem)


def _draft(grid: Grid, table: Table, body: Body, unit: str | None) -> Draft | Refusal:
    headings = _without_empty_twin(table, body, _first_of_each(body.headings(table.name)))
    filled = {i: one for i, one in headings.items() if body.columns[i].null_count < len(body.rows)}
    fault = _fault(table, filled, body.title_unit, unit)
    data = _data_rows(table, body, headings)
    if fault:
        column, reason = fault
        return _refusal(grid, table.name, int(data.sum()), reason, column)
    draft = Draft(table, grid.file, grid.sheet, body.rows)
    _take_columns(draft, body, headings, unit)
    draft.keep(data)
    _report_left_out(draft, body, data)
    if not len(draft):
        draft.problem("只有表头，没有数据行。", Level.NOTICE)
    wide = [(index, one) for index, one in headings.items() if one.month]
    return _melted(draft, [(one, _month_column(body, i, one, data)) for i, one in wide])


def _first_of_each(headings: list[Heading]) -> dict[int, Heading]:
    """The column that gives each field; month columns stand beside one another."""
    taken: set[tuple[str, int | None]] = set()
    chosen = {}
    for index, one in enumerate(headings):
        if one.field and (one.field, one.month) not in taken:
            taken.add((one.field, one.month))
            chosen[index] = one
    return chosen


def _without_empty_twin(table: Table, body: Body, headings: dict[int, Heading]) -> dict[int, Heading]:
    """Of two columns of which a file may have one, an entirely blank one is as good as absent."""
    twins = {name for group in table.exactly_one for name in group}
    filled = {
        index: one
        for index, one in headings.items()
        if one.field not in twins or body.columns[index].null_count < len(body.rows)
    }
    return filled if twins & {one.field for one in filled.values()} else headings


def _fault(table: Table, headings: dict[int, Heading], title: str | None, unit: str | None) -> tuple[str, str] | None:
    """Why the whole sheet must be refused: two columns of which only one may be, or no money unit."""
    named = {one.field: one.text for one in headings.values()}
    for group in table.exactly_one:
        both = [named[name] for name in group if name in named]
        if len(both) > 1:
            return both[1], f"“{both[0]}”与“{both[1]}”只能有一个：请只保留本月支付或累计支付其中一列。"
    for one in headings.values():
        if one.field in table.money and not (one.unit or title or unit or one.plain):
            return one.text, (
                f"“{one.text}”没有写明金额单位：请把表头写成“{one.text}（万元）”，"
                "或在标题行写“单位：万元”，或在导入时用 --unit 万元 说明。"
            )
    return None


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


def _data_rows(table: Table, body: Body, headings: dict[int, Heading]) -> np.ndarray:
    """Which rows are data: not blank, no subtotal, no footnote, no repeated header."""
    if not body.columns:
        return np.zeros(0, dtype=bool)
    filled = np.any([_mask(pc.is_valid(column)) for column in body.columns], axis=0)
    return filled & ~_totals(table, body, headings) & ~_footnotes(body) & ~_repeated_headers(body)


def _totals(table: Table, body: Body, headings: dict[int, Heading]) -> np.ndarray:
    """Subtotal rows: a name is no more than that, or a text cell says so and the code is missing or says so too."""
    code = _code_column(table, body, headings)
    texts = [
        body.columns[index]
        for index in range(len(body.columns))
        if index not in headings or table.by_name[str(headings[index].field)].kind != "money"
    ]
    said = [_says_total(column) for column in texts]
    total = np.any(said, axis=0) if said else np.zeros(len(body.rows), dtype=bool)
    if code is None:
        return total
    absent = _mask(pc.is_null(code)) | _mask(pc.is_in(code, value_set=pa.array(sorted(BLANK_WORDS))))
    return total & (absent | _says_total(code)) | _named_total(table, body)


def _named_total(table: Table, body: Body) -> np.ndarray:
    """Rows of projects whose project, department or unit is called 合计 or the like, whatever their code."""
    names = [i for i, one in enumerate(body.headings("projects")) if one.field in NAMES and "pro_code" in table.key]
    said = [_mask(pc.match_substring_regex(_closed_up(body.columns[i]), BARE_TOTAL)) for i in names]
    return np.any(said, axis=0) if said else np.zeros(len(body.rows), dtype=bool)


def _code_column(table: Table, body: Body, headings: dict[int, Heading]) -> pa.Array | None:
    wanted = (
        "pro_code"
        if "pro_code" in table.key
        else next((name for name in table.key if table.by_name[name].kind == "code"), None)
    )
    return next((body.columns[i] for i, one in headings.items() if one.field == wanted), None)


def _says_total(column: pa.Array) -> np.ndarray:
    squeezed = _closed_up(column)
    found = pc.match_substring_regex(squeezed, TOTAL)
    return _mask(pc.and_(found, pc.less_equal(pc.utf8_length(squeezed), _LONGEST_TOTAL)))


def _closed_up(column: pa.Array) -> pa.Array:
    return pc.replace_substring_regex(column, r"[\s　]+", "")


def _footnotes(body: Body) -> np.ndarray:
    cells = np.sum([_mask(pc.is_valid(column)) for column in body.columns], axis=0)
    said = [_mask(pc.match_substring_regex(column, FOOTNOTE)) for column in body.columns[:3]]
    return (cells <= 3) & np.any(said, axis=0)


def _repeated_headers(body: Body) -> np.ndarray:
    same = [
        _mask(pc.equal(column, parts[-1])) for column, parts in zip(body.columns, body.parts, strict=True) if parts[-1]
    ]
    return np.sum(same, axis=0) >= max(2, len(same) - 1) if same else np.zeros(len(body.rows), dtype=bool)


def _mask(values: pa.Array) -> np.ndarray:
    return pc.fill_null(values, False).to_numpy(zero_copy_only=False)


def _report_left_out(draft: Draft, body: Body, data: np.ndarray) -> None:
    filled = np.any([_mask(pc.is_valid(column)) for column in body.columns], axis=0)
    left_out = body.rows[filled & ~data]
    if len(left_out):
        listed = "、".join(map(str, left_out[:10])) + (" 等" if len(left_out) > 10 else "")
        reason = f"合计、说明或重复表头共 {len(left_out)} 行（第 {listed} 行），不作为数据。"
        draft.problem(reason, Level.NOTICE)


def _month_column(body: Body, index: int, one: Heading, data: np.ndarray) -> MonthColumn:
    spot = None if body.left is None else body.left + index + 1
    return MonthColumn(body.columns[index].filter(pa.array(data)), str(one.month), spot)


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
    grid: Grid, match: Match, body: Body, draft: Draft | Refusal, unit: str | None
) -> Draft | Refusal | None:
    """A sheet recognised by its header may hold projects beside their payments: one row a project."""
    coarse = TABLES.get(COMPANIONS.get(match.table.name, ""))
    if coarse is None or match.named or isinstance(draft, Refusal):
        return None
    other = fit(coarse, match.start, match.depth, match.parts)
    if other.missing or (coarse.money and not other.fields.intersection(coarse.money)):
        return None
    second = _draft(grid, coarse, body, unit)
    return second if isinstance(second, Draft) and _unique(second) else None


def _unique(draft: Draft) -> bool:
    keys = pa.table([draft.columns[name] for name in draft.table.key], names=list(draft.table.key))
    return keys.group_by(list(draft.table.key)).aggregate([]).num_rows == len(draft)


def _report_ignored(draft: Draft, body: Body, companion: Draft | Refusal | None) -> None:
    used = set(_first_of_each(body.headings(draft.table.name)))
    if isinstance(companion, Draft):
        used |= set(_first_of_each(body.headings(companion.table.name)))
    for index, one in enumerate(body.headings(draft.table.name)):
        if index not in used and one.text and body.columns[index].null_count < len(body.rows):
            draft.problem(_ignored_reason(draft, body, index, one), Level.NOTICE, column=one.text)


def _ignored_reason(draft: Draft, body: Body, index: int, one: Heading) -> str:
    if one.field:
        return f"与“{draft.header(one.field)}”是同一个字段，只取前一列，这一列没有读入。"
    for table in TABLES.values():
        if body.headings(table.name)[index].field and table is not draft.table:
            return f"是“{table.label}”表的字段，不属于“{draft.table.label}”表，没有读入：请另存一张表，或用映射导入。"
    return "不在导入格式里，已忽略。"
