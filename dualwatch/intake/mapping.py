"""Mapping files: a table of another shape described in TOML, checked before anything is read.

See data/mappings/*.toml for worked examples; the classes below are the grammar.
"""

import tomllib
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, ValidationError, model_validator

from dualwatch.intake.headers import UNITS
from dualwatch.model import DualwatchError
from dualwatch.schema import TABLES

SHIPPED = Path(__file__).resolve().parents[2] / "data" / "mappings"
_FAULTS = {"extra_forbidden": "不认识这个键", "missing": "缺少这个键"}


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Match(_Part):
    """Which files and sheets a source describes: name patterns and columns that must be there."""

    file: str = "*"
    sheet: str = "*"
    columns: tuple[str, ...] = ()


class LeaveOut(_Part):
    """Rows left out on purpose: the column is blank, or is one of some texts, or matches a pattern."""

    column: str
    blank: bool = False
    values: tuple[str, ...] = ()
    pattern: str | None = None
    reason: str


class Lookup(_Part):
    """A text looked up in a file beside the mapping, or in another source of the same load."""

    column: str
    key: str
    value: str
    file: str | None = None
    source: str | None = None


class Translate(_Part):
    """Texts replaced by others; texts without a replacement stay."""

    column: str
    values: dict[str, str]


class Addition(_Part):
    """A new column made of others: exactly one way of making it."""

    constant: str | None = None
    lookup: Lookup | None = None
    translate: Translate | None = None
    first_of: tuple[str, ...] = ()
    otherwise: str | None = None
    build: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _one_way(self) -> "Addition":
        ways = [self.constant, self.lookup, self.translate, self.first_of, self.build]
        if sum(bool(way) for way in ways) != 1:
            raise ValueError("constant、lookup、translate、first_of、build 只能写一种")
        return self


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
    """How one canonical table is made from the source: a column or a constant for each field."""

    table: str
    columns: dict[str, str] = {}
    constants: dict[str, str | int] = {}
    money: Literal["one", "sum"] = "one"
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


class Source(_Part):
    """One shape of file or sheet and the canonical tables it feeds."""

    name: str
    match: Match = Match()
    header_row: int | None = Field(default=None, ge=1)
    unit: str | None = None
    unit_column: str | None = None
    add: dict[str, Addition] = {}
    leave_out: tuple[LeaveOut, ...] = ()
    tables: tuple[TableMap, ...]

    @model_validator(mode="after")
    def _known_unit(self) -> "Source":
        if self.unit is not None and self.unit != "cell" and self.unit not in UNITS:
            raise ValueError(f"不认识金额单位“{self.unit}”")
        return self


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


def mapping_files(own: Path | None = None) -> list[Path]:
    """The shipped mapping files and those an office keeps in its own folder."""
    folders = [SHIPPED, *([own] if own else [])]
    return [path for folder in folders for path in sorted(folder.glob("*.toml"))]


def load_mapping(path: str | Path) -> Mapping:
    """The mapping in a file; raises DualwatchError with a sentence."""
    found = Path(path)
    try:
        content: dict[str, Any] = tomllib.loads(found.read_text(encoding="utf-8-sig"))
        mapping = Mapping.model_validate(content)
    except OSError as error:
        raise DualwatchError(f"打不开映射文件“{path}”（{error.strerror}）：请检查路径。") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DualwatchError(f"映射文件“{path}”不是有效的 TOML：{error}。") from None
    except ValidationError as error:
        raise DualwatchError(f"映射文件“{path}”写得不对：{_fault(error)}。") from None
    mapping._folder = found.parent
    return mapping


def _fault(error: ValidationError) -> str:
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"]) or "整个文件"
    if first["type"] == "value_error":
        return f"{place}：{first['ctx']['error']}"
    return f"{place}：{_FAULTS.get(first['type'], '值的类型不对')}"
