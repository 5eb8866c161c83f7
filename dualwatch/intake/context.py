"""What a load knows beside its files: what whoever loads states, and what the store holds already."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from dualwatch.model import KnownProject

Known = Mapping[str, KnownProject]
Progress = Callable[[str, int, int | None], None]


def untold(file: str, done: int, total: int | None) -> None:
    """A load that nobody watches."""


@dataclass(frozen=True)
class Context:
    """Statements for what files leave out (unit, year, month, region) and the projects in force by id.

    `known` is None when nobody asked the store; `regions` are the codes of the divisions in force by name.
    `progress` is told the file, the rows done and all its rows.
    """

    unit: str | None = None
    year: int | None = None
    month: int | None = None
    region: str | None = None
    known: Known | None = None
    progress: Progress = untold
    regions: Mapping[str, str] = field(default_factory=dict)

    @property
    def columns(self) -> dict[str, str]:
        """What was stated in place of a column that a table leaves out, by field."""
        said = {"fiscal_year": self.year, "mof_div_code": self.region, "month": self.month}
        return {name: str(value) for name, value in said.items() if value is not None}
