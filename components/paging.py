"""Lists that are too long for a page: the pages of a list, and whether it is a table or cards."""

from typing import Any

import streamlit as st

from components import cards, filters

SIZE = 14
BUTTON = 39
VIEWS = ("列表", "卡片")


def view_switch() -> None:
    """列表 or 卡片, kept in the URL; the cards are for a phone."""
    filters.segments("样式", VIEWS, "view")


def in_cards() -> bool:
    """Whether the reader asked for cards."""
    return bool(st.session_state.get("view") == VIEWS[1])


def pagination(matched: int, asked_for: Any, size: int = SIZE, key: str = "page") -> int:
    """The pages of a list and the one that is open; the list of another question starts at 1.

    A second list of a page has a key of its own.
    """
    question = f"{key}_asked"
    if st.session_state.get(question, asked_for) != asked_for:
        st.session_state[key] = 1
    st.session_state[question] = asked_for
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        place = st.container(width="content")
        last = -(-matched // size)
        page = st.pagination(last, key=key, bind="query-params", width=BUTTON * (min(last, 7) + 2))
    start = (page - 1) * size
    with place:
        cards.note(f"第 {start + 1:,}—{min(start + size, matched):,} 行，共 {matched:,} 行")
    return page
