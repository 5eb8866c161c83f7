"""对列: a layout that no format knows is described on the page, tried on ten rows, and kept as a mapping."""

import re
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from components import cards, intake_job, intake_matching, intake_options, tables
from components.downloads import TOML
from dualwatch import narrative
from dualwatch.fields import Field
from dualwatch.intake import guess, mapping_files
from dualwatch.intake.context import Context
from dualwatch.intake.grids import Grid, read_grids
from dualwatch.intake.mapping import Mapping
from dualwatch.intake.sources import collect
from dualwatch.intake.texts import cell_text
from dualwatch.model import DualwatchError
from dualwatch.schema import TABLES
from dualwatch.staging import Job

SHOWN_ROWS = 12
SHOWN_COLUMNS = 40
PERSONAL = "不读"
UNIT_CHOICES = ("", "元", "万元", "亿元")


def asked() -> bool:
    """Whether the URL asks for 对列."""
    return st.query_params.get(intake_job.VIEW) == intake_job.COLUMNS


def _back() -> None:
    st.query_params.pop(intake_job.VIEW, None)


def maker(job: Job) -> None:
    """Choose sheet, header and table; match columns; see ten rows as stored; save and check again."""
    st.button("返回检查结果", icon=":material/arrow_back:", key="back_to_check", on_click=_back)
    grids = _sheets(job.id, tuple(str(path) for path in job.files.values()))
    if not grids:
        st.warning("这些文件里没有可以对列的工作表。", icon=":material/help:")
        return
    cards.sentence("这张表的每一列是什么？对一次，以后同样的表直接认得。")
    left, right = st.columns([1, 1.75], gap="small")
    with left, st.container(border=True, height="stretch"):
        grid, row, depth, unit, names = _layout(job, grids)
    with right, st.container(border=True, height="stretch"):
        _as_it_is(grid, row, depth)
    if names:
        _match(job, grid, row, depth, unit, names)


@st.cache_resource(max_entries=2, show_spinner="正在打开文件……")
def _sheets(name: str, paths: tuple[str, ...]) -> list[Grid]:
    """Every sheet of the files of a load that holds a row, as it lies there."""
    found = [grid for source in collect(map(Path, paths)).files for grid in read_grids(source)[0]]
    return [grid for grid in found if grid.height]


def _layout(job: Job, grids: list[Grid]) -> tuple[Grid, int, int, str | None, list[str]]:
    cards.Card("1 表在哪里")
    place = st.selectbox(
        "工作表", range(len(grids)), index=_first_unknown(job, grids), key=f"sheet_{job.id}",
        format_func=lambda place: _named(grids[place]),
    )  # fmt: skip
    grid = grids[place]
    heads = guess.header_rows(grid)
    row, depth = st.selectbox(
        "表头", heads, format_func=lambda head: _head(grid, head), key=f"head_{job.id}_{place}",
        help="列名在哪一行；两三行的表头合起来读。",
    )  # fmt: skip
    likely = guess.tables(grid, row, depth)
    offered = [*likely, *(name for name in TABLES if name not in likely)]
    names = st.multiselect(
        "里面是什么", offered, offered[:1], format_func=lambda name: TABLES[name].label,
        key=f"tables_{job.id}_{place}_{row}", help="一张表里既有预算又有支付时，两个都选。",
    )  # fmt: skip
    known = guess.unit_of(grid, row, depth) or job.options.get("unit")
    units = list(UNIT_CHOICES) if known in (None, *UNIT_CHOICES) else [*UNIT_CHOICES, known]
    unit = st.selectbox(
        "金额单位", units, index=units.index(known) if known else 0, key=f"unit_{job.id}_{place}_{row}",
        format_func=lambda value: value or "没有金额，或每列自己写了",
    )  # fmt: skip
    return grid, row, depth, unit or None, names


def _first_unknown(job: Job, grids: list[Grid]) -> int:
    """The first sheet that no format knew, else the first of all."""
    known = {(one["file"], one["sheet"]) for one in (job.check or {}).get("recognised", ())}
    unknown = [place for place, grid in enumerate(grids) if (grid.file, grid.sheet) not in known]
    return unknown[0] if unknown else 0


def _named(grid: Grid) -> str:
    sheet = f" · {grid.sheet}" if grid.sheet else ""
    return f"{grid.file}{sheet}（{grid.height:,} 行）"


def _head(grid: Grid, head: tuple[int, int]) -> str:
    row, depth = head
    words = [one.header for one in guess.columns(grid, row, depth)][:4]
    rows = f"第 {row} 行" if depth == 1 else f"第 {row}—{row + depth - 1} 行"
    return f"{rows}：{'、'.join(words)}……"


def _as_it_is(grid: Grid, row: int, depth: int) -> None:
    """The first rows of the sheet as the sender wrote them, but for columns about persons."""
    cards.Card("表的样子")
    first, below = max(row - grid.top - 3, 0), row - grid.top - 1 + depth
    rows = _cells(grid)[first : first + SHOWN_ROWS]
    width = min(max(map(len, rows), default=0), SHOWN_COLUMNS)
    personal = [one.number - grid.left - 1 for one in guess.columns(grid, row, depth) if one.personal]
    texts = [_texts(cells, width, personal if first + place >= below else ()) for place, cells in enumerate(rows)]
    frame = pd.DataFrame(texts, columns=[_letter(grid.left + place) for place in range(width)])
    frame.insert(0, "行", [grid.top + first + place + 1 for place in range(len(rows))])
    config: dict[str, Any] = {"行": st.column_config.NumberColumn("行", width=44, pinned=True)}
    config |= {name: st.column_config.TextColumn(name, width=104) for name in frame.columns[1:]}
    tables.table(frame, config, "这个工作表开头的几行")
    last = row + depth - 1
    cards.note(f"表头在第 {row} 行。" if depth == 1 else f"表头在第 {row}—{last} 行。")


