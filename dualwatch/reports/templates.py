"""An empty workbook to fill in, for every format that can be read."""

from pathlib import Path
from typing import Any

from dualwatch.intake.formats import formats
from dualwatch.intake.mapped import Mapped
from dualwatch.model import Scope, WrongUsage
from dualwatch.reports import forms, templates_mapped, templates_tables
from dualwatch.store import Store


def template(format_name: str, own: Path | None = None) -> tuple[str, bytes]:
    """The template of a format: file name and content of an .xlsx; `own` is the folder of an office's own mappings.

    Raises WrongUsage for a name that no format has.
    """
    shapes = formats(own)
    shape = shapes.get(format_name)
    if shape is None:
        raise WrongUsage(f"没有“{format_name}”这种版式。可用：{'、'.join(shapes)}。")
    if isinstance(shape, Mapped):
        return f"{shape.label}模板.xlsx", templates_mapped.book(shape.mapping)
    if format_name == "canonical":
        return f"{shape.label}模板.xlsx", templates_tables.book()
    return forms.template(format_name)


def write(store: Store, out: Path, params: dict[str, Any], scope: Scope) -> str:
    """Writes the template of the format in params["name"], canonical by default, and says so."""
    name, content = template(params.get("name", "canonical"), store.mappings_path)
    path = out / name if out.is_dir() else out
    path.write_bytes(content)
    return f"写了 {path}。"
