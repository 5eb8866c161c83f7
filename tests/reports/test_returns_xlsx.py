"""退回清单 of a sender's own workbook: its bad cells marked, the list in front, the rest as it was."""

import io
import re
import zipfile

import openpyxl
import pytest

from dualwatch import intake
from dualwatch.model import Level, Problem
from dualwatch.reports import returns_own
from dualwatch.reports.returns_xlsx import returned
from tests.intake.files import PROJECT_HEADER, csv_text, project_row
from tests.reports.returns import AMBER, LIST, RED, fill, listed, opened, own_workbook, problem, saved

MACRO_KIND = (b"openxmlformats-officedocument.spreadsheetml.sheet.main+xml", b"ms-excel.sheet.macroEnabled.main+xml")
MACROS = b'Attribute VB_Name = "Module1"'


def test_bad_cells_are_coloured_and_commented_and_the_rest_is_as_it_was():
    doubt = problem("C4", Level.WARNING, reason="比上月多十倍：请核对。")

    name, content = returned("九月.xlsx", saved(own_workbook()), [doubt, problem("D3")])

    book = opened(content)
    page = book["指标 9 月"]
    assert name == "九月.退回清单.xlsx"
    assert book.sheetnames == [LIST, "指标 9 月", "说明"]
    assert (fill(page["D3"]), fill(page["C4"]), fill(page["C3"])) == (RED, AMBER, None)
    assert page["D3"].comment.text == "张三：待核\n退回：没有填金额：请填数字，没有填 0。"
    assert (page["C4"].comment.author, page["C4"].comment.text) == ("Dualwatch", "存疑：比上月多十倍：请核对。")
    assert [cell.value for cell in page[4]] == [None, "校舍维修", 200, "=C4*2"]
    assert (page["A2"].font.bold, page["C3"].number_format, page.column_dimensions["B"].width) == (True, "#,##0.00", 33)
    assert (fill(page["B3"]), str(page.merged_cells)) == ("DDEBF7", "A1:D1")


def test_the_list_in_front_leads_to_every_cell():
    problems = [
        problem(None, Level.NOTICE, sheet=None, reason="认出了标准表。"),
        problem("C4", Level.WARNING),
        problem("D3"),
    ]

    _, content = returned("九月.xlsx", saved(own_workbook()), problems)

    page = opened(content)[LIST]
    assert page["A1"].value == "退回清单：九月.xlsx"
    assert page["A2"].value == "退回 1 处，存疑 1 处，提示 1 处。"
    assert "直接发回" in page["A3"].value
    assert [line[:2] for line in listed(page)] == [
        ("退回", "指标 9 月 · D3"), ("存疑", "指标 9 月 · C4"), ("提示", "整个文件"),
    ]  # fmt: skip
    assert listed(page)[0][2:] == ("全年预算数", "abc", "没有填金额：请填数字，没有填 0。")
    assert [page.cell(row, 2).hyperlink and page.cell(row, 2).hyperlink.location for row in (5, 6, 7)] == [
        "'指标 9 月'!D3", "'指标 9 月'!C4", None,
    ]  # fmt: skip


def test_a_problem_of_a_whole_row_marks_its_first_cell_and_one_inside_a_merged_range_the_cell_that_shows():
    problems = [problem(row=4), problem("C1", reason="标题里没有年度。")]

    _, content = returned("九月.xlsx", saved(own_workbook()), problems)

    page = opened(content)["指标 9 月"]
    assert (fill(page["B4"]), fill(page["A1"]), fill(page["C1"])) == (RED, RED, None)
    assert listed(opened(content)[LIST])[1][1] == "指标 9 月 · 第 4 行"


def test_two_problems_of_a_cell_are_both_told_in_the_graver_colour():
    _, content = returned(
        "九月.xlsx", saved(own_workbook()), [problem("B4", Level.WARNING, reason="一"), problem("B4", reason="二")]
    )

    cell = opened(content)["指标 9 月"]["B4"]
    assert (fill(cell), cell.comment.text) == (RED, "退回：二\n存疑：一")


