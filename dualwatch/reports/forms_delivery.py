"""Forms as workbooks, and workbooks as one file, a folder of them or a zip."""

import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path

import xlsxwriter

from dualwatch.reports.forms_content import Content
from dualwatch.reports.forms_layouts import Layout, paint
from dualwatch.reports.forms_paint import Canvas

LONGEST_SHEET = 31
LONGEST_FILE = 60
_NOT_IN_NAMES = re.compile(r"[\\/:*?\"<>|\[\]'\x00-\x1f]+")
UNDATED = datetime(1980, 1, 1)


def book(layout: Layout, contents: Sequence[Content], made: datetime = UNDATED) -> bytes:
    """A workbook with a sheet a form, `made` with the data of that time; the same contents give the same bytes."""
    written = BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True, "strings_to_formulas": False}) as workbook:
        workbook.set_properties({"title": layout.title, "created": made})
        taken: set[str] = set()
        for content in contents:
            name = unique(str(content.project.get("pro_name") or layout.label), taken, LONGEST_SHEET)
            paint(Canvas(workbook, name, layout.widths), layout, content)
    return written.getvalue()


def unique(wanted: str, taken: set[str], longest: int) -> str:
    """A name fit for a file or a sheet that nothing in `taken` has; it is added there."""
    plain = _NOT_IN_NAMES.sub("_", wanted).strip(" .'")[:longest] or "表"
    name, number = plain, 1
    while name.casefold() in taken:
        number += 1
        tail = f"({number})"
        name = plain[: longest - len(tail)] + tail
    taken.add(name.casefold())
    return name


def deliver(layout: Layout, groups: Iterable[tuple[str, Sequence[Content]]], out: Path, made: datetime) -> int:
    """Writes each group as a workbook of its name into the folder or .zip `out`; one .xlsx holds them all.

    Returns how many workbooks there are.
    """
    listed = list(groups)
    if out.suffix.lower() == ".xlsx":
        out.write_bytes(book(layout, [content for _, contents in listed for content in contents], made))
        return 1
    taken: set[str] = set()
    named = ((f"{unique(name, taken, LONGEST_FILE)}.xlsx", book(layout, contents, made)) for name, contents in listed)
    if out.suffix.lower() == ".zip":
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in named:
                archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    else:
        out.mkdir(parents=True, exist_ok=True)
        for name, content in named:
            (out / name).write_bytes(content)
    return len(listed)
