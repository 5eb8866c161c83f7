"""A bureau's workbook, problems in it, and what a returned list shows of them."""

import io

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from dualwatch.model import Level, Problem
from dualwatch.reports import returns_list

RED, AMBER = "FFC7CE", "FFE699"
LIST = returns_list.SHEET


def problem(cell=None, level=Level.REJECTED, *, sheet="指标 9 月", row=None, reason="没有填金额：请填数字，没有填 0。"):
    """One problem at a cell, at a row, or of the whole file."""
    at = row if row or not cell else int("".join(filter(str.isdigit, cell)))
    return Problem("九月.xlsx", sheet, at, "全年预算数" if cell else None, "abc", reason, level, cell)


def own_workbook() -> openpyxl.Workbook:
    """A bureau's workbook: a merged title, a bold head, widths, a formula, a comment of its own, a second sheet."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = "指标 9 月"
    page.append(["2026 年项目绩效监控表"])
    page.merge_cells("A1:D1")
    page.append(["项目编码", "项目名称", "年初预算数", "全年预算数"])
    page.append(["001", "农村公路养护", 100, "abc"])
    page.append([None, "校舍维修", 200, "=C4*2"])
    page["A2"].font = Font(bold=True)
    page["B3"].fill = PatternFill("solid", start_color="00DDEBF7")
    page["C3"].number_format = "#,##0.00"
    page["D3"].comment = Comment("张三：待核", "张三")
    page.column_dimensions["B"].width = 33
    book.create_sheet("说明")["A1"] = "填报说明"
    return book


def saved(book) -> bytes:
    """The bytes of a workbook."""
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def opened(content, **how):
    """A workbook of bytes, read back."""
    return openpyxl.load_workbook(io.BytesIO(content), **how)


def fill(cell):
    """The colour of a cell, RRGGBB; None without one."""
    return cell.fill.start_color.rgb[2:] if cell.fill.fill_type else None


def listed(page):
    """The lines of the list: level, place, column, value, problem."""
    return [tuple(row) for row in page.iter_rows(min_row=returns_list.FIRST_LINE, max_col=5, values_only=True)]
