"""Step 4 of 数据导入: what the load speaks for, stated and confirmed; publish it, or give it up."""

import streamlit as st

from components import cards, data, intake_job, links
from components.intake_words import Row
from dualwatch import narrative
from dualwatch.model import DualwatchError
from dualwatch.staging import Job

AGREED = "我已确认"


def decide(job: Job, check: Row) -> None:
    """Coverage and secrecy, each with 我已确认; then 发布第 n 批 and 放弃本批."""
    store = data.store()
    prepared, current = store.prepared(job.id), store.current()
    with st.container(border=True):
        cards.Card("发布")
        if prepared.base != (current.name if current else None):
            _outrun(job)
            return
        agreed = [
            _confirmed(job, "覆盖", check["coverage"]["told"]),
            _confirmed(job, "密级", check["secrecy"]["told"]),
        ]
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button(
                f"发布第 {len(prepared.batches)} 批", type="primary", icon=":material/publish:", key="publish",
                disabled=not all(agreed), on_click=_publish, args=(job,),
            )  # fmt: skip
            _give_up(job)
            cards.note("发布后旧批次保留，可随时退回。" if all(agreed) else "两项都确认后才能发布。")


def _outrun(job: Job) -> None:
    """What there is to do when another version was published since the comparison."""
    st.warning("对照之后另有版本发布，上面的变化已经不准。请重新对照后再发布。", icon=":material/update:")
    with st.container(horizontal=True):
        st.button(
            "重新对照", type="primary", icon=":material/refresh:", key="compare_again",
            on_click=intake_job.start, args=(job.files, job.options, job),
        )  # fmt: skip
        _give_up(job)


def _confirmed(job: Job, name: str, told: str) -> bool:
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown(f"**{name}**　{narrative.plain(told)}", width="content")
        return st.checkbox(AGREED, key=f"agreed_{name}_{job.id}")


def _publish(job: Job) -> None:
    """Put the load in force; when another came first, the reader is told to compare anew."""
    try:
        job.publish()
    except DualwatchError as refusal:
        intake_job.tell(str(refusal), "error")


def _give_up(job: Job) -> None:
    st.button("放弃本批", icon=":material/delete:", key="drop_load", on_click=intake_job.drop, args=(job,))


def nothing(job: Job) -> None:
    """The card of a load with nothing new to publish."""
    with st.container(border=True):
        cards.Card("没有可以发布的")
        st.info(narrative.plain(job.sentence), icon=":material/info:")
        _give_up(job)


def done(job: Job) -> None:
    """After publishing: what is in force now and where to look."""
    st.success(narrative.plain(job.sentence), icon=":material/check_circle:")
    with st.container(horizontal=True, vertical_alignment="center"):
        links.link(links.OVERVIEW, "看总览", icon=":material/dashboard:")
        links.link(links.ALERTS, "看预警", icon=":material/notifications:")
        links.link(links.QUALITY, "看数据质量", icon=":material/verified:")
        st.button("再导入一批", icon=":material/upload_file:", key="load_more", on_click=intake_job.leave)
