"""Every shape of file that can be read without writing anything: the import format, the official forms, the mappings.

A new format is one entry of `formats`: a module with these two functions and a sample that the tests read.
A foreign layout is no code: a mapping in data/mappings/, or one that an office made itself.
"""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Protocol

from dualwatch.intake.canonical import Canonical
from dualwatch.intake.context import Context
from dualwatch.intake.draft import Draft, Refusal
from dualwatch.intake.forms import official_forms
from dualwatch.intake.grids import Grid
from dualwatch.intake.mapped import Mapped
from dualwatch.intake.mapping_files import load_mapping, mapping_files
from dualwatch.model import DualwatchError, Recognition


class Format(Protocol):
    """One shape of file: `name` on the command line, `label` in Chinese.

    `whole_sheet` says that the parts of a sheet belong together, as in a form; `looks_up` that a
    file is needed while another is read.
    """

    @property
    def name(self) -> str: ...

    @property
    def label(self) -> str: ...

    @property
    def whole_sheet(self) -> bool: ...

    @property
    def looks_up(self) -> bool: ...

    def recognise(self, grid: Grid) -> Recognition | None:
        """How sure this sheet, or part of a sheet, has this shape; None when it has not."""

    def read(self, grids: Sequence[Grid], context: Context, looked_up: Collection[str]) -> list[Draft | Refusal]:
        """The drafts of all grids of a load that were taken for this shape.

        Files in `looked_up` were loaded before: they serve to look things up and give no rows.
        """


def formats(own: Path | None = None) -> dict[str, Format]:
    """Every format by name, the office's own mappings in the folder `own` included."""
    mapped = [Mapped(load_mapping(path)) for path in mapping_files(own)]
    shapes: list[Format] = [Canonical(), *official_forms(), *mapped]
    return {one.name: one for one in shapes}


def chosen(stated: str | Path, own: Path | None = None) -> Format:
    """The format that is meant: a mapping file, or a format's name with or without .toml.

    Raises DualwatchError for a mapping that cannot be read or a name that nothing has.
    """
    path = Path(stated)
    known = {} if path.exists() or len(path.parts) != 1 else formats(own)
    named = known.get(path.name.removesuffix(".toml"))
    if named:
        return named
    if known:
        raise DualwatchError(f"没有映射“{stated}”：请检查路径，或用 {'、'.join(known)} 之一。")
    return Mapped(load_mapping(path))
