"""Panels of 数据质量 about findings: the kinds with their counts, the rows of one kind, and the files to send."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any
from zlib import crc32

import pandas as pd
import streamlit as st

from components import cards, data, filters, links, paging, tables
from components.downloads import XLSX, ZIP
from dualwatch import narrative, quality
from dualwatch.model import Filters
from dualwatch.quality import Kind
from dualwatch.reports import quality_lists, quality_xlsx

KIND = "kind"
TABLE_ROWS = 1000


def kinds(chosen: Filters) -> tuple[Kind, ...]:
    """Every kind of finding under the filters, empty ones too; their rows are those of the version counted."""
    counted = _counted(chosen)
    return quality.gathered(lambda name, **own: data.answer(name, counted, **own))


def _counted(chosen: Filters) -> Filters:
    """The same of the version that is counted now, whichever is in force when a file is asked for."""
    return replace(chosen, version=data.version_shown())


def overview(found: Sequence[Kind], chosen: Filters) -> Kind | None:
    """The kinds that have findings, with counts; returns the chosen one, the first without a choice."""
    some = [kind for kind in found if kind.count]
    none = [kind.question.label for kind in found if not kind.count]
    if not some:
        _nothing(len(none), chosen)
        return None
    key = f"kinds_{crc32(repr([kind.question.name for kind in some]).encode()):08x}"
    marked = _marked(some, key)
    with cards.panel(_title(some), some[marked].question.name, aside=lambda: _files(found, chosen)):
        height = tables.height(len(some))
        tables.table(_frame(some), _columns(), "发现的问题，选中一类看明细", key, "single-row", [marked], height)
        cards.note("选一类，看下面的明细。" + (f"查了没有发现的：{'、'.join(none)}。" if none else ""))
    return some[marked]


def _nothing(checked: int, chosen: Filters) -> None:
    with cards.panel("没有发现问题", "quality/completeness"):
        looked_at = quality.checked(data.rows("quality/completeness", chosen))
        cards.empty_state(f"{looked_at}，{checked} 类问题一条也没有。")


def _marked(some: Sequence[Kind], key: str) -> int:
    """The place of the kind the reader picked in the table, else of the one the URL names, else the first."""
    names = [kind.question.name.removeprefix("quality/") for kind in some]
    picked = st.session_state.get(key, {}).get("selection", {}).get("rows", [])
    if picked and picked[0] < len(names):
        st.query_params[KIND] = names[picked[0]]
    asked = st.query_params.get(KIND)
    return names.index(asked) if asked in names else 0


def _title(some: Sequence[Kind]) -> str:
    return f"哪里不对：{len(some)} 类 {sum(kind.count for kind in some):,} 条"


def _frame(some: Sequence[Kind]) -> pd.DataFrame:
    return pd.DataFrame(
        [(kind.question.label, kind.count, kind.units) for kind in some],
        columns=["finding", "findings", "touched"],
    )


def _columns() -> dict[str, Any]:
    return {
        "finding": tables.text_column("finding", width=158),
        "findings": tables.count_column("findings", "条", 52),
        "touched": tables.count_column("touched", "部门 个", 60),
    }


def findings(opened: Kind) -> None:
    """Every row of one kind with its sentence, as a table or as cards; a chosen row opens the project's file."""
    label, basis = opened.question.label, opened.question.field("basis")
    note = f"怎样改：{opened.question.field('remedy')}。" + (f"依据：{basis}。" if basis else "")
    with cards.panel(f"{label}：{opened.count:,} 条", opened.question.name, note):
        if paging.in_cards():
            _as_cards(opened)
        else:
            _table(opened)


def _as_cards(opened: Kind) -> None:
    """A page of findings as cards, for a phone."""
    room = st.container()
    shown = _page(opened, paging.SIZE)
    with room:
        for row in shown:
            _card(row)


def _page(opened: Kind, size: int) -> list[dict[str, Any]]:
    """The findings to show: all, where a page holds them."""
    if opened.count <= size:
        return opened.rows()
    page = paging.pagination(opened.count, (opened.question.name, opened.count, size), size)
    return opened.rows(page, size)


def _table(opened: Kind) -> None:
    rows = _page(opened, TABLE_ROWS)
    is_project = "project_id" in rows[0]
    event = tables.table(
        pd.DataFrame(rows),
        _row_columns(is_project),
        f"{opened.question.label}的明细",
        key=f"rows_{opened.question.name}",
        select="single-cell" if is_project else None,
        height=tables.height(len(rows)),
    )
    if is_project:
        cards.note("选一行，打开项目档案。")
    place = tables.picked_row(event)
    if place is not None and place < len(rows):
        links.open_project(rows[place]["project_id"])


def _row_columns(is_project: bool) -> dict[str, Any]:
    columns = {
        "mof_div_name": tables.text_column("mof_div_name", width=88),
        "dept_name": tables.text_column("dept_name", width=136),
        "pro_name": tables.text_column("pro_name", width=250),
        "sentence": tables.text_column("sentence", "具体情形", 610),
    }
    return columns if is_project else {name: config for name, config in columns.items() if name != "pro_name"}


def _card(row: dict[str, Any]) -> None:
    with st.container(border=True):
        if "project_id" in row:
            links.link(links.PROJECT, f"**{narrative.plain(row['pro_name'])}**", project=row["project_id"])
        st.markdown(narrative.emphasised(row["sentence"]))
        cards.note(narrative.plain(f"{row['mof_div_name']} · {row['dept_name']}"))


def _files(found: Sequence[Kind], chosen: Filters) -> None:
    """导出 XLSX with every finding; 分单位清单: one workbook a department, to be sent and filled in.

    The findings are asked for, in the version that was counted, when a file is.
    """
    counted = _counted(chosen)
    state, described = data.store_state(), _described(chosen)
    month = f"{chosen.year}年{chosen.month}月"
    with st.container(horizontal=True, width="content"):
        _download(
            "导出 XLSX",
            f"数据质量-{month}.xlsx",
            XLSX,
            lambda: quality_xlsx.workbook(found, _standing(counted), state, described),
        )
        _download("分单位清单", f"问题清单-{month}.zip", ZIP, lambda: quality_lists.archive(found, state, described))


def _standing(counted: Filters) -> dict[str, list[dict[str, Any]]]:
    return {name: data.rows(name, counted) for name in quality_xlsx.TABLES}


def _download(label: str, file_name: str, mime: str, made: Callable[[], bytes]) -> None:
    st.download_button(
        label, made, file_name, mime, icon=":material/download:", key=f"export_{mime}", on_click="ignore"
    )  # fmt: skip


def _described(chosen: Filters) -> dict[str, str]:
    return {
        "截至": f"{chosen.year} 年 {chosen.month} 月底",
        "范围": filters.place(chosen),
        "规则方案": filters.profile_label(chosen),
    }
