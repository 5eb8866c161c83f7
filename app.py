"""Entry of the dashboard: page config, navigation, project search; pages do the rest."""

import streamlit as st

from components import cards, data, filters, links, turns
from components.palette import current
from dualwatch.store import Unreadable

ASSETS = "components/assets"


def entry(path: str, title: str, icon: str, about: str, default: bool = False, hidden: bool = False) -> st.Page:
    """One page of the menu; its URL is the name of its script."""
    visibility = "hidden" if hidden else "visible"
    return st.Page(
        path, title=title, icon=f":material/{icon}:", help=about, default=default, visibility=visibility
    )  # fmt: skip


st.set_page_config(page_title="双监控", page_icon=f"{ASSETS}/icon.svg", layout="wide", initial_sidebar_state=232)
st.logo(f"{ASSETS}/logo-{current().name}.svg", size="large")

page = st.navigation(
    {
        "监控": [
            entry(links.OVERVIEW, "总览", "dashboard", "一句话结论、五个数、象限和先看的项目。", default=True),
            entry(links.ALERTS, "预警", "notifications", "每条预警为什么报、凭什么、怎样解除。"),
            entry(links.PROJECT, "项目档案", "folder", "一个项目的钱、事和来源。", hidden=True),
        ],
        "比较": [
            entry(links.COUNTIES, "县区对比", "bar_chart", "谁在前谁在后，从哪个月开始落后。"),
            entry(links.DEPARTMENTS, "部门对比", "apartment", "少支付集中在哪些部门。"),
        ],
        "数据": [
            entry(links.INTAKE, "数据导入", "upload_file", "上传、检查、对照、发布；撤回和回到旧版本。"),
            entry(links.QUALITY, "数据质量", "verified", "谁没有报，哪里填不全，哪些数自相矛盾。"),
            entry(links.METHODS, "口径与术语", "menu_book", "每个数的公式、问题和来源。"),
        ],
    }
)
links.carry_over(page)
try:
    with turns.taken(page):
        data.settle()
        if data.is_empty():
            if links.is_open(page, links.INTAKE):
                page.run()
            else:
                cards.empty_store()
            st.stop()
        if not data.has_version():
            cards.unknown_version()
            st.stop()
        filters.accept_codes(page)
        with st.sidebar:
            filters.project_search()
        page.run()
except Unreadable as refusal:
    cards.unreadable(refusal)
