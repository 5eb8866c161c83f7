"""Tables as people lay them out: strategies that draw the cells of a sheet and say what must come back."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from dualwatch.intake.headers import UNITS

CODES = st.from_regex(r"[0-9A-Z]{1,22}", fullmatch=True)
NAMES = st.text("农村公路养护学校食堂改造一二三（）ABC123、", min_size=1, max_size=12)
CENTS = st.integers(-(10**13), 10**13)
UNIT_NAMES = st.sampled_from(["元", "万元", "亿元"])
KEYS = ["年度", "区划代码", "项目编码"]
Cells = list[list[Any]]


@dataclass
class Part:
    """One laid-out table: its cells, merged ranges (0-based, ends included) and the rows it holds."""

    cells: Cells
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    projects: list[tuple[Any, ...]] = field(default_factory=list)
    payments: list[tuple[Any, ...]] = field(default_factory=list)

    @property
    def width(self) -> int:
        return max(map(len, self.cells))


def written_amount(cents: int, unit: str) -> str:
    """An amount of 分 as a figure of the unit."""
    return f"{Decimal(cents) / 100 / UNITS[unit]:f}"


@st.composite
def projects(draw: st.DrawFn, codes: list[str]) -> Part:
    """A table of projects: one or two header rows, two money columns."""
    unit = draw(UNIT_NAMES)
    rows = [(2025, "371003000", code, draw(NAMES), draw(NAMES), draw(CENTS), draw(CENTS)) for code in codes]
    lines: Cells = [[*map(str, row[:5]), *(written_amount(cents, unit) for cents in row[5:])] for row in rows]
    labels = [*KEYS, "项目名称", "主管部门"]
    head, merged = draw(headers(labels, "预算数", ["年初预算数", "全年预算数"], unit))
    wanted = [(*row[:5], Decimal(row[5]) / 100, Decimal(row[6]) / 100) for row in rows]
    part = draw(dressed(head, merged, lines, ("小计", 4)))
    part.projects = wanted
    return part


@st.composite
def payments(draw: st.DrawFn, codes: list[str]) -> Part:
    """A table of payments with its months below or beside one another."""
    unit = draw(UNIT_NAMES)
    months = draw(st.lists(st.integers(1, 12), min_size=2, max_size=4, unique=True))
    paid = {(code, month): draw(CENTS) for code in codes for month in months}
    if draw(st.booleans()):
        head, merged = draw(headers([*KEYS, "月份"], None, ["本月支付"], unit))
        lines: Cells = [
            ["2025", "371003000", code, draw(st.sampled_from([str(month), f"{month}月", f"2025-{month:02d}"])), amount]
            for (code, month), cents in paid.items()
            for amount in [written_amount(cents, unit)]
        ]
    else:
        head, merged = draw(headers(KEYS, "执行数", [f"{month}月" for month in months], unit))
        lines = [
            ["2025", "371003000", code, *(written_amount(paid[code, month], unit) for month in months)]
            for code in codes
        ]
    part = draw(dressed(head, merged, lines, ("合计", 0)))
    part.payments = [(code, month, Decimal(cents) / 100) for (code, month), cents in paid.items()]
    return part


@st.composite
def headers(draw: st.DrawFn, labels: list[str], group: str | None, money: list[str], unit: str) -> tuple[Cells, Any]:
    """Title lines and a header of one or two rows, the unit in the header or in a line above."""
    in_header = draw(st.booleans())
    titles: Cells = draw(st.lists(st.sampled_from([["2025年情况表"], ["编制单位：市财政局"], []]), max_size=2))
    if not in_header:
        titles.append(
            draw(st.sampled_from([[f"单位：{unit}"], ["", "", f"金额单位：{unit}"], [f"表一（单位：{unit}）"]]))
        )
    shown = [f"{one}（{unit}）" if in_header else one for one in money]
    if group is None or draw(st.booleans()):
        return [*titles, [*labels, *shown]], []
    row, first = len(titles), len(labels)
    upper = [*labels, group, *[""] * (len(money) - 1)]
    lower = [*[""] * first, *shown]
    merged = [(row, column, row + 1, column) for column in range(first)]
    merged.append((row, first, row, first + len(money) - 1))
    return [*titles, upper, lower], merged


@st.composite
def dressed(draw: st.DrawFn, head: Cells, merged: Any, lines: Cells, total: tuple[str, int]) -> Part:
    """Header and rows with blank rows and subtotals among them and notes below."""
    word, place = total
    body: Cells = []
    for line in lines:
        body.append(line)
        extra = draw(st.sampled_from([None, None, "blank", "total"]))
        if extra:
            sums = [""] * len(line)
            sums[place] = word if extra == "total" else ""
            body.append(sums)
    notes = draw(st.lists(st.sampled_from([["注：不含上级专款"], ["制表人：", "", "审核人："], []]), max_size=2))
    return Part([*head, *body, *notes], list(merged))


@st.composite
def sheets(draw: st.DrawFn) -> Part:
    """One to three tables on a sheet, below or beside one another."""
    codes = draw(st.lists(CODES, min_size=2, max_size=4, unique=True))
    cut = draw(st.integers(1, len(codes) - 1))
    halves = [draw(projects(codes[:cut])), draw(projects(codes[cut:]))]
    if draw(st.booleans()):
        pair = draw(st.sampled_from([halves, [draw(projects(codes)), draw(payments(codes))]]))
        return _beside(draw(st.permutations(pair)))
    parts = draw(st.permutations([*halves, draw(payments(codes))]))
    return _stacked(parts, [draw(st.integers(0, 2)) for _ in parts])


def _stacked(parts: list[Part], gaps: list[int]) -> Part:
    whole = Part([])
    for part, gap in zip(parts, gaps, strict=True):
        top = len(whole.cells)
        _join(whole, part, top, 0)
        whole.cells += [*part.cells, *[[] for _ in range(gap)]]
    return whole


def _beside(parts: list[Part]) -> Part:
    height = max(len(part.cells) for part in parts)
    whole = Part([[] for _ in range(height)])
    left = 0
    for part in parts:
        for row, cells in zip(whole.cells, [*part.cells, *[[]] * (height - len(part.cells))], strict=True):
            row.extend([*[""] * (left - len(row)), *cells])
        _join(whole, part, 0, left)
        left += part.width + 1
    return whole


def _join(whole: Part, part: Part, top: int, left: int) -> None:
    whole.merged += [(a + top, b + left, c + top, d + left) for a, b, c, d in part.merged]
    whole.projects += part.projects
    whole.payments += part.payments
