"""Step 2 of 数据导入: what came in, what is stored and what goes back, and every problem with its place."""

import io
import zipfile
from collections.abc import Callable
from functools import partial
from math import ceil
from typing import Any

import pandas as pd
import streamlit as st

from components import cards, intake_words, names, paging, tables
from components.downloads import XLSX, ZIP
from components.intake_words import LEVEL_MARKS, Row
from dualwatch import narrative
from dualwatch.model import Level
from dualwatch.staging import Job

PAGE_SIZE = 10
# Pixels: from 4 rem up a table wraps long texts; letters are 13 px wide in lines of 19.
WRAPPING, LETTER, LINE, PADDING = 62, 13, 19, 18
FILE, REASON = 98, 222
EVERYTHING = "全部"
UNKNOWN_MONEY = "不明"


def figures(check: Row) -> None:
    """The four cards: stored, rejected, doubtful, and files that were not read."""
    total = intake_words.account(check["controls"])
    counts = check["problem_counts"]
    projects = check["rows"].get("projects")
    refused = {problem["file"] for problem in check["problems"] if problem["level"] == Level.REJECTED}
    unread, known = len({*intake_words.unknown(check), *check["unread"]}), len(check["already_loaded"])
    with st.grid(4, min_column_width=150, gap="small"):
        cards.kpi(
            "可入库（行）", f"{total.stored:,}", f"{projects:,} 个项目" if projects else f"{len(check['rows'])} 张表"
        )
        cards.kpi(
            "退回，必须改（行）", f"{total.rejected:,}", f"{len(refused)} 个文件" if refused else "没有",
            "red" if total.rejected else "gray",
        )  # fmt: skip
        cards.kpi(
            "存疑，可入库（处）", f"{counts['warning']:,}", "请逐条核对" if counts["warning"] else "没有",
            "orange" if counts["warning"] else "gray",
        )  # fmt: skip
        cards.kpi(
            "没有读入（个文件）", f"{unread + known:,}", _unread_note(unread, known), "red" if unread else "gray"
        )  # fmt: skip


def _unread_note(unread: int, known: int) -> str:
    parts = (f"{unread} 个认不出或打不开" if unread else "", f"{known} 个以前导入过" if known else "")
    return "，".join(part for part in parts if part) or "都读了"


def problems(job: Job, check: Row) -> None:
    """检查结果: every problem, refusals first, ten a page, by level; 下载退回清单 beside the title."""
    found, counts = check["problems"], check["problem_counts"]
    matched = sum(counts.values())
    with st.container(border=True, height="stretch"):
        card = cards.Card(f"检查结果 {matched:,} 条" if matched else "检查结果：没有问题")
        card.aside(lambda: _returns(job))
        if not matched:
            st.info("每一行都能入库，没有要退回和要核对的。", icon=":material/check_circle:")
            return
        with st.container(horizontal=True):
            level = _level(counts)
            paging.view_switch()
        shown = found if level == EVERYTHING else [problem for problem in found if problem["level"] == level]
        files = {source["file"] for source in check["sources"]} | {problem["file"] for problem in found}
        as_table = partial(_as_table, one_file=len(files) == 1)
        _paged(shown, _as_cards if paging.in_cards() else as_table)
        if matched > len(found):
            cards.note(f"这里列出最要紧的 {len(found):,} 条，全部在退回清单里。")


def _level(counts: dict[str, int]) -> str:
    """The level asked for, with how many there are of each."""
    offered = [EVERYTHING, *(str(level) for level in Level if counts[level])]
    labels = {str(level): f"{mark} {counts[level]:,}" for level, (mark, _) in LEVEL_MARKS.items()}
    return st.segmented_control(
        "级别", offered, default=EVERYTHING, required=True, key="problem_level", label_visibility="collapsed",
        format_func=lambda level: labels.get(level, f"{EVERYTHING} {sum(counts.values()):,}"),
    )  # fmt: skip


