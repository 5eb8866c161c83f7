"""The panels of 总览: KPI row, quadrant, first projects, counties, progress and what changed."""

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from components import cards, data, drawing, filters, links, tables
from components.charts.dot_ranking import dot_ranking
from components.charts.progress_curves import progress_curves
from components.charts.quadrant import UNKNOWN, corner_projects, quadrant_figure
from components.names import shortened
from components.palette import current, grave_colour
from dualwatch import narrative, narrative_compare
from dualwatch.measures import MISSING, amount_text, points_text, rate_text
from dualwatch.model import Filters, Severity

# What flagged projects are counted by, as the list of alerts is asked for it.
COUNTED = [severity.label for severity in (Severity.RED, Severity.YELLOW, Severity.NOTICE)]
# What came or grew worse may be that nothing can be said any more.
CHANGED = [*COUNTED, Severity.NO_DATA.label]
CHANGE_WORDS = {"new": "新增", "worse": "加重", "cleared": "解除"}
WIDEST_LINK = 23
# As many projects are drawn as points; of more, their density and the gravest of the flagged ones.
MOST_POINTS, MOST_MARKED = 5000, 400
# As many regions stand beside the curve of the year on a page to be read in ten seconds.
MOST_REGIONS = 16


def kpis(months: list[dict[str, Any]], flagged: list[dict[str, Any]]) -> None:
    """Row ④: paid, execution, completion, flagged projects and what they are underpaid."""
    now, flags, unit = months[-1], flagged[-1], filters.chosen_unit()
    with cards.kpi_row(_amount(now["paid_all"], unit)):
        cards.kpi(
            f"累计支付（{unit}）",
            _amount(now["paid_all"], unit),
            f"预算 {_amount(now['budget_all'], unit)}",
            chart=_series(months, "paid_in_month", 1e8),
            chart_type="bar",
        )
        cards.kpi(
            "预算执行率",
            _unknown(now["paid_all"]) if now["execution_rate"] is None else rate_text(now["execution_rate"]),
            _points(now["execution_gap"]),
            grave_colour(now["severity"]),
            _series(months, "execution_gap", 1e4),
        )
        cards.kpi(
            "目标完成率",
            rate_text(now["completion_rate"]),
            _points(now["completion_gap"]),
            chart=_series(months, "completion_gap", 1e4),
        )
        cards.kpi(
            "预警项目（个）",
            f"{flags['flagged']:,}",
            f"{flags['red']:,} 个严重",
            "red" if flags["red"] else "gray",
            _series(flagged, "flagged", 1),
            "bar",
        )
        cards.kpi(
            f"少支付（{unit}）",
            _amount(flags["flagged_underpaid"], unit) if now["rated"] else _unknown(now["paid_all"]),
            f"{flags['money_low']:,} 个偏低",
            "orange" if flags["money_low"] else "gray",
            _series(flagged, "flagged_underpaid", 1e8),
            "bar",
        )
    cards.note(narrative.figures_note(now))


def _amount(yuan: Any, unit: str) -> str:
    return "未报" if yuan is None else amount_text(yuan, unit)


def _unknown(paid: Any) -> str:
    """What stands for a figure that cannot be worked out: nobody has reported, or there is no budget."""
    return "未报" if paid is None else MISSING


def _points(gap: int | None) -> str | None:
    return None if gap is None else f"{points_text(gap)} 个百分点"


def _series(months: list[dict[str, Any]], name: str, scale: float) -> list[float]:
    return [float(row[name]) / scale for row in months if row[name] is not None]


