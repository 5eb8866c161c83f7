"""总览: how do money and goals stand, which projects come first, and what changed since last month?"""

import streamlit as st

from components import cards, data, filters, overview_panels
from dualwatch import narrative

cards.page_header("总览")
chosen = filters.filter_bar()
months = data.rows("overview/progress", chosen)
if not months:
    cards.empty_state("这个范围内没有项目。")
    st.stop()

flagged = data.rows("overview/alert_months", chosen)
counts = flagged[-1] | {"checked": months[-1]["projects"]}
place = filters.place(chosen)
cards.sentence(narrative.overview_sentence(place, months[-1], counts))
overview_panels.kpis(months, flagged)

left, right = st.columns(2, gap="small")
with left:
    overview_panels.quadrant(chosen, counts)
with right:
    overview_panels.first_look(chosen, counts)
left, right = st.columns(2, gap="small")
with left:
    overview_panels.counties(chosen)
with right:
    overview_panels.progress(place, months, chosen)
overview_panels.changes(chosen)
cards.footnote(
    f"执行率 = 支付合计 ÷ {filters.DENOMINATORS[chosen.denominator]}合计，完成率按预算加权，都不是各项目的平均。"
    f"规则方案：{filters.profile_label(chosen)}。"
)
