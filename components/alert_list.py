"""The list of 预警: topic, severities, order and page in the URL; as a table or as cards; all rows as XLSX."""

from dataclasses import dataclass
from operator import attrgetter
from typing import Any

import pandas as pd
import streamlit as st

from components import cards, data, filters, links, paging, tables
from components.choices import ORDERS, TOPICS
from components.downloads import XLSX
from dualwatch import alerts, narrative
from dualwatch.measures import money_text
from dualwatch.model import Filters, Severity
from dualwatch.reports import alerts_xlsx

GRAVE = (Severity.RED, Severity.YELLOW)


@dataclass(frozen=True)
class Asked:
    """Which flags the reader asked for, beside the filters of every page."""

    severities: tuple[str, ...]
    topic: str
    order: str

    @property
    def params(self) -> dict[str, Any]:
        """The question's parameters."""
        return {"severities": list(self.severities), "topic": TOPICS[self.topic], "sort": ORDERS[self.order]}


def clear() -> None:
    """Put the filters, the topic and the severities back to their defaults; a callback."""
    filters.clear()
    st.session_state["topic"] = "全部"
    st.session_state["severities"] = list(GRAVE)


def severity_pills() -> None:
    """◆ 严重, ▲ 预警, ● 关注 as pills; the first two are on at first."""
    st.pills(
        "级别",
        list(Severity),
        selection_mode="multi",
        default=list(GRAVE),
        format_func=attrgetter("label"),
        key="severities",
        bind="query-params",
        label_visibility="collapsed",
    )


def asked(chosen: Filters) -> tuple[Asked, Any]:
    """The topic as tabs; below them room for the heading, the order and the export."""
    tabs = st.tabs(list(TOPICS), key="topic", bind="query-params")
    topic = next((name for name, tab in zip(TOPICS, tabs, strict=True) if tab.open), "全部")
    severities = tuple(str(severity) for severity in st.session_state.get("severities") or [])
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        room = st.container(width="content")
        with st.container(horizontal=True, width="content"):
            wanted = Asked(severities, topic, _order())
            _export(chosen, wanted)
    return wanted, room


def _order() -> str:
    return st.selectbox(
        "排序", list(ORDERS), key="sort", bind="query-params", label_visibility="collapsed", width=176
    )  # fmt: skip


def found(chosen: Filters, wanted: Asked, page: int) -> pd.DataFrame:
    """One page of alerts/projects; `matched` counts all pages."""
    return data.ask("alerts/projects", chosen, **wanted.params, page=page, page_size=paging.SIZE)


def selected(shown: pd.DataFrame) -> int | None:
    """The row of the project that the URL names, the first without one, None when it is on another page."""
    project = st.query_params.get("project")
    if not project:
        return 0
    places = list(shown["project_id"])
    return places.index(project) if project in places else None


def table(shown: pd.DataFrame, order: str) -> str:
    """Draw one page as a table; returns the project whose reasons are shown, and names it in the URL.

    The last column is 少付, or what the list is sorted by and shows nowhere else.
    """
    frame = pd.DataFrame(
        {
            "severity": tables.chips(shown["severity"]),
            "pro_name": shown["pro_name"],
            "rule_labels": shown["rule_labels"].map(shortened),
            "execution_rate": tables.percent(shown["execution_rate"]),
            "completion_rate": tables.percent(shown["completion_rate"]),
            "execution_gap": tables.percent(shown["execution_gap"]),
            "underpaid": tables.money(shown["underpaid"], "万元", 0),
            "budget": tables.money(shown["budget"], "万元", 0),
            "run": shown["run"],
        }
    )
    marked = selected(shown)
    event = tables.table(
        frame,
        _columns(ORDERS[order]),
        "有预警的项目，选中一行看原因",
        "alert_rows",
        "single-row",
        [] if marked is None else [marked],
    )
    picked = tables.picked_row(event)
    if picked is not None and picked != marked and picked < len(shown):
        st.query_params["project"] = shown["project_id"].iloc[picked]
    return st.query_params.get("project") or shown["project_id"].iloc[0]