def quadrant(chosen: Filters, counts: dict[str, Any]) -> None:
    """Every project between money and goals; a click opens its file."""
    with cards.panel("钱与事：每个项目在哪个象限", "overview/quadrant"):
        lines = data.row("overview/lines", chosen)
        _severities(counts)
        if counts["checked"] > MOST_POINTS:
            cells = data.ask("overview/quadrant_density", chosen)
            points = data.ask("overview/quadrant_flagged", chosen, page_size=MOST_MARKED)
            unknown, marked = corner_projects(cells, UNKNOWN), _marked_note(points)
            make = partial(quadrant_figure, points, lines, current(), cells)
        else:
            points = data.ask("overview/quadrant", chosen, page_size=MOST_POINTS)
            unknown, marked = corner_projects(points, UNKNOWN), ""
            make = partial(quadrant_figure, points, lines, current())
        alt = f"{counts['checked']} 个项目按执行率和完成率分四类，{unknown} 个未知"
        clicked = drawing.draw_to_click(drawing.kept("quadrant", make, chosen), alt, "quadrant")
        cards.note(marked + _quadrant_note(lines, unknown))
        if clicked:
            links.open_project(clicked)


def _marked_note(points: pd.DataFrame) -> str:
    """What is shade and what is mark where projects are too many for a point each."""
    flagged = int(points["placed_projects"].iloc[0]) if len(points) else 0
    marks = f"标出其中最重的 {len(points):,} 个" if flagged > len(points) else "全部标出"
    return f"底色越深项目越多；有预警的 {flagged:,} 个，{marks}。"


def _severities(counts: dict[str, Any]) -> None:
    with st.container(horizontal=True, gap="small"):
        for severity in (Severity.RED, Severity.YELLOW, Severity.NOTICE):
            cards.severity_badge(severity, counts[severity])
        if counts["no_data"]:
            cards.severity_badge(Severity.NO_DATA, counts["no_data"])
        st.badge(f"无预警 {counts['checked'] - counts['flagged'] - counts['no_data']:,}", color="gray")


def _quadrant_note(lines: dict[str, Any], unknown: int) -> str:
    said = f"虚线为预警线：应达的 {rate_text(lines['money_line'], 0)}、应完成的 {rate_text(lines['work_line'], 0)}"
    borrowed = "（本方案缺一条，借用序时 60/80）" if lines["borrowed"] else ""
    early = f"，或应达不足 {rate_text(lines['min_expected'], 0)}" if lines["min_expected"] else ""
    outside = f"{UNKNOWN} {unknown:,} 个不在图中：未报、没有可比指标{early}。" if unknown else ""
    return f"{said}{borrowed}。{outside}单个指标不达标只改标记，不移动点。"


def first_look(chosen: Filters, counts: dict[str, Any]) -> None:
    """The ten projects to look at first; a click opens the file."""
    with cards.panel(
        "先看这些项目", "overview/first_look", "按级别，再按少支付金额排序；差为个百分点，点一行看档案"
    ) as card:
        found = data.ask("overview/first_look", chosen)
        if found.empty:
            cards.empty_state(narrative.nothing_sentence(counts["checked"]))
            return
        total = f"全部 {counts['flagged']:,} 个"
        card.aside(lambda: links.link(links.ALERTS, total, icon=":material/arrow_forward:", severities=COUNTED))
        event = tables.table(
            _first_look_frame(found), _first_look_columns(), "最需要先看的十个项目", "first_look", "single-cell"
        )
        picked = tables.picked_row(event)
        if picked is not None:
            links.open_project(found["project_id"].iloc[picked])


def _first_look_frame(found: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "severity": tables.chips(found["severity"]),
            "pro_name": found["pro_name"],
            "execution_rate": tables.percent(found["execution_rate"]),
            "execution_gap": tables.percent(found["execution_gap"]),
            "underpaid": tables.money(found["underpaid"], "万元", 0),
        }
    )


def _first_look_columns() -> dict[str, Any]:
    return {
        "severity": tables.severity_column(),
        "pro_name": tables.text_column("pro_name", width=226),
        "execution_rate": tables.rate_column("execution_rate", "执行 %", 68),
        "execution_gap": tables.points_column("execution_gap", "差", 62),
        "underpaid": tables.money_column("underpaid", "万元", "少支付", 96, 0),
    }


