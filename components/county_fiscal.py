"""The panel 财政收支 of 县区对比: revenue and spending of counties and townships against the months gone by."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from components import cards, data, filters, palette, tables
from components.charts.dot_ranking import Words, dot_ranking
from components.drawing import draw
from dualwatch import narrative_compare
from dualwatch.model import Filters

QUESTION = "compare/fiscal_totals"
LEVELS = {"县": narrative_compare.COUNTIES, "乡": narrative_compare.TOWNSHIPS}
OTHERS = "其他"
DRAWN = {"fiscal_rate": "execution_rate", "fiscal_last_rate": "last_rate", "fiscal_pace": "expected_rate",
         "fiscal_gap": "execution_gap"}  # fmt: skip


def fiscal(chosen: Filters, unit: str) -> None:
    """Who is ahead and who behind in collecting and spending; what to load where nothing is known."""
    note = "完成预算 %。实心 = 本月，空心 = 上年同期，竖线 = 序时进度（月份 ÷ 12）。不受部门、类别等筛选影响"
    with cards.panel("财政收支", QUESTION, note):
        months = [row["month"] for row in data.rows("compare/fiscal_months", chosen)]
        rows = data.ask(QUESTION, chosen) if chosen.month in months else pd.DataFrame()
        if rows.empty:
            st.info(nothing_known(chosen, months), icon=":material/upload_file:")
            return
        _drawn(_picked(rows), unit)
        if told := ahead(chosen, months):
            cards.note(told)


def nothing_known(chosen: Filters, months: Sequence[int]) -> str:
    """What is known of other months, and what to load."""
    others = f"{chosen.year} 年有数的月份：{'、'.join(map(str, months))} 月。" if months else ""
    return (
        f"没有 {chosen.year} 年 {chosen.month} 月的财政收支。{others}{ahead(chosen, months)}"
        "在“数据导入”上传县区、乡镇的财政收支月报（地区、科目、预算数、累计执行数），或标准表“财政收支”。"
    )


def ahead(chosen: Filters, months: Sequence[int]) -> str:
    """The months that no filter offers, as nothing is known of projects yet; empty where there is none."""
    last = filters.choices().last_months[chosen.year]
    later = [month for month in months if month > last]
    if not later:
        return ""
    return f"{'、'.join(map(str, later))} 月也有财政收支，导入该月的项目执行数后可以选。"


def _picked(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of one item and level, as the reader chose them; choices stand only where there are several."""
    items = list(dict.fromkeys(rows["fiscal_item"]))
    labels = rows["region_level"].map(LEVELS).fillna(OTHERS)
    levels = [label for label in (*LEVELS.values(), OTHERS) if (labels == label).any()]
    with st.container(horizontal=True):
        item = filters.segments("科目", items, "fiscal_item") if len(items) > 1 else items[0]
        level = filters.segments("级次", levels, "fiscal_level") if len(levels) > 1 else levels[0]
    chosen = rows[(rows["fiscal_item"] == item) & (labels == level)]
    return chosen.reset_index(drop=True)


def _drawn(rows: pd.DataFrame, unit: str) -> None:
    """The sentence, the ranking and every figure."""
    compared = rows[rows["is_compared"].astype(bool)]
    compared = rows if compared.empty else compared
    known = compared.astype(object).where(compared.notna(), None)
    finding = narrative_compare.fiscal_sentence(known.to_dict("records"))
    st.markdown(finding)
    ranking, figures = st.columns([1.13, 1], gap="small")
    with ranking:
        drawn = compared.rename(columns=DRAWN).assign(severity=None).reset_index(drop=True)
        draw(dot_ranking(drawn, palette.current(), words=Words("完成率", "序时")), finding)
    with figures:
        tables.table(_frame(rows, unit), _columns(unit), "财政收支明细", key="fiscal_table")


def _frame(rows: pd.DataFrame, unit: str) -> pd.DataFrame:
    shown = rows.copy()
    for name in ("fiscal_budget", "fiscal_executed"):
        shown[name] = tables.money(rows[name], unit)
    for name in ("fiscal_rate", "fiscal_last_rate"):
        shown[name] = tables.percent(rows[name])
    return shown


def _columns(unit: str) -> dict[str, object]:
    return {
        "rank": tables.count_column("rank", "名次", width=50),
        "mof_div_name": tables.text_column("mof_div_name", "地区", width=84),
        "fiscal_budget": tables.money_column("fiscal_budget", unit, width=104),
        "fiscal_executed": tables.money_column("fiscal_executed", unit, width=104),
        "fiscal_rate": tables.rate_column("fiscal_rate", width=84),
        "fiscal_last_rate": tables.rate_column("fiscal_last_rate", width=84),
    }