def test_a_file_sent_back_again_carries_only_the_marks_of_the_last_time():
    _, first = returned("九月.xlsx", saved(own_workbook()), [problem("C4"), problem("B4")])

    _, second = returned("九月.退回清单.xlsx", first, [problem("B4")])

    book = opened(second)
    page = book["指标 9 月"]
    assert book.sheetnames == [LIST, "指标 9 月", "说明"]
    assert (fill(page["C4"]), page["C4"].comment, fill(page["B4"])) == (None, None, RED)
    assert page["B4"].comment.text.count("退回") == 1
    assert len(listed(book[LIST])) == 1


def test_macros_stay_in_an_xlsm():
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(own_workbook()))) as plain, zipfile.ZipFile(content, "w") as archive:
        for entry in plain.infolist():
            text = plain.read(entry)
            if entry.filename == "[Content_Types].xml":
                text = text.replace(*MACRO_KIND)
            archive.writestr(entry.filename, text)
        archive.writestr("xl/vbaProject.bin", MACROS)

    name, back = returned("九月.xlsm", content.getvalue(), [problem("D3")])

    assert name == "九月.退回清单.xlsm"
    with zipfile.ZipFile(io.BytesIO(back)) as archive:
        assert archive.read("xl/vbaProject.bin") == MACROS
    assert fill(opened(back, keep_vba=True)["指标 9 月"]["D3"]) == RED


def test_the_list_itself_holds_no_formula():
    bad = Problem("a.xlsx", "指标 9 月", 3, "=列", "=cmd()", "=坏了", Level.REJECTED, "D3")

    for name, content in (("a.xlsx", saved(own_workbook())), ("a.csv", b"a,b\n1,2\n")):
        page = opened(returned(name, content, [bad])[1])[LIST]
        assert [cell.data_type for cell in page[5]] == ["s"] * 5


@pytest.mark.parametrize(
    "edit",
    [
        (b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
        (b"</sheetData>", b'</sheetData><hyperlinks><hyperlink location="x" ref="A1:XFD1048576"/></hyperlinks>'),
        (b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet'),
    ],
)
def test_what_would_choke_a_program_is_never_opened_whole(edit):
    """A range over the whole sheet has 17,179,869,184 cells; a document type may declare entities without end."""
    assert returns_own.is_small(edited(b"x", b"x"))
    assert not returns_own.is_small(edited(*edit))


def test_a_strict_workbook_comes_back_as_text():
    """Saved as Strict Open XML: openpyxl finds no sheet in it, while others read it."""
    strict = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(own_workbook()))) as plain, zipfile.ZipFile(strict, "w") as archive:
        for entry in plain.infolist():
            text = plain.read(entry)
            for name in (b"spreadsheetml", b"officeDocument"):
                text = re.sub(rb"schemas.openxmlformats.org/%b/2006" % name, rb"purl.oclc.org/ooxml/%b" % name, text)
            archive.writestr(entry, text)

    _, content = returned("九月.xlsx", strict.getvalue(), [problem("D3")])

    book = opened(content)
    assert book.sheetnames == [LIST, "指标 9 月", "说明"]
    assert fill(book["指标 9 月"]["D3"]) == RED


def edited(old, new):
    """The workbook with a text of its first sheet replaced."""
    book = own_workbook()
    book["指标 9 月"].unmerge_cells("A1:D1")
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(book))) as plain, zipfile.ZipFile(content, "w") as archive:
        for entry in plain.infolist():
            text = plain.read(entry)
            archive.writestr(entry, text.replace(old, new, 1) if entry.filename.endswith("sheet1.xml") else text)
    return content.getvalue()


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_what_intake_refuses_is_what_is_marked(tmp_path, kind):
    """Read for real: the second project has a text for a budget, and its cell comes back red."""
    rows = [PROJECT_HEADER, project_row(), project_row("002", adjusted="一百")]
    path = tmp_path / f"项目.{kind}"
    if kind == "csv":
        path.write_text(csv_text(rows), encoding="utf-8")
    else:
        book = openpyxl.Workbook()
        book.active.title = "项目"
        for row in rows:
            book.active.append(row)
        book.save(path)

    found = intake.read([path]).problems
    back = opened(returned(path.name, path.read_bytes(), [one for one in found if one.file == path.name])[1])

    assert fill(back[back.sheetnames[1]]["G3"]) == RED
    assert listed(back[LIST])[0][1].endswith("G3")
