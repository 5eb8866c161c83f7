"""What spreadsheets hide: percent formats, error cells, formulas without result, hidden sheets, passwords."""

import io
import zipfile
from decimal import Decimal
from pathlib import Path

import msoffcrypto.format.ooxml
import openpyxl
import pytest
import xlsxwriter

from dualwatch import intake
from dualwatch.intake.sheet_xml import percent_text
from dualwatch.model import Level
from tests.intake.files import PROJECT_HEADER, project_row, records, told, write_workbook

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


def test_hidden_sheets_are_left_and_hidden_rows_read_and_both_are_told(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "全部.xlsx") as book:
        for name in ("项目", "旧项目"):
            sheet = book.add_worksheet(name)
            for row, cells in enumerate((PROJECT_HEADER, project_row("001"), project_row("002"))):
                sheet.write_row(row, 0, cells)
        book.get_worksheet_by_name("项目").set_row(2, None, None, {"hidden": True})
        book.get_worksheet_by_name("旧项目").hide()
    result = intake.read(tmp_path / "全部.xlsx")
    assert result.tables["projects"].num_rows == 2
    notices = {(problem.sheet, problem.reason[:4]) for problem in told(result, Level.NOTICE)}
    assert {("旧项目", "隐藏的工"), ("项目", "有 1 ")} <= notices


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
