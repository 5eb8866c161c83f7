"""Workbooks in the layouts that bureaus publish: the official self-evaluation form and its three neighbours.

Each layout takes one project as the published tables spell it (a dict of texts, '' where blank) and its
indicators, and lays it out as the form is printed: title rows, merged labels, the 单位 in a label, levels
merged down, the final row.
"""

from collections.abc import Callable, Sequence
from itertools import groupby
from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

Record = dict[str, str]


class Page:
    """A sheet on which boxes are put; a box may span columns and rows."""

    def __init__(self, sheet: Worksheet) -> None:
        self.sheet = sheet
        self.row = 0

    def line(self, *boxes: tuple[int, object] | tuple[int, int, object]) -> int:
        """A row of boxes, each (column, text) or (first column, last column, text), 1-based; its number."""
        self.row += 1
        for first, *rest in boxes:
            last, text = (rest[0], rest[1]) if len(rest) == 2 else (first, rest[0])
            self.put(self.row, first, self.row, int(str(last)), text)
        return self.row

    def put(self, top: int, left: int, bottom: int, right: int, text: object) -> None:
        """One box; figures are written as a clerk types them."""
        if text not in (None, ""):
            cell = self.sheet.cell(top, left, text)
            # =100% is what the published tables print; openpyxl would take it for a formula.
            cell.data_type = "s" if isinstance(text, str) else cell.data_type
        if (top, left) != (bottom, right):
            self.sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)


def head(page: Page, project: Record, title: str, right: int, name: str = "项目名称") -> None:
    """Title, year and the rows of names."""
    page.line((1, right, title))
    page.line((1, right, f"（{project['fiscal_year']}年度）" if project["fiscal_year"] else ""))
    page.line((1, 2, name), (3, right, project["project_name"]))
    half = right // 2 + 1
    names = project["department"], project["unit"]
    page.line((1, 2, "主管部门"), (3, half, names[0]), (half + 1, "实施单位"), (half + 2, right, names[1]))


def headers(first: int, *texts: object) -> list[tuple[int, object]]:
    """Texts side by side from a column on."""
    return [(first + place, text) for place, text in enumerate(texts)]


def levels(page: Page, rows: Sequence[Record], first: int, last: int, columns: tuple[int, int]) -> None:
    """Level 1 and 2 merged down over the rows that share them."""
    at = first
    for level1, group in groupby(rows, key=lambda row: row["level1"]):
        inside = list(group)
        page.put(at, columns[0], at + len(inside) - 1, columns[0], level1)
        below = at
        for level2, same in groupby(inside, key=lambda row: row["level2"]):
            count = len(list(same))
            page.put(below, columns[1], below + count - 1, columns[1], level2)
            below += count
        at += len(inside)
    assert at == last + 1


def indicators(page: Page, rows: Sequence[Record], fields: Sequence[tuple[str, str]], first: int, label: str) -> None:
    """The indicator block: a label merged down, level columns from `first`, then the named fields."""
    top = page.line((first, "一级指标"), (first + 1, "二级指标"), *(
        (first + 2 + place, header) for place, (header, _) in enumerate(fields)
    ))  # fmt: skip
    for row in rows:
        page.line(*((first + 2 + place, row[name]) for place, (_, name) in enumerate(fields)))
    levels(page, rows, top + 1, page.row, (first, first + 1))
    page.put(top, 1, page.row, 1, label)


def money(unit: str) -> str:
    """The unit as a label ends with it; nothing where the form does not state one."""
    return f"（{unit}）" if unit else ""