def _cells(grid: Grid) -> list[list[Any]]:
    if grid.columns is None:
        return grid.rows
    head = grid.columns.slice(0, SHOWN_ROWS)
    return [grid.columns.column_names, *map(list, zip(*head.to_pydict().values(), strict=True))]


def _texts(cells: Sequence[Any], width: int, personal: Collection[int]) -> list[str]:
    """A row as texts, as wide as the others; what columns about persons hold stays where it is."""
    texts = [PERSONAL if place in personal else cell_text(cell) or "" for place, cell in enumerate(cells[:width])]
    return texts + [""] * (width - len(texts))


def _letter(place: int) -> str:
    """The name of a column as workbooks write it: A … Z, AA …"""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _match(job: Job, grid: Grid, row: int, depth: int, unit: str | None, names: list[str]) -> None:
    with st.container(border=True):
        cards.Card("2 每一列是什么")
        place = f"{job.id}_{grid.file}_{grid.sheet}_{row}"
        choices = [intake_matching.choice(grid, row, depth, name, place, job.options) for name in names]
    if any(choice is None for choice in choices):
        return
    with st.container(border=True):
        cards.Card("3 试读十行，存下来")
        totals = [one.header for one in guess.columns(grid, row, depth) if one.mappable][:3]
        _try_and_save(
            job, grid, [choice for choice in choices if choice], {"unit": unit, "depth": depth, "totals": totals}
        )


def _try_and_save(job: Job, grid: Grid, choices: list[guess.Choice], layout: dict[str, Any]) -> None:
    name = st.text_input(
        "这种版式叫什么", _suggested(grid), key=f"name_{job.id}_{grid.file}_{grid.sheet}", max_chars=60
    )
    try:
        mapping = guess.as_mapping(name.strip(), choices, **layout)
        _preview(grid, mapping, job.options)
    except DualwatchError as refusal:
        st.error(str(refusal), icon=":material/error:")
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button("存下来，重新检查", type="primary", icon=":material/save:", key="save_mapping"):
            _save(job, mapping)
        st.download_button(
            "下载 .toml", mapping_files.to_toml(mapping).encode(), file_name=f"{mapping.name}.toml", mime=TOML,
            icon=":material/download:", on_click="ignore", key="download_mapping",
        )  # fmt: skip
        cards.note("存在本单位的版式里，下次同样的表自动认得；.toml 可以交给别的单位用。")


def _suggested(grid: Grid) -> str:
    """The file's name and the sheet's, of the letters that a name may have."""
    sheet = "" if not grid.sheet or grid.sheet.lower().startswith("sheet") else f"-{grid.sheet}"
    return re.sub(r"[^\w\-（）()]", "", f"{Path(grid.file).stem}{sheet}")[:40]


def _preview(grid: Grid, mapping: Mapping, options: dict[str, Any]) -> None:
    """The first ten rows of each table as they would be stored, money in 元, and what is wrong with them."""
    stated = {name: options[name] for name in ("year", "month", "region") if name in options}
    seen = guess.preview(grid, mapping, Context(**stated))
    for name, rows in seen.tables.items():
        fields = TABLES[name].by_name
        kept = [column for column in rows.column_names if column in fields]
        frame = rows.select(kept).to_pandas()
        filled = [column for column in kept if frame[column].notna().any()]
        config = {column: _stored(fields[column]) for column in filled}
        cards.note(f"{TABLES[name].label}：存成这样的前 {len(frame)} 行")
        shown = frame.assign(
            **{column: frame[column].astype(float) for column in filled if column in TABLES[name].money}
        )
        tables.table(shown, config, f"{TABLES[name].label}表存成什么样")
    if not any(rows.num_rows for rows in seen.tables.values()):
        st.warning("这样对列一行也存不下：请看下面的原因，改上面的列。", icon=":material/warning:")
    for problem in seen.problems[:5]:
        st.markdown(f":small[{narrative.plain(str(problem))}]")
    if len(seen.problems) > 5:
        cards.note(f"前 {seen.looked_at} 行里共 {len(seen.problems)} 个问题，存下来重新检查后逐条列出。")


def _stored(field: Field) -> Any:
    if field.kind == "money":
        return st.column_config.NumberColumn(f"{field.label} 元", format="%,.2f")
    return st.column_config.Column(field.label)


def _save(job: Job, mapping: Mapping) -> None:
    """Keep the mapping in the store and read the same files again with it."""
    try:
        mapping_files.save(mapping, intake_options.own_mappings())
    except DualwatchError as refusal:
        st.error(str(refusal), icon=":material/error:")
        return
    stated = {name: value for name, value in job.options.items() if name not in ("mapping", "unit")}
    if intake_job.start(job.files, stated, old=job):
        intake_job.tell(f"版式“{mapping.name}”已存好，正在用它重新检查。", "info")
        st.rerun()
    intake_job.told()
