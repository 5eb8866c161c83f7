"""The frame of a page: header with its context, panels, KPIs, notes and empty states."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any
from uuid import uuid4

import streamlit as st

from components import data, filters, links
from components.palette import MARKS
from dualwatch import narrative
from dualwatch.logs import logger
from dualwatch.model import Severity
from dualwatch.store import Unreadable

LONGEST_VALUE = 9
PAGE_PADDING = "<style>.stMainBlockContainer{padding-left:2rem;padding-right:2rem}</style>"


def page_header(title: str) -> None:
    """Row ① of a page: title left; what the store speaks for right, if anything; a warning when that is old."""
    if data.is_empty():
        _bare_header(title)
        return
    st.html(PAGE_PADDING)
    state = data.store_state()
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.header(narrative.plain(title), anchor=False, width="content")
        with st.container(horizontal=True, vertical_alignment="center", width="content"):
            _context(state)
    age = narrative.age_in_days(state["data_date"], date.today())
    if age > narrative.STALE_DAYS and not state["demo"]:
        st.warning(_stale(state, age), icon=":material/schedule:")


def _bare_header(title: str) -> None:
    st.html(PAGE_PADDING)
    st.header(title, anchor=False)


def _context(state: dict[str, Any]) -> None:
    note(narrative.context_line(state))
    if state["unreported"]:
        st.badge(
            f"{state['latest_month']} 月 {state['unreported']} 个单位未报",
            icon=":material/hourglass_empty:",
            color="orange",
        )
    age = narrative.age_in_days(state["data_date"], date.today())
    if age > narrative.STALE_DAYS and not state["demo"]:
        st.badge(f"已过 {age} 天", icon=":material/schedule:", color="orange")
    if data.is_outdated():
        st.badge("旧版本", icon=":material/history:", color="orange", help="网址里的 version 去掉就是最新版本")
    if state["demo"]:
        st.badge("演示数据", icon=":material/science:", color="gray")


def _stale(state: dict[str, Any], age: int) -> str:
    missing = data.rows("context/missing", year=state["latest_year"], month=state["latest_month"])
    named = [narrative.plain(f"{unit['mof_div_name']}{unit['dept_name']}") for unit in missing]
    return narrative.stale_sentence(state, age, named)


def sentence(text: str) -> None:
    """Row ③ of a page: the one sentence."""
    st.subheader(text, anchor=False)


def note(text: str) -> None:
    """A note, legend or context line in small grey type."""
    st.markdown(f":small[:gray[{text}]]", width="content")


def footnote(text: str) -> None:
    """The last row of a page: 口径."""
    st.markdown(f":small[:gray[口径：{text}]]")


class Card:
    """A panel being drawn, whose title can become its finding once the figures are there."""

    def __init__(self, title: str) -> None:
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            self._title = st.empty()
            self._aside = st.container(width="content")
        self.title(title)

    def title(self, text: str) -> None:
        """Put `text` in the place of the title."""
        self._title.markdown(f"#### {text}", anchors=False, width="content")

    def aside(self, draw: Callable[[], None]) -> None:
        """Let `draw` put something right of the title."""
        with self._aside:
            draw()


@contextmanager
def panel(
    title: str, question: str, note: str | None = None, aside: Callable[[], None] | None = None
) -> Iterator[Card]:
    """A bordered card that fails alone.

    `title` is a question or its answer, `note` the unit and legend under it, `aside` draws
    what stands right of the title; the foot names the question and leads to 口径与术语.
    """
    with st.container(border=True, height="stretch"):
        card = Card(title)
        if aside:
            card.aside(aside)
        if note:
            st.markdown(f":small[:gray[{note}]]")
        with guarded(question):
            yield card
        _foot(question)


@contextmanager
def guarded(what: str) -> Iterator[None]:
    """Whatever fails inside is logged under a number, which the reader gets in a sentence; the rest is drawn.

    That the version is too old for the program, or damaged, is said once, by app.py.
    """
    try:
        yield
    except Unreadable:
        raise
    except Exception:
        _failed(what)


def _foot(question: str) -> None:
    st.space("stretch")
    links.link(links.METHODS, f":small[:gray[口径：{question}]]", question=question)


def _failed(what: str) -> None:
    number = f"E-{date.today():%Y%m%d}-{uuid4().hex[:6].upper()}"
    logger().exception("panel_failed", what=what, number=number)
    st.error(f"这一块没有算出来，其他内容不受影响。错误编号 {number}。", icon=":material/error:")
    st.button("重试", icon=":material/refresh:", key=f"retry_{what}")


def kpi(
    label: str,
    value: str,
    delta: str | None = None,
    colour: str = "gray",
    chart: list[float] | None = None,
    chart_type: str = "line",
    help: str | None = None,
) -> None:
    """One figure of the KPI row; the unit belongs in the label, the colour says a line was crossed.

    A sparkline with fewer than 3 points is left out.
    """
    points = chart if chart and len(chart) >= 3 else None
    st.metric(
        label,
        value,
        delta,
        delta_color=colour,
        delta_arrow="off",
        border=True,
        height="stretch",
        chart_data=points,
        chart_type=chart_type,
        help=help,
    )


def kpi_row(*values: str) -> Any:
    """The grid of five figures: 5 across at 1440 px, 2 across at 390 px or 1 where a value is long."""
    is_long = any(len(value) > LONGEST_VALUE for value in values)
    return st.grid(5, min_column_width=200 if is_long else 150, gap="small")


def severity_badge(severity: str, count: int | None = None) -> None:
    """A severity as shape, word and colour, with how many when that is said."""
    label = Severity(severity).label
    st.badge(label if count is None else f"{label} {count:,}", color=MARKS[Severity(severity)].colour)


def empty_state(text: str, clear: bool = True, on_clear: Callable[[], None] = filters.clear) -> None:
    """What was checked and found to hold nothing, with 清除筛选."""
    st.info(text, icon=":material/check_circle:")
    if clear:
        st.button("清除筛选", icon=":material/filter_alt_off:", on_click=on_clear, key="clear_empty")


def unknown_version() -> None:
    """The page of a URL that names a version which is not kept: what to do."""
    _bare_header("没有这个数据版本")
    asked = narrative.plain(data.asked_version() or "")
    st.info(
        f"网址里的版本“{asked}”不在这里，可能已经清理。去掉网址里的 version，就是最新版本。",
        icon=":material/history:",
    )


def unreadable(refusal: Unreadable) -> None:
    """The rest of a page of a version that an older program built or that is damaged: what to do."""
    st.warning(narrative.plain(str(refusal)), icon=":material/build:")


def empty_store() -> None:
    """The page of a store that nothing was published to yet: what to do."""
    _bare_header("还没有数据")
    st.info(
        "导入自己的数据：打开“数据导入”上传文件，或运行 `python -m dualwatch load 文件或文件夹`。  \n"
        "先看演示：运行 `python -m dualwatch sample`，发布虚构的云州市数据。",
        icon=":material/info:",
    )
    with st.container(horizontal=True):
        if st.button("去导入数据", type="primary", icon=":material/upload_file:", key="to_intake"):
            links.go(links.INTAKE)
        st.button("重新检查", icon=":material/refresh:", key="check_store_again")
