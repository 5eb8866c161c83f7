"""Templates: every format has one; what is filled in comes out as the same figures, examples never do."""

import csv
import io
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from dualwatch import intake
from dualwatch.intake.formats import formats
from dualwatch.intake.headers import heading
from dualwatch.model import Intake, Level, WrongUsage
from dualwatch.reports.templates import template
from dualwatch.reports.templates_tables import header
from dualwatch.schema import TABLES

SAMPLES = Path(__file__).parents[2] / "data" / "sample"
WAN = 10_000


def opened(name: str) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(template(name)[1]))


def saved(book: openpyxl.Workbook, folder: Path) -> Path:
    book.save(folder / "填好的.xlsx")
    return folder / "填好的.xlsx"


def sample_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def summed(read: Intake) -> dict[str, tuple[int, Any]]:
    """Rows and money of each table."""
    return {one.table: (one.rows_stored, one.money_stored) for one in read.controls if one.rows_received}


@pytest.mark.parametrize("name", formats())
def test_every_format_has_a_template(name: str) -> None:
    file, content = template(name)
    assert file.endswith(".xlsx")
    assert openpyxl.load_workbook(io.BytesIO(content)).sheetnames


def test_an_unknown_format_names_those_there_are() -> None:
    with pytest.raises(WrongUsage, match="没有“别的”这种版式。可用：canonical"):
        template("别的")


def test_every_table_has_a_sheet_with_its_headers_units_and_marks() -> None:
    book = opened("canonical")
    assert book.sheetnames == ["填写说明", *(table.label for table in TABLES.values())]
    heads = [cell.value for cell in book["项目"][1]]
    assert heads == [header(field) for field in TABLES["projects"].fields]
    assert {"预算年度*", "项目名称*", "主管部门", "年初预算数（元）"} <= set(heads)


def test_headers_say_what_to_write() -> None:
    notes = {cell.value: cell.comment.text for cell in opened("canonical")["项目"][1]}
    assert "6 至 9 位数字" in notes["财政区划*"]
    assert "可填：涉密、半涉密、非涉密" in notes["密级"]
    assert "列名也可以写：调整后预算数、变动后预算数" in notes["全年预算数（元）"]


def test_choices_are_drop_downs_and_codes_are_text() -> None:
    sheet = opened("canonical")["项目"]
    places = {cell.value: cell.column_letter for cell in sheet[1]}
    rules = {str(rule.sqref).split(":")[0]: rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert rules[f"{places['密级']}2"] == '"涉密,半涉密,非涉密"'
    assert rules[f"{places['重点项目']}2"] == '"是,否"'
    assert sheet.column_dimensions[places["项目编码*"]].number_format == "@"


def test_the_empty_template_gives_no_row_and_no_refusal(tmp_path: Path) -> None:
    read = intake.read(saved(opened("canonical"), tmp_path))
    assert not any(table.num_rows for table in read.tables.values())
    assert not [problem for problem in read.problems if problem.level is Level.REJECTED]


def test_the_sample_written_into_the_template_comes_out_the_same(tmp_path: Path) -> None:
    book = opened("canonical")
    for path in sorted((SAMPLES / "canonical").glob("*.csv")):
        sheet, table = book[path.stem], next(one for one in TABLES.values() if one.label == path.stem)
        for number, row in enumerate(sample_rows(path), start=3):
            values = {heading(table.name, name).field: in_yuan(name, value) for name, value in row.items()}
            for cell, field in zip(sheet[1], table.fields, strict=True):
                sheet.cell(number, cell.column).value = values.get(field.name) or None
    filled = intake.read(saved(book, tmp_path))
    assert not [problem for problem in filled.problems if problem.level is Level.REJECTED]
    assert summed(filled) == summed(intake.read(SAMPLES / "canonical"))


def in_yuan(name: str, value: str) -> str:
    """An amount of the sample as the template wants it."""
    factor = {"万元": WAN, "亿元": WAN * WAN}.get(name.partition("（")[2].rstrip("）"), 1)
    return str(Decimal(value) * factor) if factor > 1 and value else value


@pytest.mark.parametrize("name", ["budget-system", "vendor-monitoring", "vendor-selfeval", "tenjo"])
def test_a_sample_written_into_the_template_of_its_mapping_comes_out_the_same(tmp_path: Path, name: str) -> None:
    book = opened(name)
    sheets = {path.stem: book[path.stem] if path.stem in book.sheetnames else book[book.sheetnames[-1]]
              for path in (SAMPLES / name).glob("*.csv")}  # fmt: skip
    for path in sorted((SAMPLES / name).glob("*.csv")):
        for number, row in enumerate(sample_rows(path), start=2):
            lower = {key.lower(): value for key, value in row.items()}
            for cell in sheets[path.stem][1]:
                sheets[path.stem].cell(number, cell.column).value = lower.get(str(cell.value).lower()) or None
    read = intake.read(saved(book, tmp_path))
    assert summed(read) == summed(intake.read(SAMPLES / name))


def test_the_command_line_writes_a_template(tmp_path: Path, run: Any) -> None:
    out = tmp_path / "模板.xlsx"
    status, said, _ = run("report", "template", "-p", "name=canonical", "--out", out, "--store", tmp_path / "store")
    assert (status, said.strip()) == (0, f"写了 {out}。")
    assert "项目" in openpyxl.load_workbook(out).sheetnames
