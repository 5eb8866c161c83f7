"""县区对比: who is ahead, who behind, and since which month?"""

import streamlit as st

from components import cards, county_fiscal, county_panels, data, filters

cards.page_header("县区对比")
chosen = filters.filter_bar()
regions = data.ask("compare/counties", chosen)
if regions.empty:
    cards.empty_state("这个范围内没有项目。")
    county_fiscal.fiscal(chosen, filters.chosen_unit())
    st.stop()

regions = county_panels.of_one_level(regions)
finding = county_panels.sentence(regions)
cards.sentence(finding)
ranking, months = st.columns([1.13, 1], gap="small")
with ranking:
    county_panels.ranking(regions, chosen, finding)
with months:
    county_panels.months(regions, chosen)
county_panels.details(regions, chosen, filters.chosen_unit())
county_fiscal.fiscal(chosen, filters.chosen_unit())
cards.footnote(
    "组别执行率 = 支付合计 ÷ 预算合计，不是各项目执行率的平均。虚框“未报”不参加排名。级别是合计数越线的标记，不是预警。"
)
