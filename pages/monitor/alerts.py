"""预警: which projects are flagged, why, on what evidence, and what would clear it?"""

import streamlit as st

from components import alert_file, alert_list, cards, data, filters
from dualwatch import narrative

cards.page_header("预警")
chosen = filters.filter_bar(unit=False, before=alert_list.severity_pills, after=alert_list.view_switch)
counts = data.row("alerts/counts", chosen)
cards.sentence(narrative.alerts_sentence(counts))
wanted = alert_list.asked()
first = alert_list.found(chosen, wanted, 1)
if first.empty:
    cards.empty_state(narrative.nothing_sentence(counts["checked"]))
    st.stop()

with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
    cards.note(alert_list.heading(first, wanted))
    with st.container(horizontal=True, width="content"):
        alert_list.order()
        alert_list.export(chosen, wanted)
in_cards = st.session_state.get("view") == alert_list.VIEWS[1]
left, right = (st.container(), None) if in_cards else st.columns([1.55, 1], gap="small")
with left:
    rows = st.container()
    page = alert_list.pagination(first, (chosen, wanted))
shown = alert_list.found(chosen, wanted, page)
if in_cards:
    with rows:
        alert_list.as_cards(shown, alert_list.explained(chosen))
else:
    with rows:
        project = alert_list.table(shown)
    with right:
        alert_file.why(chosen, project)
cards.footnote(
    f"差 = 执行率 − 应达，单位个百分点；少支付 = 应达 × 预算 − 累计支付。规则方案：{filters.profile_label(chosen)}。"
)
