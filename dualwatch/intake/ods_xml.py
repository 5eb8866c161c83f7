"""What the XML of an .ods says and calamine does not: error cells, shown units, merged and hidden places."""

import io
from xml.etree import ElementTree

from dualwatch.intake.headers import UNITS
from dualwatch.intake.marks import SheetMarks
from dualwatch.intake.number_formats import percent_text, with_suffix
from dualwatch.intake.packages import DAMAGED, Package, UnsafeWorkbook

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_KIND = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"
_IMAGE = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}image"
_HIDDEN = ("collapse", "filter")
_ERRORS = ("#", "Err:")
_SUFFIXES = ("%", *sorted(UNITS, key=len, reverse=True))


def scan_ods(package: Package) -> dict[str, SheetMarks]:
    """Marks of each sheet by its name; raises UnsafeWorkbook for content that must not be parsed."""
    marks: dict[str, SheetMarks] = {}
    try:
        for _, element in ElementTree.iterparse(io.BytesIO(package.read("content.xml"))):
            if element.tag == f"{_TABLE}table":
                marks[element.get(f"{_TABLE}name", "")] = _scan_table(element)
                element.clear()
    except ElementTree.ParseError:
        raise UnsafeWorkbook(DAMAGED) from None
    return marks


def _scan_table(table: ElementTree.Element) -> SheetMarks:
    marks = SheetMarks(merged=[], pictures=next(table.iter(_IMAGE), None) is not None)
    column = 0
    for one in table.iter(f"{_TABLE}table-column"):
        count = int(one.get(f"{_TABLE}number-columns-repeated", 1))
        if one.get(f"{_TABLE}visibility") in _HIDDEN:
            marks.hidden_columns.append((column, column + count - 1))
        column += count
    row = 0
    for one in table.iter(f"{_TABLE}table-row"):
        count = int(one.get(f"{_TABLE}number-rows-repeated", 1))
        _scan_row(marks, one, row, count)
        row += count
    return marks


def _scan_row(marks: SheetMarks, element: ElementTree.Element, row: int, count: int) -> None:
    column = 0
    for cell in element:
        repeated = int(cell.get(f"{_TABLE}number-columns-repeated", 1))
        if len(cell):
            marks.height, marks.width = max(marks.height, row + count), max(marks.width, column + repeated)
            places = [(row + down, column + right) for down in range(count) for right in range(repeated)]
            _note_cell(marks, cell, places)
        column += repeated
    if element.get(f"{_TABLE}visibility") in _HIDDEN and row < marks.height:
        marks.hidden_rows.extend(range(row, row + count))


def _note_cell(marks: SheetMarks, cell: ElementTree.Element, places: list[tuple[int, int]]) -> None:
    shown = "".join(cell.itertext()).strip()
    kind = cell.get(f"{_OFFICE}value-type")
    if cell.get(_KIND) == "error" or (cell.get(f"{_TABLE}formula") and shown.startswith(_ERRORS)):
        marks.errors.extend(places)
    elif kind == "percentage":
        marks.shown.extend((place, percent_text) for place in places)
    elif kind in ("float", "currency"):
        suffix = next((one for one in _SUFFIXES if shown.endswith(one)), None)
        marks.shown.extend((place, with_suffix(suffix)) for place in places if suffix)
    down, right = (int(cell.get(f"{_TABLE}number-{kind}-spanned", 1)) for kind in ("rows", "columns"))
    if marks.merged is not None and (down > 1 or right > 1):
        marks.merged.extend(((row, column), (row + down - 1, column + right - 1)) for row, column in places)
