"""Right of the list: why a project is flagged, on what evidence, and what would clear it."""

from typing import Any

import pandas as pd
import streamlit as st

from components import cards, data, links
from dualwatch import alerts, narrative
from dualwatch.measures import money_text
from dualwatch.model import Filters, Severity


def why(chosen: Filters, project_id: str) -> None:
    """为什么报警 → 证据 → 怎样解除 → 档案, for one project."""
    with cards.panel("为什么报警", "alerts/evidence") as card:
        found = data.row("alerts/evidence", chosen, project=project_id)
        flags = [alerts.explained(flag) for flag in data.rows("projects/flags", chosen, project=project_id)]
        card.title(found["pro_name"])
        _marks(found, flags)
        st.markdown("**为什么报警**")
        for flag in flags:
            st.markdown(_why_line(flag))
        st.markdown("**证据**")
        _evidence(found, chosen.denominator)
        st.markdown("**怎样解除**")
        for flag in flags:
            st.markdown(f"{Severity(flag['severity']).shape} {narrative.emphasised(flag['clears'])}。")
        links.link(links.PROJECT, "打开档案", icon=":material/open_in_new:", project=project_id)


def _marks(found: dict[str, Any], flags: list[dict[str, Any]]) -> None:
    with st.container(horizontal=True, gap="small"):
        if flags:
            cards.severity_badge(flags[0]["severity"])
        for flag in flags:
            st.badge(flag["rule_label"], color="gray")
    cards.note(
        f"{narrative.plain(found['mof_div_name'])} · {narrative.plain(found['dept_name'])} · {found['budget_book']}"
        f" · {money_text(found['budget'], '万元')} · {found['pro_code']}"
    )


def _why_line(flag: dict[str, Any]) -> str:
    lasted = f"，已连续 {flag['run']} 个月" if flag["run"] > 1 else ""
    sentence = narrative.emphasised(flag["sentence"])
    return f"{Severity(flag['severity']).shape} {flag['rule_label']}：{sentence}{lasted}。"


def _evidence(found: dict[str, Any], denominator: str) -> None:
    rows = pd.DataFrame(narrative.evidence(found, denominator), columns=["依据", "数值", "来源"])
    columns = {
        "依据": st.column_config.TextColumn("依据", width=150),
        "数值": st.column_config.TextColumn("数值", width=110, alignment="right"),
        "来源": st.column_config.TextColumn("来源", width=140),
    }
    st.dataframe(
        rows, column_config=columns, hide_index=True, height="content", row_height=34, alt="这个项目预警的证据"
    )
