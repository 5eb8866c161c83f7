"""Sentences about groups and one project, made from the same figures as the tables beside them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from dualwatch.measures import points_text, rate_text
from dualwatch.model import Severity
from dualwatch.narrative import against_pace


@dataclass(frozen=True)
class Group:
    """One county or department: rates in ppm, money in 元, None where unknown."""

    name: str
    execution_rate: int | None
    execution_gap: int | None
    underpaid: Decimal | None = None

    @property
    def is_behind(self) -> bool:
        """Whether it trails the pace due; an unknown gap does not."""
        return self.execution_gap is not None and self.execution_gap < 0


def groups(rows: Iterable[Mapping[str, Any]], name: str) -> list[Group]:
    """Rows of a comparison as groups named by the column `name`."""
    return [Group(row[name], row["execution_rate"], row["execution_gap"], row.get("underpaid")) for row in rows]


COUNTIES, TOWNSHIPS = "县区", "乡镇"
NAMED = 3


def regions_called(levels: Iterable[str | None]) -> str:
    """What the regions of these levels are called together: townships, where all are."""
    return TOWNSHIPS if set(levels) == {"乡"} else COUNTIES


def nothing_ranked(called: str = COUNTIES) -> str:
    """Why there is no ranking."""
    return f"这个范围内没有可以排名的{called}：未报，或可算的项目少于 5 个。"


def not_ranked(number: int) -> str:
    """The sentence about those that a ranking leaves out; empty where it leaves none."""
    return f"另有 {number} 个不排名：未报，或可算的项目少于 5 个。" if number else ""


def nothing_rated(called: str) -> str:
    """Why there is no rate."""
    return f"这个范围内没有可以计算执行率的{called}：未报，或没有预算。"


def counties_sentence(groups: Iterable[Group], called: str = COUNTIES) -> str:
    """How many regions trail the pace due, and which stands lowest."""
    known, beside = _known(groups)
    if not known:
        return nothing_rated(called)
    if len(known) == 1:
        return f"{_alone(known[0])}。{beside}"
    behind = sum(1 for group in known if group.is_behind)
    if not behind:
        return f"{len(known)} 个{called}都达到应达进度。{beside}"
    stands = _lowest([(group.name, group.execution_rate, group.execution_gap) for group in known], "执行率", "应达")
    return f"{len(known)} 个{called}中 {behind} 个低于应达进度。{stands}{beside}"


def _lowest(ranked: Iterable[tuple[str, int | None, int | None]], rate_name: str, due: str) -> str:
    """Who stands lowest, of names with their rate and gap: one, or all that share the lowest rate."""
    placed = sorted(ranked, key=lambda one: (one[1] or 0, one[0]))
    tied = [name for name, rate, _ in placed if rate == placed[0][1]]
    _, rate, gap = placed[0]
    if len(tied) == 1:
        return f"{tied[0]}最低，{rate_name} {rate_text(rate)}，{distance(gap, due)}。"
    if len(tied) == len(placed):
        return f"{rate_name}都是 {rate_text(rate)}。"
    named = "、".join(tied[:NAMED]) + (f"等 {len(tied)} 个" if len(tied) > NAMED else "")
    return f"{named}并列最低，{rate_name} {rate_text(rate)}。"


def fiscal_sentence(rows: Iterable[Mapping[str, Any]]) -> str:
    """How many regions trail the months gone by in their public money, and which stands lowest."""
    regions = list(rows)
    known = [row for row in regions if row["fiscal_gap"] is not None]
    if not known:
        return "这个科目没有可比的预算数。"
    beside = f"另有 {len(regions) - len(known)} 个没有可比的数。" if len(known) < len(regions) else ""
    if len(known) == 1:
        alone = known[0]
        stands = f"完成预算 {rate_text(alone['fiscal_rate'])}，{distance(alone['fiscal_gap'], '序时')}"
        return f"{alone['mof_div_name']}{stands}。{beside}"
    behind = sum(row["fiscal_gap"] < 0 for row in known)
    counted = f"{len(known)} 个地区中 {behind} 个低于序时进度" if behind else f"{len(known)} 个地区都达到序时进度"
    stands = _lowest(
        [(row["mof_div_name"], row["fiscal_rate"], row["fiscal_gap"]) for row in known], "完成预算", "序时"
    )
    return f"{counted}。{stands}{beside}"


def departments_sentence(groups: Iterable[Group]) -> str:
    """How many departments trail the pace due, and in how few half the shortfall lies."""
    known, beside = _known(groups)
    if not known:
        return nothing_rated("部门")
    if len(known) == 1:
        return f"{_alone(known[0])}。{beside}"
    behind = sum(1 for group in known if group.is_behind)
    if not behind:
        return f"{len(known)} 个部门都达到应达进度。{beside}"
    few = half_holders([group.underpaid for group in known])
    return f"{len(known)} 个部门中 {behind} 个低于应达进度；少支付金额的一半集中在 {few} 个部门。{beside}"


def _known(groups: Iterable[Group]) -> tuple[list[Group], str]:
    """The groups that have a gap to the pace due, and the sentence about those that have none."""
    all_groups = list(groups)
    known = [group for group in all_groups if group.execution_gap is not None]
    unknown = len(all_groups) - len(known)
    return known, f"另有 {unknown} 个未报或没有预算。" if unknown else ""


def _alone(group: Group) -> str:
    return f"{group.name}执行率 {rate_text(group.execution_rate)}，{against_pace(group.execution_gap)}"


def half_holders(amounts: Iterable[Decimal | None]) -> int:
    """The fewest amounts that together make at least half of the total; 0 when the total is 0."""
    largest = sorted((amount for amount in amounts if amount), reverse=True)
    total, held = sum(largest, Decimal(0)), Decimal(0)
    for count, amount in enumerate(largest, start=1):
        held += amount
        if held * 2 >= total:
            return count
    return 0


def distance(gap: int | None, due: str = "应达") -> str:
    """A gap in ppm as words: 低 25.5 个百分点, 高 3.0 个百分点, 与应达持平."""
    if gap is None:
        return "未报"
    points = points_text(gap, sign=False)
    if points == "0.0":
        return f"与{due}持平"
    return f"{'低' if gap < 0 else '高'} {points} 个百分点"


def money_title(month: int, reported: bool, execution_rate: int | None, gap: int | None) -> str:
    """The finding of a project's money, as the title of its curve."""
    if not reported:
        return f"钱：{month} 月未报"
    if execution_rate is None:
        return f"钱：{month} 月没有预算，算不出执行率"
    if gap is None:
        return f"钱：{month} 月执行率 {rate_text(execution_rate)}"
    return f"钱：{month} 月{distance(gap).replace('低 ', '低于应达 ').replace('高 ', '高于应达 ')}"


def goals_title(total: int, behind: int, short: int, not_due: int, unreported: int, not_comparable: int) -> str:
    """The finding of a project's indicators, as the title of their table."""
    if not total:
        return "事：没有绩效指标"
    parts = (
        (behind, "个落后"),
        (short, "个略低于应完成"),
        (unreported, "个未报"),
        (not_due, "个未到测评期"),
        (not_comparable, "个不可比"),
    )
    said = [f"{count} {words}" for count, words in parts if count]
    return "，".join([f"事：{total} 个指标", *(said or ["都跟上应完成"])])


CHANGES = {"worse": "升为", "better": "降为"}


def change_text(change: str, rule_label: str, severity: str | None) -> str:
    """One line of the log of flags: `▲ 执行率偏低升为预警`, `✓ 零执行解除`."""
    if change == "cleared" or severity is None:
        return f"✓ {rule_label}解除"
    now = Severity(severity)
    if change == "new":
        return f"{now.shape} {rule_label}出现：{now.word}"
    return f"{now.shape} {rule_label}{CHANGES[change]}{now.word}"
