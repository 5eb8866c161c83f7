"""The load that a reader works on: named in the URL by ?job=, started, restarted and left here."""

import time
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import streamlit as st

from components import cards, data
from dualwatch import narrative, staging
from dualwatch.model import DualwatchError
from dualwatch.settings import settings
from dualwatch.staging import Job

JOB, VIEW = "job", "work"
COLUMNS = "columns"
SAID_FOR = 2.0
TOLD, DROPPED = "intake_told", "intake_dropped"
CANCELLED = "已取消，没有留下任何东西。"
STEPS = ("选择文件", "检查", "对照", "发布")
# Which step is being worked on in a state; one past the last when all are done.
AT_STEP = {"running": 1, "checked": 1, "failed": 1, "ready": 2, "published": 4}
BUILT_AFTER = ("入库", "对照", "完成")
AFTER_READING = ("检查", *BUILT_AFTER)


def opened() -> Job | None:
    """The load that the URL names; None without one, or when it is gone, which is then said."""
    name = st.query_params.get(JOB)
    if not name:
        return None
    try:
        job = Job.open(data.store(), name)
    except DualwatchError as refusal:
        leave()
        # The browser may send the old address once more before it learns of the new one.
        tell(CANCELLED if name == st.session_state.get(DROPPED) else str(refusal), "info")
        return None
    return job


def operator() -> str:
    """The account that loads and withdrawals are kept under."""
    return settings().account


def start(files: Mapping[str, bytes | Path], options: dict[str, Any], old: Job | None = None) -> bool:
    """Stage files and name the new load in the URL, in place of the `old` one; a refusal is told."""
    try:
        job = staging.stage(data.store(), files, options, operator())
        if old:
            _remove(old)
    except DualwatchError as refusal:
        tell(str(refusal), "error")
        return False
    leave()
    st.query_params[JOB] = job.id
    return True


def open_view(name: str) -> None:
    """Name another load in the URL; a callback."""
    st.query_params[JOB] = name


def leave() -> None:
    """Go back to the start of the page; a callback."""
    for key in (JOB, VIEW):
        st.query_params.pop(key, None)


def drop(job: Job) -> None:
    """Remove every trace of a load, running or not, and go back to the start; a callback."""
    try:
        _remove(job)
        st.session_state[DROPPED] = job.id
        tell(CANCELLED, "info")
    except DualwatchError as refusal:
        tell(str(refusal), "error")
    leave()


def _remove(job: Job) -> None:
    if job.state == "running":
        job.cancel()
    else:
        job.drop()


def tell(sentence: str, kind: str = "success") -> None:
    """Keep a sentence for the top of the page: kind is success, info, warning or error."""
    st.session_state[TOLD] = (kind, sentence, None)


def told() -> None:
    """Show the sentence that the last action left; for a moment again, as the browser itself may ask anew."""
    icons = {"success": "check_circle", "info": "info", "warning": "warning", "error": "error"}
    kind, sentence, shown = st.session_state.pop(TOLD, (None, "", None))
    now = time.monotonic()
    if kind and now - (shown or now) < SAID_FOR:
        getattr(st, kind)(narrative.plain(sentence), icon=f":material/{icons[kind]}:")
        st.session_state[TOLD] = (kind, sentence, shown or now)


def steps(job: Job | None) -> None:
    """The four steps, done ones ticked, and what is being loaded since when."""
    at = step(job)
    failed = job is not None and job.state == "failed"
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        for number, name in enumerate(STEPS):
            icon, colour = _look(number, at, failed)
            st.badge(f"{number + 1} {name}", icon=icon, color=colour)
        if job:
            cards.note(narrative.plain(_about(job)))


def step(job: Job | None) -> int:
    """Which of the steps is being worked on, counted from 0; one past the last when all are done."""
    if job is None:
        return 0
    state = job.state
    later = state == "running" and job.progress.phase in BUILT_AFTER
    return 2 if later else AT_STEP.get(state, 0)


def _look(number: int, at: int, failed: bool) -> tuple[str | None, str]:
    if number < at:
        return ":material/check:", "green"
    if number > at:
        return None, "gray"
    return (":material/error:", "red") if failed else (":material/arrow_right:", "blue")


def _about(job: Job) -> str:
    check = job.check
    rows = f" · {sum(control['rows_received'] for control in check['controls']):,} 行" if check else ""
    return f"{named(job)}{rows} · {begun(job):%Y-%m-%d %H:%M}"


def begun(job: Job) -> datetime:
    """When a load was begun, as its name says."""
    return datetime.strptime(job.id[:15], "%Y%m%d-%H%M%S")


def named(job: Job) -> str:
    """The files of a load in a few words; of a published one by what was read."""
    check = job.check
    names = list(job.files) or [source["file"] for source in (check["sources"] if check else ())]
    return names[0] if len(names) == 1 else f"{names[0]} 等 {len(names)} 个文件" if names else "没有文件"