def _paged(shown: list[Row], draw: Callable[[list[Row]], None]) -> None:
    last = max(-(-len(shown) // PAGE_SIZE), 1)
    room = st.container()
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        place = st.container(width="content")
        page = st.pagination(last, key=f"problem_page_{len(shown)}") if last > 1 else 1
    start = (page - 1) * PAGE_SIZE
    with place:
        cards.note(f"第 {start + 1:,}—{min(start + PAGE_SIZE, len(shown)):,} 条，共 {len(shown):,} 条。")
    with room:
        draw(shown[start : start + PAGE_SIZE])


def _as_cards(shown: list[Row]) -> None:
    """A page of problems one below the other, for a phone."""
    for problem in shown:
        mark, colour = LEVEL_MARKS[Level(problem["level"])]
        where = " · ".join(part for part in (problem["file"], intake_words.place(problem)) if part)
        with st.container(border=True):
            st.badge(mark, color=colour)
            st.markdown(narrative.plain(intake_words.reason(problem)))
            value = f"　原值：{problem['value']}" if problem["value"] else ""
            cards.note(narrative.plain(f"{where}{value}"))


def _as_table(shown: list[Row], one_file: bool) -> None:
    frame = pd.DataFrame(
        {
            "level": [[LEVEL_MARKS[Level(problem["level"])][0]] for problem in shown],
            "file": [problem["file"] for problem in shown],
            "place": [intake_words.place(problem) for problem in shown],
            "value": [problem["value"] for problem in shown],
            "reason": [intake_words.reason(problem) for problem in shown],
        }
    )
    wide = REASON + (FILE if one_file else 0)
    columns: dict[str, Any] = {
        "level": tables.chip_column("级别", dict(LEVEL_MARKS.values()), 78),
        "file": tables.text_column("file", "文件", FILE),
        "place": tables.text_column("place", "位置", 88),
        "value": tables.text_column("value", "原值", 82),
        "reason": tables.text_column("reason", "问题和怎样改", wide),
    }
    kept = {name: column for name, column in columns.items() if name != "file" or not one_file}
    tables.table(frame, kept, "检查出的问题，退回的在前", row_height=_row_height(frame["reason"], wide))


def _row_height(reasons: pd.Series, wide: int) -> int:
    """As high as the longest reason needs in its column."""
    lines = max(ceil(names.width(reason) * LETTER / (wide - PADDING)) for reason in reasons)
    return max(WRAPPING, LINE * (lines + 1) + PADDING)


def _returns(job: Job) -> None:
    """下载退回清单: the senders' own workbooks with the bad cells marked; several of them as one zip."""
    found = job.returns()
    if not found:
        return
    one = found[0] if len(found) == 1 else None
    st.download_button(
        "下载退回清单",
        one.path.read_bytes if one else lambda: _zipped(found),
        file_name=one.name if one else f"退回清单-{len(found)} 个文件.zip",
        mime=XLSX if one else ZIP,
        icon=":material/download:",
        on_click="ignore",
        key="download_returns",
    )


def _zipped(found: list[Any]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, entry in enumerate(found, 1):
            archive.write(entry.path, f"{number} {entry.name}")
    return content.getvalue()


def controls(check: Row) -> None:
    """控制总数: rows and 元 of each file and table, received = stored + rejected."""
    with st.container(border=True, height="stretch"):
        cards.Card("控制总数：进来的都有去处")
        rows = check["controls"]
        if not rows:
            cards.note("没有读到表。")
            return
        frame = pd.DataFrame(
            {
                "file": intake_words.accounted(rows),
                "received": [row["rows_received"] for row in rows],
                "stored": [row["rows_stored"] for row in rows],
                "rejected": [row["rows_rejected"] for row in rows],
                "money": [_money(row) for row in rows],
                "gap": [_gap(row) for row in rows],
            }
        )
        tables.table(
            frame, _control_columns(), "每个文件每张表的行数和金额，收到等于入库加退回", height=tables.height(len(rows))
        )


def _money(row: Row) -> str | None:
    return UNKNOWN_MONEY if intake_words.is_unknown(row) else intake_words.yuan(row["money_received"])


def _gap(row: Row) -> str | None:
    if row["money_received"] is None:
        return None
    return UNKNOWN_MONEY if intake_words.is_unknown(row) else intake_words.yuan(intake_words.gap(row))


def _control_columns() -> dict[str, Any]:
    return {
        "file": st.column_config.TextColumn("文件", width=138),
        "received": st.column_config.NumberColumn("收到 行", width=58, format="%,d"),
        "stored": st.column_config.NumberColumn("入库 行", width=58, format="%,d"),
        "rejected": st.column_config.NumberColumn("退回 行", width=58, format="%,d"),
        "money": tables.right_column("收到 元", 118),
        "gap": tables.right_column("差额 元", 60),
    }
