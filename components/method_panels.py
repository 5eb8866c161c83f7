"""The panels of 口径与术语: figures, rules and their lines, marks, words, checks."""

import re
from typing import Any

import pandas as pd
import streamlit as st

from components import cards, data, tables
from components.palette import MARKS
from dualwatch import catalogue, glossary
from dualwatch.measures import MEASURES, measure, rate_text

TALL = 420
WRAPPED = """<style>
.wrapped {width: 100%; border-collapse: collapse; font-size: .875rem; line-height: 1.4}
.wrapped th {font-weight: 400; opacity: .7; white-space: nowrap}
.wrapped th, .wrapped td {padding: .3rem .6rem; text-align: left; vertical-align: top; min-width: 3.6em}
.wrapped td:first-child {min-width: min(6.6em, 17vw)}
.wrapped tr {border-bottom: 1px solid color-mix(in srgb, currentColor 15%, transparent)}
</style>"""
FIELD = re.compile(r"\{(\w+)\}")


def _texts(labels: dict[str, str | tuple[str, int]]) -> dict[str, Any]:
    """Text columns by name, from a label or a label with a width."""
    return {
        name: st.column_config.TextColumn(label)
        if isinstance(label, str)
        else st.column_config.TextColumn(label[0], width=label[1])
        for name, label in labels.items()
    }


def _wrapped(rows: list[dict[str, str]], alt: str, height: int | str = TALL) -> None:
    """A table whose cells wrap, for sentences; st.table would have the browser read each cell as Markdown."""
    with pd.option_context("display.max_colwidth", None), st.container(height=height, border=False):
        words = pd.DataFrame(rows).to_html(index=False, border=0, classes="wrapped", na_rep="")
        st.html(f'{WRAPPED}<div role="region" aria-label="{alt}">{words}</div>')


def measures() -> None:
    """Every figure the product states: name, meaning, unit and denominator."""
    st.markdown("#### 数的口径", anchors=False)
    cards.note(f"{len(MEASURES)} 个。比率都由未舍入的数算出，最后一次四舍五入；空值是未知，不当作 0")
    _wrapped(
        [
            {
                "名称": measure.label,
                "意思": measure.meaning,
                "分母": measure.denominator,
                "单位": glossary.FORMATS.get(measure.format, measure.format),
                "代码": measure.name,
            }
            for measure in MEASURES.values()
        ],
        "每个数的名称、意思、单位和分母",
    )


def rules() -> None:
    """Every rule with the sentence it says, what clears it and its basis."""
    with cards.panel("预警规则", "methods/rules", "一条规则一个文件；〔〕里是同一查询给出的数"):
        _wrapped(
            [
                {
                    "规则": rule["label"],
                    "为什么报警": named(rule["sentence"]),
                    "怎样解除": named(rule["clears"]),
                    "依据": rule["basis"],
                }
                for rule in data.rows("methods/rules")
            ],
            "预警规则、句子、解除和依据",
        )


def named(sentence: str) -> str:
    """A rule's sentence with its fields called by their Chinese names: 应达 〔应有〕."""
    return FIELD.sub(lambda field: f"〔{measure(field[1]).label}〕", sentence)


def limits() -> None:
    """The lines of every profile side by side, and where each profile comes from."""
    profiles = data.rows("methods/profiles")
    with cards.panel("各规则方案的预警线", "methods/limits", "并排比较；没有的线写 —"):
        labels: dict[str, str | tuple[str, int]] = {"rule_label": ("规则", 150), "name": ("线", 170)}
        labels |= {row["profile"]: f"{row['label']}（{row['profile']}）" for row in profiles}
        tables.table(side_by_side(data.ask("methods/limits")), _texts(labels), "各方案的预警线", height=TALL)
        for profile in profiles:
            st.markdown(
                f"**{profile['label']}**　:small[:gray[{profile['version']}；{glossary.PACES[profile['pace']]}；"
                f"测评期 {_rounds(profile['profile'])} 月；来源：{profile['source']}]]"
            )


def side_by_side(limits: pd.DataFrame) -> pd.DataFrame:
    """Limits as one row a rule and line, one column a profile; a line a profile lacks stays missing."""
    order = list(dict.fromkeys(zip(limits["rule_label"], limits["name"], strict=True)))
    wide = limits.pivot(index=["rule_label", "name"], columns="profile", values="shown").reindex(order).reset_index()
    wide["name"] = [glossary.LIMITS.get(name, name) for name in wide["name"]]
    return wide.replace({"True": "是", "False": "否"})


def _rounds(profile: str) -> str:
    steps = data.rows("methods/steps")
    return "、".join(str(step["month"]) for step in steps if step["profile"] == profile and step["is_round"])


def steps() -> None:
    """The pace of each profile by month, for a project that runs the whole year."""
    with cards.panel("应达进度：全年项目", "methods/steps", "线性 = 月份 ÷ 12；分段 = 规定台阶；有窗口期的项目另算"):
        found = data.ask("methods/steps")
        labels_of = {row["profile"]: row["label"] for row in data.rows("methods/profiles")}
        found["profile"] = found["profile"].map(labels_of)
        found["due"] = [
            rate_text(row.step) if row.pace == "staged" else rate_text(round(row.month * 1_000_000 / 12))
            for row in found.itertuples()
        ]
        wide = found.pivot(index="profile", columns="month", values="due").reset_index()
        wide.columns = [str(name) for name in wide.columns]
        labels: dict[str, str | tuple[str, int]] = {"profile": ("方案", 130)}
        labels |= {str(month): (f"{month}月", 70) for month in range(1, 13)}
        tables.table(wide, _texts(labels), "各方案每月的应达进度")


def absences() -> None:
    """How a missing figure is written and whether it counts, and what the marks look like."""
    st.markdown("#### 未报、不适用、零", anchors=False)
    rows = [{"写法": each.written, "意思": each.meaning, "参加计算": each.counted} for each in glossary.ABSENCES]
    _wrapped(rows, "未报、不适用、零、未到测评期的写法", "content")
    st.markdown("#### 级别标记：形状 + 文字 + 颜色，三样都有", anchors=False)
    with st.container(horizontal=True):
        for severity, mark in MARKS.items():
            st.badge(severity.label, color=mark.colour)
        st.badge("✓ 正常", color="green")
        st.badge("规则出错", icon=":material/error:", color="violet")
        st.badge("演示数据", icon=":material/science:", color="gray")
    cards.note("级别只由规则给出；处理状态（待确认、整改中、逾期、已销号）用另一列，不借用级别形状。")


def words() -> None:
    """The glossary, by topic."""
    st.markdown("#### 术语", anchors=False)
    rows = [{"词": term.name, "意思": term.meaning, "类": term.topic} for term in glossary.TERMS]
    _wrapped(rows, "术语和意思")


def checks() -> None:
    """The invariants that every version passes before it is published."""
    st.markdown("#### 发布前的校验", anchors=False)
    cards.note("每条校验都要查不出行，版本才发布")
    _wrapped([{"校验": check.label, "文件": check.name} for check in catalogue.checks()], "发布前的校验")
