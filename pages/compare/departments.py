"""部门对比: in which departments does the unspent money lie, and how do all of them stand?"""

import streamlit as st

from components import cards, data, department_panels, filters
from dualwatch import narrative

cards.page_header("部门对比")
chosen = filters.filter_bar()
unit = filters.chosen_unit()
departments = data.ask("compare/departments", chosen)
if departments.empty:
    cards.empty_state("这个范围内没有项目。")
    st.stop()

finding = department_panels.sentence(chosen)
cards.sentence(finding)
view, search = department_panels.view_and_search(departments)
found = department_panels.matching(departments, search)
if found.empty:
    cards.empty_state(f"没有找到“{narrative.plain(search)}”，请换一个词。", clear=False)
elif view == "全部":
    department_panels.everything(found, chosen, unit)
elif view == "分布":
    department_panels.spread(found, chosen, 420)
elif view == "同类比较":
    department_panels.peers(chosen, search, unit)
else:
    left, right = st.columns([1.25, 1], gap="small")
    with left:
        department_panels.largest(found, chosen, finding, unit)
    with right:
        department_panels.spread(departments, chosen)
        department_panels.trends(departments, chosen)
cards.footnote("部门执行率 = 支付合计 ÷ 预算合计，少支付按部门合计算，超前的记 0。同类比较按项目类别分组，不跨类排名。")
