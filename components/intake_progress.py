"""A load that is being read: how far it is, how long it will still take, and 取消; or why it failed."""

from datetime import datetime

import streamlit as st

from components import cards, intake_job, intake_sheets
from dualwatch import narrative
from dualwatch.staging import Job, Progress

EVERY = 1.0
Standing = tuple[str | None, int, bool]


def running(drawn: Standing) -> None:
    """The card that follows the worker; the page is drawn anew when it no longer stands as it was `drawn`."""
    with st.container(border=True):
        _followed(drawn)


def standing(job: Job | None) -> Standing:
    """What the page is drawn from: the state, the step and whether there is a check to show.

    Asked before anything is drawn, so that a worker who ends meanwhile is seen to have ended.
    """
    return (job.state, intake_job.step(job), job.check is not None) if job else (None, 0, False)


@st.fragment(run_every=EVERY)
def _followed(drawn: Standing) -> None:
    job = intake_job.opened()
    if job is None or standing(job) != drawn:
        st.rerun()
    progress = job.progress
    with st.container(horizontal=True, vertical_alignment="center"):
        st.progress(_read(progress), text=f"{progress.told}　:gray[{_lasted(job)}]")
        st.button("取消", icon=":material/close:", key="cancel_load", on_click=intake_job.drop, args=(job,))
    cards.note("可以离开这个页面，回来再看；取消不会留下任何东西，现用版本不变。")


def _read(progress: Progress) -> float:
    """How much of the file in hand is read; all of it in the steps after reading."""
    if progress.phase in intake_job.AFTER_READING:
        return 1.0
    return min(progress.done / progress.total, 1.0) if progress.total else 0.0


def _lasted(job: Job) -> str:
    minutes, rest = divmod((datetime.now() - intake_job.begun(job)).seconds, 60)
    return f"已用 {minutes} 分 {rest} 秒" if minutes else f"已用 {rest} 秒"


def failed(job: Job) -> None:
    """The card of a load that could not be read or built, with what can be done."""
    with st.container(border=True):
        cards.Card("没有办成")
        st.error(narrative.plain(job.sentence), icon=":material/error:")
        with st.container(horizontal=True):
            if job.check is None:
                intake_sheets.another_way(job)
            st.button("放弃本批", icon=":material/delete:", key="drop_failed", on_click=intake_job.drop, args=(job,))
        cards.note("现用版本没有改变。")
