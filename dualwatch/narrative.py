"""Sentences about a whole area and its flags, made from the same figures as the tables beside them."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from dualwatch.measures import MINUS, money_text, points_text, rate_text
from dualwatch.model import Severity

FIGURE = re.compile(rf"[{MINUS}+]?\d[\d,.]*(?:%| ?个百分点| ?[万亿]?元)")
MARKDOWN = re.compile(r"[\\`*_\[\]<>#|:$~]")
STALE_DAYS = 45
NAMED = 5
SPARK_MONTHS = 3
WORK_NOT_JUDGED = "这个规则方案不判目标偏离"
BESIDE = (("预算", "budget_all", "budget"), ("支付", "paid_all", "paid"))
BUDGET_SOURCES = {"adjusted": "批复，调整 {change_rows} 次", "initial": "年初批复", "allotted": "已下达指标"}


def age_in_days(data_date: date, today: date) -> int:
    """Days since the last day that the data speak for."""
    return (today - data_date).days


def context_line(state: dict[str, Any]) -> str:
    """What stands beside every title: the last day of the data, when it was loaded, which batch."""
    loaded: datetime = state["loaded_at"]
    return f"数据截至 **{state['data_date']:%Y-%m-%d}** · 导入 {loaded:%m-%d %H:%M} · 第 {state['batch_count']} 批"


def stale_sentence(state: dict[str, Any], age: int, missing: Sequence[str]) -> str:
    """How old the data are and who has not reported their last month."""
    said = f"数据截至 {state['data_date']:%Y-%m-%d}，已过 {age} 天。"
    if not missing:
        return f"{said}{state['latest_month']} 月各单位都已报，还没有导入之后月份的数据。"
    named = "、".join(missing[:NAMED]) + ("等" if len(missing) > NAMED else "")
    return f"{said}{state['latest_month']} 月数据还有 {len(missing)} 个单位未报：{named}。"


def overview_sentence(place: str, month: dict[str, Any], counts: dict[str, Any]) -> str:
    """The one sentence of 总览, from the last row of overview/progress and from alerts/counts."""
    if month["execution_rate"] is None:
        work = f"{_so_many(counts['work_low'])}目标偏离" if counts.get("work_judged", True) else WORK_NOT_JUDGED
        return f"截至 {month['month']} 月底，{place}还没有可以计算的执行率；{work}。"
    rate = rate_text(month["execution_rate"])
    return (
        f"截至 {month['month']} 月底，{place}预算执行率 {rate}，{against_pace(month['execution_gap'])}；"
        f"{_flags_clause(counts)}。"
    )


def figures_note(now: dict[str, Any]) -> str:
    """What stands under the KPI row: what the small charts are, and who is left out of the rates."""
    against = [
        f"{word} {rate_text(now[name])}"
        for word, name in (("应达", "expected_rate"), ("应完成", "expected_completion_rate"))
        if now[name] is not None
    ]
    parts = (
        f"小图为 1—{now['month']} 月" if now["month"] >= SPARK_MONTHS else "",
        f"执行率、完成率下方为与{'、'.join(against)} 之差" if against else "",
        "少支付为执行率偏低和零执行项目之和",
    )
    said = "；".join(part for part in parts if part) + "。"
    return said + _beside_the_rates(now)


def _beside_the_rates(now: dict[str, Any]) -> str:
    """Which projects are in the sums of money and not in the rate, so that one is not divided by the other."""
    if not now["unrated"]:
        return ""
    rest = [(word, _rest(now[whole], now[rated])) for word, whole, rated in BESIDE]
    money = "、".join(f"{word} {money_text(yuan)}" for word, yuan in rest if yuan)
    told = f"（{money}）" if money else ""
    return f"{now['unrated']:,} 个项目没有预算或当月未报{told}，不计入执行率。"


def _rest(whole: Any, part: Any) -> Any:
    return None if whole is None else whole - (part or 0)


def plain(text: str) -> str:
    """A text of a sender as Markdown that shows exactly that text: of 10~20 and 30~40 nothing is struck out."""
    return MARKDOWN.sub(r"\\\g<0>", text)


def emphasised(sentence: str) -> str:
    """A sentence in Markdown with its rates, gaps and money in bold; what it quotes stays as written."""
    return FIGURE.sub(lambda figure: f"**{figure.group()}**", plain(sentence))


def against_pace(gap: int | None) -> str:
    """A gap in ppm to the pace due, in words and 个百分点."""
    if gap is None:
        return "应达进度未知"
    points = points_text(gap, sign=False)
    if points == "0.0":
        return "与应达进度持平"
    return f"{'低于' if gap < 0 else '高于'}应达进度 {points} 个百分点"


def _flags_clause(counts: dict[str, Any]) -> str:
    money, work, both = counts["money_low"], counts["work_low"], counts["both_low"]
    if not counts.get("work_judged", True):
        return f"{_so_many(money)}执行率偏低，{WORK_NOT_JUDGED}"
    if not money and not work:
        return "没有项目执行率偏低或目标偏离"
    paired = f"，其中 {both:,} 个两项都有" if both else ""
    return f"{_so_many(money)}执行率偏低，{_so_many(work)}目标偏离{paired}"


def _so_many(projects: int) -> str:
    return f"{projects:,} 个项目" if projects else "没有项目"


def alerts_sentence(counts: dict[str, Any]) -> str:
    """How many projects have flags, by severity and by topic, from alerts/counts."""
    grave = [
        f"{severity.word} {counts[severity]:,} 个"
        for severity in (Severity.RED, Severity.YELLOW, Severity.NOTICE)
        if counts[severity]
    ]
    if not grave:
        return nothing_sentence(counts["checked"])
    return f"{counts['flagged']:,} 个项目有预警：{'、'.join(grave)}。{_flags_clause(counts)}。"


def nothing_sentence(checked: int) -> str:
    """What an area without flags says: how much was checked."""
    if not checked:
        return "这个范围内没有项目。"
    return f"这个范围内没有预警。共 {checked:,} 个项目，都在预警线以内，或者缺少判断要用的数。"


def no_match_sentence(counts: dict[str, Any]) -> str:
    """What a list says when its topic and severities hold nothing."""
    if not counts["flagged"] and not counts["no_data"]:
        return nothing_sentence(counts["checked"])
    return f"这一类、这些级别没有符合的项目；这个范围内共有 {counts['flagged']:,} 个项目有预警。"


def listed_line(matched: int, underpaid: Any, order: str) -> str:
    """The line above a list of flags: how many, how much underpaid, in which order."""
    return f"**{matched:,}** 个项目 · 少支付 **{money_text(underpaid)}** · {order}"


def progress_title(place: str, months: Sequence[dict[str, Any]]) -> str:
    """The finding of the year's curve: whether the gap to the pace due grew or shrank, and since when."""
    gaps = [(row["month"], row["execution_gap"]) for row in months if row["execution_gap"] is not None]
    if len(gaps) < 2:
        return f"{place}进度：钱与事对照应达"
    (_, before), (month, now) = gaps[-2:]
    if points_text(now, sign=False) == "0.0":
        return f"{place}进度：{month} 月与应达持平"
    if now > 0:
        return f"{place}进度：{month} 月走在应达前面"
    if before >= 0:
        return f"{place}进度：{month} 月转为低于应达"
    if now == before:
        return f"{place}进度：{month} 月差距与上月相同"
    since = _since(gaps)
    return f"{place}进度：{since} 月{'起' if since < month else ''}差距{'收窄' if now > before else '扩大'}"


