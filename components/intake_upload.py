"""Step 1 of 数据导入: choose files, state what they leave out, get templates, or go on with an earlier load."""

from collections.abc import Iterable
from functools import partial
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory
from typing import Any

import streamlit as st

from components import cards, data, intake_job, intake_options
from components.downloads import XLSX
from dualwatch import narrative, staging
from dualwatch.intake import mapping_files
from dualwatch.model import DualwatchError
from dualwatch.reports.templates import template
from dualwatch.staging import Job

READABLE = ".xlsx、.xlsm、.xls、.ods、.csv、.parquet、.zip"
MOST_SHOWN, UNFINISHED = 3, 300
ORDER = (
    ("项目", "先传项目表：年度、区划、部门、编码、名称、预算。"),
    ("支付", "再传支付表：每月一次，或 1—12 月横着排。"),
    ("指标和监控", "最后传指标和监控表：目标一次，完成值每轮一次。"),
)


def begin() -> None:
    """The uploader; right of it loads that were begun and neither published nor given up, else what to load first."""
    left, right = st.columns([1.75, 1], gap="small")
    with left:
        _choose()
    with right:
        begun = [job for job in staging.jobs(data.store()) if job.state != "published"]
        if begun:
            _unfinished(begun)
        else:
            _order()


def _choose() -> None:
    with st.container(border=True, height="stretch"):
        card = cards.Card("选择文件")
        card.aside(_templates)
        uploaded = st.file_uploader(
            "选择文件", accept_multiple_files=True, key="intake_files", label_visibility="collapsed"
        )
        cards.note(f"可一次选多个：{READABLE}。文件夹请压缩成 .zip；原文件不会改动。")
        if intake_options.own_version() is None and not data.is_empty():
            cards.note("现在看到的是演示数据：您的第一批会取代它，所以第一批里要有项目表。")
        intake_options.options("new")
        st.space("stretch")
        pressed = st.button(
            "上传并检查", type="primary", icon=":material/fact_check:", disabled=not uploaded, key="check_files"
        )  # fmt: skip
        if pressed:
            _send(_by_name(uploaded))


def _send(named: dict[str, bytes]) -> None:
    """Keep layouts (.toml) that came along, and stage the other files."""
    layouts = {name: content for name, content in named.items() if PurePath(name).suffix.lower() == ".toml"}
    files = {name: content for name, content in named.items() if name not in layouts}
    try:
        kept = [_keep(name, content) for name, content in layouts.items()]
    except DualwatchError as refusal:
        st.error(str(refusal), icon=":material/error:")
        return
    if kept:
        intake_job.tell(f"版式“{'、'.join(kept)}”已存好，以后同样的表自动认得。")
    if not files or intake_job.start(files, intake_options.stated("new")):
        st.rerun()
    intake_job.told()


def _keep(name: str, content: bytes) -> str:
    """Keep a layout that another office made; returns what it is called, raises DualwatchError for a bad one."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "layout.toml")
        path.write_bytes(content)
        try:
            mapping = mapping_files.load_mapping(path)
        except DualwatchError as refusal:
            raise DualwatchError(str(refusal).replace(str(path), name)) from None
    mapping_files.save(mapping, intake_options.own_mappings())
    return mapping.name


def _by_name(uploaded: Iterable[Any]) -> dict[str, bytes]:
    """The bytes of each file under its name; a second file of a name gets a number."""
    named: dict[str, bytes] = {}
    for file in uploaded:
        path, name, number = PurePath(file.name), file.name, 2
        while name in named:
            name, number = f"{path.stem}（{number}）{path.suffix}", number + 1
        named[name] = file.getvalue()
    return named


def _templates() -> None:
    """下载模板: a blank workbook of each format that has one."""
    with st.popover("下载模板", icon=":material/table_view:"), st.container(gap=None):
        cards.note("每个模板带说明、下拉选项和一行示例。")
        for name, label in intake_options.format_labels().items():
            st.download_button(
                label,
                partial(_blank, name),
                file_name=f"{label}模板.xlsx",
                mime=XLSX,
                icon=":material/download:",
                type="tertiary",
                on_click="ignore",
                key=f"template_{name}",
            )


def _blank(name: str) -> bytes:
    return template(name, intake_options.own_mappings())[1]


def _order() -> None:
    with st.container(border=True, height="stretch"):
        cards.Card("按什么顺序传")
        for number, (name, told) in enumerate(ORDER, 1):
            st.markdown(f"**{number} {name}**  \n:small[:gray[{told}]]")
        cards.note(
            "官方自评表、监控表、跟踪分析表和一体化系统的导出可以直接传；别的版式传上来后在页面上对列。别的单位给的版式（.toml）和表一起传。"
        )


def _unfinished(found: list[Job]) -> None:
    with st.container(border=True, height="stretch"):
        cards.Card(f"没有办完的导入 {len(found)} 个")
        with st.container(height=UNFINISHED if len(found) > MOST_SHOWN else "content", border=False):
            for job in found:
                _begun(job)


def _begun(job: Job) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.markdown(f"{narrative.plain(intake_job.named(job))}  \n:small[:gray[{_standing(job)}]]", width="content")
        st.button(
            "继续", key=f"resume_{job.id}", icon=":material/arrow_forward:",
            on_click=intake_job.open_view, args=(job.id,),
        )  # fmt: skip


def _standing(job: Job) -> str:
    """When a load was begun and how it stands."""
    return f"{intake_job.begun(job):%m-%d %H:%M} · {narrative.plain(job.sentence)}"
