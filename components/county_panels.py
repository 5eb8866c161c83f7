"""The panels of 县区对比: who is ahead, since when behind, and every figure in a table."""

from collections.abc import Hashable

import pandas as pd

from components import cards, data, filters, links, palette, tables
from components.charts.dot_ranking import dot_ranking
from components.charts.heatmap import FEW_MONTHS, county_heatmap
from components.drawing import draw_to_click, kept
from components.group_tables import group_columns, group_frame
from dualwatch import narrative, narrative_compare
from dualwatch.model import Filters

LEVELS = (narrative_compare.COUNTIES, narrative_compare.TOWNSHIPS)


def of_one_level(regions: pd.DataFrame) -> pd.DataFrame:
    """The counties with what is listed apart, or the townships, as the reader chose; a choice only where both are."""
    towns = regions["region_level"] == "乡"
    if not towns.any() or not (regions["region_level"] == "县").any():
        return regions
    level = filters.segments("级次", LEVELS, "level")
    return regions[towns if level == narrative_compare.TOWNSHIPS else ~towns].reset_index(drop=True)


def called(regions: pd.DataFrame) -> str:
    """县区 or 乡镇."""
    return narrative_compare.regions_called(compared(regions)["region_level"])


def sentence(regions: pd.DataFrame) -> str:
    """The page's one sentence, from the rows of the table."""
    rows = regions.astype(object).where(regions.notna(), None).to_dict("records")
    compared = [region for region in rows if region["is_compared"]]
    ranked = [region for region in compared if region["is_ranked"]]
    if compared and not ranked:
        return narrative_compare.nothing_ranked(called(regions))
    named = narrative_compare.groups(ranked or rows, "mof_div_name")
    apart = len(compared) - len(ranked) if ranked else 0
    return narrative_compare.counties_sentence(named, called(regions)) + narrative_compare.not_ranked(apart)


def compared(regions: pd.DataFrame) -> pd.DataFrame:
    """The rows that charts compare: counties or townships; all regions where there is none."""
    rows = regions[regions["is_compared"].astype(bool)]
    return (regions if rows.empty else rows).reset_index(drop=True)


def ranking(regions: pd.DataFrame, chosen: Filters, finding: str) -> None:
    """Who is ahead and who behind; a click opens the region's alerts."""
    note = f"预算执行率 %。实心 = {chosen.month} 月，空心 = 上年同期，竖线 = 应达进度"
    with cards.panel("谁在前，谁在后", "compare/counties", note):
        rows = compared(regions)
        chart = kept("county_ranking", lambda: dot_ranking(rows, palette.current()), chosen, called(regions))
        _open_alerts(draw_to_click(chart, finding, "county_ranking"))


def months(regions: pd.DataFrame, chosen: Filters) -> None:
    """Since which month each region trails the pace due, in the order of the ranking."""
    narrow = "；屏幕窄时只显示颜色" if chosen.month > FEW_MONTHS else ""
    note = f"与应达进度之差，个百分点。橙 = 落后，蓝 = 超前{narrow}"
    with cards.panel("从哪个月开始落后", "compare/county_months", note):
        chart = kept("county_months", lambda: _heatmap(regions, chosen), chosen, called(regions))
        _open_alerts(draw_to_click(chart, f"各{called(regions)}逐月与应达进度之差", "county_months"))


def _heatmap(regions: pd.DataFrame, chosen: Filters) -> palette.Chart:
    cells = data.ask("compare/county_months", chosen)
    names = list(compared(regions)["mof_div_name"])
    return county_heatmap(cells[cells["mof_div_name"].isin(names)], names, palette.current())


def details(regions: pd.DataFrame, chosen: Filters, unit: str) -> None:
    """Every figure of every region; a chosen row opens its alerts."""
    counts = data.ask("compare/county_flags", chosen)
    rows = regions.merge(counts, on="mof_div_code", how="left").reset_index(drop=True)
    with cards.panel(f"{called(regions)}明细", "compare/counties", "选一行看它的预警"):
        event = tables.table(
            group_frame(rows, unit),
            group_columns("mof_div_name", called(regions), unit),
            f"{called(regions)}对比明细",
            key="county_table",
            select="single-cell",
        )
        place = tables.picked_row(event)
        _open_alerts(rows["mof_div_code"].iloc[place] if place is not None else None)
        cards.note(beside(regions))


def beside(regions: pd.DataFrame) -> str:
    """What the ranking leaves out: places that are listed apart, and projects without a rate."""
    apart = list(regions.loc[~regions["is_compared"].astype(bool), "mof_div_name"])
    unranked = regions[regions["is_compared"].astype(bool) & ~regions["is_ranked"].astype(bool)]
    small = list(unranked.loc[unranked["rated"] > 0, "mof_div_name"])
    silent = list(unranked.loc[unranked["rated"] == 0, "mof_div_name"])
    parts = (
        "并列同名次，比上年是名次的升降",
        f"{'、'.join(apart)}单列，不排名" if apart and len(apart) < len(regions) else "",
        f"{'、'.join(small)}可算的项目少于 5 个，不排名" if small else "",
        f"{'、'.join(silent)}未报或没有预算，不排名" if silent else "",
        narrative.left_out(int(regions["unrated"].sum()), sum(regions["unrated_budget"].dropna(), start=0)),
    )
    return "；".join(part for part in parts if part) + "。"


def _open_alerts(code: Hashable | None) -> None:
    if code is not None:
        label = filters.choices().of("county")[str(code)]
        links.go(links.ALERTS, counties=label)
