"""What spreadsheets hide: percent formats, error cells, formulas without result, hidden sheets, passwords."""

import io
import re
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import msoffcrypto.format.ooxml
import openpyxl
import pytest
import xlsxwriter

from dualwatch import intake
from dualwatch.intake.number_formats import percent_text, show
from dualwatch.intake.reading import SCALED_MARK
from dualwatch.model import Level
from tests.intake.files import PROJECT_HEADER, project_row, records, told, write_workbook, write_zip

DATA = Path(__file__).parent / "data"
OBSERVATIONS = ["年度", "区划代码", "项目编码", "指标序号", "月份", "当前完成值"]


@pytest.mark.parametrize(
    ("value", "text"), [(0.647, "64.7%"), (1, "100%"), (0.07, "7%"), ("≥95%", "≥95%"), (True, True), (1e-6, "0.0001%")]
)
def test_percent_text(value: object, text: object) -> None:
    assert percent_text(value) == text


def test_a_percent_format_is_part_of_the_figure(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "监控.xlsx") as book:
        sheet = book.add_worksheet("指标监控")
        sheet.write_row(0, 0, OBSERVATIONS)
        for row, style in ((1, {"num_format": "0.00%"}), (2, {"num_format": 9}), (3, {})):
            sheet.write_row(row, 0, [2025, 371003000, "001", row, 6])
            sheet.write_number(row, 5, 0.95, book.add_format(style))
    result = intake.read(tmp_path / "监控.xlsx")
    assert records(result, "observations", "actual", "actual_unit") == [("95%", "%"), ("95%", "%"), ("0.95", None)]


def test_long_codes_written_as_numbers_are_refused(tmp_path: Path) -> None:
    rows = [PROJECT_HEADER, project_row("51092324000010263"), project_row("x")]
    rows[2][3] = 51092324000010263
    result = intake.read(write_workbook(tmp_path / "项目.xlsx", {"项目": rows}))
    assert records(result, "projects", "pro_code") == [("51092324000010263",)]
    (problem,) = told(result, Level.REJECTED)
    assert (problem.sheet, problem.row, problem.column) == ("项目", 3, "项目编码")
    assert "末几位已丢失" in problem.reason


