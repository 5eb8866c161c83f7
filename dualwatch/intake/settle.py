"""Drafts to typed rows: every cell typed, every row judged on its own."""

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dualwatch.intake.amounts import read_money
from dualwatch.intake.cells import type_column
from dualwatch.intake.dates import year_of_month
from dualwatch.intake.draft import Draft
from dualwatch.intake.grades import grade_of, one_spelling
from dualwatch.intake.reading import mask, read_column
from dualwatch.intake.texts import blank
from dualwatch.model import Level
from dualwatch.schema import Field

OUT_WHEN_UNREADABLE = ("weight", "budget_book")


@dataclass
class Settled:
    """Typed rows of one draft in the order of the sheet, and which of them are kept out.

    `columns` holds every field of the table. `leader` is each row's own position, or that
    of the row which its money was added to; `sums` then holds the added-up money columns,
    and `control` what each row gave to the main one.
    """

    draft: Draft
    columns: dict[str, pa.Array]
    rejected: np.ndarray
    leader: np.ndarray
    sums: dict[str, pa.Array] = field(default_factory=dict)
    control: pa.Array | None = None

    @property
    def kept_out(self) -> np.ndarray:
        """Rows that are rejected, or live in a row that is."""
        return self.rejected | self.rejected[self.leader]

    @property
    def merged(self) -> int:
        """How many accepted rows live on in another row."""
        return int((~self.kept_out & (self.leader != np.arange(len(self.leader)))).sum())

    @property
    def standing(self) -> np.ndarray:
        """Which rows are handed over."""
        return ~self.rejected & (self.leader == np.arange(len(self.leader)))

    def reject(self, places: np.ndarray, column: str | None, reason: str) -> None:
        """Keep rows out and say why; `places` are positions, `column` a field."""
        self._tell(places, column, reason, Level.REJECTED)
        self.rejected[places] = True

    def warn(self, places: np.ndarray, column: str | None, reason: str) -> None:
        """Say something about rows that stay in."""
        self._tell(places, column, reason, Level.WARNING)

    def _tell(self, places: np.ndarray, column: str | None, reason: str, level: Level) -> None:
        texts = self.draft.columns.get(column or "")
        for place in places.tolist():
            value = texts[place].as_py() if texts is not None else None
            self.draft.problem(reason, level, place, column, value)


def settle(draft: Draft) -> Settled:
    """Type and judge the rows of a draft."""
    settled = Settled(draft, {}, np.zeros(len(draft), dtype=bool), np.arange(len(draft)))
    for spec in draft.table.fields:
        _settle_field(settled, spec)
    _check_month_year(settled)
    _require(settled)
    for check in _CHECKS.get(draft.table.name, ()):
        check(settled)
    return settled


def _settle_field(settled: Settled, spec: Field) -> None:
    draft = settled.draft
    column = draft.columns.get(spec.name)
    if column is None:
        settled.columns[spec.name] = pa.nulls(len(draft), spec.arrow_type)
        return
    if spec.kind == "money":
        typed = read_money(column, draft.units.get(spec.name), draft.row_units)
    else:
        typed = type_column(column, spec)
    settled.columns[spec.name] = typed.values
    if typed.bad:
        _tell_unreadable(settled, spec, column, typed.bad)


def _tell_unreadable(settled: Settled, spec: Field, column: pa.Array, bad: dict[str, str]) -> None:
    unread = mask(pc.and_(pc.is_valid(column), pc.is_null(settled.columns[spec.name])))
    keeps = not spec.required and spec.kind != "money" and spec.name not in OUT_WHEN_UNREADABLE
    by_reason: dict[str, list[int]] = defaultdict(list)
    places = np.flatnonzero(unread)
    for place, text in zip(places.tolist(), column.take(pa.array(places)).to_pylist(), strict=True):
        if text in bad:
            by_reason[bad[text]].append(place)
    for reason, found in by_reason.items():
        if keeps:
            settled.warn(np.array(found), spec.name, f"{reason}这一格没有采用，其余照常读入。")
        else:
            settled.reject(np.array(found), spec.name, reason)


