"""数据质量: who has not reported, what is incomplete, and which figures contradict each other?"""

import streamlit as st

from components import cards, data, filters, paging, quality_panels, quality_reporting
from dualwatch import quality

cards.page_header("数据质量")
chosen = filters.filter_bar(unit=False, after=paging.view_switch)
reported = data.rows("quality/reported", chosen)
if not reported:
    cards.empty_state("这个范围内没有项目。")
    st.stop()

kinds = quality_panels.kinds(chosen)
cards.sentence(quality.sentence(chosen.month, reported, kinds))
left, right = st.columns([1.3, 1], gap="small")
with left:
    quality_reporting.matrix(chosen, reported)
with right:
    opened = quality_panels.overview(kinds, chosen)
if opened:
    quality_panels.findings(opened)
left, right = st.columns([1.3, 1], gap="small")
with left:
    quality_reporting.completeness(chosen)
with right:
    quality_reporting.full_scores(chosen)
cards.footnote(
    "只数个数和占比，不打质量分；未知不算问题。监控以轮次月份的月底为期限（文登：9 月的表 9 月底前完成），"
    "填报日期取各指标中最晚的；支付由国库系统按月导出，没有公布的报送期限，只看报没报。"
    f"轮次按规则方案：{filters.profile_label(chosen)}。"
)
