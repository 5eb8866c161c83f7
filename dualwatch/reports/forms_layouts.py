"""The three official forms as printed: which columns they have, and how a project is laid out on them."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from dualwatch.reports.forms_content import SOURCES, Content, Row
from dualwatch.reports.forms_paint import Canvas
from dualwatch.schema import CAUSES, LIKELIHOODS

LEVELS = 4
LABEL_WIDTH = 9
GOAL_HEIGHT = 48
FULL = Decimal(100)
MOST_EXECUTION = Decimal(20)
TARGET = "年度指标值"
CAUSE = "偏差原因分析"
LIKELIHOOD = "完成目标可能性"
TICK = "√"
TEMPLATE_LEVELS = (
    ("产出指标", ("数量指标", "质量指标", "时效指标")),
    ("成本指标", ("经济成本指标",)),
    ("效益指标", ("经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标")),
    ("满意度指标", ("服务对象满意度指标",)),
)
TEMPLATE_LINES = 2


@dataclass(frozen=True)
class Column:
    """A column of the indicator block: its header, the header above it, its field, how it is written, its width."""

    header: str
    field: str
    width: float
    style: str = "middle"
    above: str = ""


@dataclass(frozen=True)
class Layout:
    """One form: its name as a format, its title, its amounts and columns; {month} stands for the month it speaks of."""

    name: str
    title: str
    label: str
    amounts: tuple[tuple[str, str, str], ...]
    columns: tuple[Column, ...]
    whole_year: bool = False
    result: bool = False
    total: bool = False
    foot: tuple[str, ...] = ("填报人：", "填报日期：", "单位负责人：")
    in_adjustment: bool = False

    @property
    def widths(self) -> tuple[float, ...]:
        """The width of every column of the sheet."""
        return (9, 10, 12, 26, *(column.width for column in self.columns))


_TARGETS = (
    Column("指标性质", "sign", 7, above=TARGET),
    Column("指标值", "target", 13, above=TARGET),
    Column("计量单位", "unit", 8, above=TARGET),
    Column("分值", "weight", 7, "number"),
)
_BUDGETS = (("年初预算数", "initial_budget", "money"), ("全年预算数", "adjusted_budget", "money"))
SELFEVAL = Layout(
    "selfeval-form",
    "项目支出绩效自评表",
    "项目支出绩效自评表",
    (*_BUDGETS, ("全年执行数", "paid_to_date", "money"), ("分值", "execution_weight", "number"),
     ("执行率", "execution_rate", "rate"), ("得分", "execution_score", "number")),
    (*_TARGETS[:3], Column("实际完成值", "actual", 14), _TARGETS[3], Column("得分", "score", 7, "number"),
     Column("偏差原因分析及改进措施", "remark", 30, "text")),
    whole_year=True,
    result=True,
    total=True,
)  # fmt: skip
MONITORING = Layout(
    "monitoring-form",
    "项目支出绩效目标执行监控表",
    "绩效目标执行监控表",
    (*_BUDGETS, ("1-{month}月执行数", "paid_to_date", "money"), ("1-{month}月执行率", "execution_rate", "rate"),
     ("全年预计执行数", "expected_year_paid", "money")),
    (*_TARGETS, Column("1-{month}月执行情况", "actual", 13), Column("全年预计完成情况", "year_forecast", 13),
     *(Column(f"{cause}保障" if cause != "其他" else cause, cause, 6.5, above=CAUSE) for cause in CAUSES),
     Column("原因说明", "note", 22, "text", CAUSE),
     *(Column(name, name, 7, above=LIKELIHOOD) for name in LIKELIHOODS), Column("备注", "remedy", 18, "text")),
)  # fmt: skip
TRACKING = Layout(
    "tracking-form",
    "绩效跟踪分析表",
    "绩效跟踪分析表",
    (*_BUDGETS, ("1-{month}月执行数", "paid_to_date", "money"), ("1-{month}月执行率", "execution_rate", "rate"),
     ("全年预计执行数", "expected_year_paid", "money")),
    (*_TARGETS, Column("1-{month}月完成值", "actual", 13), Column("偏离度", "indicator_deviation", 9, "rate"),
     Column("原因类别", "cause", 9), Column("偏差原因", "note", 24, "text"), Column("改进措施", "measure", 24, "text")),
    in_adjustment=True,
)  # fmt: skip
LAYOUTS = {layout.name: layout for layout in (SELFEVAL, MONITORING, TRACKING)}


def paint(canvas: Canvas, layout: Layout, content: Content) -> None:
    """One project on a sheet, ready to print."""
    _head(canvas, layout, content)
    _money(canvas, layout, content)
    _goal(canvas, layout, content)
    heads = _indicators(canvas, layout, content)
    if layout.total:
        _total(canvas, content)
    _foot(canvas, layout, content)
    canvas.ready_to_print(heads)


def _line(canvas: Canvas, *boxes: tuple[int, int, Any, str], down: int = 0) -> None:
    for left, right, value, style in boxes:
        canvas.box(left, right, value, style, down=down)
    canvas.row += 1


def _head(canvas: Canvas, layout: Layout, content: Content) -> None:
    last, project = canvas.last, content.project
    canvas.at_least(32)
    _line(canvas, (0, last, layout.title, "title"))
    _line(canvas, (0, last, f"（{_period(layout, content)}）{content.notes}", "under"))
    third = max(last // 3, 4)
    code, region = project.get("pro_code", ""), project.get("mof_div_code", "")
    _line(canvas, (0, third, f"项目编码：{code}", "line"), (third + 1, last - 3, f"财政区划：{region}", "line"),
          (last - 2, last, "金额单位：万元", "line"))  # fmt: skip
    _line(canvas, (0, 0, "项目名称", "label"), (1, last, project.get("pro_name"), "text"))
    half = last // 2
    label = next(place for place in range(half + 1, last) if sum(canvas.widths[half + 1 : place + 1]) >= LABEL_WIDTH)
    _line(canvas, (0, 0, "主管部门", "label"), (1, half, project.get("dept_name"), "text"),
          (half + 1, label, "实施单位", "label"), (label + 1, last, project.get("agency_name"), "text"))  # fmt: skip


def _period(layout: Layout, content: Content) -> str:
    year = content.project.get("fiscal_year", "    ")
    return f"{year}年度" if layout.whole_year else f"{year}年1-{content.month or '  '}月"


def _spans(first: int, last: int, count: int) -> list[tuple[int, int]]:
    """So many spans side by side over some columns, the first ones wider."""
    width, more = divmod(last - first + 1, count)
    spans, left = [], first
    for place in range(count):
        right = left + width + (place < more) - 1
        spans.append((left, right))
        left = right + 1
    return spans


def _money(canvas: Canvas, layout: Layout, content: Content) -> None:
    spans = _spans(LEVELS, canvas.last, len(layout.amounts))
    rows = content.funding or [{"source": source} for source in SOURCES]
    canvas.box(0, 0, "项目资金（万元）", "label", down=len(rows) + 1)
    heads = [_dated(header, content.paid_month) for header, _, _ in layout.amounts]
    _line(canvas, (1, 3, "", "head"), *((*span, head, "head") for span, head in zip(spans, heads, strict=True)))
    total = content.project | _execution_points(content)
    parts = [(_source(place, part), part | {"paid_to_date": part.get("paid")}) for place, part in enumerate(rows)]
    for label, row in [("年度资金总额", total), *parts]:
        kinds = zip(spans, layout.amounts, strict=True)
        _line(canvas, (1, 3, label, "text"), *((*span, row.get(name), style) for span, (_, name, style) in kinds))


def _source(place: int, part: Row) -> str:
    return f"{'其中：' if place == 0 else '　　　'}{part['source']}"


def _execution_points(content: Content) -> Row:
    """The points that execution carries beside the indicators, and what they come to: rate × points, at most all."""
    weights = [row["weight"] for row in content.indicators if row.get("weight") is not None]
    points = FULL - sum(weights)
    rate = content.project.get("execution_rate")
    if not weights or not 0 < points <= MOST_EXECUTION or rate is None:
        return {"execution_weight": points if weights and 0 < points <= MOST_EXECUTION else None}
    share = min(max(Decimal(rate) / 1_000_000, Decimal(0)), Decimal(1))
    return {"execution_weight": points, "execution_score": (points * share).quantize(Decimal("0.01"))}


def _dated(header: str, month: int | None) -> str:
    return header.format(month=month or "  ")


def _goal(canvas: Canvas, layout: Layout, content: Content) -> None:
    last, half = canvas.last, canvas.last // 2
    texts = (content.project.get("goal_text"), content.project.get("result_text"))
    if not layout.result:
        canvas.at_least(GOAL_HEIGHT)
        _line(canvas, (0, 0, "年度总体目标", "label"), (1, last, texts[0], "text"))
        return
    canvas.box(0, 0, "年度总体目标", "label", down=1)
    _line(canvas, (1, half, "预期目标", "head"), (half + 1, last, "实际完成情况", "head"))
    canvas.at_least(GOAL_HEIGHT)
    _line(canvas, (1, half, texts[0], "text"), (half + 1, last, texts[1], "text"))


def _indicators(canvas: Canvas, layout: Layout, content: Content) -> tuple[int, int]:
    """The indicator block; returns its header rows."""
    rows = [_lined(row) for row in content.indicators] or _blank_lines()
    top = canvas.row
    canvas.box(0, 0, "绩效指标", "label", down=len(rows) + 1)
    for place, name in enumerate(("一级指标", "二级指标", "三级指标"), start=1):
        canvas.box(place, place, name, "head", down=1)
    _column_heads(canvas, layout, content)
    canvas.row = top + 2
    first = canvas.row
    for row in rows:
        canvas.box(3, 3, row.get("level3"), "text")
        for place, column in enumerate(layout.columns, start=LEVELS):
            canvas.box(place, place, row.get(column.field), column.style)
        canvas.row += 1
    _levels(canvas, rows, first)
    canvas.row = first + len(rows)
    return top, top + 1


def _column_heads(canvas: Canvas, layout: Layout, content: Content) -> None:
    top = canvas.row
    for above, group in groupby(enumerate(layout.columns, start=LEVELS), key=lambda item: item[1].above):
        columns = list(group)
        canvas.row = top
        if above:
            canvas.box(columns[0][0], columns[-1][0], above, "head")
            canvas.row = top + 1
        for place, column in columns:
            canvas.box(place, place, _dated(column.header, content.month), "head", down=0 if above else 1)
    canvas.row = top


def _levels(canvas: Canvas, rows: Sequence[Row], first: int) -> None:
    """Levels 1 and 2 merged down over the rows that share them."""
    for place in (1, 2):
        canvas.row = first
        for names, group in groupby((row.get("level1"), row.get("level2"))[:place] for row in rows):
            count = len(list(group))
            canvas.box(place, place, names[-1], "middle", down=count - 1)
            canvas.row += count


def _blank_lines() -> list[Row]:
    """The lines of a form that is still to be filled in, with the levels of the official ones."""
    return [
        {"level1": level1, "level2": level2}
        for level1, parts in TEMPLATE_LEVELS
        for level2 in parts
        for _ in range(TEMPLATE_LINES)
    ]


def _lined(row: Row) -> Row:
    """An indicator with its ticks and with its remedy where the form has no column for it."""
    said = {*(row.get("cause") or "").split("、"), row.get("likelihood")}
    ticks = {name: TICK for name in (*CAUSES, *LIKELIHOODS) if name in said}
    remedy = f"改进措施：{row['measure']}" if row.get("measure") else None
    remark = "\n".join(filter(None, (row.get("note"), remedy))) or None
    return row | ticks | {"remedy": remedy, "remark": remark}


def _total(canvas: Canvas, content: Content) -> None:
    """The final row: the printed score where one was handed in, else the sum of all scores, if none is missing."""
    last = canvas.last
    points = _execution_points(content)
    scores = [row.get("score") for row in content.indicators] + [points.get("execution_score")]
    weighed = [row["weight"] for row in content.indicators if row.get("weight") is not None]
    total = content.project.get("printed_score")
    if total is None and content.indicators and None not in scores:
        total = sum(Decimal(score) for score in scores if score is not None)
    full = sum(weighed) + (points.get("execution_weight") or 0) if weighed else FULL
    _line(canvas, (0, last - 3, "总分", "head"), (last - 2, last - 2, full, "number"),
          (last - 1, last - 1, total, "number"), (last, last, "", "text"))  # fmt: skip


def _foot(canvas: Canvas, layout: Layout, content: Content) -> None:
    last = canvas.last
    if layout.in_adjustment:
        _line(canvas, (0, 2, "是否纳入预算调整", "label"), (3, last, "□是　　□否", "text"))
    days = {"填报日期：": content.reported_on}
    texts = [f"{label}{days.get(label) or ''}" for label in layout.foot]
    spans = _spans(0, last, len(texts))
    _line(canvas, *((left, right, text, "line") for (left, right), text in zip(spans, texts, strict=True)))