def _since(gaps: Sequence[tuple[int, int]]) -> int:
    """The first month below the pace due in which the gap moved the way it has moved ever since."""
    since, later = gaps[-1][0], gaps[-1][1] > gaps[-2][1]
    for (_, before), (month, now) in reversed(list(pairwise(gaps))):
        if before >= 0 or (now > before) != later:
            break
        since = month
    return since


def counties_title(counties: Sequence[dict[str, Any]], called: str = "县区") -> str:
    """How many of the compared regions trail the pace due."""
    ranked = [row for row in counties if row["execution_gap"] is not None]
    if len(ranked) == 1:
        return f"{ranked[0]['mof_div_name']}：{against_pace(ranked[0]['execution_gap'])}"
    behind = sum(row["execution_gap"] < 0 for row in ranked)
    return f"{len(ranked)} 个{called}中 {behind} 个低于应达进度" if ranked else f"{called}：执行率与应达进度"


def left_out(unrated: int, budget: Any) -> str:
    """Which projects stand beside the rates, and their budget when they have one; empty when there are none."""
    if not unrated:
        return ""
    money = f"、预算 {money_text(budget)}" if budget else ""
    return f"不含未报和没有预算的 {unrated:,} 个项目{money}"


def changes_title(changes: Sequence[dict[str, Any]], month: int) -> str:
    """How many flags came, grew worse and went since the month before."""
    if month == 1:
        return "1 月是本年第一个月，没有上月可比"
    counts = change_counts(changes)
    if not any(counts.values()):
        return f"与 {month - 1} 月相比：没有新增、加重和解除的预警"
    return (
        f"与 {month - 1} 月相比：新增 {counts['new']:,} 条，加重 {counts['worse']:,} 条，解除 {counts['cleared']:,} 条"
    )


