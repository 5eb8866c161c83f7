"""Workbooks that nobody here made: odd and damaged ones end in a sentence or are read, never in a traceback.

docs/unknown-workbooks.md lists how the test data of public packages ends; here are the classes that broke something.
"""

import random
import re
import zipfile
from pathlib import Path

import pytest

from bench.unknown_workbooks import files_in, lines, package_of, report, told
from dualwatch import intake
from dualwatch.model import Level
from tests.intake.files import PROJECT_HEADER, assert_balanced, project_row, write_csv, write_workbook, write_zip

DATA = Path(__file__).parent / "data"
SHEET = "xl/worksheets/sheet1.xml"
ROWS = [PROJECT_HEADER, project_row("001", initial=1, adjusted=2), project_row("002", initial=3, adjusted=4)]


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def ending(path: Path) -> tuple[str, str]:
    result = intake.read(path)
    assert_balanced(result)
    assert result.tables or any(problem.level is Level.REJECTED for problem in result.problems)
    assert all(re.search(r"[一-鿿]", problem.reason) for problem in result.problems)
    return told(result)


@pytest.mark.parametrize(
    ("part", "pattern", "replacement", "kind"),
    [
        (SHEET, rb"<v>(\d)", rb"<v> \1", "refused"),
        (SHEET, rb"<sheetData>.*</sheetData>", b"<sheetData/>", "refused"),
        (SHEET, rb'<dimension ref="[^"]*"/>', b'<dimension ref="A1:XFD1048576"/>', "read"),
        (SHEET, rb'<c r="F2"', b'<c r="F2" s="999"', "read"),
        (SHEET, rb' t="s"><v>\d+', b' t="s"><v>99999', "refused"),
        (SHEET, rb'<c r="A(\d)"', rb'<c r="A0"', "refused"),
        (SHEET, rb"</sheetData>", b"", "refused"),
        ("xl/workbook.xml", rb'r:id="rId1"', b'r:id="rId99"', "refused"),
        ("xl/workbook.xml", rb"<sheets>.*</sheets>", b"<sheets/>", "refused"),
        ("xl/_rels/workbook.xml.rels", rb"worksheets/sheet1.xml", b"worksheets/sheet7.xml", "refused"),
        ("xl/styles.xml", rb'numFmtId="0"', b'numFmtId="x"', "refused"),
    ],
)
def test_a_workbook_of_strange_xml(tmp_path: Path, part: str, pattern: bytes, replacement: bytes, kind: str) -> None:
    path = write_workbook(tmp_path / "项目.xlsx", {"项目": ROWS})
    parts = parts_of(path)
    parts[part] = re.sub(pattern, replacement, parts[part], flags=re.DOTALL)
    assert ending(write_zip(path, parts))[0] == kind


@pytest.mark.parametrize("missing", [SHEET, "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"])
def test_a_workbook_that_lacks_a_part(tmp_path: Path, missing: str) -> None:
    path = write_workbook(tmp_path / "项目.xlsx", {"项目": ROWS})
    parts = parts_of(path)
    del parts[missing]
    ending(write_zip(path, parts))


@pytest.mark.parametrize("kind", ["xls", "ods", "xlsx"])
def test_a_workbook_cut_short_anywhere(tmp_path: Path, kind: str) -> None:
    content = (DATA / f"messy.{kind}").read_bytes()
    for share in range(1, 10):
        path = tmp_path / f"a.{kind}"
        path.write_bytes(content[: len(content) * share // 10])
        ending(path)


@pytest.mark.parametrize("kind", ["xls", "ods", "xlsx"])
def test_a_workbook_with_a_few_damaged_bytes(tmp_path: Path, kind: str) -> None:
    content = (DATA / f"messy.{kind}").read_bytes()
    dice = random.Random(kind)
    for _ in range(40):
        damaged = bytearray(content)
        for _ in range(3):
            damaged[dice.randrange(len(damaged))] = dice.randrange(256)
        path = tmp_path / f"a.{kind}"
        path.write_bytes(bytes(damaged))
        ending(path)


def test_the_list_counts_files_that_end_alike_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "tests").mkdir()
    (tmp_path / "PKG-INFO").write_text("Name: somebody\nVersion: 1.2\n")
    for name in ("a", "b"):
        write_csv(tmp_path / "tests" / f"{name}.csv", [["x", "y"], ["1", name]])
    write_csv(tmp_path / "项目.csv", [PROJECT_HEADER, project_row()])
    assert package_of(tmp_path) == "somebody 1.2"
    assert [path.name for path in files_in(tmp_path)] == ["a.csv", "b.csv", "项目.csv"]
    found = list(report([tmp_path], 60))
    assert [one.kind for one in found] == ["refused", "refused", "read"]
    _, _, *listed = lines(found)
    assert [line.split("|")[1:4] for line in listed] == [
        [" somebody 1.2 ", " 1: `项目.csv` ", " read "],
        [" somebody 1.2 ", " 2: `a.csv`、`b.csv` ", " refused "],
    ]
