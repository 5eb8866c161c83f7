"""The panels of 部门对比: the fifteen that matter, all on one axis, the full list, and peers."""

from collections.abc import Hashable
from functools import partial

import pandas as pd
import streamlit as st

from components import cards, data, filters, links, palette, tables
from components.charts.bullet import bullet
from components.charts.distribution import distribution
from components.charts.small_multiples import small_multiples
from components.drawing import draw, draw_to_click, kept
from components.group_tables import group_columns, group_frame
from dualwatch import narrative, narrative_compare
from dualwatch.intake.derived import initials
from dualwatch.measures import MISSING, rate_text
from dualwatch.model import Filters

VIEWS = ("影响最大的 15 个", "分布", "全部", "同类比较")
MOST = 15
NAMED = 5


def view_and_search(departments: pd.DataFrame) -> tuple[str, str]:
    """The switch between views and the search by name or pinyin initials, both kept in the URL.

    Beside them stands what the views leave out.
    """
    with st.container(horizontal=True, vertical_alignment="center"):
        view = filters.segments("看法", VIEWS, "dept_view")
        search = st.text_input(
            "找部门",
            key="dept_search",
            bind="query-params",
            placeholder="输入部门名称或拼音首字母",
            icon=":material/search:",
            label_visibility="collapsed",
            width=260,
        )
        unranked_note(departments)
    return view, search


def matching(departments: pd.DataFrame, search: str) -> pd.DataFrame:
    """The departments whose name, code or pinyin initials contain `search`; all when it is empty."""
    wanted = search.strip().lower()
    if not wanted:
        return departments
    hits = [
        wanted in name or wanted in code or wanted in (initials(name) or "")
        for name, code in zip(departments["dept_name"], departments["dept_code"], strict=True)
    ]
    return departments[hits]


def sentence(chosen: Filters) -> str:
    """The page's one sentence, from the rows of the table."""
    rows = data.rows("compare/departments", chosen)
    return narrative_compare.departments_sentence(narrative_compare.groups(rows, "dept_name"))


def unranked_note(departments: pd.DataFrame) -> None:
    """How many are too small to rank, and what is counted beside the rates."""
    silent = departments["rated"] == 0
    small = int((~departments["is_ranked"].astype(bool) & ~silent).sum())
    unrated, budget = int(departments["unrated"].sum()), sum(departments["unrated_budget"].dropna(), start=0)
    parts = [
        f"可算的项目少于 5 个的 {small} 个部门不排名，单列" if small else "",
        f"{silent.sum()} 个部门未报或没有预算" if silent.any() else "",
        narrative.left_out(unrated, budget),
    ]
    said = "；".join(part for part in parts if part)
    if said:
        cards.note(said)


def largest(departments: pd.DataFrame, chosen: Filters, finding: str, unit: str) -> None:
    """The departments with the largest shortfall, as bullets; a click opens their alerts."""
    rows = departments[departments["underpaid"].fillna(0) > 0].head(MOST)
    note = "蓝条 = 执行率 %，竖线 = 应达进度，空心点 = 上年同期；右列为差，个百分点"
    title = "少支付的部门" if rows.empty else f"少支付金额最大的 {len(rows)} 个部门"
    with cards.panel(title, "compare/departments", note):
        if rows.empty:
            st.info(_nothing_underpaid(departments), icon=":material/info:")
            return
        drawn = partial(bullet, rows, unit, palette.current())
        chart = kept("department_bullets", drawn, chosen, unit, tuple(rows["dept_code"]))
        _open_alerts(draw_to_click(chart, finding, "department_bullets"))


def _nothing_underpaid(departments: pd.DataFrame) -> str:
    known = departments.dropna(subset=["underpaid"])["dept_name"]
    if known.empty:
        return f"这里的 {len(departments)} 个部门都没有可算的支付进度：未报，或没有预算。"
    return f"{'、'.join(known.head(NAMED))}{'等' if len(known) > NAMED else ''}没有少支付。"