def standard(page: Page, project: Record, rows: Sequence[Record]) -> None:
    """财预〔2020〕10号: three amounts, weight 10 + 90, the total row above its parts."""
    head(page, project, "项目支出绩效自评表", 9)
    amounts = [project[name] for name in ("budget_initial", "budget_adjusted", "executed")]
    printed = [project[name] for name in ("exec_weight", "execution_rate_printed", "exec_score")]
    empty_total = "0/0/0" in project["note"]
    total, part = (["0", "0", "0"], amounts) if empty_total else (amounts, ["", "", ""])
    top = page.line((3, 4, ""), *headers(5, "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"))
    page.line((3, 4, "年度资金总额"), *headers(5, *total, *printed))
    page.line((3, 4, "其中：当年财政拨款"), *headers(5, *part, "—", "", "—"))
    page.line((3, 4, "上年结转资金"), (8, "—"), (10, "—"))
    page.line((3, 4, "其他资金"), (8, "—"), (10, "—"))
    page.put(top, 1, page.row, 2, f"项目资金{money(project['amount_unit'])}")
    goal(page, 9)
    fields = [("三级指标", "level3"), ("年度指标值", "target_raw"), ("实际完成值", "actual_raw"), ("分值", "weight"),
              ("得分", "score"), ("偏差原因分析及改进措施", "deviation_reason")]  # fmt: skip
    indicators(page, rows, fields, 2, "绩效指标")
    page.line((1, 6, "总分"), (7, "100"), (8, project["self_score"]))


def goal(page: Page, right: int) -> None:
    """The goal block, left blank: the published tables hold figures only."""
    half = right // 2 + 1
    top = page.line((2, half, "预期目标"), (half + 1, right, "实际完成情况"))
    page.line((2, half, ""), (half + 1, right, ""))
    page.put(top, 1, page.row, 1, "年度总体目标")


def twenty_eighty(page: Page, project: Record, rows: Sequence[Record]) -> None:
    """预算数(A)/执行数(B): 20 × rate + 80, no column of weights."""
    page.line((1, 7, f"{project['fiscal_year']}年度{project['project_name']}项目自评表"))
    page.line((1, 3, f"单位名称：{project['unit']}"), (5, 7, "填报日期：2021年3月5日"))
    page.line((1, "项目名称"), (2, 7, project["project_name"]))
    page.line((1, "主管部门"), (2, 3, project["department"]), (4, 5, "项目实施单位"), (6, 7, project["unit"]))
    unit, points = money(project["amount_unit"]), project["exec_weight"] or "20"
    top = page.line((2, 3, ""), (4, "预算数(A)"), (5, "执行数(B)"), (6, "执行率(B/A)"), (7, f"得分({points}分*执行率)"))
    page.line((2, 3, "年度财政资金总额"), (4, project["budget_adjusted"]), (5, project["executed"]),
              (6, project["execution_rate_printed"]), (7, project["exec_score"]))  # fmt: skip
    page.put(top, 1, page.row, 1, f"预算执行情况{unit}({points}分)")
    fields = [
        ("三级指标", "level3"),
        ("年初目标值(A)", "target_raw"),
        ("实际完成值(B)", "actual_raw"),
        ("得分", "score"),
    ]
    for label, part in (("年度绩效目标1(40分)", rows[:3]), ("年度绩效目标2(40分)", rows[3:])):
        if part:
            indicators(page, part, fields, 2, label)
    page.line((1, 6, "总分"), (7, project["self_score"]))
    page.line((1, 2, "偏差大或目标未完成原因分析"), (3, 7, ""))


def transfer(page: Page, project: Record, rows: Sequence[Record]) -> None:
    """转移支付 form: money by source, no scores."""
    head(page, project, "转移支付区域（项目）绩效自评表", 7, "转移支付（项目）名称")
    top = page.line((2, 4, ""), (5, "全年预算数（A）"), (6, "全年执行数（B）"), (7, "预算执行率（B/A）"))
    page.line((2, 4, "年度资金总额："), (5, project["budget_adjusted"]), (6, project["executed"]),
              (7, project["execution_rate_printed"]))  # fmt: skip
    for label, budget, paid in sources(project["note"]):
        page.line((2, 4, label), (5, budget), (6, paid))
    page.put(top, 1, page.row, 1, f"资金情况{money(project['amount_unit'])}")
    fields = [("三级指标", "level3"), ("指标值", "target_raw"), ("全年实际完成值", "actual_raw"),
              ("未完成原因和改进措施", "deviation_reason")]  # fmt: skip
    if rows:
        indicators(page, rows, fields, 2, "绩效指标")
    if project["self_score"]:
        page.line((1, 7, f"自评得分：{project['self_score']}"))
    page.line((1, 7, "注：资金使用单位按项目绩效目标填报。"))


