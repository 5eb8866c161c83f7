"""Step 3 of 数据导入: what publishing would change against the version in force."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from components import cards, intake_words, tables
from components.intake_words import Row
from dualwatch.comparison import Comparison
from dualwatch.schema import TABLES


def totals(found: Comparison | None, state: str) -> None:
    """项 / 现在 / 发布后 / 变化 of one year and month; while it is being made, its place."""
    with st.container(border=True, height="stretch"):
        published = state == "published"
        cards.Card("对照：发布改变了什么" if published else "对照：发布后会变什么")
        if found and found.totals:
            _totals(found, "发布前" if published else "现在")
        elif state == "running":
            cards.note("读完了，正在建立待发布的版本并对照。")
            st.skeleton(180)
        else:
            cards.note(found.against if found else "没有可以发布的数据，不对照。")


def _totals(found: Comparison, before: str) -> None:
    chosen = found.totals[_month(found.totals) if len(found.totals) > 1 else 0]
    counts = found.counts if len(found.totals) == 1 else {}
    frame = pd.DataFrame(intake_words.changes(chosen, counts), columns=["item", "before", "after", "change"])
    tables.table(frame, _total_columns(before), "发布前后的合计和变化")
    cards.note(f"{intake_words.month_label(chosen)}。{found.against}" if len(found.totals) == 1 else found.against)


def _month(rows: list[Row]) -> int:
    return st.selectbox(
        "对照的月份",
        range(len(rows)),
        format_func=lambda place: intake_words.month_label(rows[place]),
        key="compared_month",
        label_visibility="collapsed",
    )


def _total_columns(before: str) -> dict[str, Any]:
    return {
        "item": st.column_config.TextColumn("项", width=116),
        "before": tables.right_column(before, 84),
        "after": tables.right_column("发布后", 84),
        "change": tables.right_column("变化", 150),
    }


def details(found: Comparison) -> None:
    """The rows of one kind of change, chosen among those that there are."""
    kinds: dict[str, tuple[str, Callable[[Comparison], None]]] = {
        "flags_new": ("新增预警", lambda found: _flags(found, "new")),
        "flags_worse": ("加重的预警", lambda found: _flags(found, "worse")),
        "flags_better": ("减轻的预警", lambda found: _flags(found, "better")),
        "flags_cleared": ("解除的预警", lambda found: _flags(found, "cleared")),
        "revisions": ("修订以前报过的数", _revisions),
        "projects_added": ("新增项目", lambda found: _projects(found, "added")),
        "projects_gone": ("减少的项目", lambda found: _projects(found, "gone")),
        "projects_changed": ("变更的项目", _changed),
        "retired": ("不再在册的项目", _retired),
    }
    some = [name for name in kinds if found.counts.get(name)]
    none = [kinds[name][0] for name in kinds if name not in some]
    with st.container(border=True):
        cards.Card("逐条看变化" if some else "逐条看变化：没有变化")
        if some:
            chosen = st.pills(
                "哪种变化", some, default=some[0], required=True, key=f"changes_{'_'.join(some)}",
                label_visibility="collapsed",
                format_func=lambda name: f"{kinds[name][0]} {found.counts[name]:,}",
            )  # fmt: skip
            kinds[chosen][1](found)
        cards.note(f"没有的：{'、'.join(none)}。" if none else "")


def _more(whole: int, shown: int, what: str) -> None:
    if whole > shown:
        cards.note(f"列出前 {shown:,} {what}，共 {whole:,} {what}。")


def _flags(found: Comparison, change: str) -> None:
    rows = [row for row in found.flags if row["change"] == change]
    frame = pd.DataFrame(
        {
            "severity": tables.chips(pd.Series([row["severity"] or row["severity_before"] for row in rows])),
            "pro_name": [row["pro_name"] for row in rows],
            "dept_name": [row["dept_name"] for row in rows],
            "rule_label": [row["rule_label"] for row in rows],
            "sentence": [row["sentence"] for row in rows],
        }
    )
    columns = {
        "severity": tables.severity_column(),
        "pro_name": tables.text_column("pro_name", width=190),
        "dept_name": tables.text_column("dept_name", width=120),
        "rule_label": tables.text_column("rule_label", "规则", 104),
        "sentence": tables.text_column("sentence", "说明", 600),
    }
    tables.table(frame, columns, "这类预警的项目和原因", height=tables.height(len(rows)))
    _more(found.counts[f"flags_{change}"], len(rows), "条")


def _projects(found: Comparison, change: str) -> None:
    rows = [row for row in found.projects if row["change"] == change]
    _listed(rows)
    _more(found.counts[f"projects_{change}"], len(rows), "个")


def _retired(found: Comparison) -> None:
    cards.note("新的名单覆盖这些部门而没有列出它们：留在档案里，标“已不在册”，不计入合计。")
    _listed(found.retired)
    _more(found.counts["retired"], len(found.retired), "个")


def _listed(rows: list[Row]) -> None:
    frame = pd.DataFrame(rows)
    frame["adjusted_budget"] = tables.money(pd.to_numeric(frame["adjusted_budget"]), "万元")
    columns = {
        "pro_name": tables.text_column("pro_name", width=360),
        "mof_div_name": tables.text_column("mof_div_name", width=140),
        "dept_name": tables.text_column("dept_name", width=240),
        "adjusted_budget": tables.money_column("adjusted_budget", "万元", width=160),
    }
    tables.table(frame, columns, "这些项目的部门和预算", height=tables.height(len(rows)))


def _changed(found: Comparison) -> None:
    rows = [row for row in found.projects if row["change"] == "changed"]
    _figures(rows, lambda _: "projects")
    _more(found.counts["projects_changed"], len({row["project_id"] for row in rows}), "个")


def _revisions(found: Comparison) -> None:
    _figures(found.revisions, lambda row: row["table_name"])
    _more(found.counts["revisions"], len(found.revisions), "个")


def _figures(rows: list[Row], table_of: Callable[[Row], str]) -> None:
    """Old → new of each figure, with where it stands."""
    frame = pd.DataFrame(
        {
            "pro_name": [row["pro_name"] for row in rows],
            "dept_name": [row["dept_name"] for row in rows],
            "what": [_what(row, TABLES[table_of(row)].label) for row in rows],
            "old": [intake_words.figure(table_of(row), row["field"], row["old_value"]) for row in rows],
            "new": [intake_words.figure(table_of(row), row["field"], row["new_value"]) for row in rows],
        }
    )
    columns = {
        "pro_name": tables.text_column("pro_name", width=260),
        "dept_name": tables.text_column("dept_name", width=170),
        "what": tables.text_column("what", "哪个数", 250),
        "old": tables.right_column("现在", 180),
        "new": tables.right_column("发布后", 180),
    }
    tables.table(frame, columns, "每个改了的数，现在和发布后", height=tables.height(len(rows)))


def _what(row: Row, table: str) -> str:
    month = f"{row['month']} 月" if row.get("month") else ""
    number = f"指标 {row['indicator_no']}" if row.get("indicator_no") else ""
    return " · ".join(part for part in (table, month, number, row["field_label"]) if part)
