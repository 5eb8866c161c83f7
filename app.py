"""Entry of the dashboard: page config, navigation, project search; pages do the rest."""

import streamlit as st

from components import cards, data, filters, links
from components.palette import current

ASSETS = "components/assets"

st.set_page_config(
    page_title="双监控", page_icon=f"{ASSETS}/icon.svg", layout="wide", initial_sidebar_state=232
)
st.logo(f"{ASSETS}/logo-{current().name}.svg", size="large")

page = st.navigation(
    {
        "监控": [
            st.Page(
                links.OVERVIEW, title="总览", icon=":material/dashboard:", default=True,
                help="一句话结论、五个数、钱与事的象限，和先看的项目。",
            ),
            st.Page(
                links.ALERTS, title="预警", icon=":material/notifications:", url_path="alerts",
                help="每条预警为什么报、凭什么、怎样解除。",
            ),
            st.Page(
                links.PROJECT, title="项目档案", icon=":material/folder:", url_path="project",
                visibility="hidden", help="一个项目的钱、事和来源。",
            ),
        ],
        "比较": [
            st.Page(
                links.COUNTIES, title="县区对比", icon=":material/bar_chart:", url_path="counties",
                help="谁在前谁在后，从哪个月开始落后。",
            ),
            st.Page(
                links.DEPARTMENTS, title="部门对比", icon=":material/apartment:", url_path="departments",
                help="少支付集中在哪些部门。",
            ),
        ],
        "数据": [
            st.Page(
                links.METHODS, title="口径与术语", icon=":material/menu_book:", url_path="methods",
                help="每个数的公式、问题和来源。",
            ),
        ],
    }
)
links.carry_over(page)
if data.is_empty():
    cards.empty_store()
    st.stop()
with st.sidebar:
    filters.project_search()
page.run()
