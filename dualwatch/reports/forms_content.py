"""What an official form says of one project: asked from the store, or nothing for a blank one."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from dualwatch import catalogue
from dualwatch.model import DualwatchError, Scope
from dualwatch.store import Store

SOURCES = ("本年财政拨款", "上年结转资金", "其他资金")
YEAR_END = 12
Row = dict[str, Any]


@dataclass
class Content:
    """One form: the project's row of forms/projects, its money by source and its indicators, money in 元.

    `month` is the month that the form speaks of, `paid_month` that of its payments where it is another;
    `notes` stands beside the year, as 演示数据 does.
    """

    month: int | None = None
    paid_month: int | None = None
    project: Row = field(default_factory=dict)
    funding: list[Row] = field(default_factory=list)
    indicators: list[Row] = field(default_factory=list)
    notes: str = ""

    @property
    def unit(self) -> str:
        """Who fills the form in: the unit, else the department."""
        return str(self.project.get("agency_name") or self.project.get("dept_name") or "")

    @property
    def reported_on(self) -> Any:
        """The day on which all of it was reported; None where there are several or none."""
        days = {row.get("reported_on") for row in self.indicators}
        return days.pop() if len(days) == 1 else None


def contents(store: Store, params: dict[str, Any], scope: Scope, notes: str = "") -> list[Content]:
    """The forms of the chosen projects at the month, in the order of forms/projects.

    Raises DualwatchError where nothing is chosen.
    """
    projects = store.rows("forms/projects", params, scope)
    if not projects:
        raise DualwatchError("没有符合条件的项目，没有写表。请检查 -p 参数，或换一个年度。")
    funding = _by_project(_asked(store, "forms/funding", params, scope))
    indicators = _by_project(_asked(store, "forms/indicators", params, scope))
    ids = [row["project_id"] for row in projects]
    return [
        Content(row["month"], row["month"], row, _in_order(funding[key]), indicators[key], notes)
        for key, row in zip(ids, projects, strict=True)
    ]


def _asked(store: Store, name: str, params: dict[str, Any], scope: Scope) -> list[Row]:
    """A question about the chosen projects with those of the parameters that it takes."""
    taken = {*catalogue.question(name).parameters, "year", "month"}
    given = {key: value for key, value in params.items() if key in taken}
    return store.rows(name, given, scope)


def _by_project(rows: Sequence[Row]) -> dict[str, list[Row]]:
    grouped: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row["project_id"]].append(row)
    return grouped


def _in_order(rows: list[Row]) -> list[Row]:
    """The three sources of the form first, any others after them."""
    held = {row["source"]: row for row in rows}
    return [held.get(source, {"source": source}) for source in SOURCES] + [
        row for row in rows if row["source"] not in SOURCES
    ]


def closed_year(store: Store, params: dict[str, Any], scope: Scope) -> dict[str, Any]:
    """The parameters for a form of the whole year: December of the year asked for, else of the last complete one."""
    asked = params.get("year") or _stated_year(str(params.get("project") or ""))
    years = {row["fiscal_year"]: row["last_month"] for row in store.rows("context/calendar", {}, scope)}
    complete = [year for year, last in years.items() if last == YEAR_END and asked in (None, year)]
    if not complete:
        told = "、".join(f"{year} 年到 {last} 月" for year, last in years.items()) or "没有数据"
        raise DualwatchError(f"自评表要全年的数据，现有：{told}。请用 -p year= 选满 12 个月的年度，或改出监控表。")
    return params | {"year": max(complete), "month": YEAR_END}


def _stated_year(project: str) -> int | None:
    head = project.split("-")[0]
    return int(head) if project.count("-") >= 2 and head.isdigit() else None