def sources(note: str) -> list[tuple[str, str, str]]:
    """The split by source that the notes of the published tables tell."""
    if note.startswith("中央 1372.7"):
        return [
            ("其中：中央财政资金", "1372.7", "1352.2"),
            ("地方资金", "98.6", "98.6"),
            ("其他资金", "859.6", "859.6"),
        ]
    if note.startswith("中央 226.7"):
        return [("其中：中央财政资金", "226.7", ""), ("省级财政资金", "19.5", "")]
    return []


def split(page: Page, project: Record, rows: Sequence[Record]) -> None:
    """The system's export: 指标性质 | 指标值 | 度量单位 apart, the code before the project's name."""
    head(page, project, "部门预算项目支出绩效自评表", 11)
    names = ("budget_initial", "budget_adjusted", "executed", "execution_rate_printed", "exec_weight", "exec_score")
    top = page.line((3, ""), *headers(4, "年初预算数", "调整后预算数", "预算执行数", "预算执行率", "权重", "得分"))
    page.line((3, "总额"), *headers(4, *(project[name] for name in names)))
    page.put(top, 1, page.row, 2, f"预算执行情况{money(project['amount_unit'])}")
    fields = [("三级指标", "level3"), ("指标性质", "operator_raw"), ("指标值", "target_raw"), ("度量单位", "unit_raw"),
              ("完成值", "actual_raw"), ("权重", "weight"), ("得分", "score"),
              ("未完成原因分析", "deviation_reason")]  # fmt: skip
    indicators(page, rows, fields, 2, "目标完成情况")
    page.line((1, 8, "合计"), (10, project["self_score"]))
    page.line((1, "评价结论"), (2, 11, ""))


def declaration(page: Page, project: Record, rows: Sequence[Record]) -> None:
    """目标申报表: targets alone, the money beside its labels."""
    page.line((1, 6, "项目支出绩效目标申报表"))
    page.line((1, 6, f"（{project['fiscal_year']}年度）"))
    page.line((1, "项目名称"), (2, 6, project["project_name"]))
    page.line((1, "主管部门"), (2, 3, project["department"]), (4, "实施单位"), (5, 6, project["unit"]))
    top = page.line((2, "年度资金总额："), (3, 6, project["budget_initial"]))
    page.line((2, "其中：财政拨款"), (3, 6, project["budget_initial"]))
    page.line((2, "其他资金"), (3, 6, ""))
    page.put(top, 1, page.row, 1, f"项目资金{money(project['amount_unit'])}")
    page.line((1, "总体目标"), (2, 6, ""))
    indicators(page, rows, [("三级指标", "level3"), ("指标值", "target_raw")], 2, "绩效指标")


Layout = Callable[[Page, Record, Sequence[Record]], None]


def layout_of(project: Record, rows: Sequence[Record]) -> Layout:
    """The layout that a published table has, by its type and by what it prints."""
    if project["doc_type"] == "目标申报表":
        return declaration
    if any(row["operator_raw"] or row["unit_raw"] for row in rows):
        return split
    if project["exec_weight"] == "20":
        return twenty_eighty
    weighed = project["exec_weight"] or any(row["weight"] for row in rows)
    return standard if weighed else transfer


def write(path: Path, project: Record, rows: Sequence[Record], layout: Layout | None = None) -> Path:
    """One project as a workbook in its layout."""
    book = Workbook()
    sheet = book.active
    sheet.title = "自评表"
    (layout or layout_of(project, rows))(Page(sheet), project, rows)
    book.save(path)
    return path
