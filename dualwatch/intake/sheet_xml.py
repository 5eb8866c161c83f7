"""What the XML of an .xlsx says and calamine does not: error cells, formulas without value, percent formats."""

import io
import re
import zipfile
import zlib
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree

ERROR_MARK = "#错误"
NO_VALUE_MARK = "#无计算结果"
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_CELL = rb'<c r="([A-Z]+)(\d+)"([^>]*)>'
_ERROR_CELL = re.compile(rb'<c r="([A-Z]+)(\d+)"[^>]*\bt="e"')
_FORMULA_CELL = re.compile(_CELL + rb"<f[^>]*(?:/>|>[^<]*</f>)(<v\s*/>|<v></v>)?</c>")
_HIDDEN_ROW = re.compile(rb'<row [^>]*\bhidden="(?:1|true)"')
_ROW = re.compile(rb'<row [^>]*?\br="(\d+)"')
_WIDE_COLUMN = re.compile(rb'<c r="([A-Z]{2,3})\d')
_BUILT_IN_PERCENT = (9, 10)


@dataclass
class SheetMarks:
    """Places of one sheet, 0-based (row, column), and how many cells its extent spans."""

    errors: list[tuple[int, int]] = field(default_factory=list)
    without_value: list[tuple[int, int]] = field(default_factory=list)
    percents: list[tuple[int, int]] = field(default_factory=list)
    hidden_rows: int = 0
    cells_spanned: int = 0

    def apply(self, rows: list[list[Any]]) -> None:
        """Write the marks and the percent texts into the cells."""
        for places, change in (
            (self.errors, lambda _: ERROR_MARK),
            (self.without_value, lambda _: NO_VALUE_MARK),
            (self.percents, percent_text),
        ):
            for row, column in places:
                if row < len(rows) and column < len(rows[row]):
                    rows[row][column] = change(rows[row][column])


def percent_text(value: Any) -> Any:
    """0.647 formatted as a percentage is the text '64.7%' that its reader sees."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return value
    return f"{(Decimal(repr(value)) * 100).normalize():f}%"


def scan_workbook(content: bytes) -> dict[str, SheetMarks]:
    """Marks of each sheet by its name; empty for workbooks that are no readable .xlsx."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            percent_styles = _percent_styles(archive)
            return {name: _scan(archive.read(path), percent_styles) for name, path in _sheet_paths(archive).items()}
    except (KeyError, OSError, RuntimeError, EOFError, zipfile.BadZipFile, zlib.error, ElementTree.ParseError):
        return {}


def _sheet_paths(archive: zipfile.ZipFile) -> dict[str, str]:
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    sheets = ElementTree.fromstring(archive.read("xl/workbook.xml")).iter(f"{_MAIN}sheet")
    return {
        sheet.get("name", ""): _inside(targets[sheet.get(_RELATION)])
        for sheet in sheets
        if "worksheet" in targets.get(sheet.get(_RELATION), "")
    }


def _inside(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _percent_styles(archive: zipfile.ZipFile) -> set[int]:
    """Numbers of the cell styles whose number format shows a percentage."""
    if "xl/styles.xml" not in archive.namelist():
        return set()
    styles = ElementTree.fromstring(archive.read("xl/styles.xml"))
    formats = {
        int(one.get("numFmtId", 0)) for one in styles.iter(f"{_MAIN}numFmt") if "%" in one.get("formatCode", "")
    }.union(_BUILT_IN_PERCENT)
    cells = styles.find(f"{_MAIN}cellXfs")
    listed = [] if cells is None else list(cells)
    return {index for index, style in enumerate(listed) if int(style.get("numFmtId", 0)) in formats}


def _scan(xml: bytes, percent_styles: set[int]) -> SheetMarks:
    marks = SheetMarks(cells_spanned=_spanned(xml), hidden_rows=len(_HIDDEN_ROW.findall(xml)))
    if b't="e"' in xml:
        marks.errors = [_place(match) for match in _ERROR_CELL.finditer(xml)]
    if b"<f" in xml:
        marks.without_value = [_place(match) for match in _FORMULA_CELL.finditer(xml) if not _empty_text(match)]
    marks.percents = _percents(xml, percent_styles)
    return marks


def _empty_text(match: re.Match[bytes]) -> bool:
    """A formula whose stored result is the empty text is a blank cell, not a missing result."""
    return bool(match[4]) and b't="str"' in match[3]


def _percents(xml: bytes, styles: set[int]) -> list[tuple[int, int]]:
    if not styles:
        return []
    numbers = "|".join(map(str, sorted(styles))).encode()
    pattern = re.compile(rb'<c r="([A-Z]+)(\d+)"[^>]*\bs="(?:' + numbers + rb')"')
    return [_place(match) for match in pattern.finditer(xml)]


def _spanned(xml: bytes) -> int:
    tail = _ROW.findall(xml[-20_000_000:])
    widest = max((_column(letters) for letters in set(_WIDE_COLUMN.findall(xml))), default=25)
    return (int(tail[-1]) if tail else 0) * (widest + 1)


def _place(match: re.Match[bytes]) -> tuple[int, int]:
    return int(match[2]) - 1, _column(match[1])


def _column(letters: bytes) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + letter - 64
    return column - 1
