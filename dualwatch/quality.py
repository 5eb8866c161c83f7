"""What is odd in what was reported: the kinds of finding by topic, their sentences, and how reporting stands."""

from collections import UserDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any, Protocol

import pyarrow as pa

from dualwatch import catalogue
from dualwatch.catalogue import Question
from dualwatch.measures import measure, money_text, points_text, rate_text
from dualwatch.model import Scope
from dualwatch.store import Store

UNREPORTED = "未报"
PAYMENTS, MONITORING = "支付", "监控"
TOPICS: dict[str, tuple[str, ...]] = {
    "填报": ("silent_departments", "overdue_reports", "late_reports", "changed_rounds", "payment_gaps"),
    "名册": ("retired_projects", "money_without_targets", "targets_without_money", "unappraised_projects"),
    "目标": ("partial_weights", "satisfaction_weights", "satisfaction_targets", "targets_below_last_year"),
    "矛盾": (
        "complete_unpaid",
        "paid_over_budget",
        "satisfaction_scores",
        "printed_differs",
        "repeated_values",
        "payment_jumps",
        "value_jumps",
    ),
    "自评": ("full_scores",),
}
KINDS: tuple[str, ...] = tuple(f"quality/{name}" for names in TOPICS.values() for name in names)
Row = Mapping[str, Any]
WRITERS: dict[str, Callable[[Any], str]] = {
    "money": money_text,
    "rate": rate_text,
    "points": partial(points_text, sign=False),
    "count": lambda count: f"{int(count):,}",
    "number": lambda number: f"{Decimal(number).normalize():,f}",
}


class Asking(Protocol):
    """What answers a question by name, with parameters of its own beside those chosen."""

    def __call__(self, name: str, **own: Any) -> pa.Table:
        """The answer as a table."""


@dataclass(frozen=True)
class Kind:
    """The findings of one question, counted; rows are asked for, and put into words, where they are read.

    `units` counts the departments of regions that the findings are about, each once.
    """

    topic: str
    question: Question
    count: int
    units: int
    ask: Asking

    def rows(self, page: int = 1, size: int | None = None) -> list[dict[str, Any]]:
        """One page of findings or all, each with its `finding` (the kind's label), `sentence` and `remedy`."""
        if not self.count:
            return []
        own = {"page": page, "page_size": size or self.count}
        return [explained(self.question.name, row) for row in self.ask(self.question.name, **own).to_pylist()]


def gathered(ask: Asking) -> tuple[Kind, ...]:
    """Every kind of finding in the order of TOPICS, empty ones too."""
    counts = {row["finding"]: row for row in ask("quality/counts").to_pylist()}
    return tuple(_kind(topic, name, counts.get(name, {}), ask) for topic, names in TOPICS.items() for name in names)


def _kind(topic: str, name: str, counted: Row, ask: Asking) -> Kind:
    question = catalogue.question(f"quality/{name}")
    return Kind(topic, question, counted.get("findings", 0), counted.get("touched", 0), ask)


def asking(store: Store, params: Mapping[str, Any], scope: Scope) -> Asking:
    """A function that asks a store under a scope, giving each question those of `params` that it takes.

    Raises WrongUsage when `params` names what no question of the page takes.
    """
    store.ask("quality/reported", dict(params), scope)

    def ask(name: str, **own: Any) -> pa.Table:
        taken = {key: value for key, value in params.items() if key in catalogue.question(name).parameters}
        return store.ask(name, taken | own, scope)

    return ask


def explained(name: str, row: Row) -> dict[str, Any]:
    """A row of a question of findings with its kind's label, its sentence and how to mend it."""
    asked = catalogue.question(name)
    said = _Said(row)
    return dict(row) | {
        "finding": asked.label,
        "sentence": asked.field("sentence").format_map(said),
        "remedy": asked.field("remedy").format_map(said),
    }


def announced(name: str, row: Row) -> str:
    """A finding as one line for the command line: whose it is, then its sentence."""
    project = f"的项目 {row['pro_code']} {row['pro_name']}" if "pro_code" in row else ""
    return f"{row['mof_div_name']} {row['dept_name']}{project}：{explained(name, row)['sentence']}"


def written(name: str, value: Any) -> str:
    """A figure as a sentence says it, by the format of its measure; unknown is 未报."""
    return UNREPORTED if value is None else WRITERS.get(measure(name).format, str)(value)


class _Said(UserDict[str, Any]):
    """The figures of a row as its sentences say them, written where one names them."""

    def __getitem__(self, name: str) -> str:
        return written(name, super().__getitem__(name))


def state(row: Row) -> str:
    """Where a unit stands with one subject of quality/reporting, as shape and words."""
    if row["missing"]:
        whole = row["missing"] == row["due_projects"]
        return "○ 未报" if whole else f"△ 缺 {row['missing']:,}/{row['due_projects']:,}"
    if row["late"]:
        return "△ 迟报" if row["days_late"] is None else f"△ 迟 {row['days_late']:,} 天"
    return "✓ 日期不详" if row["undated"] else "✓ 已报"


def counted(kinds: Sequence[Kind]) -> str:
    """How many kinds hold findings and how many findings there are."""
    found = [kind for kind in kinds if kind.count]
    count = sum(kind.count for kind in found)
    return f"发现 {len(found)} 类问题 {count:,} 条" if count else f"查了 {len(kinds)} 类，没有发现问题"


def sentence(month: int, reported: Sequence[Row], kinds: Sequence[Kind]) -> str:
    """The one sentence of the page, of quality/reported: who has not reported, then how much is odd."""
    return f"{_payments(month, reported)}{_monitoring(reported)}；{counted(kinds)}。"


def _payments(month: int, reported: Sequence[Row]) -> str:
    asked = [row for row in reported if row["subject"] == PAYMENTS and row["round"] == month]
    units, silent = (sum(row[name] for row in asked) for name in ("units", "lacking_units"))
    if not silent:
        return f"{month} 月 {units:,} 个部门都报了支付"
    return f"{month} 月 {units:,} 个部门中 {silent:,} 个的支付没有报全"


def _monitoring(reported: Sequence[Row]) -> str:
    rounds = [row for row in reported if row["subject"] == MONITORING]
    if not rounds:
        return "，还没有到期的监控"
    latest = max(rounds, key=lambda row: row["round"])
    last, due, missing, late = (latest[name] for name in ("round", "due_projects", "missing", "late"))
    if not missing and not late:
        undated = latest["undated"]
        return f"，{last} 月监控 {due:,} 个项目都{f'填了，{undated:,} 个日期不详' if undated else '按期填了'}"
    said = "、".join([f"{missing:,} 个没有填"] * bool(missing) + [f"{late:,} 个逾期"] * bool(late))
    return f"，{last} 月监控 {due:,} 个项目中 {said}"


def checked(completeness: Sequence[Row]) -> str:
    """How many rows were looked at, from quality/completeness: what an empty page has to say."""
    least: dict[str, int] = {}
    for row in completeness:
        least[row["table_name"]] = min(row["due"], least.get(row["table_name"], row["due"]))
    projects, goals, told = (least.get(table, 0) for table in ("项目", "指标", "监控"))
    return f"共检查 {projects:,} 个项目、{goals:,} 个指标、{told:,} 次填报"
