"""What a canonical table and its fields are: names, labels, kinds and their Arrow types.

A field of kind code or text is text, date is text as 2026-09-30, year and month are whole numbers,
money is DECIMAL(18,2) in 元, number is DECIMAL(9,4), count is a whole number, flag is 是/否, rate is
parts per million, choice is one of `Field.choices`.
"""

from dataclasses import dataclass
from functools import cached_property

import pyarrow as pa

ARROW_TYPES = {
    "text": pa.string(),
    "code": pa.string(),
    "choice": pa.string(),
    "year": pa.int32(),
    "month": pa.int32(),
    "date": pa.string(),
    "money": pa.decimal128(18, 2),
    "number": pa.decimal128(9, 4),
    "count": pa.int64(),
    "flag": pa.bool_(),
    "rate": pa.int64(),
}

PROJECT_KEY = ("fiscal_year", "mof_div_code", "pro_code")


@dataclass(frozen=True)
class Field:
    """One column of a canonical table; `labels` are its Chinese headers, the first is shown."""

    name: str
    labels: tuple[str, ...] = ()
    kind: str = "text"
    required: bool = False
    choices: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The Chinese name shown to people."""
        return self.labels[0] if self.labels else self.name

    @property
    def arrow_type(self) -> pa.DataType:
        """The type of the column in the store."""
        return ARROW_TYPES[self.kind]


@dataclass(frozen=True)
class Table:
    """One canonical table.

    `one_of` lists groups of fields of which at least one column must be there and
    filled; `exactly_one` groups of which a file has one and a row fills one.
    """

    name: str
    label: str
    key: tuple[str, ...]
    fields: tuple[Field, ...]
    aliases: tuple[str, ...] = ()
    one_of: tuple[tuple[str, ...], ...] = ()
    exactly_one: tuple[tuple[str, ...], ...] = ()

    @cached_property
    def by_name(self) -> dict[str, Field]:
        """Field of each name."""
        return {field.name: field for field in self.fields}

    @cached_property
    def required(self) -> tuple[str, ...]:
        """Names of the fields a file must have and a row must fill."""
        return tuple(field.name for field in self.fields if field.required)

    @cached_property
    def money(self) -> tuple[str, ...]:
        """Names of the money fields."""
        return tuple(field.name for field in self.fields if field.kind == "money")

    @property
    def names(self) -> tuple[str, ...]:
        """What a file or sheet holding this table may be called."""
        return (self.name, self.label, *self.aliases)


def must(name: str, *labels: str, kind: str = "text", choices: tuple[str, ...] = ()) -> Field:
    """A field that a file must have and a row must fill."""
    return Field(name, labels, kind, True, choices)


def may(name: str, *labels: str, kind: str = "text", choices: tuple[str, ...] = ()) -> Field:
    """A field that may be absent or blank."""
    return Field(name, labels, kind, False, choices)
