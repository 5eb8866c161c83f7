"""The workbook of the import format: a sheet a table with headers, notes, drop-downs and one example row."""

import io
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from dualwatch.intake.rows import EXAMPLE
from dualwatch.reports.sheets import styles
from dualwatch.reports.templates_notes import EXAMPLES, KINDS, note_of
from dualwatch.schema import TABLES, Field, Table

LAST_ROW = 5_000
_WIDE = ("name", "text", "advice", "note", "measure")
_HOW = (
    "一张工作表对应一张标准表，只填用得到的，其余留空或删去；列可以增减、调换次序，列名不要改。",
    "带 * 的列必填；“主管部门”和“部门编码”至少填一个；“本月支付”和“累计支付”只填一列。",
    "金额的单位写在列名里（元），可以整列改成（万元）或（亿元）。没有的数留空，不要填 0。",
    "编码按文本填写（模板已设成文本），长编码不要让表格软件变成科学计数。",
    f"灰色斜体是示例行，编码以“{EXAMPLE}”开头，导入时不读；可以删去，也可以留着。",
    "把鼠标停在列名上，可以看到这一列填什么；有下拉选项的列只能选列出的值。",
    "合计行、说明行会被认出来，不当作数据。",
)


def book() -> bytes:
    """The content of the workbook."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as workbook:
        made = styles(workbook)
        made["required"] = workbook.add_format({"bold": True, "bg_color": "#FFF1D6", "bottom": 1, "text_wrap": True})
        grey = {"italic": True, "font_color": "#6B7280"}
        made["example"] = workbook.add_format({**grey, "num_format": "@"})
        made["example_figure"] = workbook.add_format({**grey, "num_format": "#,##0.00"})
        _instructions(workbook.add_worksheet("填写说明"), made)
        for table in TABLES.values():
            _table(workbook.add_worksheet(table.label), table, made)
    return buffer.getvalue()


def _instructions(page: Worksheet, made: dict[str, Any]) -> None:
    page.set_column(0, 0, 18)
    page.set_column(1, 1, 100)
    page.write_string(0, 0, "标准表填写说明", made["title"])
    for number, line in enumerate(_HOW, start=1):
        page.write_string(number, 0, f"{number}", made["text"])
        page.write_string(number, 1, line, made["wrapped"])
    first = len(_HOW) + 2
    page.write_string(first, 0, "工作表", made["head"])
    page.write_string(first, 1, "一行是什么", made["head"])
    for number, table in enumerate(TABLES.values(), start=first + 1):
        keys = "、".join(table.by_name[name].label for name in table.key)
        page.write_string(number, 0, table.label, made["text"])
        page.write_string(number, 1, f"{keys}相同的只有一行", made["wrapped"])


def _table(page: Worksheet, table: Table, made: dict[str, Any]) -> None:
    page.freeze_panes(1, 0)
    page.set_row(0, 32)
    for place, field in enumerate(table.fields):
        page.write_string(0, place, header(field), made["required" if field.required else "head"])
        page.write_comment(0, place, note_of(table, field), {"x_scale": 2.2, "y_scale": 1.6})
        kind = "text" if field.kind in ("code", "text", "date") else "money" if field.kind == "money" else None
        width = 26 if field.name.endswith(_WIDE) else 15
        page.set_column(place, place, width, made[kind] if kind else None)
        _choices(page, place, field)
        _example(page, place, table, field, made)


def header(field: Field) -> str:
    """A column's header: its label, the unit of money, a mark where it must be filled."""
    return f"{field.label}{'（元）' if field.kind == 'money' else ''}{'*' if field.required else ''}"


def _choices(page: Worksheet, place: int, field: Field) -> None:
    rule: dict[str, Any] | None = None
    listed = list(field.choices) if field.kind == "choice" else ["是", "否"] if field.kind == "flag" else []
    if listed:
        rule = {"validate": "list", "source": listed, "error_message": "请选列出的值。"}
    elif field.kind == "month":
        rule = {"validate": "integer", "criteria": "between", "minimum": 1, "maximum": 12, "error_message": "1 到 12。"}
    if rule:
        page.data_validation(1, place, LAST_ROW, place, {**rule, "error_title": KINDS[field.kind]})


def _example(page: Worksheet, place: int, table: Table, field: Field, made: dict[str, Any]) -> None:
    value = EXAMPLES.get(table.name, {}).get(field.name)
    if isinstance(value, int | float):
        page.write_number(1, place, value, made["example_figure" if field.kind == "money" else "example"])
    elif value:
        page.write_string(1, place, value, made["example"])
