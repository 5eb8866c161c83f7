"""口径与术语: what does each figure mean, by which formula and rule, and which question answers it?"""

import streamlit as st

from components import cards, filters, method_panels, question_browser

cards.page_header("口径与术语")
chosen = filters.filter_bar(unit=False)
question_browser.browser(chosen)
method_panels.rules()
method_panels.limits()
method_panels.steps()
figures, marks = st.columns([1.55, 1], gap="small")
with figures, st.container(border=True, height="stretch"):
    method_panels.measures()
with marks, st.container(border=True, height="stretch"):
    method_panels.absences()
words, checks = st.columns([1.55, 1], gap="small")
with words, st.container(border=True, height="stretch"):
    method_panels.words()
with checks, st.container(border=True, height="stretch"):
    method_panels.checks()
cards.footnote("规则静默处由本产品选定，并在这里写明；数据版本发布后不变，同一问题总是同一答案。")
