"""预警: which projects are flagged, why, on what evidence, and what would clear it?"""

import streamlit as st

from components import alert_file, alert_list, cards, data, filters, paging
from dualwatch import narrative

cards.page_header("预警")
chosen = filters.filter_bar(unit=False, before=alert_list.severity_pills, after=paging.view_switch)
counts = data.row("alerts/counts", chosen)
cards.sentence(narrative.alerts_sentence(counts))
wanted, room = alert_list.asked(chosen)
first = alert_list.found(chosen, wanted, 1)
if first.empty:
    cards.empty_state(narrative.no_match_sentence(counts), on_clear=alert_list.clear)
    st.stop()

with room:
    cards.note(alert_list.heading(first, wanted))
in_cards = paging.in_cards()
left, right = (st.container(), None) if in_cards else st.columns([1.55, 1], gap="small")
with left:
    rows = st.container()
    page = paging.pagination(int(first["matched"].iloc[0]), (chosen, wanted))
shown = alert_list.found(chosen, wanted, page)
if in_cards:
    with rows:
        alert_list.as_cards(shown, chosen)
else:
    with rows:
        project = alert_list.table(shown, wanted.order)
    with right:
        alert_file.why(chosen, project)
cards.footnote(
    f"差 = 执行率 − 应达，单位个百分点；少支付 = 应达 × 预算 − 累计支付。规则方案：{filters.profile_label(chosen)}。"
)
