"""What the records of an .xls (BIFF5, BIFF8) say and calamine does not: error cells, number formats, hidden rows."""

import io
import struct
from collections.abc import Iterator

import olefile

from dualwatch.intake.marks import SheetMarks
from dualwatch.intake.number_formats import BUILT_IN, Show, show

_BOF, _EOF, _SHEET, _FORMAT, _STYLE = 0x0809, 0x000A, 0x0085, 0x041E, 0x00E0
_ROW, _COLUMNS, _NUMBER, _SHORT, _SHORTS, _ERROR, _FORMULA = 0x0208, 0x007D, 0x0203, 0x027E, 0x00BD, 0x0205, 0x0006
_PICTURES, _DRAWING = 0x00EB, 0x00EC
_BIFF8 = 0x0600
_IMAGES = (b"\x89PNG", b"\xff\xd8\xff")
_IS_TRUE_OR_FALSE, _HIDDEN_ROW, _HIDDEN_COLUMN = 0, 0x20, 0x01


def scan_records(content: bytes) -> dict[str, SheetMarks]:
    """Marks of each sheet by its name; empty for a file whose records cannot be followed."""
    try:
        stream = _stream(content)
        return _scan(stream) if stream else {}
    except (OSError, struct.error, IndexError, ValueError, UnicodeError):
        return {}


def _stream(content: bytes) -> bytes:
    with olefile.OleFileIO(io.BytesIO(content)) as file:
        name = next((one for one in ("Workbook", "Book") if file.exists(one)), None)
        return file.openstream(name).read() if name else b""


def _records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """The records of one part of the stream, to its end mark."""
    while start + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, start)
        yield kind, stream[start + 4 : start + 4 + size]
        if kind == _EOF:
            return
        start += 4 + size


def _scan(stream: bytes) -> dict[str, SheetMarks]:
    sheets: list[tuple[str, int]] = []
    codes, styles, wide, pictured = dict(BUILT_IN), [], False, False
    for kind, body in _records(stream, 0):
        if kind == _BOF:
            wide = struct.unpack_from("<H", body)[0] == _BIFF8
        elif kind == _SHEET:
            sheets.append((_text(body[6:], 1, wide), struct.unpack_from("<I", body)[0]))
        elif kind == _FORMAT:
            codes[struct.unpack_from("<H", body)[0]] = _text(body[2:], 2 if wide else 1, wide)
        elif kind == _STYLE:
            styles.append(struct.unpack_from("<H", body, 2)[0])
        pictured |= kind == _PICTURES and any(mark in body for mark in _IMAGES)
    ways = {number: way for number, code in codes.items() if (way := show(code))}
    shown = {index: ways[number] for index, number in enumerate(styles) if number in ways}
    return {name: _scan_sheet(stream, start, shown, pictured) for name, start in sheets}


def _text(body: bytes, length_size: int, wide: bool) -> str:
    """A counted text; BIFF8 says before it whether its characters are two bytes each."""
    length = int.from_bytes(body[:length_size], "little")
    if not wide:
        return body[length_size : length_size + length].decode("gb18030", "replace")
    two = body[length_size] & 1
    start = length_size + 1
    return body[start : start + length * (1 + two)].decode("utf-16-le" if two else "latin-1", "replace")


def _scan_sheet(stream: bytes, start: int, shown: dict[int, Show], pictured: bool) -> SheetMarks:
    marks = SheetMarks()
    for kind, body in _records(stream, start):
        if kind in (_NUMBER, _SHORT, _FORMULA, _ERROR):
            _note_cell(marks, kind, body, shown)
        elif kind == _SHORTS and shown:
            _note_cells(marks, body, shown)
        elif kind == _ROW and body[12] & _HIDDEN_ROW:
            marks.hidden_rows.append(struct.unpack_from("<H", body)[0])
        elif kind == _COLUMNS and body[8] & _HIDDEN_COLUMN:
            first, last = struct.unpack_from("<HH", body)
            marks.hidden_columns.append((first, last))
        elif kind == _DRAWING:
            marks.pictures = pictured
    return marks


def _note_cell(marks: SheetMarks, kind: int, body: bytes, shown: dict[int, Show]) -> None:
    row, column, style = struct.unpack_from("<HHH", body)
    if (kind == _ERROR and body[7] != _IS_TRUE_OR_FALSE) or (
        kind == _FORMULA and body[12:14] == b"\xff\xff" and body[6] == 2
    ):
        marks.errors.append((row, column))
    elif style in shown and kind != _ERROR:
        marks.shown.append(((row, column), shown[style]))


def _note_cells(marks: SheetMarks, body: bytes, shown: dict[int, Show]) -> None:
    """Numbers side by side in one record: a style and a number each."""
    row, first = struct.unpack_from("<HH", body)
    for index in range((len(body) - 6) // 6):
        style = struct.unpack_from("<H", body, 4 + index * 6)[0]
        if style in shown:
            marks.shown.append(((row, first + index), shown[style]))
