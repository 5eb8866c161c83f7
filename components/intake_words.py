"""What a staged load found and would change, in words and figures ready to show; knows no Streamlit."""

import re
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from dualwatch.measures import MINUS, MISSING, amount_text, money_number, percent_text, points_text
from dualwatch.model import LEVEL_LABELS, Level
from dualwatch.schema import TABLES

Row = dict[str, Any]
LEVEL_MARKS = {
    Level.REJECTED: (f"■ {LEVEL_LABELS[Level.REJECTED]}", "red"),
    Level.WARNING: (f"▲ {LEVEL_LABELS[Level.WARNING]}", "orange"),
    Level.NOTICE: (f"● {LEVEL_LABELS[Level.NOTICE]}", "blue"),
}
# What the command line calls an option, and what stands on the page.
OPTIONS = {
    r" ?--covers ": "“覆盖范围”",
    r" ?--mapping ": "“对列”",
    r" ?--unit 万元 ": "“金额单位”",
    r" ?--year \d+ ": "“年度”",
    r" ?--month \d+ ": "“月份”",
    r" ?--region \d+ ": "“财政区划”",
}
UNRECOGNISED = "没有认出的表"
HUNDRED_MILLION = Decimal(100_000_000)


@dataclass(frozen=True)
class Account:
    """Rows and 元 of all files of a load; money is None where none was read, `unread` rows have unknown money."""

    received: int
    stored: int
    rejected: int
    unread: int
    money: Decimal | None
    gap: Decimal | None


def account(controls: list[Row]) -> Account:
    """The control totals of a check added up over its files and tables."""
    rows = [sum(control[f"rows_{kind}"] for control in controls) for kind in ("received", "stored", "rejected")]
    holding = [control for control in controls if control["money_received"] is not None]
    unread = sum(rows_unread(control) for control in holding)
    with_money = [control for control in holding if not is_unknown(control)]
    if not with_money:
        return Account(*rows, unread, money=None, gap=None)
    money = sum((Decimal(control["money_received"]) for control in with_money), Decimal(0))
    return Account(*rows, unread, money=money, gap=sum((gap(control) for control in with_money), Decimal(0)))


def rows_unread(control: Row) -> int:
    """Rows of sheets that were refused whole; the check of an earlier program does not say."""
    return int(control.get("rows_unread", 0))


def is_unknown(control: Row) -> bool:
    """Whether the table holds money of which nothing was read."""
    return control["money_received"] is not None and rows_unread(control) == control["rows_received"]


def gap(control: Row) -> Decimal:
    """元 of one file and table that came in and are neither stored nor rejected; 0.00 where all is accounted for."""
    received, stored, rejected = (Decimal(control[f"money_{kind}"]) for kind in ("received", "stored", "rejected"))
    return received - stored - rejected


def check_sentence(check: Row) -> str:
    """The one sentence of a check: rows received, stored and rejected, and that all money has a place."""
    total = account(check["controls"])
    if not total.received:
        return _nothing_read(check)
    rows = f"收到 {total.received:,} 行：可入库 {total.stored:,} 行，退回 {total.rejected:,} 行"
    unread = f"；{total.unread:,} 行所在的表整张没有读，金额不明" if total.unread else ""
    if total.gap is None:
        return f"{rows}{unread}。"
    told = "金额已全部交代" if total.gap == 0 else "金额没有全部交代"
    return f"{rows}；{'读入的' if unread else ''}{told}，差额 {total.gap:,.2f} 元{unread}。"


def _nothing_read(check: Row) -> str:
    if check["already_loaded"] and not check["unread"]:
        return "这些文件以前都导入过，内容相同，没有变化。"
    return "没有读到数据行：请看下面每个文件的原因。" if check["problems"] else "这些文件里没有数据行。"


def unknown(check: Row) -> list[str]:
    """The files of which not every sheet was recognised as a table: they can be matched by hand."""
    return sorted({control["file"] for control in check["controls"] if control["table"] not in TABLES})


def table_label(name: str | None) -> str:
    """What a canonical table is called; a sheet that was not recognised has none."""
    return TABLES[name].label if name in TABLES else UNRECOGNISED


def accounted(controls: list[Row]) -> list[str]:
    """What each control total is about: its file, and its table where the file holds several."""
    tables = Counter(control["file"] for control in controls)
    named = ((control["file"], table_label(control["table"])) for control in controls)
    return [file if tables[file] == 1 else f"{label} · {file}" for file, label in named]


