"""What the XML of an .xlsx says and calamine does not."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree

from dualwatch.intake.marks import Place, SheetMarks
from dualwatch.intake.number_formats import BUILT_IN, Show, show
from dualwatch.intake.packages import DAMAGED, Package, UnsafeWorkbook

_CELL = rb'<c r="([A-Z]+)(\d+)"([^>]*)>'
_ERROR_CELL = re.compile(rb'<c r="([A-Z]+)(\d+)"[^>]*\bt="e"')
_FORMULA_CELL = re.compile(_CELL + rb"<f[^>]*(?:/>|>[^<]*</f>)(<v\s*/>|<v></v>)?</c>")
_HIDDEN_ROW = re.compile(rb'<row r="(\d+)"[^>]*\bhidden="(?:1|true)"')
_LAST_CELL = re.compile(rb'<c r="[A-Z]+(\d+)"')
_WIDE_COLUMN = re.compile(rb'<c r="([A-Z]{2,3})\d+"[^>/]*>')
_COLUMN = re.compile(rb"<col\b[^>]*>")
_TOKEN = re.compile(rb"<(row|c)\b([^>]*)>")
_REFERENCE = re.compile(rb'\s*\br="([A-Z]*)(\d+)"')
_LOOKED_AT = 1_000_000
_PREFIX = re.compile(rb"<(/?)[A-Za-z]\w*:(?=\w)")


def scan_workbook(package: Package) -> dict[str, SheetMarks]:
    """Marks of each sheet by its name; raises UnsafeWorkbook for a workbook that must not be parsed."""
    try:
        shown = _shown_styles(package)
        sheets = _sheet_paths(package)
    except (ElementTree.ParseError, ValueError):
        raise UnsafeWorkbook(DAMAGED) from None
    pictured = any(name.startswith(("xl/media/", "xl/cellimages")) for name in package.names)
    marks = {}
    for name, path in sheets.items():
        xml = package.read(path)
        marks[name] = _scan(xml if _is_plain(xml) else _plain(xml), shown)
        marks[name].pictures = pictured and (b"<drawing " in xml or b"DISPIMG" in xml)
    return marks


def _local(tag: str) -> str:
    return tag.rsplit("}", 1)[-1]


def _elements(content: bytes, tag: str) -> list[ElementTree.Element]:
    return [one for one in ElementTree.fromstring(content).iter() if _local(one.tag) == tag] if content else []


def _sheet_paths(package: Package) -> dict[str, str]:
    relations = _elements(package.read("xl/_rels/workbook.xml.rels"), "Relationship")
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    paths = {}
    for sheet in _elements(package.read("xl/workbook.xml"), "sheet"):
        identity = next((value for key, value in sheet.attrib.items() if _local(key) == "id"), None)
        target = targets.get(identity, "").replace("\\", "/")
        if target:
            paths[sheet.get("name", "")] = target if target.startswith("/") else f"xl/{target}"
    return paths


def _shown_styles(package: Package) -> dict[bytes, Show]:
    """How the cells of a style are read, for the numbers of the styles that show more than the number."""
    styles = package.read("xl/styles.xml")
    codes = BUILT_IN | {int(one.get("numFmtId", 0)): one.get("formatCode", "") for one in _elements(styles, "numFmt")}
    ways = {number: way for number, code in codes.items() if (way := show(code))}
    cells = [style for one in _elements(styles, "cellXfs") for style in one]
    numbers = enumerate(int(style.get("numFmtId", 0)) for style in cells)
    return {str(index).encode(): ways[number] for index, number in numbers if number in ways}


def _is_plain(xml: bytes) -> bool:
    """Whether the sheet begins as Excel writes it: no prefixes, every row and cell with its place in front."""
    start = xml[:_LOOKED_AT]
    return (
        b":sheetData" not in start
        and start.count(b"<c ") == start.count(b'<c r="')
        and start.count(b"<row ") == start.count(b'<row r="')
        and b"<row>" not in start
        and b"<c>" not in start
    )


def _plain(xml: bytes) -> bytes:
    """The sheet as Excel would have written it."""
    xml = _PREFIX.sub(rb"<\1", xml)
    place = [0, 0]
    return _TOKEN.sub(lambda match: _placed(match, place), xml)


def _placed(match: re.Match[bytes], place: list[int]) -> bytes:
    """A row or cell with its place in front: as it says itself, or the next one."""
    kind, attributes = match[1], match[2]
    stated = _REFERENCE.search(attributes)
    if kind == b"row":
        place[:] = [int(stated[2]) if stated else place[0] + 1, 0]
        name = b"%d" % place[0]
    else:
        place[1] = _column(stated[1]) + 1 if stated else place[1] + 1
        name = _letters(place[1]) + b"%d" % (int(stated[2]) if stated else place[0])
    rest = _REFERENCE.sub(b"", attributes, count=1).strip()
    return b"<" + kind + b' r="' + name + b'"' + (b" " + rest if rest else b"") + b">"


def _scan(xml: bytes, shown: dict[bytes, Show]) -> SheetMarks:
    marks = SheetMarks(hidden_columns=list(_hidden_columns(xml)))
    marks.height, marks.width = _extent(xml)
    if b" hidden=" in xml:
        marks.hidden_rows = [int(match[1]) - 1 for match in _HIDDEN_ROW.finditer(xml)]
    if b't="e"' in xml:
        marks.errors = [_place(match) for match in _ERROR_CELL.finditer(xml)]
    if b"<f" in xml:
        marks.without_value = [_place(match) for match in _FORMULA_CELL.finditer(xml) if not _empty_text(match)]
    if shown:
        pattern = re.compile(rb'<c r="([A-Z]+)(\d+)"[^>]*\bs="(' + b"|".join(sorted(shown)) + rb')"')
        marks.shown = [(_place(match), shown[match[3]]) for match in pattern.finditer(xml)]
    return marks


def _hidden_columns(xml: bytes) -> Iterator[tuple[int, int]]:
    for match in _COLUMN.finditer(xml[: xml.find(b"<sheetData")]):
        ends = {name: re.search(rb'\b%s="(\d+)"' % name, match[0]) for name in (b"min", b"max")}
        if re.search(rb'\bhidden="(?:1|true)"', match[0]) and all(ends.values()):
            first, last = (int(end[1]) - 1 for end in ends.values() if end)
            yield first, last


def _empty_text(match: re.Match[bytes]) -> bool:
    """A formula whose stored result is the empty text is a blank cell, not a missing result."""
    return bool(match[4]) and b't="str"' in match[3]


def _extent(xml: bytes) -> tuple[int, int]:
    """One past the last row and column that hold anything; cells that are only formatted reach further."""
    last = xml.rfind(b'<c r="', 0, max(xml.rfind(b"</c>"), 0))
    row = _LAST_CELL.match(xml, last) if last >= 0 else None
    widest = max((_column(letters) for letters in set(_WIDE_COLUMN.findall(xml))), default=25)
    return int(row[1]) if row else 0, widest + 1


def _place(match: re.Match[bytes]) -> Place:
    return int(match[2]) - 1, _column(match[1])


def _column(letters: bytes) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + letter - 64
    return column - 1


def _letters(number: int) -> bytes:
    """The letters of a column counted from 1."""
    letters = b""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = b"%c" % (65 + rest) + letters
    return letters
