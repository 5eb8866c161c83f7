"""项目档案: is this project late with its money or its goals, why, and where does each figure come from?"""

import streamlit as st

from components import cards, data, filters, project_file, project_goals

project = st.query_params.get("project", "")
title = st.container()
if not project:
    with title:
        cards.page_header("项目档案")
    project_file.how_to_find()
    st.stop()

chosen = filters.month_bar(project_file.year_of(project))
detail = project_file.find(chosen, project)
with title:
    cards.page_header(detail.get("pro_name", "项目档案"))
if not detail:
    project_file.candidates(project)
    project_file.how_to_find()
    st.stop()

raised = data.rows("projects/flags", chosen, project=detail["project_id"])
changes = data.rows("projects/flag_log", chosen, project=detail["project_id"])
project_file.head(detail, raised)
project_file.figures(detail, raised, chosen)
money, flags = st.columns([1.55, 1], gap="small")
with money:
    project_file.money(detail, chosen, project_file.flags_height(raised, changes))
with flags:
    project_file.flags(raised, changes, chosen)
project_goals.goals(detail, chosen)
project_goals.sources(detail, chosen)
cards.footnote("执行率 = 累计支付 ÷ 预算；应达按规则方案的进度；每个数可在“来源”里找到文件、工作表和行。")