def place(problem: Row) -> str:
    """Where in its file a problem lies: 9 月 · D218, or 9 月 · 第 1,204 行 · 月份; empty for a whole file."""
    where = problem["cell"] or (f"第 {problem['row']:,} 行" if problem["row"] else "")
    column = "" if problem["cell"] else problem["column"]
    return " · ".join(part for part in (problem["sheet"], where, column) if part)


def reason(problem: Row) -> str:
    """What is wrong and what to do, with the options by the names that they have on the page."""
    told = str(problem["reason"])
    for option, name in OPTIONS.items():
        told = re.sub(option, name, told)
    return told


def month_label(row: Row) -> str:
    """What one row of the comparison's totals compares: 2026 年 8 月 → 9 月."""
    before, after = row["month_before"], row["month"]
    year = f"{row['fiscal_year']} 年"
    if row["compared"] == "same":
        return f"{year}，同为 {after} 月"
    if before is None or after is None or before == after:
        return f"{year} {after or before} 月"
    return f"{year} {before} 月 → {after} 月"


def changes(row: Row, counts: dict[str, int]) -> list[tuple[str, str, str, str]]:
    """One year and month compared as rows (项, 现在, 发布后, 变化), in the order to be read.

    `counts` are the flags that come and go, where they are those of this year and month alone.
    """
    unit = "亿元" if _largest(row, "adjusted_budget") >= HUNDRED_MILLION else "万元"
    flags = "，".join(
        f"{word} {counts[f'flags_{change}']:,} 条"
        for change, word in (("new", "新增"), ("cleared", "解除"))
        if counts.get(f"flags_{change}")
    )
    return [
        _counted(row, "projects", "项目 个"),
        _money(row, "initial_budget", "年初预算", unit),
        _money(row, "adjusted_budget", "调整后预算", unit),
        _money(row, "paid", "累计支付", unit),
        _counted(row, "unreported", "当月未报 个"),
        _rated(row),
        _counted(row, "flagged", "预警项目 个", flags),
    ]


def _largest(row: Row, name: str) -> Decimal:
    return max(abs(Decimal(row[key] or 0)) for key in (name, f"{name}_before"))


def _counted(row: Row, name: str, label: str, told: str = "") -> tuple[str, str, str, str]:
    before, after = row[f"{name}_before"], row[name]
    change = MISSING if before is None or after is None else told or _signed(Decimal(after - before), 0)
    return label, _whole(before), _whole(after), change


def _money(row: Row, name: str, label: str, unit: str) -> tuple[str, str, str, str]:
    before, after = row[f"{name}_before"], row[name]
    change = MISSING
    if before is not None and after is not None:
        change = _signed(money_number(Decimal(after) - Decimal(before), unit) or Decimal(0), 2)
    return f"{label} {unit}", amount_text(before, unit), amount_text(after, unit), change


def _rated(row: Row) -> tuple[str, str, str, str]:
    before, after = row["execution_rate_before"], row["execution_rate"]
    change = MISSING
    if before is not None and after is not None:
        points = points_text(after - before)
        change = "不变" if points.strip(f"+{MINUS}") == "0.0" else f"{points} 个百分点"
    return "执行率 %", percent_text(before), percent_text(after), change


def _whole(number: int | None) -> str:
    return MISSING if number is None else f"{number:,}"


def _signed(number: Decimal, places: int) -> str:
    if number == 0:
        return "不变"
    return f"{'+' if number > 0 else MINUS}{abs(number):,.{places}f}"


def figure(table: str, field: str | None, value: str | None) -> str:
    """A changed figure as the reader knows it: money in 元, the rest as written."""
    if value is None or field is None:
        return MISSING
    known = TABLES[table].by_name.get(field)
    return f"{yuan(value)} 元" if known and known.kind == "money" else str(value)


def yuan(amount: Any) -> str | None:
    """Money in 元 to the 分, without the unit; None where there is none."""
    return None if amount is None else f"{Decimal(amount):,.2f}".replace("-", MINUS)


def when(moment: str) -> str:
    """A time of a manifest, 2026-10-08T09:12:00, as a table shows it."""
    return moment.replace("T", " ")[:16]