def test_error_cells_and_formulas_without_result_are_named(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "项目"
    for row in (PROJECT_HEADER, project_row("001", adjusted=1), project_row("002"), project_row("003", adjusted=1)):
        sheet.append(row)
    sheet["F3"] = "=1+1"
    sheet["E4"] = "#REF!"
    book.save(tmp_path / "项目.xlsx")
    result = intake.read(tmp_path / "项目.xlsx")
    assert records(result, "projects", "pro_code") == [("001",)]
    assert {(problem.row, problem.column) for problem in told(result, Level.REJECTED)} == {
        (3, "年初预算数（万元）"),
        (4, "项目名称"),
    }
    assert any("保存一次" in problem.reason for problem in told(result, Level.REJECTED))


def test_formulas_with_a_stored_result_are_read(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "项目.xlsx") as book:
        sheet = book.add_worksheet("项目")
        sheet.write_row(0, 0, PROJECT_HEADER)
        sheet.write_row(1, 0, project_row())
        sheet.write_formula(1, 6, "=1.5*2", value=3)
    result = intake.read(tmp_path / "项目.xlsx")
    assert records(result, "projects", "adjusted_budget") == [(Decimal(30_000),)]


def test_hidden_rows_and_columns_are_read_and_told(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "全部.xlsx") as book:
        sheet = book.add_worksheet("项目")
        for row, cells in enumerate((PROJECT_HEADER, project_row("001"), project_row("002"))):
            sheet.write_row(row, 0, cells)
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.set_row(9, None, None, {"hidden": True})
        sheet.set_column("F:F", None, None, {"hidden": True})
        sheet.set_column("K:XFD", None, None, {"hidden": True})
    result = intake.read(tmp_path / "全部.xlsx")
    assert records(result, "projects", "pro_code", "initial_budget") == [
        ("001", Decimal(1_000_000)),
        ("002", Decimal(1_000_000)),
    ]
    assert {problem.reason for problem in told(result, Level.NOTICE)} >= {
        "有 1 个隐藏行（第 3 行），已一并读入。",
        "有 1 个隐藏列（F 列），已一并读入。",
    }


@pytest.mark.parametrize(
    ("code", "value", "shown"),
    [
        ("0.00%", 0.5, "50%"),
        ('0.0"%"', 50.5, "50.5%"),
        ('0.00"万元"', 33.5, "33.5万元"),
        ("#,##0.00\\元", 33.5, "33.5元"),
        ("0!.0,", 123456, SCALED_MARK),
        ("0\\.0000", 123456, SCALED_MARK),
        ('#,##0,,"百万"', 123456, SCALED_MARK),
        ("#,##0,", 0, 0),
    ],
)
def test_a_number_format_that_says_more_than_the_number(code: str, value: float, shown: object) -> None:
    reads = show(code)
    assert reads is not None
    assert reads(value) == shown
    assert reads("text") == "text"


@pytest.mark.parametrize(
    "code",
    [
        "General",
        "@",
        "0.00",
        "#,##0.00_);[Red]\\(#,##0.00\\)",
        'yyyy"年"m"月"',
        '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ ',
        '0"分"',
        "[$¥-804]#,##0.00",
    ],
)
def test_a_number_format_that_says_no_more_than_the_number(code: str) -> None:
    assert show(code) is None


def test_units_in_a_number_format_are_read_and_shrunk_numbers_refused(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "项目.xlsx") as book:
        sheet = book.add_worksheet("项目")
        header = [*PROJECT_HEADER[:5], "年初预算数（元）", "全年预算数（元）"]
        for row, cells in enumerate((header, project_row("001"), project_row("002"))):
            sheet.write_row(row, 0, cells)
        for row, code in ((1, '0.00"万元"'), (2, "0!.0000")):
            sheet.write_number(row, 6, 12.5 if row == 1 else 125000, book.add_format({"num_format": code}))
    result = intake.read(tmp_path / "项目.xlsx")
    assert records(result, "projects", "pro_code", "adjusted_budget") == [("001", Decimal(125_000))]
    (problem,) = told(result, Level.REJECTED)
    assert (problem.row, problem.cell) == (3, "G3")
    assert "缩小了显示" in problem.reason


@pytest.mark.parametrize("kind", ["xls", "ods", "xlsx"])
def test_a_messy_workbook_is_the_same_in_every_format(kind: str) -> None:
    """data/messy.*: one workbook as LibreOffice saves it, with titles, a merged department, formulas, an error
    cell, percent formats, a unit in a number format, a code kept as a number, a hidden row, column and sheet."""
    result = intake.read(DATA / f"messy.{kind}")
    names = ("dept_name", "pro_code", "initial_budget", "adjusted_budget", "printed_rate")
    assert records(result, "projects", *names) == [
        ("教育局", "001", Decimal(100), Decimal("150.5"), 647_000),
        ("教育局", "00012345678901234567", Decimal(5), Decimal(10), 500_000),
    ]
    assert records(result, "execution", "pro_code", "month", "paid") == [("001", 3, Decimal(7))]
    refused = {(problem.cell, problem.reason[:8]) for problem in told(result, Level.REJECTED)}
    assert refused == {("G5", "单元格里的公式出"), ("D7", "编码被表格软件变")}
    notices = " ".join(problem.reason for problem in told(result, Level.NOTICE))
    assert all(words in notices for words in ("隐藏行（第 6 行）", "隐藏列（I 列）", "隐藏的工作表"))
    assert result.controls[0].money_received == Decimal("150.5") + 10 + 33_596_200 + 5


def rewritten(path: Path, change: Callable[[str], str]) -> Path:
    """The workbook with the XML of its first sheet changed."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    parts[name] = change(parts[name].decode()).encode()
    return write_zip(path, parts)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda xml: xml, id="as Excel writes it"),
        pytest.param(lambda xml: re.sub(r'<c r="(\w+)"([^>]*)>', r'<c\2 r="\1">', xml), id="place last"),
        pytest.param(lambda xml: re.sub(r'<(c|row) r="\w+"', r"<\1", xml), id="no places"),
        pytest.param(
            lambda xml: re.sub(
                r"<(/?)(worksheet|sheetData|row|c|v|f|is|t|dimension)\b",
                r"<\1x:\2",
                xml.replace("xmlns=", "xmlns:x=").replace("<sheetViews>", "<!--").replace("</sheetViews>", "-->"),
            ),
            id="prefixed",
        ),
    ],
)
def test_marks_are_found_however_the_xml_is_written(tmp_path: Path, change: Callable[[str], str]) -> None:
    with xlsxwriter.Workbook(tmp_path / "项目.xlsx") as book:
        sheet = book.add_worksheet("项目")
        for row, cells in enumerate((PROJECT_HEADER, *(project_row(f"00{number}") for number in range(1, 5)))):
            sheet.write_row(row, 0, cells)
        sheet.write_formula("G3", "=1/0", None, "#DIV/0!")
        sheet.write_array_formula("G4:G4", "{=SUM(F2:F3)}", None, 7)
        sheet.write_formula("G5", "=1+1", None, "")
    path = rewritten(tmp_path / "项目.xlsx", change)
    result = intake.read(path)
    assert records(result, "projects", "pro_code", "adjusted_budget") == [
        ("001", Decimal(1_000_000)),
        ("003", Decimal(70_000)),
    ]
    assert [problem.cell for problem in told(result, Level.REJECTED)] == ["G3", "G5"]


def test_shared_and_array_formulas_without_a_value_are_named(tmp_path: Path) -> None:
    path = write_workbook(
        tmp_path / "项目.xlsx",
        {"项目": [PROJECT_HEADER, project_row("001", adjusted=1), project_row("002", adjusted=2)]},
    )
    cells = {
        "G2": '<c r="G2"><f t="shared" si="0"/></c>',
        "G3": '<c r="G3"><f t="array" ref="G3">SUM(F2:F3)</f><v></v></c>',
    }

    def change(xml: str) -> str:
        for place, cell in cells.items():
            xml = re.sub(rf'<c r="{place}"[^>]*>.*?</c>', cell, xml)
        return xml

    result = intake.read(rewritten(path, change))
    assert [problem.cell for problem in told(result, Level.REJECTED)] == ["G2", "G3"]
    assert all("保存一次" in problem.reason for problem in told(result, Level.REJECTED))


def test_merged_ranges_by_the_thousand_are_filled_at_once(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "项目.xlsx") as book:
        sheet = book.add_worksheet("项目")
        sheet.write_row(0, 0, PROJECT_HEADER)
        for row in range(1, 6001):
            sheet.write_row(row, 0, project_row(f"{row:05d}"))
            if row % 2:
                sheet.merge_range(row, 2, row + 1, 2, f"部门{row}")
                continue
            sheet.write_blank(row, 2, None)
    result = intake.read(tmp_path / "项目.xlsx")
    departments = [name for (name,) in records(result, "projects", "dept_name")]
    assert departments[:4] == ["部门1", "部门1", "部门3", "部门3"]
    assert len(set(departments)) == 3000


def test_a_workbook_with_a_password(tmp_path: Path) -> None:
    plain = write_workbook(tmp_path / "plain.xlsx", {"项目": [PROJECT_HEADER, project_row()]})
    (tmp_path / "锁").mkdir()
    with plain.open("rb") as source, (tmp_path / "锁" / "项目.xlsx").open("wb") as target:
        msoffcrypto.format.ooxml.OOXMLFile(source).encrypt("密", target)
    result = intake.read(tmp_path / "锁")
    (problem,) = told(result, Level.REJECTED)
    assert problem.file == "项目.xlsx"
    assert "密码" in problem.reason


def test_an_open_document_sheet(tmp_path: Path) -> None:
    cells = "".join(
        f"<table:table-row>{''.join(_ods_cell(cell) for cell in row)}</table:table-row>"
        for row in (PROJECT_HEADER, project_row("00012"))
    )
    urn = "urn:oasis:names:tc:opendocument:xmlns"
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    declared = " ".join(f'xmlns:{name}="{urn}:{name}:1.0"' for name in ("office", "table", "text"))
    manifest = (
        f'<?xml version="1.0"?><m:manifest xmlns:m="{urn}:manifest:1.0">'
        f'<m:file-entry m:full-path="/" m:media-type="{kind}"/></m:manifest>'
    )
    content = (
        f'<?xml version="1.0"?><office:document-content {declared}><office:body><office:spreadsheet>'
        f'<table:table table:name="项目">{cells}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", content)
    (tmp_path / "a.ods").write_bytes(buffer.getvalue())
    result = intake.read(tmp_path / "a.ods")
    assert records(result, "projects", "pro_code", "source_sheet") == [("00012", "项目")]


def _ods_cell(text: str) -> str:
    return f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'


def test_a_far_stray_cell_does_not_fill_the_memory(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "项目.xlsx") as book:
        book.add_worksheet("项目").write(1_048_575, 16_383, "x")
    result = intake.read(tmp_path / "项目.xlsx")
    assert "范围过大" in told(result, Level.REJECTED)[0].reason