def shortened(labels: str) -> str:
    """The gravest rule and how many more: 执行率偏低 +2."""
    first, *others = labels.split("、")
    return f"{first} +{len(others)}" if others else first


def _columns(sorted_by: str) -> dict[str, Any]:
    last = {
        "underpaid": tables.money_column("underpaid", "万元", "少付", 84, 0),
        "budget": tables.money_column("budget", "万元", "预算", 84, 0),
        "run": tables.count_column("run", "连续 月", 84),
    }
    name = sorted_by if sorted_by in last else "underpaid"
    return {
        "severity": tables.severity_column(),
        "pro_name": tables.text_column("pro_name", width=196),
        "rule_labels": tables.text_column("rule_labels", "规则", 110),
        "execution_rate": tables.rate_column("execution_rate", "执行 %", 62),
        "completion_rate": tables.rate_column("completion_rate", "完成 %", 62),
        "execution_gap": tables.points_column("execution_gap", "差", 58),
        name: last[name],
    }


def as_cards(shown: pd.DataFrame, chosen: Filters) -> None:
    """Draw one page as cards: severity, project, its gravest sentence, budget and underpaid."""
    sentences: dict[str, str] = {}
    for flag in explained(chosen, set(shown["project_id"])):
        sentences.setdefault(flag["project_id"], flag["sentence"])
    for row in shown.to_dict("records"):
        with st.container(border=True):
            _card(row, sentences[row["project_id"]])


def _card(row: dict[str, Any], sentence: str) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        cards.severity_badge(row["severity"])
        cards.note(f"连续 {row['run']} 个月" if row["run"] > 1 else row["rule_labels"])
    links.link(links.PROJECT, f"**{narrative.plain(row['pro_name'])}**", project=row["project_id"])
    st.markdown(f"{narrative.emphasised(sentence)}。")
    region, budget, underpaid = (
        row["mof_div_name"],
        *(money_text(row[name], "万元") for name in ("budget", "underpaid")),
    )
    cards.note(f"{narrative.plain(region)} · 预算 {budget} · 少支付 {underpaid}")


def explained(chosen: Filters, listed: set[str]) -> list[dict[str, Any]]:
    """The flags of the listed projects, each with its sentence and what clears it, the gravest first."""
    few = sorted(listed) if len(listed) <= paging.SIZE else []
    flags = data.rows("alerts/flags", chosen, projects=few)
    return [alerts.explained(flag) for flag in flags if flag["project_id"] in listed]


def _export(chosen: Filters, wanted: Asked) -> None:
    """导出 XLSX: all projects of the filter, each flag with its sentences, and the 口径."""
    st.download_button(
        "导出 XLSX",
        lambda: _workbook(chosen, wanted),
        icon=":material/download:",
        key="export",
        mime=XLSX,
        file_name=f"预警清单-{chosen.year}年{chosen.month}月.xlsx",
        on_click="ignore",
    )


def _workbook(chosen: Filters, wanted: Asked) -> bytes:
    projects = data.rows("alerts/projects", chosen, **wanted.params)
    flags = alerts.named(projects, explained(chosen, {project["project_id"] for project in projects}))
    return alerts_xlsx.workbook(projects, flags, data.store_state(), _described(chosen, wanted))


def _described(chosen: Filters, wanted: Asked) -> dict[str, str]:
    severities = "、".join(Severity(code).label for code in wanted.severities) or "全部"
    return {
        "截至": f"{chosen.year} 年 {chosen.month} 月底",
        "范围": filters.place(chosen),
        "分类": wanted.topic,
        "级别": severities,
        "排序": wanted.order,
        "规则方案": filters.profile_label(chosen),
        "执行率的分母": filters.DENOMINATORS[chosen.denominator],
    }


def heading(shown: pd.DataFrame, wanted: Asked) -> str:
    """The line above the list."""
    first = shown.iloc[0]
    return narrative.listed_line(int(first["matched"]), first["matched_underpaid"], wanted.order)
