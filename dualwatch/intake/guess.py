"""A mapping for a sheet nobody has described: which row is the header, which column is which field, and why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import pyarrow as pa
from pydantic import ValidationError

from dualwatch.intake.additions import SELF_MADE
from dualwatch.intake.assemble import assemble
from dualwatch.intake.context import Context
from dualwatch.intake.draft import Draft, Refusal
from dualwatch.intake.grids import Grid
from dualwatch.intake.header_guess import header_rows
from dualwatch.intake.headers import heading, split_unit, squeezed, title_unit
from dualwatch.intake.likeness import Likeness, likenesses
from dualwatch.intake.located import header_texts
from dualwatch.intake.mapped import Mapped
from dualwatch.intake.mapping import Addition, LeaveOut, Match, Source, TableMap, Wide
from dualwatch.intake.mapping import Mapping as MappingFile
from dualwatch.intake.mapping_files import fault
from dualwatch.intake.personal import is_personal
from dualwatch.intake.texts import cell_text
from dualwatch.model import DualwatchError, Problem, Sureness
from dualwatch.schema import TABLES

__all__ = [
    "Choice", "Column", "Guess", "Preview", "as_mapping", "columns", "guess", "header_rows", "lacking", "month_columns",
    "month_field", "preview", "tables", "unit_of",
]  # fmt: skip
LOOKED_AT = 300
_SAMPLES, _SHOWN = 200, 5
_BY_MONTH = {"execution": "paid", "plans": "planned", "observations": "actual", "fiscal_totals": "executed"}
_TOTAL = r"^\s*[全本各]?[省市州县区镇乡本级]*(合\s*计|小\s*计|总\s*计|共\s*计)"
_NOTE = r"^\s*(注|备注|说明|填表说明|填表人|制表人|制表|审核人|负责人|数据来源)\s*\d*\s*[:：]"


@dataclass(frozen=True)
class Column:
    """One column of a sheet: its number there (1-based), its header, some texts; none of a personal one."""

    number: int
    header: str
    samples: tuple[str, ...] = ()
    personal: bool = False
    mappable: bool = True


@dataclass(frozen=True)
class Guess:
    """What a column probably is in a table; `field` is None where nothing fits."""

    column: Column
    field: str | None
    sureness: Sureness
    why: str


@dataclass(frozen=True)
class Choice:
    """What a user settled for one table: columns and constants by field, months side by side by header.

    `built` are codes that the sheet lacks, made of the texts of several columns.
    """

    table: str
    columns: Mapping[str, str]
    constants: Mapping[str, str | int] = field(default_factory=dict)
    months: Mapping[str, int] = field(default_factory=dict)
    month_field: str | None = None
    built: Mapping[str, Sequence[str]] = field(default_factory=dict)
    money: str = "one"

    @property
    def headers(self) -> list[str]:
        """Every column of the sheet that was chosen."""
        return [*self.columns.values(), *self.months, *(part for made in self.built.values() for part in made)]


@dataclass(frozen=True)
class Preview:
    """The first rows of each table as they would be stored, and what is wrong with the rows that were looked at."""

    tables: dict[str, pa.Table]
    problems: list[Problem]
    looked_at: int


def columns(grid: Grid, header_row: int, depth: int = 1) -> list[Column]:
    """The columns under a header; `header_row` as the sender sees it (any number for a Parquet file)."""
    names, lines = _names(grid, header_row, depth), _lines(grid, header_row, depth)
    known = [squeezed(name) for name in names]
    found = []
    for index, name in enumerate(names):
        personal = is_personal(name)
        cells = (cell_text(line[index]) for line in lines if index < len(line))
        texts = dict.fromkeys(text for text in cells if text)
        samples = () if personal else tuple(texts)[:_SHOWN]
        mappable = bool(name) and not personal and known.count(squeezed(name)) == 1
        found.append(Column(grid.left + index + 1, name or f"第 {index + 1} 列", samples, personal, mappable))
    return found


def _names(grid: Grid, header_row: int, depth: int) -> list[str]:
    if grid.columns is not None:
        return [str(name) for name in grid.columns.column_names]
    start = header_row - 1 - grid.top
    if depth == 1:
        return [cell_text(cell) or "" for cell in grid.rows[start]]
    return list(header_texts(grid, start, depth))


def _lines(grid: Grid, header_row: int, depth: int) -> list[list[object]]:
    if grid.columns is not None:
        return [list(row.values()) for row in grid.columns.slice(0, _SAMPLES).to_pylist()]
    first = header_row - 1 - grid.top + depth
    return grid.rows[first : first + _SAMPLES]


def guess(grid: Grid, header_row: int, table: str, depth: int = 1) -> list[Guess]:
    """What each column probably is in a table, each field at most once; the surest first served."""
    listed, texts = columns(grid, header_row, depth), _texts(grid, header_row, depth)
    months = month_columns(grid, header_row, depth)
    open_columns = [place for place, one in enumerate(listed) if one.mappable and one.header not in months]
    offers = [
        (likeness, place)
        for place in open_columns
        for likeness in likenesses(TABLES[table], listed[place].header, texts[place])
    ]
    taken: dict[int, Likeness] = {}
    for likeness, place in sorted(offers, key=lambda one: (-one[0].score, one[1])):
        if place not in taken and likeness.field not in {one.field for one in taken.values()}:
            taken[place] = likeness
    return [_guess(column, taken.get(place)) for place, column in enumerate(listed)]


def _guess(column: Column, likeness: Likeness | None) -> Guess:
    if likeness:
        return Guess(column, likeness.field, likeness.sureness, likeness.why)
    return Guess(column, None, Sureness.GUESSED, "个人信息，不读" if column.personal else "没有相近的字段")


def _texts(grid: Grid, header_row: int, depth: int) -> list[list[str]]:
    lines = _lines(grid, header_row, depth)
    width = len(_names(grid, header_row, depth))
    cells = [[cell_text(line[index]) for line in lines if index < len(line)] for index in range(width)]
    return [[text for text in column if text] for column in cells]


def tables(grid: Grid, header_row: int, depth: int = 1) -> list[str]:
    """The tables that a sheet may hold, best first: the one whose fields it names most, and lacks least."""
    months = month_columns(grid, header_row, depth)

    def rank(name: str) -> tuple[int, int]:
        named = [one.field for one in guess(grid, header_row, name, depth) if one.sureness > Sureness.GUESSED]
        spread = month_field(name, months)
        fields = {one for one in (*named, *(("month", spread) if spread else ())) if one}
        return len(fields) - 2 * len(lacking(name, fields)), len(fields)

    return sorted(TABLES, key=rank, reverse=True)


def lacking(table: str, fields: Iterable[str]) -> list[str]:
    """The labels of what a table must have and these fields do not give."""
    held, spec = set(fields), TABLES[table]
    missing = [spec.by_name[name].label for name in spec.required if name not in held]
    groups = [group for group in (*spec.one_of, *spec.exactly_one) if not held & set(group)]
    return missing + [" 或 ".join(spec.by_name[name].label for name in group) for group in groups]


def month_columns(grid: Grid, header_row: int, depth: int = 1) -> dict[str, int]:
    """The columns whose headers name a month (1月, 1-3月累计), and the month."""
    named = {name: heading("execution", name).month or heading("plans", name).month
             for name in _names(grid, header_row, depth) if not is_personal(name)}  # fmt: skip
    return {name: month for name, month in named.items() if month}


def month_field(table: str, headers: Iterable[str]) -> str | None:
    """The field of a table that columns by month give; None where there are none, or the table has no such field."""
    named = [heading(table, name).field for name in headers]
    return next((one for one in named if one), _BY_MONTH.get(table)) if named else None


def unit_of(grid: Grid, header_row: int, depth: int = 1) -> str | None:
    """The money unit that a title line or the headers name; None where they name none, or several."""
    units = {split_unit(squeezed(name))[1] for name in _names(grid, header_row, depth)} - {None}
    if not units and grid.columns is None:
        above = grid.rows[: header_row - 1 - grid.top]
        units = {title_unit(cell) for row in above for cell in row if isinstance(cell, str)} - {None}
    return units.pop() if len(units) == 1 else None


def as_mapping(
    name: str,
    choices: Sequence[Choice],
    *,
    unit: str | None = None,
    depth: int = 1,
    coverage: str | None = None,
    totals: Sequence[str] = (),
) -> MappingFile:
    """The mapping that a user settled: one sheet, one or several tables.

    `totals` are the headers under which 合计 and notes may stand, by default the first three that are mapped.
    Raises DualwatchError with a sentence where nothing is chosen or a choice cannot be.
    """
    named = list(dict.fromkeys(header for one in choices for header in one.headers))
    if not named:
        raise DualwatchError("还没有选定一列：请至少给一个字段选一列。")
    rules = [LeaveOut(column=one, pattern=f"{_TOTAL}|{_NOTE}", reason="合计或说明行") for one in totals or named[:3]]
    try:
        source = Source(
            name=name, match=Match(columns=tuple(named)), header_rows=depth, unit=unit, add=_built(choices),
            leave_out=tuple(rules), tables=tuple(map(_table_map, choices)),
        )  # fmt: skip
        return MappingFile(name=name, title=name, origin="在数据导入页上对照", coverage=coverage, sources=(source,))
    except ValidationError as error:
        raise DualwatchError(f"这样对照不行：{fault(error)}。") from None


def _made_name(headers: Sequence[str]) -> str:
    return f"{SELF_MADE}（{'、'.join(headers)}）"


def _built(choices: Sequence[Choice]) -> dict[str, Addition]:
    wanted = [tuple(headers) for one in choices for headers in one.built.values()]
    return {_made_name(headers): Addition(build=headers) for headers in wanted}


def _table_map(choice: Choice) -> TableMap:
    wide = Wide(field=choice.month_field, months=dict(choice.months)) if choice.months and choice.month_field else None
    return TableMap.model_validate(
        {
            "table": choice.table,
            "columns": {**choice.columns, **{name: _made_name(parts) for name, parts in choice.built.items()}},
            "constants": dict(choice.constants),
            "money": choice.money,
            "wide": wide,
        }
    )


def preview(grid: Grid, mapping: MappingFile, context: Context | None = None, rows: int = 10) -> Preview:
    """What a mapping makes of the first rows of a sheet, without storing anything."""
    head = grid
    if grid.columns is not None:
        head = replace(grid, columns=grid.columns.slice(0, LOOKED_AT))
    elif len(grid.rows) > LOOKED_AT:
        head = replace(grid, rows=grid.rows[:LOOKED_AT])
    context = context or Context()
    parts = Mapped(mapping).read([head], context, ())
    drafts, refusals = [], []
    for part in parts:
        drafts.extend([part] if isinstance(part, Draft) else [])
        refusals.extend([part] if isinstance(part, Refusal) else [])
    assembly = assemble(drafts, refusals, context, None)
    problems = [*(one.problem for one in refusals), *(problem for one in drafts for problem in one.problems)]
    return Preview({name: table.slice(0, rows) for name, table in assembly.tables.items()}, problems, head.height)
