"""Any question of the product, opened: its parameters, columns, SQL and first rows."""

from typing import Any

import pandas as pd
import streamlit as st

from components import cards, data, tables
from dualwatch import catalogue, glossary
from dualwatch.catalogue import Question
from dualwatch.measures import MEASURES, measure
from dualwatch.model import DualwatchError, Filters

SAMPLE = 20


def browser(filters: Filters) -> None:
    """Choose a question (?question=NAME) and read what it asks and answers under the filters."""
    with st.container(border=True):
        st.markdown("#### 问题与数据：每张图和表都是一个问题的答案", anchors=False)
        name = st.selectbox(
            "问题",
            list(catalogue.questions()),
            index=None,
            placeholder="选一个问题，看它的参数、列、SQL 和前几行",
            key="question",
            bind="query-params",
            label_visibility="collapsed",
        )
        if name:
            _opened(catalogue.question(name), filters)


def _opened(asked: Question, filters: Filters) -> None:
    st.markdown(f"**{asked.label}**　:small[:gray[queries/{asked.name}.sql]]")
    about, text = st.columns([1, 1.3], gap="small")
    with about:
        _about(asked)
    with text:
        st.code(asked.sql, language="sql", height=420)
    _first_rows(asked, filters)


def _about(asked: Question) -> None:
    named = "、".join(glossary.PARAMETERS.get(name, name) for name in asked.parameters)
    st.markdown(f":small[:gray[参数：{named or '没有'}]]")
    columns = pd.DataFrame(
        {
            "label": [measure(name).label for name in asked.returns],
            "meaning": [measure(name).meaning for name in asked.returns],
            "name": list(asked.returns),
        }
    )
    config = {
        "label": st.column_config.TextColumn("列", width=120),
        "meaning": st.column_config.TextColumn("意思"),
        "name": st.column_config.TextColumn("代码", width=150),
    }
    tables.table(columns, config, f"{asked.label}返回的列", height=380)


def _first_rows(asked: Question, filters: Filters) -> None:
    try:
        frame = data.ask(asked.name, filters, page_size=SAMPLE, **_project(asked, filters))
    except DualwatchError as refusal:
        st.warning(str(refusal), icon=":material/info:")
        return
    cards.note(f"当前筛选下的前 {min(SAMPLE, len(frame))} 行，共 {len(frame):,} 行")
    shown = frame.head(SAMPLE)
    tables.table(*typed(shown), f"{asked.label}的前几行")


def _project(asked: Question, filters: Filters) -> dict[str, str]:
    """A project for questions about one: the reader's, else the first flagged one."""
    if "project" not in asked.parameters:
        return {}
    flagged = data.row("methods/example_project", filters).get("project_id", "")
    return {"project": st.text_input("项目编码", flagged, key="example_project") or flagged}


def typed(frame: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, Any]]:
    """A frame ready to show and its column configs, each column by the format of its measure."""
    shown, columns = {}, {}
    for name in frame.columns:
        shown[name], columns[name] = _column(name, frame[name])
    return pd.DataFrame(shown), columns


def _column(name: str, values: pd.Series) -> tuple[pd.Series, Any]:
    kind = MEASURES[name].format if name in MEASURES else "text"
    if kind == "rate":
        return tables.percent(values), tables.rate_column(name, width=110)
    if kind == "points":
        return tables.percent(values), tables.points_column(name, width=110)
    if kind == "money":
        return tables.money(values, "元"), tables.money_column(name, "元", width=150)
    if kind == "count":
        return values, tables.count_column(name, width=110)
    return values, st.column_config.Column(measure(name).label)
