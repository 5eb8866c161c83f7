"""Settled drafts to the tables, controls and problems that are handed over."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dualwatch.intake.context import Context
from dualwatch.intake.controls import controls
from dualwatch.intake.dates import SERIAL, day
from dualwatch.intake.derived import derive
from dualwatch.intake.draft import Draft, Refusal
from dualwatch.intake.giving_way import give_way
from dualwatch.intake.relations import (
    add_up,
    reject_duplicates,
    reject_orphans,
    warn_overweight,
    warn_unknown_regions,
)
from dualwatch.intake.settle import Settled, settle
from dualwatch.intake.statements import reject_other_regions, warn_years
from dualwatch.model import Control, Level
from dualwatch.schema import TABLES, arrow_schema

FILLED_IN = {
    "adjusted": ("adjusted_budget", "有 {count} 行没有全年预算数：按年初预算数计。"),
    "book": ("budget_book", "有 {count} 行没有预算类型：按一般公共预算计。"),
    "level": ("secret_level", "有 {count} 行没有密级：按导入时声明的“{stated}”计。"),
}
_ABOVE_ONE = r"^0*([1-9]\d+|[2-9]|1\.\d*[1-9])[\d.]*$"


@dataclass
class Assembly:
    """Typed tables by name and the control totals that prove them complete."""

    tables: dict[str, pa.Table] = field(default_factory=dict)
    controls: list[Control] = field(default_factory=list)


def assemble(drafts: list[Draft], refusals: list[Refusal], context: Context, stated_level: str | None) -> Assembly:
    """Type, judge and join all drafts of one load; their problems stay in the drafts."""
    give_way(drafts)
    by_table: dict[str, list[Settled]] = defaultdict(list)
    for settled in _settled(drafts, context):
        by_table[settled.draft.table.name].append(settled)
    for parts in by_table.values():
        for one in parts:
            if one.draft.sums_money:
                add_up(one)
        reject_duplicates(parts)
    reject_orphans(by_table, context.known)
    warn_unknown_regions(by_table, context)
    warn_overweight(by_table.get("indicators", []))
    return _assembly(by_table, refusals, stated_level)


def _settled(drafts: list[Draft], context: Context) -> Iterator[Settled]:
    """Each draft typed and judged on its own, and how many rows of its file are done by then."""
    totals = Counter[str]()
    for draft in drafts:
        totals[draft.file] += len(draft)
    done = Counter[str]()
    for draft in drafts:
        settled = settle(draft)
        reject_other_regions(settled, context.region)
        warn_years(settled, context.year)
        done[draft.file] += len(draft)
        context.progress(draft.file, done[draft.file], totals[draft.file])
        yield settled


def _assembly(by_table: dict[str, list[Settled]], refusals: list[Refusal], stated_level: str | None) -> Assembly:
    tables = {}
    for name in TABLES:
        parts = [_handed_over(one, stated_level) for one in by_table.get(name, [])]
        if parts:
            tables[name] = pa.concat_tables(parts).combine_chunks()
    everything = [one for settled in by_table.values() for one in settled]
    return Assembly(tables, controls(everything, refusals, tables))


def _handed_over(one: Settled, stated_level: str | None) -> pa.Table:
    columns = one.columns | one.sums
    if not one.standing.all():
        standing = pa.array(one.standing)
        columns = {name: column.filter(standing) for name, column in columns.items()}
    full, filled_in = derive(one.draft.table.name, columns, stated_level, one.draft.form_month)
    for kind, count in filled_in.items():
        if count:
            column, reason = FILLED_IN[kind]
            one.draft.problem(reason.format(count=count, stated=stated_level), Level.NOTICE, column=column)
    if one.draft.table.name == "projects":
        _tell_bare_rates(one)
    _tell_serial_days(one)
    length = int(one.standing.sum())
    _date_with_year(full)
    full["source_file"] = pa.repeat(pa.scalar(one.draft.file), length)
    full["source_sheet"] = pa.repeat(pa.scalar(one.draft.sheet, pa.string()), length)
    full["source_row"] = pa.array(one.draft.rows[one.standing].astype(np.int32))
    schema = arrow_schema(one.draft.table)
    return pa.table([full[name] for name in schema.names], schema=schema)


def _date_with_year(columns: dict[str, pa.Array]) -> None:
    """A deadline without a year (09-30) lies in the row's fiscal year."""
    for name in ("target_date", "actual_date"):
        if name in columns:
            date = columns[name]
            dated = pc.binary_join_element_wise(columns["fiscal_year"].cast(pa.string()), date, "-")
            columns[name] = pc.if_else(pc.equal(pc.utf8_length(date), 5), dated, date)


def _tell_bare_rates(one: Settled) -> None:
    """A printed rate above 1 without % was read as a percentage: said once a file."""
    texts = one.draft.columns.get("printed_rate")
    if texts is None:
        return
    above_one = pc.match_substring_regex(texts, _ABOVE_ONE)
    count = int(pc.sum(above_one).as_py() or 0)
    if count:
        reason = f"有 {count} 行的执行率大于 1 而没有 %：按百分数读，如 20 即 20%。"
        one.draft.problem(reason, Level.NOTICE, column="printed_rate")


def _tell_serial_days(one: Settled) -> None:
    """A number in a column of days was read as a spreadsheet's serial number: said once a column."""
    for spec in one.draft.table.fields:
        texts = one.draft.columns.get(spec.name) if spec.kind == "date" else None
        serials = None if texts is None else texts.filter(pc.match_substring_regex(texts, SERIAL)).drop_null()
        if serials:
            first = serials[0].as_py()
            reason = f"有 {len(serials)} 格写的是日期的序号（{first} 即 {day(first)}）：按日期读。"
            one.draft.problem(reason, Level.NOTICE, column=spec.name)
