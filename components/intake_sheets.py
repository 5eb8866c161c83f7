"""What each sheet was taken for, how sure and why; and the ways to read it otherwise: another format, or 对列."""

from typing import Any

import pandas as pd
import streamlit as st

from components import cards, intake_job, intake_options, intake_words, tables
from components.intake_words import Row
from dualwatch import narrative
from dualwatch.model import SURENESS_LABELS, Sureness
from dualwatch.staging import Job

SURENESS_MARKS = {
    Sureness.CERTAIN: (f"✓ {SURENESS_LABELS[Sureness.CERTAIN]}", "green"),
    Sureness.LIKELY: (f"● {SURENESS_LABELS[Sureness.LIKELY]}", "blue"),
    Sureness.GUESSED: (f"▲ {SURENESS_LABELS[Sureness.GUESSED]}", "orange"),
}


def recognised(job: Job, check: Row) -> None:
    """识别结果: which sheet was taken for what, with 换一种格式 and 对列 beside the title."""
    found, unknown = check["recognised"], intake_words.unknown(check)
    with st.container(border=True):
        card = cards.Card(f"识别结果：认出 {len(found)} 张表" if found else "识别结果：没有认出表")
        if found or unknown:
            card.aside(lambda: another_way(job, advised=bool(unknown)))
        if found:
            tables.table(
                _frame(found), _columns(), "每个工作表认作什么、有多少把握、为什么", height=tables.height(len(found))
            )  # fmt: skip
        if unknown:
            st.warning(
                f"没有认出：{narrative.plain('、'.join(unknown))}。按“对列”指出每一列是什么，或换一种格式再检查。",
                icon=":material/help:",
            )
        if check["unread"]:
            named = narrative.plain("、".join(check["unread"]))
            cards.note(f"没有读入：{named}。原因和怎么办写在“检查结果”里。")
        if check["already_loaded"]:
            named = narrative.plain("、".join(check["already_loaded"]))
            cards.note(f"以前导入过、内容完全相同、不再读入：{named}。")


def _frame(found: list[Row]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "file": [row["file"] for row in found],
            "sheet": [row["sheet"] for row in found],
            "label": [row["label"] for row in found],
            "sureness": [[SURENESS_MARKS[Sureness(row["sureness"])][0]] for row in found],
            "why": [row["why"] for row in found],
        }
    )


def _columns() -> dict[str, Any]:
    return {
        "file": tables.text_column("file", "文件", 210),
        "sheet": tables.text_column("sheet", "工作表", 130),
        "label": tables.text_column("label", "认作", 210),
        "sureness": tables.chip_column("把握", dict(SURENESS_MARKS.values()), 104),
        "why": tables.text_column("why", "为什么", 400),
    }


def another_way(job: Job, advised: bool = False) -> None:
    """The two buttons that read the same files otherwise, 对列 as the one to press where that is advised."""
    if not job.files:  # published, and then removed
        return
    with st.container(horizontal=True, width="content"):
        if st.button("换格式或选项", icon=":material/tune:", key="other_options"):
            _other_options(job)
        rank = "primary" if advised else "secondary"
        st.button("对列", type=rank, icon=":material/view_column:", key="match_columns", on_click=_to_columns)


def _to_columns() -> None:
    st.query_params[intake_job.VIEW] = intake_job.COLUMNS


@st.dialog("换一种格式，重新检查", width="large")
def _other_options(job: Job) -> None:
    cards.note("用同样的文件再检查一遍，这一次的结果不保留。")
    intake_options.options("again", job.options)
    if st.button(
        "重新检查", type="primary", icon=":material/fact_check:", key="check_again", on_click=_again, args=(job,)
    ):  # fmt: skip
        st.rerun()


def _again(job: Job) -> None:
    intake_job.start(job.files, intake_options.stated("again"), old=job)
