"""A printed form on a worksheet: boxes with borders, merged where they span, text that stays text."""

import unicodedata
from datetime import date, datetime
from decimal import Decimal
from math import ceil
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

FONT = "宋体"
A4 = 9
ROW_HEIGHT = 14.5
MARGIN = 6
HIGHEST = 400
MONEY = Decimal(10_000)
BODY = {"font_name": FONT, "font_size": 10.5, "border": 1, "text_wrap": True, "valign": "vcenter"}
STYLES: dict[str, dict[str, Any]] = {
    "title": {"font_name": FONT, "font_size": 18, "bold": True, "align": "center", "valign": "vcenter"},
    "under": {"font_name": FONT, "font_size": 10.5, "align": "center", "valign": "vcenter"},
    "line": {"font_name": FONT, "font_size": 10.5, "align": "left", "valign": "vcenter"},
    "label": BODY | {"align": "center"},
    "head": BODY | {"align": "center", "bold": True},
    "text": BODY | {"align": "left", "num_format": "@"},
    "middle": BODY | {"align": "center", "num_format": "@"},
    "money": BODY | {"align": "right", "num_format": "#,##0.00####"},
    "rate": BODY | {"align": "center", "num_format": "0.00%"},
    "number": BODY | {"align": "center", "num_format": "0.##"},
}  # fmt: skip


class Canvas:
    """One worksheet being filled row by row; columns are numbered from 0."""

    def __init__(self, book: xlsxwriter.Workbook, name: str, widths: tuple[float, ...]) -> None:
        self.page: Worksheet = book.add_worksheet(name)
        self.formats = formats_of(book)
        self.widths = widths
        self.row = 0
        self.heights: dict[int, float] = {}
        for column, width in enumerate(widths):
            self.page.set_column(column, column, width)

    @property
    def last(self) -> int:
        """The last column."""
        return len(self.widths) - 1

    def box(self, left: int, right: int, value: Any, style: str, *, down: int = 0) -> None:
        """A box of the present row, `down` rows more below it; a row is as high as its longest text needs."""
        written = _written(value, style)
        self.at_least(ROW_HEIGHT + MARGIN if down else self._height(written, left, right))
        form = self.formats[style]
        if right > left or down:
            self.page.merge_range(self.row, left, self.row + down, right, "", form)
        if written is None:
            self.page.write_blank(self.row, left, None, form)
        elif isinstance(written, str):
            self.page.write_string(self.row, left, written, form)
        else:
            self.page.write_number(self.row, left, written, form)

    def at_least(self, height: float) -> None:
        """Makes the present row so high."""
        self.heights[self.row] = max(self.heights.get(self.row, 0), min(height, HIGHEST))

    def _height(self, written: Any, left: int, right: int) -> float:
        width = max(sum(self.widths[left : right + 1]) - 1, 1)
        texts = written.split("\n") if isinstance(written, str) else [""]
        return sum(max(ceil(_columns(text) / width), 1) for text in texts) * ROW_HEIGHT + MARGIN

    def ready_to_print(self, heads: tuple[int, int]) -> None:
        """A4 landscape, one page wide, the header rows on every page, the page's number below."""
        for row, height in self.heights.items():
            self.page.set_row(row, height)
        self.page.set_landscape()
        self.page.set_paper(A4)
        self.page.fit_to_pages(1, 0)
        self.page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        self.page.center_horizontally()
        self.page.print_area(0, 0, self.row - 1, self.last)
        self.page.repeat_rows(*heads)
        self.page.set_footer("&C第 &P 页 / 共 &N 页")


def formats_of(book: xlsxwriter.Workbook) -> dict[str, Any]:
    """The cell formats of a workbook, made once."""
    if not hasattr(book, "form_styles"):
        book.form_styles = {name: book.add_format(style) for name, style in STYLES.items()}
    styles: dict[str, Any] = book.form_styles
    return styles


def _written(value: Any, style: str) -> str | float | None:
    """Money in 万元 with all its decimals, rates as fractions; everything else as the text that it is."""
    if value is None or value == "":
        return None
    if style == "money" and isinstance(value, Decimal):
        return float(value / MONEY)
    if style == "rate" and isinstance(value, int):
        return value / 1_000_000
    if style == "number" and isinstance(value, Decimal | int | float):
        return float(value)
    if isinstance(value, datetime | date):
        return f"{value:%Y-%m-%d}"
    return str(value)


def _columns(text: str) -> int:
    """How many narrow characters a text is wide."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
