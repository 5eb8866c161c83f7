"""The head, the figures, the money and the flags of 项目档案."""

from typing import Any

import pandas as pd
import streamlit as st

from components import cards, data, links, palette, tables
from components.charts.money_curve import money_curve
from components.choices import DENOMINATORS
from components.drawing import draw
from dualwatch import catalogue, narrative, narrative_compare, rules
from dualwatch.measures import amount_text, points_text, rate_text
from dualwatch.model import DualwatchError, Filters, Severity

LOG_ROWS = 6
FLAG_HEIGHT, LOWEST = 96, 330


def year_of(project: str) -> int | None:
    """The fiscal year that a project's full id begins with; a bare code names none."""
    year, dash, _ = project.partition("-")
    return int(year) if dash and year.isdigit() else None


def find(filters: Filters, project: str) -> dict[str, Any]:
    """The one row of `projects/detail`; tells the reader what to do and is empty when there is none."""
    try:
        detail = data.row("projects/detail", filters, project=project)
    except DualwatchError as refusal:
        st.warning(str(refusal), icon=":material/search_off:")
        return {}
    if not detail:
        st.warning(
            f"{filters.year} 年 {filters.month} 月没有项目“{project}”的数据：可能已不在册，或不在您可以查看的范围内。",
            icon=":material/search_off:",
        )
    return detail


def candidates(search: str) -> None:
    """Projects near what was asked for, each a link."""
    found = data.rows("context/search", search=search.rpartition("-")[2])
    if found:
        cards.note("相近的项目：")
    for project in found:
        place = f"{project['fiscal_year']} 年　{project['mof_div_name']}　{project['dept_name']}　{project['pro_code']}"
        label = f"{narrative.plain(project['pro_name'])}　:small[:gray[{narrative.plain(place)}]]"
        links.link(links.PROJECT, label, project=project["project_id"])


def how_to_find() -> None:
    """What to do when no project is chosen."""
    st.info(
        "在左边“找项目”里输入项目名称、编码或拼音首字母；也可以从总览、预警的图和表点进来。",
        icon=":material/search:",
    )
    links.link(links.ALERTS, "看预警项目", icon=":material/notifications:")


def head(detail: dict[str, Any], raised: list[dict[str, Any]]) -> None:
    """Badges of the flags, then code, place, department, category, book and 重点项目."""
    parts = [
        detail["pro_code"],
        detail["mof_div_name"],
        detail["dept_name"],
        detail["agency_name"],
        detail["pro_category"],
        detail["budget_book"],
        "重点项目" if detail["is_key"] else None,
        "年中追加" if detail["added_in_year"] else None,
        detail["secret_level"] if detail["secret_level"] in ("涉密", "半涉密") else None,
    ]
    with st.container(horizontal=True, vertical_alignment="center"):
        for flag in raised:
            severity = Severity(flag["severity"])
            st.badge(f"{severity.shape} {_rule_label(flag['rule'])}", color=palette.MARKS[severity].colour)
        if not raised:
            st.badge("✓ 没有预警", color="green")
        cards.note(narrative.plain(" · ".join(dict.fromkeys(part for part in parts if part))))


def figures(detail: dict[str, Any], raised: list[dict[str, Any]], filters: Filters) -> None:
    """The five figures: budget, payments, execution, completion, shortfall."""
    worst = {flag["rule"]: flag["severity"] for flag in reversed(raised)}
    pace = next((worst[rule] for rule in ("no_execution", "low_execution") if rule in worst), "")
    with cards.kpi_row(*(_wan(detail[name]) for name in ("budget", "paid_to_date", "underpaid"))):
        cards.kpi(f"{DENOMINATORS[filters.denominator]}（万元）", _wan(detail["budget"]), _budget_note(detail, filters))
        paid = _wan(detail["paid_to_date"]) if detail["reported"] else "未报"
        cards.kpi("实际支付（万元）", paid, _this_month(detail))
        cards.kpi(
            "预算执行率",
            rate_text(detail["execution_rate"]),
            _gap(detail["execution_gap"]),
            palette.grave_colour(pace),
            help=f"应达 {rate_text(detail['expected_rate'])}，差按个百分点",
        )
        cards.kpi(
            "目标完成率",
            rate_text(detail["completion_rate"]),
            _gap(detail["completion_gap"]),
            palette.grave_colour(worst.get("target_deviation")),
            help=f"应完成 {rate_text(detail['expected_completion_rate'])}，差按个百分点",
        )
        cards.kpi(
            "少支付（万元）",
            _wan(detail["underpaid"]),
            f"为应达的 {rate_text(detail['pace_ratio'])}",
            palette.grave_colour(pace),
        )


def _wan(yuan: Any) -> str:
    return amount_text(yuan, "万元")


def _gap(ppm: int | None) -> str | None:
    return None if ppm is None else f"{points_text(ppm)} 个百分点"


