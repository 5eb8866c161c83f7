"""Matching the columns of a sheet with the fields of one table: guessed first, then settled by the reader."""

from collections import Counter
from typing import Any

import streamlit as st

from components import cards, intake_options
from components.intake_sheets import SURENESS_MARKS
from dualwatch import narrative
from dualwatch.fields import Field, Table
from dualwatch.intake import guess
from dualwatch.intake.grids import Grid
from dualwatch.schema import TABLES

MOST_ROWS = 10
TALL = 470
WIDTHS = (1.25, 1.75, 1.25, 1.25)
# What a whole sheet may share, so that no column says it; and the option of the load that states it already.
SHARED = {"fiscal_year": "year", "mof_div_code": "region", "month": "month", "dept_code": "", "dept_name": "",
          "kind": "", "source": "", "evaluator": "", "level": ""}  # fmt: skip
# Codes that an office's own workbook may lack.
CODES = ("pro_code", "indicator_no")
MONTHLY = ("paid", "paid_to_date", "planned", "actual", "executed", "amount")


def choice(grid: Grid, row: int, depth: int, name: str, place: str, options: dict[str, Any]) -> guess.Choice | None:
    """What the reader settles for one table; None while something is missing or chosen twice, which is said."""
    table, key = TABLES[name], f"{place}_{name}"
    st.markdown(f"**{table.label}表**")
    months = guess.month_columns(grid, row, depth)
    month_field = _month_field(table, months, key)
    guessed = guess.guess(grid, row, name, depth)
    columns = _columns(table, [one for one in guessed if not (month_field and one.column.header in months)], key)
    settled = {*columns.values(), *((month_field, "month") if month_field else ())}
    built = _built(table, settled, [one.column.header for one in guessed if one.column.mappable], key)
    constants = _constants(table, {*settled, *built}, key, options)
    if not _is_whole(table, columns, {*settled, *built, *constants}):
        return None
    fields = {field: header for header, field in columns.items()}
    return guess.Choice(name, fields, constants, months if month_field else {}, month_field, built)


def _month_field(table: Table, months: dict[str, int], key: str) -> str | None:
    """The field that columns side by side, one a month, hold; None where the table has none or they are not read."""
    likely = guess.month_field(table.name, months)
    if not likely:
        return None
    offered = ["", *(name for name in MONTHLY if name in table.by_name)]
    listed = list(months)
    return st.selectbox(
        f"{len(listed)} 个按月的列（{listed[0]} …… {listed[-1]}）读作",
        offered,
        index=offered.index(likely) if likely in offered else 0,
        format_func=lambda name: table.by_name[name].label if name else "不读",
        key=f"months_{key}",
    ) or None  # fmt: skip


def _built(table: Table, settled: set[str], headers: list[str], key: str) -> dict[str, list[str]]:
    """Codes that the sheet lacks, each made of the columns that the reader names."""
    made = {}
    for name in CODES:
        if name in table.by_name and name not in settled:
            label = table.by_name[name].label
            made[name] = st.multiselect(
                f"没有{label}的列：用哪几列的文字合成一个（标“自编”）", headers, key=f"built_{key}_{name}",
                placeholder="选择能认出每一行的列，例如单位和名称",
            )  # fmt: skip
    return {name: parts for name, parts in made.items() if parts}


def _columns(table: Table, guessed: list[guess.Guess], key: str) -> dict[str, str]:
    """The field of each column that has one, by its header, as the reader settled it."""
    _row_of_text("列", "前几个值", "对应哪一项", "把握")
    with st.container(height=TALL if len(guessed) > MOST_ROWS else "content", border=False):
        chosen = {one.column.header: _one(table, one, key) for one in guessed}
    return {header: field for header, field in chosen.items() if field}


def _row_of_text(*texts: str) -> None:
    for place, text in zip(st.columns(WIDTHS, gap="small", wrap=False), texts, strict=True):
        with place:
            cards.note(text)


def _one(table: Table, guessed: guess.Guess, key: str) -> str | None:
    """One column: its header and values, the field it is matched with, how sure the guess is and why."""
    column = guessed.column
    header, samples, field, sure = st.columns(WIDTHS, gap="small", vertical_alignment="center")
    header.markdown(f"**{narrative.plain(column.header)}**")
    with samples:
        cards.note(narrative.plain("、".join(column.samples)) or ("个人信息，不读" if column.personal else "空"))
    if not column.mappable:
        with field:
            cards.note("不读")
        return None
    offered = ["", *table.by_name]
    with field:
        chosen = st.selectbox(
            f"{column.header} 对应",
            offered,
            index=offered.index(guessed.field or ""),
            format_func=lambda name: _labelled(table.by_name[name]) if name else "不对应",
            key=f"field_{key}_{column.number}",
            label_visibility="collapsed",
        )
    with sure:
        _sureness(guessed, chosen)
    return chosen or None


def _labelled(field: Field) -> str:
    return f"{field.label}（必填）" if field.required else field.label


def _sureness(guessed: guess.Guess, chosen: str) -> None:
    if chosen != (guessed.field or ""):
        cards.note("您选的")
    elif chosen:
        mark, colour = SURENESS_MARKS[guessed.sureness]
        st.badge(mark, color=colour, help=guessed.why)


def _constants(table: Table, settled: set[str], key: str, options: dict[str, Any]) -> dict[str, str | int]:
    """Fields that the whole sheet shares, for those that no column gives."""
    wanted = [
        name for name in SHARED if name in table.by_name and name not in settled and _is_needed(table, name, settled)
    ]
    if not wanted:
        return {}
    cards.note("整张表都一样、没有写成列的：")
    with st.grid(4, min_column_width=168, gap="small"):
        given = {name: _constant(table.by_name[name], f"{key}_{name}", options.get(SHARED[name])) for name in wanted}
    return {name: value for name, value in given.items() if value}


def _is_needed(table: Table, name: str, settled: set[str]) -> bool:
    groups = [group for group in table.one_of if name in group]
    return table.by_name[name].required or any(not settled & set(group) for group in groups)


def _constant(field: Field, key: str, stated: Any) -> str | int:
    if field.kind == "month":
        months = ["", *range(1, 13)]
        return st.selectbox(
            field.label, months, index=months.index(stated or ""), key=key, format_func=lambda month: str(month or "—")
        )  # fmt: skip
    if field.kind == "choice":
        return st.selectbox(field.label, ["", *field.choices], key=key, format_func=lambda value: value or "—")
    if field.name == "mof_div_code":
        return intake_options.region(field.label, str(stated or ""), key)
    text = st.text_input(field.label, str(stated or ""), key=key).strip()
    return int(text) if field.kind == "year" and text.isdigit() else text


def _is_whole(table: Table, columns: dict[str, str], given: set[str]) -> bool:
    """Whether each field comes from one column and none that is needed is missing; else that is said."""
    twice = [table.by_name[field].label for field, times in Counter(columns.values()).items() if times > 1]
    if twice:
        st.error(f"“{'、'.join(twice)}”选了两列：每一项只能来自一列，请改一列。", icon=":material/error:")
        return False
    lacking = guess.lacking(table.name, given)
    if lacking:
        st.warning(f"{table.label}表还缺：{'、'.join(lacking)}。请指出是哪一列，或在上面填写。", icon=":material/help:")
        return False
    return True