def spread(departments: pd.DataFrame, chosen: Filters, height: int = 240, category: str = "") -> None:
    """Every department as one mark on the rate axis; of its projects of one category, where that is named."""
    known = departments.dropna(subset=["execution_rate"])
    without = len(departments) - len(known)
    note = "每个点一个部门。◆ 严重　▲ 预警　● 其他　× 可算的项目少于 5 个" + (
        f"　未报或没有预算的 {without} 个不画" if without else ""
    )
    question = "compare/department_peers" if category else "compare/departments"
    with cards.panel(f"{len(known)} 个部门的分布", question, note):
        if known.empty:
            st.info(narrative_compare.nothing_rated("部门"), icon=":material/info:")
            return
        drawn = partial(distribution, known, palette.current(), height)
        chart = kept("department_spread", drawn, chosen, height, category, tuple(known["dept_code"]))
        _open_alerts(draw_to_click(chart, f"{len(known)} 个部门的执行率分布", "department_spread"))


def trends(departments: pd.DataFrame, chosen: Filters) -> None:
    """The months of the six departments with the largest shortfall."""
    months = data.ask("compare/department_months", chosen)
    shown = months["dept_code"].nunique()
    title = f"走势：少支付最多的 {shown} 个" if shown else "走势"
    with cards.panel(title, "compare/department_months", "实线 = 执行率 %，虚线 = 应达进度"):
        if months.empty:
            st.info(_nothing_underpaid(departments), icon=":material/info:")
            return
        chart = kept("department_months", lambda: small_multiples(months, palette.current()), chosen)
        draw(chart, f"少支付最多的 {shown} 个部门的逐月执行率")


def everything(departments: pd.DataFrame, chosen: Filters, unit: str) -> None:
    """The full list; a chosen row opens the department's alerts."""
    counts = data.ask("compare/department_flags", chosen)
    rows = departments.merge(counts, on="dept_code", how="left").reset_index(drop=True)
    with cards.panel(f"{len(rows)} 个部门", "compare/departments", "按少支付金额排序，点表头可改；选一行看它的预警"):
        event = tables.table(
            group_frame(rows, unit),
            group_columns("dept_name", "部门", unit),
            "部门对比明细",
            key="department_table",
            select="single-cell",
            height="content" if len(rows) <= 20 else 760,
        )
        place = tables.picked_row(event)
        _open_alerts(rows["dept_code"].iloc[place] if place is not None else None)


def peers(chosen: Filters, search: str, unit: str) -> None:
    """Departments inside one project category: ranked only against their like."""
    found = data.ask("compare/department_peers", chosen)
    categories = list(dict.fromkeys(found["pro_category"]))
    if not categories:
        cards.empty_state("这个范围内没有可比的部门。")
        return
    category = filters.segments("项目类别", categories, "peer_category")
    rows = matching(found[found["pro_category"] == category], search).reset_index(drop=True)
    spread(rows, chosen, 220, category)
    whole = rate_text(rows["category_rate"].iloc[0]) if len(rows) else MISSING
    note = f"只在同一项目类别里排名。{category}合计执行率 {whole}"
    with cards.panel(f"{category}：{len(rows)} 个部门", "compare/department_peers", note):
        shown = rows.assign(
            execution_rate=tables.percent(rows["execution_rate"]),
            execution_gap=tables.percent(rows["execution_gap"]),
            budget=tables.money(rows["budget"], unit),
        )
        columns = {
            "rank": tables.count_column("rank", "名次", width=64),
            "dept_name": st.column_config.TextColumn("部门", width=200),
            "rated": tables.count_column("rated", "项目 个", width=90),
            "budget": tables.money_column("budget", unit, width=120),
            "execution_rate": tables.progress_column("execution_rate", palette.current().money, width=170),
            "execution_gap": tables.points_column("execution_gap", width=100),
        }
        event = tables.table(shown, columns, f"{category}的部门", key="peer_table", select="single-cell", height=520)
        place = tables.picked_row(event)
        _open_alerts(rows["dept_code"].iloc[place] if place is not None else None)


def _open_alerts(code: Hashable | None) -> None:
    if code is not None:
        label = filters.choices().of("department")[str(code)]
        links.go(links.ALERTS, departments=label)
