"""The indicators of 项目档案, and the delivered rows that every figure of the project rests on."""

from decimal import Decimal
from typing import Any

import pandas as pd
import streamlit as st

from components import cards, data, palette, tables
from dualwatch import narrative, narrative_compare
from dualwatch.measures import MEASURES, MISSING, money_text, rate_text, yuan_text
from dualwatch.model import Filters
from dualwatch.schema import TABLES

STATUS = {"unreported": "未报", "not_due": "未到测评期"}
DIRECTIONS = {
    "higher": "越高越好",
    "lower": "越低越好",
    "exact": "等于",
    "interval": "区间",
    "level": "定性",
    "date": "期限",
}
ACCUMULATIONS = {"cumulative": "累计", "point_in_time": "时点"}
SHOWN_ROWS = 12


def goals(detail: dict[str, Any], filters: Filters) -> None:
    """事: each indicator with target and actual as written, completion, course, weight and marks."""
    indicators = data.rows("projects/indicators", filters, project=detail["project_id"])
    counts = _counts(indicators)
    title = narrative_compare.goals_title(len(indicators), **counts)
    with cards.panel(title, "projects/indicators", _goal_note(detail)):
        if not indicators:
            st.info("这个项目没有绩效指标，目标无从比较。", icon=":material/info:")
            return
        theme = palette.current()
        tables.table(_goal_frame(indicators), _goal_columns(detail["month"], theme), title)
        cards.note(_weights(detail, indicators))


def _counts(indicators: list[dict[str, Any]]) -> dict[str, int]:
    statuses = [indicator["indicator_status"] for indicator in indicators]
    return {
        "behind": sum(1 for indicator in indicators if indicator["severity"]),
        "short": sum(1 for indicator in indicators if not indicator["severity"] and _is_short(indicator)),
        "not_due": statuses.count("not_due"),
        "unreported": statuses.count("unreported"),
        "not_comparable": statuses.count("not_comparable"),
    }


def _is_short(indicator: dict[str, Any]) -> bool:
    done, due = indicator["completion_rate"], indicator["expected_completion_rate"]
    return done is not None and due is not None and done < due


def _goal_note(detail: dict[str, Any]) -> str:
    if not detail["goal_text"]:
        return "目标和实际照原文；级别按完成率 ÷ 应完成"
    return f"预期目标：{narrative.plain(detail['goal_text'].removeprefix('年度目标：'))}"


def _goal_frame(indicators: list[dict[str, Any]]) -> pd.DataFrame:
    frame = pd.DataFrame(indicators)
    return pd.DataFrame(
        {
            "severity": tables.chips(pd.Series([indicator["severity"] for indicator in indicators], dtype=object)),
            "level1": frame["level1"],
            "level3": frame["level3"],
            "target": frame["target_told"],
            "actual": [_actual(indicator) for indicator in indicators],
            "completion_rate": tables.percent(frame["completion_rate"]),
            "expected_completion_rate": tables.percent(frame["expected_completion_rate"]),
            "completion_course": frame["completion_course"],
            "weight": pd.to_numeric(frame["weight"]),
            "marks": [_marks(indicator) for indicator in indicators],
        }
    )


def _goal_columns(month: int, theme: palette.Palette) -> dict[str, Any]:
    return {
        "severity": tables.severity_column(),
        "level1": tables.text_column("level1", width=78),
        "level3": tables.text_column("level3", width=164),
        "target": st.column_config.TextColumn(MEASURES["target"].label, width=108, alignment="right"),
        "actual": st.column_config.TextColumn(MEASURES["actual"].label, width=96, alignment="right"),
        "completion_rate": tables.progress_column("completion_rate", theme.work, width=124),
        "expected_completion_rate": tables.rate_column("expected_completion_rate", width=80),
        "completion_course": st.column_config.LineChartColumn(
            f"1—{month} 月", width=100, y_min=0, y_max=100, color=theme.work
        ),
        "weight": st.column_config.NumberColumn("权重 分", width=72, format="%.4g"),
        "marks": st.column_config.TextColumn("说明", width=220),
    }


def _actual(indicator: dict[str, Any]) -> str:
    return indicator["actual_told"] or STATUS.get(indicator["indicator_status"], MISSING)


def _marks(indicator: dict[str, Any]) -> str:
    """What a reader must know about one reading: what was guessed, signed, stale or not comparable."""
    direction = DIRECTIONS.get(indicator["direction"], "")
    accumulation = ACCUMULATIONS.get(indicator["accumulation"], "")
    marks = (
        "不可比：单位不能换算或读不出数" if indicator["indicator_status"] == "not_comparable" else "",
        f"{indicator['observed_month']} 月实际" if indicator["observed_month"] else "",
        f"推定{direction}" if indicator["direction_guessed"] else "",
        f"推定{accumulation}型" if indicator["accumulation_guessed"] and accumulation else "",
        "实际带符号，按数值读" if indicator["actual_signed"] else "",
        f"偏差原因：{indicator['cause']}" if indicator["cause"] else indicator["note"] or "",
    )
    return "；".join(mark for mark in marks if mark)