def change_counts(changes: Sequence[dict[str, Any]]) -> dict[str, int]:
    """Flags that are new, worse and cleared, from the counts each row carries."""
    carried = {row["change"]: row["change_flags"] for row in changes}
    return {change: carried.get(change, 0) for change in ("new", "worse", "cleared")}


def pace_basis(pace: str, elapsed_num: int, elapsed_den: int) -> str:
    """How the pace due was made, as the evidence table names it."""
    if pace == "linear":
        return f"线性 {elapsed_num}/{elapsed_den}"
    return "分段台阶" if pace == "staged" else "用款计划"


def evidence(found: dict[str, Any], denominator: str) -> list[tuple[str, str, str]]:
    """Rows (依据, 数值, 来源) behind a project's flags, from alerts/evidence; money in its own unit."""
    plan = f"{found['profile_label']} {found['profile_version']}"
    rows = [
        ("累计支付", _amount(found["paid_to_date"]), f"{found['payment_rows']} 行支付"),
        ("预算", _amount(found["budget"]), BUDGET_SOURCES[denominator].format(**found)),
        ("执行率", rate_text(found["execution_rate"]), "累计支付 ÷ 预算"),
        (f"应达进度（{_pace(found)}）", rate_text(found["expected_rate"]), plan),
        ("预警线（应达 × " + rate_text(found["money_line"], 0) + "）", rate_text(found["line_rate"]), plan),
        ("目标完成率", rate_text(found["completion_rate"]), _compared(found)),
        ("应完成", rate_text(found["expected_completion_rate"]), _observed(found)),
    ]
    if found["peer_rate"] is not None:
        kind = f"{found['pro_category']} {found['peer_projects']:,} 个"
        rows.append(("同类项目中位数", rate_text(found["peer_rate"]), kind))
    return rows


def _amount(yuan: Any) -> str:
    return "未报" if yuan is None else money_text(yuan)


def _pace(found: dict[str, Any]) -> str:
    return pace_basis(found["pace"], found["elapsed_num"], found["elapsed_den"])


def _compared(found: dict[str, Any]) -> str:
    return f"{found['indicators_compared']} / {found['indicators_all']} 个指标可比"


def _observed(found: dict[str, Any]) -> str:
    return f"截至 {found['observed_month']} 月填报" if found["observed_month"] else "未报"
