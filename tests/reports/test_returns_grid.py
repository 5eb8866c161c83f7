"""退回清单 of other kinds of files and of very large ones: an .xlsx of their cells as text, or of the rows to mend."""

import io
import zipfile
from dataclasses import replace

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dualwatch.intake.grids import Grid
from dualwatch.model import Level, Problem
from dualwatch.reports import returns_grid, returns_list
from dualwatch.reports.returns_xlsx import returned
from tests.intake.files import csv_text
from tests.reports.returns import AMBER, LIST, RED, fill, listed, opened, own_workbook, problem, saved

KIND = "application/vnd.oasis.opendocument.spreadsheet"
MANIFEST = (
    '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    f'<m:file-entry m:full-path="/" m:media-type="{KIND}"/></m:manifest>'
)


def test_a_csv_comes_back_as_text_that_no_program_takes_for_a_formula():
    rows = [["项目编码", "金额"], ["00123", "=1+1"], ["-5", "+a"]]
    problems = [problem("B2", sheet=None), problem(sheet=None, row=3)]

    name, content = returned("九月.csv", csv_text(rows).encode("gb18030"), problems)

    book = opened(content)
    page = book["数据"]
    assert name == "九月.退回清单.xlsx"
    assert [[(cell.value, cell.data_type) for cell in row] for row in page.iter_rows(min_row=2)] == [
        [("00123", "s"), ("=1+1", "s")], [("-5", "s"), ("+a", "s")],
    ]  # fmt: skip
    assert (fill(page["B2"]), fill(page["A3"])) == (RED, RED)
    assert page["B2"].comment.text == "退回：没有填金额：请填数字，没有填 0。"
    assert [book[LIST].cell(row, 2).hyperlink.location for row in (5, 6)] == ["'数据'!B2", "'数据'!A3"]


@pytest.mark.parametrize("name", ["九月.xls", "九月.xlsx", "九月.parquet", "九月.csv", "压缩.zip/里面/九月.ods"])
def test_what_cannot_be_read_comes_back_as_the_list_alone(name):
    whole = Problem(name, None, None, None, None, "文件已损坏：请重新导出。", Level.REJECTED)

    back, content = returned(name, b"PK\x03\x04 broken", [whole])

    book = opened(content)
    assert back == "九月.退回清单.xlsx"
    assert book.sheetnames == [LIST]
    assert listed(book[LIST])[0][1] == "整个文件"


def test_a_parquet_file_gets_its_column_names_as_head():
    table = pa.table({"pro_code": ["001", None], "paid": [1.5, 2.0]})
    written = io.BytesIO()
    pq.write_table(table, written)
    second = problem(sheet=None, row=2)

    _, content = returned("九月.parquet", written.getvalue(), [second])

    page = opened(content)["数据"]
    assert [list(row) for row in page.iter_rows(values_only=True)] == [
        ["pro_code", "paid"],
        ["001", "1.5"],
        [None, "2"],
    ]
    assert fill(page["B3"]) == RED
    assert listed(opened(content)[LIST])[0][1] == "第 2 行"


def test_sheet_names_that_a_workbook_may_not_have_are_replaced():
    """As an .ods may have them; no two become one, and links find them."""
    long = "支付/明细：" + "一" * 40
    grids = [Grid("a.ods", name, [["a"], ["b"]]) for name in (long, long + "二", LIST, "Data", "data")]
    problems = [problem("A2", sheet=long + "二"), problem("A2", sheet="data")]

    book = opened(returns_grid.workbook(grids, returns_list.Listing("a.ods", problems)))

    names = book.sheetnames
    assert len({name.lower() for name in names}) == 6
    assert fill(book[names[2]]["A2"]) == fill(book[names[5]]["A2"]) == RED
    assert [book[LIST].cell(row, 2).hyperlink.location.split("!")[0] for row in (5, 6)] == [
        f"'{names[5]}'",
        f"'{names[2]}'",
    ]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_of_a_very_large_file_only_the_rows_to_mend_come_back(kind):
    rows = [["编码", *map(str, range(9))], *([f"{number}", *["x"] * 9] for number in range(1, 21_000))]
    content = csv_text(rows).encode() if kind == "csv" else large(rows)
    sheet = None if kind == "csv" else "S"
    problems = [problem("C3", sheet=sheet), problem("A20001", Level.WARNING, sheet=sheet), problem(sheet=sheet, row=9)]

    _, back = returned(f"大表.{kind}", content, problems)

    book = opened(back)
    page = book[book.sheetnames[1]]
    assert "只有要改的行" in book[LIST]["A3"].value
    assert [row[:3] for row in page.iter_rows(values_only=True)] == [
        ("第 3 行", "2", "x"), ("第 9 行", "8", "x"), ("第 20,001 行", "20000", "x"),
    ]  # fmt: skip
    assert (fill(page["D1"]), fill(page["B2"]), fill(page["B3"])) == (RED, RED, AMBER)
    assert book[LIST]["B5"].hyperlink.location.endswith("!D1")


def large(rows):
    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet("S")
    for row in rows:
        page.append(row)
    return saved(book)


def test_thousands_of_problems_are_counted_and_the_first_of_them_listed(monkeypatch):
    monkeypatch.setattr(returns_list, "MOST", 10)
    rows = [["编码"], *([str(number)] for number in range(30))]
    problems = [problem(f"A{row}", sheet=None) for row in range(2, 32)]

    book = opened(returned("a.csv", csv_text(rows).encode(), problems)[1])

    assert book[LIST]["A2"].value == "退回 30 处。只列出前 10 处。"
    assert len(listed(book[LIST])) == 10


def test_an_open_document_sheet_comes_back_as_xlsx():
    """Written as LibreOffice writes it: a blank first row and a date."""
    names = ("office", "table", "text")
    declared = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in names)
    content = (
        f'<office:document-content {declared}><office:body><office:spreadsheet><table:table table:name="指标 9 月">'
        "<table:table-row><table:table-cell/></table:table-row><table:table-row>"
        '<table:table-cell office:value-type="string"><text:p>001</text:p></table:table-cell>'
        '<table:table-cell office:value-type="date" office:date-value="2026-09-30"/></table:table-row>'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("mimetype", KIND)
        archive.writestr("META-INF/manifest.xml", MANIFEST)
        archive.writestr("content.xml", content)

    name, back = returned("九月.ods", written.getvalue(), [problem("B2")])

    page = opened(back)["指标 9 月"]
    assert name == "九月.退回清单.xlsx"
    assert (page["A2"].value, page["B2"].value, fill(page["B2"])) == ("001", "2026-09-30", RED)


def test_characters_that_a_workbook_cannot_hold_are_left_out():
    odd = Problem("a.csv", None, 2, "列\x0b", "\x00值\ud800", "坏\x1f字：请改。", Level.REJECTED, "A2")

    for name, content in (("a.csv", b"a\nb\n"), ("指标.xlsx", saved(own_workbook()))):
        where = None if name == "a.csv" else "指标 9 月"
        book = opened(returned(name, content, [replace(odd, sheet=where)])[1])
        assert [cell.value for cell in book[LIST][5]][2:] == ["列", "值", "坏字：请改。"]
        assert book[book.sheetnames[1]]["A2"].comment.text == "退回：坏字：请改。"


def test_a_problem_below_the_last_row_is_marked_there():
    """As for a row that a form should have and has not."""
    page = opened(returned("a.csv", b"a\nb\n", [problem("C5", sheet=None)])[1])["数据"]

    assert fill(page["C5"]) == RED
