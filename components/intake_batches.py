"""Every batch ever loaded and every change of the version in force; 撤回 and 回到旧版本, each with a reason."""

from typing import Any

import pandas as pd
import streamlit as st

from components import cards, data, intake_job, intake_words, tables
from dualwatch.history import Event
from dualwatch.model import DualwatchError
from dualwatch.releases import KnownBatch, Version


def known() -> None:
    """批次: operator, time, source, rows and state of every batch, with 撤回一批 beside the title."""
    found = data.store().batches_known()
    if not found:
        return
    in_force = [one for one in found if one.in_force]
    with st.container(border=True, height="stretch"):
        card = cards.Card(f"批次：共 {len(found)} 批，在用 {len(in_force)} 批")
        card.aside(lambda: _withdraw_button(in_force))
        frame = pd.DataFrame([_row(one) for one in found])
        tables.table(frame, _columns(), "每一批的操作人、时间、来源、行数和状态", height=tables.height(len(found)))


def _row(one: KnownBatch) -> dict[str, Any]:
    batch = one.batch
    counts = batch.counts
    return {
        "batch": batch.name.split("-")[0],
        "state": [_state(one)],
        "loaded_at": intake_words.when(batch.manifest["loaded_at"]),
        "operator": batch.manifest["operator"],
        "sources": _listed(sorted(batch.sources), "个文件"),
        "received": counts["received"],
        "stored": counts["stored"],
        "rejected": counts["rejected"],
        "reason": one.withdrawn.reason if one.withdrawn else None,
    }


def _listed(names: list[str], counter: str) -> str:
    """The names, behind their number where there are several: a cell shows only the first."""
    return f"{len(names)} {counter}：{'、'.join(names)}" if len(names) > 1 else "".join(names)


STATES = {"✓ 在用": "green", "↩ 已撤回": "orange", "○ 不在用": "gray"}


def _state(one: KnownBatch) -> str:
    in_force, withdrawn, unused = STATES
    return in_force if one.in_force else withdrawn if one.withdrawn else unused


def _columns() -> dict[str, Any]:
    return {
        "batch": tables.text_column("batch", "批次", 74),
        "state": tables.chip_column("状态", STATES, 92),
        "loaded_at": tables.text_column("loaded_at", "时间", 136),
        "operator": tables.text_column("operator", "操作人", 116),
        "sources": tables.text_column("sources", "来源", 270),
        "received": tables.count_column("received", "收到 行", 84),
        "stored": tables.count_column("stored", "入库 行", 84),
        "rejected": tables.count_column("rejected", "退回 行", 84),
        "reason": tables.text_column("reason", "撤回原因", 166),
    }


def _withdraw_button(in_force: list[KnownBatch]) -> None:
    only = len(in_force) < 2
    told = "只有一批在用：先导入替换的数据，再撤回它。" if only else None
    if st.button("撤回一批", icon=":material/undo:", key="withdraw", disabled=only, help=told):
        _withdrawing(in_force)


@st.dialog("撤回一批")
def _withdrawing(in_force: list[KnownBatch]) -> None:
    cards.note("撤回后用余下的批次重新发布；这一批的文件和记录仍然保留。")
    labels = {one.batch.name: _batch_label(one) for one in in_force}
    st.selectbox("批次", list(labels), format_func=labels.__getitem__, key="withdrawn_batch")
    st.text_input("原因", key="withdrawal_reason", placeholder="例如：8 月支付表重复导入")
    if st.button("撤回", type="primary", icon=":material/undo:", key="withdraw_now", on_click=_withdraw):
        _close("withdrawal_reason")


def _batch_label(one: KnownBatch) -> str:
    sources = sorted(one.batch.sources)
    more = f" 等 {len(sources)} 个文件" if len(sources) > 1 else ""
    return f"{one.batch.name.split('-')[0]} · {intake_words.when(one.batch.manifest['loaded_at'])} · {sources[0]}{more}"


def _withdraw() -> None:
    batch, reason = st.session_state["withdrawn_batch"], st.session_state["withdrawal_reason"].strip()
    if reason:
        _done(lambda: data.store().withdraw(batch, reason, intake_job.operator()).sentence)


def _close(key: str) -> None:
    """Close the dialog, or ask for the reason that is missing."""
    if st.session_state[key].strip():
        st.rerun()
    st.error("请写明原因，记录里要留下为什么。", icon=":material/edit:")


def _done(act: Any) -> None:
    try:
        intake_job.tell(act())
    except DualwatchError as refusal:
        intake_job.tell(str(refusal), "error")


def history() -> None:
    """发布记录: who put which version in force, when and why, with 回到旧版本 beside the title."""
    store = data.store()
    events, versions, current = store.history(), store.versions(), store.current()
    if current is None:
        return
    others = [version for version in reversed(versions) if version.name != current.name]
    with st.container(border=True, height="stretch"):
        card = cards.Card("发布记录")
        card.aside(lambda: _return_button(others))
        cards.note(
            f"现用版本 {current.name}，{len(current.batches)} 批数据，建于 {intake_words.when(current.built_at)}。"
        )
        if events:
            frame = pd.DataFrame([_event(one) for one in events])
            tables.table(frame, _event_columns(), "每次发布、撤回和退回", height=tables.height(len(events)))


def _event(one: Event) -> dict[str, Any]:
    return {
        "at": intake_words.when(one.at),
        "what": one.label,
        "operator": one.operator,
        "version": one.version,
        "batches": _listed([name.split("-")[0] for name in one.batches], "批"),
        "reason": one.reason,
    }


def _event_columns() -> dict[str, Any]:
    return {
        "at": tables.text_column("at", "时间", 136),
        "what": tables.text_column("what", "做了什么", 84),
        "operator": tables.text_column("operator", "操作人", 116),
        "version": tables.text_column("version", "现用版本", 190),
        "batches": tables.text_column("batches", "批次", 160),
        "reason": tables.text_column("reason", "原因", 276),
    }


def _return_button(others: list[Version]) -> None:
    if st.button("回到旧版本", icon=":material/history:", key="return", disabled=not others):
        _returning(others)


@st.dialog("回到旧版本")
def _returning(others: list[Version]) -> None:
    cards.note("所有页面立刻改用选中的版本；现在的版本保留，可以再回来。")
    labels = {one.name: _version_label(one) for one in others}
    st.selectbox("版本", list(labels), format_func=labels.__getitem__, key="older_version")
    st.text_input("原因", key="return_reason", placeholder="例如：9 月数据有误，先用 8 月的")
    if st.button("改用这个版本", type="primary", icon=":material/history:", key="return_now", on_click=_return):
        _close("return_reason")


def _version_label(one: Version) -> str:
    demo = " · 演示数据" if one.demo else ""
    return f"{one.name} · {intake_words.when(one.built_at)} · {len(one.batches)} 批{demo}"


def _return() -> None:
    version, reason = st.session_state["older_version"], st.session_state["return_reason"].strip()
    if reason:
        _done(lambda: data.store().point_to(version, reason, intake_job.operator()).sentence)
