"""The grammar of mappings: a table of another shape described in TOML, checked before anything is read.

See data/mappings/*.toml for worked examples; the classes below are the grammar.
"""

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, model_validator

from dualwatch.intake.headers import UNITS
from dualwatch.intake.personal import is_personal
from dualwatch.schema import TABLES

_ASKED_BY = {"region_of_project": 2, "region_of_name": 1, "indicator_no": 4}


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Match(_Part):
    """Which files and sheets a source describes: name patterns, columns that must and that must not be there.

    `unlike` are patterns of file and sheet names that speak against it.
    """

    file: str = "*"
    sheet: str = "*"
    unlike: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


class LeaveOut(_Part):
    """Rows left out on purpose: by what a column holds, or does not hold.

    `beside` names columns: a row goes only where another row with the same texts in them stays.
    `before_last` names columns: of the rows with the same texts in them only those of the last month stay.
    """

    column: str
    blank: bool = False
    values: tuple[str, ...] = ()
    pattern: str | None = None
    other_than: str | None = None
    beside: tuple[str, ...] = ()
    before_last: tuple[str, ...] = ()
    reason: str

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that decide."""
        return (self.column, *self.beside, *self.before_last)


class Lookup(_Part):
    """A text, or several together, looked up in a file beside the mapping or in another source of the same load."""

    column: str | tuple[str, ...]
    key: str | tuple[str, ...]
    value: str
    file: str | None = None
    source: str | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that are looked up."""
        return (self.column,) if isinstance(self.column, str) else self.column

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns in which they are found."""
        return (self.key,) if isinstance(self.key, str) else self.key


class Translate(_Part):
    """Texts replaced by others, whole or (`by_prefix`) by how they begin; texts without a replacement stay."""

    column: str
    values: dict[str, str]
    by_prefix: bool = False


class Head(_Part):
    """The first characters of a column: a department's code inside its unit's."""

    column: str
    length: int = Field(ge=1)


class InStore(_Part):
    """What the store knows already, asked for by columns.

    The region of a project by year and code, of a region by its name; the number of an
    indicator by year, region, project code and its name.
    """

    give: Literal["region_of_project", "region_of_name", "indicator_no"]
    by: tuple[str, ...]

    @model_validator(mode="after")
    def _enough(self) -> "InStore":
        if len(self.by) != _ASKED_BY[self.give]:
            raise ValueError(f"{self.give} 的 by 要写 {_ASKED_BY[self.give]} 列")
        return self


class Addition(_Part):
    """A new column made of others: exactly one way of making it.

    `first_of` takes the first filled one of the columns that are there; `from_title` reads the lines
    above the header, the sheet's and the file's name; `stated` is what whoever loads says.
    """

    constant: str | None = None
    lookup: Lookup | None = None
    translate: Translate | None = None
    head: Head | None = None
    in_store: InStore | None = None
    month_of: str | None = None
    year_of: str | None = None
    from_title: Literal["year", "month"] | None = None
    stated: Literal["year", "month", "region"] | None = None
    first_of: tuple[str, ...] = ()
    otherwise: str | None = None
    build: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _one_way(self) -> "Addition":
        ways = [name for name in type(self).model_fields if name != "otherwise"]
        if sum(bool(getattr(self, name)) for name in ways) != 1:
            raise ValueError(f"{'、'.join(ways)} 只能写一种")
        return self

    @property
    def ingredients(self) -> tuple[str, ...]:
        """The columns that it is made of."""
        if self.lookup:
            return self.lookup.columns
        part = self.translate or self.head
        named = part.column if part else self.month_of or self.year_of
        return (named,) if named else (*self.first_of, *self.build, *(self.in_store.by if self.in_store else ()))


class Wide(_Part):
    """Columns side by side as rows by month.

    `values` says what a cell is: the month's own value, an increment to be added up over the
    year, or, by the plan (one planned column a month column), an increment where the plan adds
    up to the target and else a value of which the year's figure is the mean so far.
    """

    field: str
    months: dict[str, int]
    values: Literal["own", "increments", "by_plan"] = "own"
    plan: tuple[str, ...] = ()
    target: str | None = None

    @model_validator(mode="after")
    def _plan_is_whole(self) -> "Wide":
        if self.values == "by_plan" and (len(self.plan) != len(self.months) or not self.target):
            raise ValueError("by_plan 要写 target，plan 的列数要与 months 相同")
        return self


class PlanShape(_Part):
    """累计 where the planned columns add up to the target, else 时点."""

    field: str
    plan: tuple[str, ...]
    target: str


class TableMap(_Part):
    """How one canonical table is made from the source: a column or a constant for each field.

    With money = "sum" the rows of one key become one. A table that gives way leaves the keys
    that another sheet of the same load gives too to that sheet.
    """

    table: str
    columns: dict[str, str] = {}
    constants: dict[str, str | int] = {}
    money: Literal["one", "sum"] = "one"
    gives_way: bool = False
    wide: Wide | None = None
    plan_shape: PlanShape | None = None
    leave_out: tuple[LeaveOut, ...] = ()

    @model_validator(mode="after")
    def _known_fields(self) -> "TableMap":
        if self.table not in TABLES:
            raise ValueError(f"没有“{self.table}”这张表")
        named = [*self.columns, *self.constants]
        named += [part.field for part in (self.wide, self.plan_shape) if part]
        for name in named:
            if name not in TABLES[self.table].by_name:
                raise ValueError(f"“{self.table}”表没有字段“{name}”")
        return self

    @property
    def spread(self) -> list[tuple[str, ...]]:
        """The columns that stand side by side: months, their plans and the targets these add up to."""
        wide, shape = self.wide, self.plan_shape
        found = [(*wide.months, *wide.plan, *([wide.target] if wide.target else ()))] if wide else []
        return found + ([(*shape.plan, shape.target)] if shape else [])


class Source(_Part):
    """One shape of file or sheet and the canonical tables it feeds.

    `unit` is the money unit, and a sheet that states another is refused; `usual_unit` holds where the
    sheet states none. A header has at most `header_rows` rows; their texts are joined. `other_names` are
    further headers of a column. A source with `refuse` is not
    read, and says why; one without tables serves to be looked up.
    """

    name: str
    match: Match = Match()
    header_row: int | None = Field(default=None, ge=1)
    header_rows: int = Field(default=1, ge=1, le=3)
    unit: str | None = None
    usual_unit: str | None = None
    unit_column: str | None = None
    other_names: dict[str, tuple[str, ...]] = {}
    refuse: str | None = None
    add: dict[str, Addition] = {}
    leave_out: tuple[LeaveOut, ...] = ()
    tables: tuple[TableMap, ...] = ()

    @model_validator(mode="after")
    def _well_described(self) -> "Source":
        for unit in (self.unit, self.usual_unit):
            if unit is not None and unit != "cell" and unit not in UNITS:
                raise ValueError(f"不认识金额单位“{unit}”")
        for name, addition in self.add.items():
            if name in addition.ingredients:
                raise ValueError(f"“{name}”不能由自己做成：请换一个名字")
        personal = [name for name in self.read_columns if is_personal(name)]
        if personal:
            raise ValueError(f"“{personal[0]}”是个人信息或账户，不能读取")
        if not (self.tables or self.match.columns):
            raise ValueError("没有 tables 的来源要写 match.columns")
        return self

    @property
    def named_columns(self) -> set[str]:
        """Every column of the sheet that the source speaks of."""
        return self.read_columns | (set(self.match.columns) - set(self.add))

    @property
    def read_columns(self) -> set[str]:
        """Every column of the sheet whose cells are looked at."""
        named = {column for addition in self.add.values() for column in addition.ingredients}
        for plan in self.tables:
            named.update(plan.columns.values(), *plan.spread)
        rules = [*self.leave_out, *(rule for plan in self.tables for rule in plan.leave_out)]
        named.update(name for rule in rules for name in rule.columns)
        return {*named, self.unit_column or ""} - {*self.add, ""}

    @property
    def looked_up(self) -> set[str]:
        """The sources in which this one looks something up."""
        return {one.lookup.source for one in self.add.values() if one.lookup and one.lookup.source}


class Mapping(_Part):
    """A whole mapping file."""

    name: str
    title: str
    origin: str = ""
    coverage: str | None = None
    ignore: tuple[str, ...] = ()
    sources: tuple[Source, ...]
    _folder: Path = PrivateAttr(default=Path())

    @property
    def folder(self) -> Path:
        """Where the mapping's lookup files lie."""
        return self._folder

    def asked_of(self, source: Source) -> set[str]:
        """The columns that a source speaks of, and those in which others look something up."""
        lookups = [one.lookup for other in self.sources for one in other.add.values() if one.lookup]
        wanted = {name for one in lookups if one.source == source.name for name in (*one.keys, one.value)}
        return source.named_columns | (wanted - set(source.add))
