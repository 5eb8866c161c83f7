"""The workbook of a mapping: a sheet a source with the columns that it reads, and what each becomes."""

import io
import re
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from dualwatch.intake.mapping import Mapping, Source
from dualwatch.reports.sheets import styles
from dualwatch.schema import TABLES, Field

_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")


def book(mapping: Mapping) -> bytes:
    """The content of the workbook."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as workbook:
        made = styles(workbook)
        _instructions(workbook.add_worksheet("填写说明"), mapping, made)
        for source in mapping.sources:
            if not source.refuse:
                _source(workbook.add_worksheet(_sheet_name(source)), mapping, source, made)
    return buffer.getvalue()


def _sheet_name(source: Source) -> str:
    return _FORBIDDEN.sub("", source.name)[:31]


def _instructions(page: Worksheet, mapping: Mapping, made: dict[str, Any]) -> None:
    page.set_column(0, 0, 28)
    page.set_column(1, 1, 90)
    page.write_string(0, 0, mapping.title, made["title"])
    lines = [("来历", mapping.origin)] + [(source.name, _about(mapping, source)) for source in mapping.sources]
    for number, (name, text) in enumerate(lines, start=1):
        page.write_string(number, 0, name, made["text"])
        page.write_string(number, 1, text, made["wrapped"])


def _about(mapping: Mapping, source: Source) -> str:
    if source.refuse:
        return source.refuse
    given = "、".join(dict.fromkeys(TABLES[plan.table].label for plan in source.tables))
    users = "、".join(other.name for other in mapping.sources if source.name in other.looked_up)
    unit = source.unit or source.usual_unit
    parts = (
        f"读作：{given}" if given else "",
        f"供对照：{users}" if users else "",
        f"金额单位：{unit}" if unit in ("元", "万元", "亿元") else "",
        f"必须有的列：{'、'.join(source.match.columns)}" if source.match.columns else "",
    )
    return "；".join(part for part in parts if part) + "。"


def _source(page: Worksheet, mapping: Mapping, source: Source, made: dict[str, Any]) -> None:
    page.freeze_panes(1, 0)
    given = _given(source)
    for place, name in enumerate(columns_of(mapping, source)):
        fields = given.get(name, [])
        is_code = any(field.kind == "code" for _, field in fields)
        page.set_column(place, place, 18, made["text"] if is_code else None)
        page.write_string(0, place, name, made["head"])
        others = source.other_names.get(name, ())
        lines = [
            "必须有这一列" if name in source.match.columns else "可以没有这一列",
            *(f"取作：{table}·{field.label}" for table, field in fields),
            *([f"列名也可以写：{'、'.join(others)}"] if others else []),
        ]
        page.write_comment(0, place, "\n".join(lines), {"x_scale": 2})


def columns_of(mapping: Mapping, source: Source) -> list[str]:
    """The columns of a source in the order in which it speaks of them, those that must be there first."""
    order = [*source.match.columns, *_given(source)]
    rest = sorted(mapping.asked_of(source) - set(order))
    return [name for name in dict.fromkeys([*order, *rest]) if name in mapping.asked_of(source)]


def _given(source: Source) -> dict[str, list[tuple[str, Field]]]:
    """The fields that each column of the sheet gives, itself or through a column made of it."""
    found: dict[str, list[tuple[str, Field]]] = {}
    for plan in source.tables:
        table = TABLES[plan.table]
        wide = [(plan.wide.field, one) for one in plan.wide.months] if plan.wide else []
        for name, column in (*plan.columns.items(), *wide):
            for own in _own_columns(source, column):
                said = (table.label, table.by_name[name])
                found[own] = [*found.get(own, []), *([] if said in found.get(own, []) else [said])]
    return found


def _own_columns(source: Source, name: str) -> list[str]:
    addition = source.add.get(name)
    if addition is None:
        return [name]
    return [own for one in addition.ingredients for own in _own_columns(source, one)]