def _weights(detail: dict[str, Any], indicators: list[dict[str, Any]]) -> str:
    compared = [indicator for indicator in indicators if indicator["indicator_status"] == "comparable"]
    weighed = sum((indicator["weight"] or Decimal(0) for indicator in compared), Decimal(0))
    points = f"（{weighed.normalize():f} 分）" if weighed else ""
    made = f"目标完成率 {rate_text(detail['completion_rate'])} = 已测评 {len(compared)} 个指标按权重{points}加权。"
    return (
        f"{made if compared else '还没有可比的完成值，目标完成率算不出。'}"
        "累计型按测评月的时间进度比较，时点型按全年目标比较。未报、未到测评期和不可比不计入，也不当作 0。"
    )


def sources(detail: dict[str, Any], filters: Filters) -> None:
    """来源: every delivered row with file, sheet, row and batch; then what later batches changed."""
    found = data.rows("projects/sources", filters, project=detail["project_id"])
    revised = data.rows("projects/revisions", filters, project=detail["project_id"])
    with cards.panel(_source_title(found, detail), "projects/sources", "从每个数可以找到文件、工作表和行"):
        kinds = list(dict.fromkeys(row["table_name"] for row in found))
        kind = st.segmented_control(
            "数据种类",
            kinds,
            default=_first(kinds),
            required=True,
            key="source_kind",
            label_visibility="collapsed",
            format_func=lambda name: f"{TABLES[name].label} {sum(row['table_name'] == name for row in found)} 行",
        )
        _source_table([row for row in found if row["table_name"] == kind])
    if revised:
        with cards.panel(f"修订：{len(revised)} 处后来改过", "projects/revisions", "旧值和新值都留着"):
            _revision_table(revised)


def _first(kinds: list[str]) -> str | None:
    return "execution" if "execution" in kinds else next(iter(kinds), None)


def _source_title(found: list[dict[str, Any]], detail: dict[str, Any]) -> str:
    paid = [row for row in found if row["table_name"] == "execution"]
    monthly = all(row["item"] == "本月支付" for row in paid)
    if not paid or not monthly or detail["paid_to_date"] is None:
        return f"来源：{len(found)} 行交来的数据"
    total = sum((row["amount"] for row in paid), Decimal(0))
    agrees = "与执行率分子一致" if total == detail["paid_to_date"] else "与执行率分子不一致，请核对"
    return f"来源：{len(paid)} 行支付合计 {money_text(total, '万元')}，{agrees}"


def _source_table(rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    columns: dict[str, Any] = {"month": st.column_config.TextColumn("月份", width=72)}
    columns["item"] = st.column_config.TextColumn("内容", width=240)
    if any(row["amount"] is not None for row in rows):
        columns["amount"] = tables.money_column("amount", "元", label="金额", width=150)
    if any(row["written"] for row in rows):
        columns["written"] = st.column_config.TextColumn("原文", width=140)
    columns |= {
        "source_file": tables.text_column("source_file", width=240),
        "place": st.column_config.TextColumn("位置", width=200),
        "batch": st.column_config.TextColumn("批次", width=80),
    }
    height = "content" if len(rows) <= SHOWN_ROWS else 460
    tables.table(_source_frame(rows), columns, "交来的数据和它们的位置", height=height)


def _source_frame(rows: list[dict[str, Any]]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "month": [f"{row['month']} 月" if row["month"] else "全年" for row in rows],
            "item": [row["item"] for row in rows],
            "amount": pd.Series([row["amount"] for row in rows], dtype=object).astype("float64"),
            "written": [row["written"] for row in rows],
            "source_file": [row["source_file"] for row in rows],
            "place": [_place(row) for row in rows],
            "batch": [f"第 {row['batch_number']} 批" for row in rows],
        }
    )


def _place(row: dict[str, Any]) -> str:
    sheet = f"{row['source_sheet']} · " if row["source_sheet"] else ""
    return f"{sheet}第 {row['source_row']:,} 行" if row["source_row"] else sheet.rstrip(" ·")


def _revision_table(revised: list[dict[str, Any]]) -> None:
    shown = pd.DataFrame(
        {
            "table": [TABLES[row["table_name"]].label for row in revised],
            "month": [f"{row['month']} 月" if row["month"] else "全年" for row in revised],
            "field": [_field_label(row) for row in revised],
            "old_value": [_revised_value(row, "old_value") for row in revised],
            "new_value": [_revised_value(row, "new_value") for row in revised],
            "batches": [f"第 {row['old_batch_number']} 批 → 第 {row['new_batch_number']} 批" for row in revised],
        }
    )
    labels = {
        "table": "数据",
        "month": "月份",
        "field": "改的是",
        "old_value": "原来",
        "new_value": "现在",
        "batches": "批次",
    }
    columns = {
        name: st.column_config.TextColumn(label, alignment="right" if name.endswith("value") else "left")
        for name, label in labels.items()
    }
    tables.table(shown, columns, "后来改过的数")


def _revised_value(row: dict[str, Any], name: str) -> str:
    """A value as a reader expects it: money with thousands and 元, everything else as it was."""
    value = row[name]
    is_money = TABLES[row["table_name"]].by_name[row["field"]].kind == "money"
    return yuan_text(value) if is_money and value else value or MISSING


def _field_label(row: dict[str, Any]) -> str:
    label = TABLES[row["table_name"]].by_name[row["field"]].label
    return f"{row['indicator_no']} {label}" if row["indicator_no"] else label
