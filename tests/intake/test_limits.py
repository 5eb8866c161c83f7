"""Limits of size, ratio, rows, sheets and nesting; XML that attacks; how far a load has come."""

import io
import struct
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet
import pytest
import xlsxwriter

from dualwatch import intake
from dualwatch.intake.sources import Limits, size_text
from dualwatch.model import Level
from tests.intake.files import PROJECT_HEADER, csv_text, project_row, told, write_csv, write_workbook, write_zip

ROWS = [PROJECT_HEADER, project_row("001"), project_row("002")]
ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def refusals(path: Path, limits: Limits | None = None) -> list[str]:
    result = intake.read(path, limits=limits)
    assert not result.tables
    return [problem.reason for problem in told(result, Level.REJECTED)]


def changed(path: Path, part: str, change: bytes) -> Path:
    """The workbook with a declaration in front of the first element of a part."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    head, rest = parts[part].split(b"?>", 1)
    parts[part] = head + b"?>" + change + rest
    return write_zip(path, parts)


@pytest.mark.parametrize(
    ("size", "text"), [(2 * 1024**3, "2 GB"), (200 * 1024**2, "200 MB"), (1536, "1.5 KB"), (100, "100 字节")]
)
def test_sizes_as_people_say_them(size: int, text: str) -> None:
    assert size_text(size) == text


@pytest.mark.parametrize(
    ("kind", "limits", "words"),
    [
        ("csv", Limits(file_bytes=50), "文件超过 50 字节"),
        ("csv", Limits(rows=2), "超过 2 行"),
        ("csv", Limits(columns=6), "有 7 列，超过 6 列"),
        ("parquet", Limits(rows=1), "超过 1 行"),
        ("parquet", Limits(unpacked_bytes=10), "解开后超过 10 字节"),
        ("xlsx", Limits(rows=2), "工作表“项目”超过 2 行"),
        ("xlsx", Limits(sheets=1), "有 2 个工作表，超过 1 个"),
        ("xlsx", Limits(cells=20), "范围过大"),
        ("xlsx", Limits(unpacked_bytes=500), "工作簿解开后超过 500 字节"),
        ("xlsx", Limits(ratio=1, ratio_free_bytes=100), "压缩炸弹"),
        ("zip", Limits(entries=1), "超过 1 个"),
        ("zip", Limits(unpacked_bytes=20), "解开后超过 20 字节"),
        ("zip", Limits(depth=0), "嵌套超过 0 层"),
    ],
)
def test_every_limit_has_a_sentence(tmp_path: Path, kind: str, limits: Limits, words: str) -> None:
    path = tmp_path / f"项目.{kind}"
    if kind == "csv":
        write_csv(path, ROWS)
    elif kind == "parquet":
        pyarrow.parquet.write_table(pa.table({"fiscal_year": [2025, 2025], "pro_code": ["001", "002"]}), path)
    elif kind == "xlsx":
        write_workbook(path, {"项目": ROWS, "支付": [["x"]]})
    else:
        write_zip(path, {"a.csv": csv_text(ROWS).encode(), "b.csv": csv_text(ROWS[:2]).encode()})
    assert any(words in reason for reason in refusals(path, limits))


def test_a_workbook_that_lies_about_its_size_is_damaged(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "项目.xlsx", {"项目": ROWS})
    content = bytearray(path.read_bytes())
    place = content.index(b"PK\x01\x02", content.index(b"xl/worksheets/sheet1.xml") + 40)
    while content[place + 46 : place + 70] != b"xl/worksheets/sheet1.xml":
        place = content.index(b"PK\x01\x02", place + 4)
    content[place + 24 : place + 28] = struct.pack("<I", 100)
    path.write_bytes(bytes(content))
    assert "损坏" in refusals(path)[0]


def test_a_bomb_within_a_zip_does_not_stop_the_other_files(tmp_path: Path) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", bytes(64 * 1024 * 1024))
    entries = {"bomb.xlsx": bomb.getvalue(), "项目.csv": csv_text(ROWS).encode()}
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("bomb.xlsx", bomb.getvalue())
    result = intake.read(write_zip(tmp_path / "a.zip", entries | {"内.zip": inner.getvalue()}))
    assert result.tables["projects"].num_rows == 2
    (problem,) = told(result, Level.REJECTED)
    assert problem.file == "a.zip/bomb.xlsx" and "压缩炸弹" in problem.reason


@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml", "docProps/app.xml"]
)
def test_xml_with_entities_is_not_parsed(tmp_path: Path, part: str) -> None:
    path = changed(write_workbook(tmp_path / "项目.xlsx", {"项目": ROWS}), part, ENTITIES)
    (reason,) = refusals(path)
    assert "DOCTYPE" in reason


def test_an_open_document_with_entities_is_not_parsed(tmp_path: Path) -> None:
    content = b'<?xml version="1.0"?>' + ENTITIES + b"<office:document-content/>"
    path = write_zip(tmp_path / "a.ods", {"content.xml": content})
    assert "DOCTYPE" in refusals(path)[0]


def test_macros_are_left_alone(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "项目.xlsx", {"项目": ROWS})
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0 macro")
    macros = path.rename(tmp_path / "项目.xlsm")
    assert intake.read(macros).tables["projects"].num_rows == 2


def test_progress_tells_rows_read_and_rows_done(tmp_path: Path) -> None:
    write_workbook(tmp_path / "a.xlsx", {"项目": ROWS, "项目2": [PROJECT_HEADER, project_row("003")]})
    heard: list[tuple[str, int, int | None]] = []
    intake.read(tmp_path, progress=lambda *told: heard.append(told))
    assert heard == [
        ("a.xlsx", 0, None),
        ("a.xlsx", 3, None),
        ("a.xlsx", 5, None),
        ("a.xlsx", 2, 3),
        ("a.xlsx", 3, 3),
    ]


@pytest.mark.parametrize("after", range(5))
def test_a_load_stops_where_progress_raises(tmp_path: Path, after: int) -> None:
    class Cancelled(Exception):
        pass

    heard: list[int] = []

    def listen(_file: str, done: int, _total: int | None) -> None:
        if len(heard) == after:
            raise Cancelled
        heard.append(done)

    path = write_workbook(tmp_path / "a.xlsx", {"项目": ROWS, "项目2": [PROJECT_HEADER, project_row("003")]})
    with pytest.raises(Cancelled):
        intake.read(path, progress=listen)
    assert len(heard) == after


@pytest.mark.parametrize("name", ["a.xlsx", "a.csv", "a.ods"])
def test_a_zip_or_a_document_that_calls_itself_a_table(tmp_path: Path, name: str) -> None:
    assert "扩展名" in refusals(write_zip(tmp_path / name, {"word/document.xml": b"<x/>"}))[0]


def test_an_open_document_with_a_password(tmp_path: Path) -> None:
    manifest = b"<manifest><file-entry><encryption-data/></file-entry></manifest>"
    path = write_zip(tmp_path / "a.ods", {"META-INF/manifest.xml": manifest, "content.xml": b"\x00secret"})
    assert "密码" in refusals(path)[0]


def test_cells_that_are_only_formatted_do_not_make_a_sheet_too_large(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "项目.xlsx") as book:
        sheet = book.add_worksheet("项目")
        for row, cells in enumerate(ROWS):
            sheet.write_row(row, 0, cells)
        sheet.write_blank(1_048_575, 16_383, None, book.add_format({"bold": True}))
    assert intake.read(tmp_path / "项目.xlsx").tables["projects"].num_rows == 2