def _budget_note(detail: dict[str, Any], filters: Filters) -> str:
    """What the budget beside it came from; only the adjusted one has changed since the year began."""
    if filters.denominator != "adjusted":
        return f"{DENOMINATORS['adjusted']} {_wan(detail['adjusted_budget'])}"
    if detail["adjusted_budget"] is None:
        return "全年预算未报"
    if detail["budget_recalculated"]:
        return "按最新预算回算"
    added = detail["adjusted_budget"] - detail["initial_budget"]
    return f"比年初 {'+' if added > 0 else '−'}{_wan(abs(added))}" if added else "与年初相同"


def _this_month(detail: dict[str, Any]) -> str:
    if not detail["reported"]:
        return f"{detail['month']} 月未报"
    return "本月支付不详" if detail["paid"] is None else f"{detail['month']} 月支付 {_wan(detail['paid'])}"


def _rule_label(rule: str) -> str:
    return catalogue.rules()[rule].label


def money(detail: dict[str, Any], filters: Filters, beside: int) -> None:
    """钱: the curve against the pace due and the peers of the year before.

    `beside` is how many pixels the panel of flags next to it fills.
    """
    title = narrative_compare.money_title(
        detail["month"], detail["reported"], detail["execution_rate"], detail["execution_gap"]
    )
    with cards.panel(title, "projects/curve", _money_note(detail, filters)):
        project = detail["project_id"]
        months = data.ask("projects/curve", filters, project=project)
        peers = data.ask("projects/peers", filters, project=project)
        course = months.merge(peers, on="month", how="left")
        chart = money_curve(course, detail["month"], palette.current(), max(LOWEST, beside))
        draw(chart, title)
        said = _absences(months, detail["month"], peers)
        if said:
            cards.note(said)


def _money_note(detail: dict[str, Any], filters: Filters) -> str:
    recalculated = "，各月按最新预算回算" if detail["budget_recalculated"] else ""
    return (
        f"累计执行率，占{DENOMINATORS[filters.denominator]}的 %{recalculated}。虚线 = 应达进度，点线 = 同类上年中位数"
    )


def _absences(months: pd.DataFrame, month: int, peers: pd.DataFrame) -> str:
    """Months without a report, payments whose month is missing, and peers too few to compare."""
    passed = months[months["month"] <= month]
    silent = [str(number) for number in passed.loc[~passed["reported"].astype(bool), "month"]]
    parts = [
        f"{'、'.join(silent)} 月未报" if silent else "",
        "中间缺月，累计数可能偏少" if passed["paid_gap"].fillna(False).any() else "",
        "同类上年不足 5 个项目，不画" if peers.empty else f"同类上年 {int(peers['peer_projects'].max()):,} 个项目",
    ]
    return "。".join(part for part in parts if part) + "。"


def flags_height(raised: list[dict[str, Any]], changes: list[dict[str, Any]]) -> int:
    """About how many pixels the flags and their log fill."""
    return FLAG_HEIGHT * len(raised) + tables.ROW_HEIGHT * min(len(changes), LOG_ROWS)


def flags(raised: list[dict[str, Any]], changes: list[dict[str, Any]], filters: Filters) -> None:
    """预警: what is raised now, why, what clears it and since when; then what changed in the year."""
    profile = rules.profile(filters.profile)
    title = f"{filters.month} 月有 {len(raised)} 条预警" if raised else f"{filters.month} 月没有预警"
    with cards.panel(title, "projects/flags", f"规则方案：{profile.label}（{profile.version}）"):
        for flag in raised:
            _flag(flag)
        if not raised:
            st.info("这个月检查过的规则都在线以内，或者缺少判断要用的数。", icon=":material/check_circle:")
        if changes:
            _log(changes)


def _flag(flag: dict[str, Any]) -> None:
    sentence, clears = rules.explain(flag["rule"], flag["details"])
    severity = Severity(flag["severity"])
    badge = f":{palette.MARKS[severity].colour}-badge[{severity.label}]"
    since = f"{flag['first_month']} 月首次出现" + (f"，连续 {flag['run']} 个月" if flag["run"] > 1 else "")
    st.markdown(
        f"{badge} **{_rule_label(flag['rule'])}**　:small[:gray[{since}]]  \n"
        f"{narrative.plain(sentence)}  \n:small[:gray[怎样解除：{narrative.plain(clears)}]]"
    )


def _log(changes: list[dict[str, Any]]) -> None:
    shown = pd.DataFrame(
        {"month": [f"{change['month']} 月" for change in changes], "item": [_change(change) for change in changes]}
    )
    columns = {
        "month": st.column_config.TextColumn("月份", width=64),
        "item": st.column_config.TextColumn("预警的变化，最新在上"),
    }
    height = "content" if len(changes) <= LOG_ROWS else tables.ROW_HEIGHT * (LOG_ROWS + 1)
    tables.table(shown, columns, "预警的出现、升降和解除", height=height)


def _change(change: dict[str, Any]) -> str:
    return narrative_compare.change_text(change["change"], _rule_label(change["rule"]), change["severity"])