def _require(settled: Settled) -> None:
    """Rows that lack a field they must have."""
    table = settled.draft.table
    # A form may have no column for an amount: what it does not say is unknown, never 0.
    unsaid = table.money if settled.draft.form_month else ()
    for name in (name for name in table.required if name not in unsaid):
        _reject_blank(settled, (name,), f"缺少“{table.by_name[name].label}”：请补填。")
    for group in table.one_of:
        labels = "”或“".join(table.by_name[name].label for name in group)
        _reject_blank(settled, group, f"缺少“{labels}”：至少填一个。")
    for group in table.exactly_one:
        given = next((name for name in group if name in settled.draft.columns), group[0])
        label = settled.draft.header(given)
        _reject_blank(settled, group, f"“{label}”是空的：没有支付请填 0；还没有报请删去这一行。", given)


def _reject_blank(settled: Settled, group: tuple[str, ...], reason: str, column: str | None = None) -> None:
    given = [settled.draft.columns.get(name, blank(len(settled.draft))) for name in group]
    missing = np.all([mask(pc.is_null(one)) for one in given], axis=0)
    read_blank = np.all([mask(pc.is_null(settled.columns[name])) for name in group], axis=0)
    places = np.flatnonzero((missing | read_blank) & ~settled.rejected)
    settled.reject(places, column or group[0], reason)


def _check_month_year(settled: Settled) -> None:
    """A month that is written with its year must lie in the row's own year."""
    texts = settled.draft.columns.get("month")
    if texts is None or "fiscal_year" not in settled.columns:
        return
    stated = read_column(texts, year_of_month, pa.string()).values
    differs = pc.not_equal(stated, settled.columns["fiscal_year"].cast(pa.string()))
    reason = "月份写的年份与预算年度不同：请核对是不是放错了年度。"
    settled.reject(np.flatnonzero(mask(differs) & ~settled.rejected), "month", reason)


def _check_weight(settled: Settled) -> None:
    weight = settled.columns["weight"]
    for wrong, reason in (
        (pc.greater(weight, 100), "分值超过 100：一个项目的分值合计不超过 100，请核对。"),
        (pc.less(weight, 0), "分值是负数：请核对。"),
    ):
        settled.reject(np.flatnonzero(mask(wrong)), "weight", reason)


def _check_window(settled: Settled) -> None:
    """A project's months must be months in order; else its pace runs over the whole year."""
    reason = "起止月份不对（应为 1 到 12，且开始不晚于结束）：按全年计算，请核对。"
    start, end = settled.columns["start_month"], settled.columns["end_month"]
    settled.warn(np.flatnonzero(mask(pc.greater(start, end))), "start_month", reason)
    unread = [
        mask(pc.and_(pc.is_valid(settled.draft.columns[name]), pc.is_null(settled.columns[name])))
        for name in ("start_month", "end_month")
        if name in settled.draft.columns
    ]
    if unread:
        whole_year = pa.array(np.any(unread, axis=0))
        for name in ("start_month", "end_month"):
            column = settled.columns[name]
            settled.columns[name] = pc.if_else(whole_year, pa.scalar(None, column.type), column)


def _check_budgets(settled: Settled) -> None:
    """A budget below nothing is kept, since it was said, and is told."""
    table = settled.draft.table
    for name in table.money:
        below = np.flatnonzero(mask(pc.less(settled.columns[name], 0)) & ~settled.rejected)
        reason = f"{table.by_name[name].label}是负数：请核对；调减请填在“预算调整”表。"
        settled.warn(below, name, reason)


def _check_scores(settled: Settled) -> None:
    score, full = settled.columns["score"], settled.columns["full_score"]
    settled.reject(np.flatnonzero(mask(pc.greater(score, full))), "score", "得分高于满分：请核对。")


def _check_grades(settled: Settled) -> None:
    """The grade of a total is that of its score; a stated one that differs is told. A part of a score has no grade."""
    names = ("score", "full_score", "dimension", "grade")
    grades: list[str | None] = []
    for place, (score, full, part, stated) in enumerate(
        zip(*(settled.columns[one].to_pylist() for one in names), strict=True)
    ):
        grade = None if part else grade_of(score, full)
        if grade and stated and one_spelling(stated) != grade:
            reason = f"等级与得分不一致：按 90、80、60 分划分应为“{grade}”，按得分入库，请核对。"
            settled.warn(np.array([place]), "grade", reason)
        grades.append(grade or stated)
    settled.columns["grade"] = pa.array(grades, pa.string())


_CHECKS = {
    "projects": (_check_window, _check_budgets),
    "indicators": (_check_weight,),
    "evaluations": (_check_scores, _check_grades),
}
