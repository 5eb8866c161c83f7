"""Workbooks as bureaus send them, for the area of tests/pages/area.py: month 9 of 2026, 万元.

Before: 710 of 1,200 万元 paid by month 8, 59.2 %. `payments` brings 10 万元 for each of the twelve
projects but for two rows that cannot be read (“约十万”, month 13): 100 万元 more make 810, 67.5 %.
"""

import io
from typing import Any

import openpyxl

from tests.pages import area

YEAR, MONTH, PAID = 2026, 9, 10


def workbook(sheet: str, rows: list[list[Any]], merged: tuple[str, ...] = ()) -> bytes:
    """One sheet of rows as the bytes of an .xlsx, ranges like A1:F1 merged."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = sheet
    for row in rows:
        page.append(row)
    for cells in merged:
        page.merge_cells(cells)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def payments() -> bytes:
    """The import format with a title, a unit line and a total; L3 has month 13, L6 a sum in words."""
    head = [["云州市 2026 年 9 月项目支付表"], ["单位：万元"], ["年度", "财政区划", "项目编码", "月份", "本月支付"]]
    rows = [
        [YEAR, area.COUNTIES[code[0]], code, 13 if code == "L3" else MONTH, "约十万" if code == "L6" else PAID]
        for code in area.codes()
    ]
    return workbook("支付", [*head, *rows, ["合计", None, None, None, 120]])


def ledger() -> bytes:
    """A layout of an office's own: header of two rows, own words, a total and a note below; L6 a sum in words."""
    head = [
        ["云州市专项资金拨付台账（2026 年 9 月）"], ["单位：万元"],
        ["项目", None, "所在县区", "资金", None, "备注"], ["编号", "名称", "代码", "本期拨付", "结余", None],
    ]  # fmt: skip
    rows = [
        [code, f"培训{code}", area.COUNTIES[code[0]], "约十万" if code == "L6" else PAID, 5, None]
        for code in area.codes()
    ]
    return workbook(
        "拨付台账", [*head, *rows, ["合计", None, None, 110, 60], ["注：结余为账面数"]], ("A1:F1", "A3:B3", "D3:E3")
    )
