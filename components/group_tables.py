"""The table that counties and departments share."""

from typing import Any

import pandas as pd
import streamlit as st

from components import palette, tables
from dualwatch.measures import places_text

RATES = ("execution_rate", "expected_rate", "execution_gap", "completion_rate")
COUNTS = ("low_execution_projects", "target_deviation_projects")


def group_frame(rows: pd.DataFrame, unit: str) -> pd.DataFrame:
    """Rows of a comparison in the units of their headers: percent, percentage points, 万元 or 亿元."""
    shown = rows.copy()
    for name in RATES:
        shown[name] = tables.percent(rows[name])
    for name in {"budget", "underpaid"} & set(rows.columns):
        shown[name] = tables.money(rows[name], unit)
    for name in COUNTS:
        shown[name] = rows[name].fillna(0).astype(int)
    shown["severity"] = tables.chips(rows["severity"].astype(object).where(rows["severity"].notna(), None))
    if "rank_change" in rows:
        shown["rank_change"] = [places_text(places) for places in rows["rank_change"]]
    return shown


def group_columns(name: str, label: str, unit: str) -> dict[str, Any]:
    """The columns of a comparison; departments also say their shortfall, counties their change of rank."""
    theme = palette.current()
    by_place = name == "mof_div_name"
    columns = {
        "rank": tables.count_column("rank", "名次", width=56),
        name: st.column_config.TextColumn(label, width=140),
        "severity": tables.severity_column(width=80),
        "projects": tables.count_column("projects", "项目 个", width=70),
        "budget": tables.money_column("budget", unit, width=96),
        "underpaid": tables.money_column("underpaid", unit, width=104),
        "execution_rate": tables.progress_column("execution_rate", theme.money, width=124),
        "execution_gap": tables.points_column("execution_gap", width=80),
        "completion_rate": tables.progress_column("completion_rate", theme.work, width=124),
        "low_execution_projects": tables.count_column("low_execution_projects", "执行率偏低 个", width=98),
        "target_deviation_projects": tables.count_column("target_deviation_projects", "目标偏离 个", width=88),
        "rank_change": st.column_config.TextColumn("比上年", width=64),
    }
    left_out = "underpaid" if by_place else "rank_change"
    return {column: config for column, config in columns.items() if column != left_out}