def counties(chosen: Filters) -> None:
    """The compared regions between this year, the year before and the pace due; of very many those ranked last."""
    note = f"预算执行率 %。实心 = {chosen.month} 月，空心 = 上年同期，竖线 = 应达进度；点县区看它的预警"
    with cards.panel("县区：执行率与应达进度", "compare/counties", note) as card:
        found = data.ask("compare/counties", chosen)
        ranked = found[found["is_ranked"]]
        if ranked.empty:
            cards.empty_state(narrative_compare.nothing_ranked(), clear=False)
            return
        ranked = ranked[ranked["region_level"] == ranked["region_level"].iloc[0]]
        regions = _records(ranked)
        title = narrative.counties_title(regions, narrative_compare.regions_called(ranked["region_level"]))
        card.title(title)
        drawn = ranked.tail(MOST_REGIONS)
        chart = drawing.kept("county_dots", lambda: dot_ranking(drawn, current()), chosen, len(drawn))
        clicked = drawing.draw_to_click(chart, title, "county_dots")
        cut = f"只画最靠后的 {len(drawn)} 个。" if len(ranked) > len(drawn) else ""
        beside = cut + narrative_compare.not_ranked(_unranked(found, regions))
        if beside:
            cards.note(beside)
        if cut:
            total = f"全部 {len(ranked)} 个"
            card.aside(lambda: links.link(links.COUNTIES, total, icon=":material/arrow_forward:"))
        if clicked:
            names = dict(zip(ranked["mof_div_code"], ranked["mof_div_name"], strict=True))
            links.go(links.ALERTS, counties=names[clicked])


def _unranked(found: pd.DataFrame, regions: list[dict[str, Any]]) -> int:
    """How many regions of the level that is drawn have no rank."""
    level = found[found["region_level"] == regions[0]["region_level"]]
    return int((level["is_compared"].astype(bool) & ~level["is_ranked"].astype(bool)).sum())


def progress(place: str, months: list[dict[str, Any]], chosen: Filters) -> None:
    """Money and goals to date against the pace due."""
    title = narrative.progress_title(place, months)
    with cards.panel(title, "overview/progress", "累计，占全年预算（目标）的 %；目标从第一次填报起画"):
        make = partial(progress_curves, pd.DataFrame(months), current())
        drawing.draw(drawing.kept("progress", make, chosen), title)


def changes(chosen: Filters) -> None:
    """What is new, worse and gone since the month before, with the way to the list."""
    with cards.panel("与上月相比", "overview/changes") as card:
        found = data.rows("overview/changes", chosen)
        card.title(narrative.changes_title(found, chosen.month))
        if chosen.month == 1:
            cards.note("从 2 月起，这里列出新增、加重和解除的预警。")
            return
        cards.note("按级别，再按涉及金额排序，各列前五条")
        card.aside(_to_the_changed)
        columns = st.columns(3, gap="small")
        for column, (change, word) in zip(columns, CHANGE_WORDS.items(), strict=True):
            with column:
                _changed([row for row in found if row["change"] == change], word)


def _to_the_changed() -> None:
    links.link(links.ALERTS, "看新增和加重的", icon=":material/arrow_forward:", topic="新增和加重", severities=CHANGED)


def _changed(found: list[dict[str, Any]], word: str) -> None:
    st.markdown(f"**{word} {found[0]['change_flags'] if found else 0:,} 条**")
    if not found:
        cards.note("没有")
    for row in found[:5]:
        links.link(links.PROJECT, _change_line(row), project=row["project_id"])


def _change_line(row: dict[str, Any]) -> str:
    name = narrative.plain(shortened(row["pro_name"], WIDEST_LINK))
    if row["change"] == "cleared":
        return f"{name}  \n:small[:gray[✓ {row['rule_label']}解除]]"
    before = f"，上月{Severity(row['severity_before']).word}" if row["severity_before"] else ""
    return f"{name}  \n:small[:gray[{Severity(row['severity']).label}　{row['rule_label']}{before}]]"


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return frame.astype(object).where(frame.notna(), None).to_dict("records")
