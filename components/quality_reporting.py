"""Panels of 数据质量 about reporting: who by round, which fields are filled, how many self-scores are full."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from components import cards, data, filters, paging, palette, tables
from dualwatch import quality
from dualwatch.measures import rate_text
from dualwatch.model import Filters

VIEWS = ("有缺有迟", "全部")
COLOURS = {"○": "red", "△": "orange", "✓": "gray"}
MOST_UNITS = 100
Row = dict[str, Any]


def matrix(chosen: Filters, reported: Sequence[Row]) -> None:
    """Departments of regions × payments and monitoring rounds, a page of them, the worst first."""
    first = _page(chosen, 1)
    units, behind = first[0]["units"], first[0]["behind_units"]
    with cards.panel(
        _matrix_title(units, behind), "quality/reporting", "✓ 已报　○ 未报　△ 缺几个项目，或者迟几天"
    ) as card:
        card.aside(lambda: filters.segments("看法", VIEWS, "reporting_view"))
        is_whole = st.session_state.get("reporting_view", VIEWS[0]) == VIEWS[1]
        matched = units if is_whole else behind
        if not matched:
            st.info(f"{units:,} 个部门该报的都报了，没有查到逾期的。", icon=":material/check_circle:")
            return
        room = st.container()
        page = _turned(matched, (is_whole, repr(chosen)))
        shown = by_unit(first if page == 1 else _page(chosen, page))[: matched - (page - 1) * MOST_UNITS]
        with room:
            columns, height = _columns(_subjects(reported), shown), tables.height(len(shown))
            tables.table(pd.DataFrame(shown), columns, "各部门的填报情况", height=height)
        cards.note(f"共 {matched:,} 个部门，按县区分别计；缺得多、迟得久的在前")


def _page(chosen: Filters, page: int) -> list[Row]:
    return data.rows("quality/reporting", chosen, page=page, page_size=MOST_UNITS)


def _turned(matched: int, asked_for: Any) -> int:
    """The page of departments that is open; without pages where one holds all."""
    return paging.pagination(matched, asked_for, MOST_UNITS, key="units_page") if matched > MOST_UNITS else 1


def _matrix_title(units: int, behind: int) -> str:
    if not behind:
        return f"谁没报：{units:,} 个部门都报了"
    return f"谁没报：{units:,} 个部门中 {behind:,} 个有缺或有迟"


def _subjects(reported: Sequence[Row]) -> list[str]:
    """The columns of the matrix: the newest month first, payments before monitoring."""
    found = {(-row["round"], row["subject"] == quality.MONITORING, _subject(row)) for row in reported}
    return [name for _, _, name in sorted(found)]


def _subject(row: Row) -> str:
    return f"{row['subject']} {row['round']} 月"


def by_unit(reporting: Sequence[Row]) -> list[Row]:
    """One row a department of a region, in the order given, with the state of each subject as a list of one chip."""
    units: dict[tuple[str, str], Row] = {}
    for row in reporting:
        blank = {"dept_name": f"{row['mof_div_name']} {row['dept_name']}"}
        unit = units.setdefault((row["mof_div_code"], row["dept_code"]), blank)
        unit[_subject(row)] = [quality.state(row)]
    return list(units.values())


def _columns(subjects: Sequence[str], shown: Sequence[Row]) -> dict[str, Any]:
    columns: dict[str, Any] = {"dept_name": tables.text_column("dept_name", width=180, pinned=True)}
    for subject in subjects:
        states = sorted({unit[subject][0] for unit in shown if subject in unit})
        colours = [COLOURS[state[0]] for state in states]
        columns[subject] = st.column_config.MultiselectColumn(subject, width=100, options=states, color=colours)
    return columns


def completeness(chosen: Filters) -> None:
    """Each important field with how many rows fill it, the emptiest first."""
    found = data.ask("quality/completeness", chosen)
    with cards.panel(_emptiest(found), "quality/completeness", "填得少的在前；程序推定和补上的不算已填"):
        shown = found.assign(share=tables.percent(found["share"]))
        columns = {
            "field": tables.text_column("field", "字段", width=124),
            "share": tables.progress_column("share", palette.current().last, "填写率 %", width=150),
            "filled": tables.count_column("filled", "已填 行", width=76),
            "due": tables.count_column("due", "应填 行", width=76),
            "table_name": tables.text_column("table_name", width=158),
        }
        tables.table(shown, columns, "各字段的填写率", height=tables.height(len(shown)))


def _emptiest(found: pd.DataFrame) -> str:
    known = found.dropna(subset=["share"])
    known = known[known["filled"] < known["due"]]
    if known.empty:
        return "填得全不全：各字段都填了"
    least = known[known["share"] == known["share"].min()]
    table_name, field, share = least[["table_name", "field", "share"]].iloc[0]
    others = f"等 {len(least)} 个字段" if len(least) > 1 else ""
    return f"填得全不全：{table_name}的“{field}”{others}最少，{rate_text(share)}"


def full_scores(chosen: Filters) -> None:
    """The share of fully scored self-evaluations by department."""
    found = data.ask("quality/full_score_shares", chosen)
    with cards.panel("自评满分占比", "quality/full_score_shares") as card:
        if found.empty:
            st.info("这个范围内没有打全分的自评，不能算满分占比。", icon=":material/info:")
            return
        scored, full = int(found["scored"].sum()), int(found["full_scored"].sum())
        card.title(f"{found['fiscal_year'].iloc[0]} 年自评：{scored:,} 个项目中 {full:,} 个满分")
        cards.note("满分 = 每个指标的得分都达到分值；自评少于 5 个的排在后面，不算占比")
        shown = found.assign(share=tables.percent(found["share"]))
        columns = {
            "dept_name": tables.text_column("dept_name", width=158),
            "share": tables.progress_column("share", palette.current().last, "满分占比 %", width=140),
            "full_scored": tables.count_column("full_scored", "满分 个", width=70),
            "scored": tables.count_column("scored", "自评 个", width=70),
        }
        tables.table(shown, columns, "各部门自评满分占比", height=tables.height(len(shown)))
