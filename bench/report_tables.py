"""The tables of docs/performance.md, each from the runs that measured it; an empty text where none did."""

from collections.abc import Iterable
from typing import Any

Run = dict[str, Any]
PAGES = {
    "overview": "总览",
    "alerts": "预警",
    "project": "项目档案",
    "counties": "县区对比",
    "departments": "部门对比",
    "methods": "口径与术语",
    "intake": "数据导入",
    "quality": "数据质量",
}
ENGINES = {"raw": "DuckDB 明细连接", "polars": "polars", "pandas": "pandas", "sqlite": "SQLite"}


def table(head: Iterable[str], rows: Iterable[Iterable[Any]]) -> str:
    """A Markdown table; an empty text without rows."""
    body = ["| " + " | ".join(cell(value) for value in row) + " |" for row in rows]
    names = list(head)
    return "\n".join(["| " + " | ".join(names) + " |", "|" + "---|" * len(names), *body]) if body else ""


def cell(value: Any) -> str:
    """A value as a table writes it; — where there is none."""
    if value is None:
        return "—"
    if isinstance(value, bool):
        return "是" if value else "**否**"
    if isinstance(value, float):
        if 0 < value < 0.01:
            return f"{value:.1g}"
        return f"{value:,.0f}" if value >= 100 else f"{value:,.1f}" if value >= 10 else f"{value:,.2f}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def page_label(name: str) -> str:
    """A visit as the menu calls its page."""
    page, comma, rest = name.partition(", ")
    return PAGES.get(page, page) + (f"（{rest}）" if comma else "")


def opened(run: Run) -> list[dict[str, Any]]:
    """The pages of a run as they open, their other faces left out."""
    return [row for row in run["pages"] if "," not in row["name"] and "questions_warm_ms" in row]


def machine(runs: list[Run]) -> str:
    """Where and how it was measured."""
    found = runs[-1]["machine"]
    libraries = "、".join(f"{name} {release}" for name, release in found["libraries"].items() if release)
    return (
        "`python -m bench --projects N --json 文件` 生成 N 个项目（12 个月、每个 3 条指标、"
        "大小县区悬殊、有退款和未报），"
        f"逐项测量；本页由 `python -m bench.report 文件…` 写成。机器：{found['cores']} 核、{found['memory_gb']} GB、"
        f"{found['processor']}，内存带宽 {found['bandwidth_gb_s']} GB/s；Python {found['python']}，{libraries}。"
        f"开始时机器负载 {'、'.join(str(run['machine']['load_before']) for run in runs)}。"
        f"时间是 20 次的中位数，久的问题少几次、至少 3 次；冷是文件移出缓存后新进程的第一次。看比值，不看绝对值。"
        f"{_measured_before(runs)}"
    )


def _measured_before(runs: list[Run]) -> str:
    """Which parts were taken over from an earlier run, as their files say by hand: `earlier`, a list of words."""
    told = [f"{run['projects']:,} 个项目的{'、'.join(run['earlier'])}" for run in runs if "earlier" in run]
    return f"更早的程序测的有：{'；'.join(told)}。" if told else ""


def builds(runs: list[Run]) -> str:
    """Build, rules and the next month by number of projects."""
    head = (
        "项目数",
        "建库 秒",
        "版本 MB",
        "内存峰值 MB",
        "全部规则 秒",
        "改线试算 毫秒",
        "只要项目和金额 毫秒",
    )
    rows = []
    for run in runs:
        judged = run.get("rules", {})
        rows.append(
            (
                run["projects"],
                run["build_s"],
                run["file_mb"],
                run["peak_mb"],
                judged.get("rules_s"),
                judged.get("whatif_ms"),
                judged.get("whatif_counted_ms"),
            )
        )
    said = (
        "全部规则：三个方案、各月，每条预警的全部数字。"
        "改线试算：一个方案、一个月，各条线乘 0.9，也是每条预警的全部数字；再是只要项目、级别和金额的。"
    )
    return f"{said}\n\n{table(head, rows)}"


def growth(runs: list[Run]) -> str:
    """The next month by the years kept: beside the whole build, and as a multiple of the month with one year kept."""
    rows = [
        (run["projects"], row["years"], row["whole_build_s"], row["load_s"],
         row["load_s"] / run["next_month"][0]["load_s"], row["store_mb"], row["added_mb"], row["peak_mb"])
        for run in runs for row in run.get("next_month", [])
    ]  # fmt: skip
    head = ("项目数", "存几年", "全建 秒", "加一个月 秒", "与存一年之比", "版本 MB", "新增 MB", "内存峰值 MB")
    said = "每年一个文件：加一个月只重建那一年，别的年度原样共用，所以时间和新增的空间不随存了几年增长。"
    return f"{said}\n\n{table(head, rows)}" if rows else ""


def pages(runs: list[Run]) -> str:
    """Warm and cold sums of every visit, one column a run."""
    measured = [run for run in runs if any("questions" in row for row in run["pages"])]
    names = list(dict.fromkeys(row["name"] for run in measured for row in run["pages"] if "questions" in row))
    head = ["页（每格：热 / 冷 毫秒）", *(f"{run['projects']:,}" for run in measured), "最慢的问题（最大规模）"]
    rows = []
    for name in names:
        own = [next((row for row in run["pages"] if row["name"] == name), {}) for run in measured]
        cells = [f"{cell(row.get('questions_warm_ms'))} / {cell(row.get('questions_cold_ms'))}" for row in own]
        slowest = f"{own[-1].get('slowest', '—')} {cell(own[-1].get('slowest_ms'))}"
        rows.append([page_label(name), *cells, slowest])
    return table(head, rows)


def engines(runs: list[Run]) -> str:
    """How many times slower the same question is elsewhere; what is faster than Dualwatch is in bold."""
    rows = []
    for run in runs:
        for row in run["questions"]:
            if "same_answer" in row:
                ratios = [_ratio(row.get(f"{engine}_ratio")) for engine in ENGINES]
                rows.append([run["projects"], row["name"], _own(row), *ratios, row["same_answer"]])
    if not rows:
        return ""
    head = ["项目数", "问题", "双监控 毫秒", *(f"{label} 倍" for label in ENGINES.values()), "答案相同"]
    said = (
        "同一个问题用别的工具直接在明细上算，答案逐值相同才算数。"
        "大于 1 是别的工具慢几倍；**粗体小于 1，别的工具更快**。"
        "双监控的毫秒是比较的那一次，机器可能比别的表慢，看倍数。"
        "polars、pandas 的数据全在内存里，不计载入；SQLite 按主键建索引。"
    )
    return "\n\n".join(part for part in (said, table(head, rows), _memory(runs)) if part)


def _own(row: dict[str, Any]) -> float:
    """Milliseconds of Dualwatch in the run that compared, which another machine may have made than the other tables."""
    return round(row["raw_ms"] / row["raw_ratio"], 1)


def _ratio(ratio: float | None) -> str | None:
    return None if ratio is None else f"**{cell(ratio)}**" if ratio < 1 else cell(ratio)


def _memory(runs: list[Run]) -> str:
    head = ("项目数", "工具", "载入 秒", "内存峰值 MB")
    ours = [
        (run["projects"], "双监控（全部问题）", None, run.get("questions_peak_mb"))
        for run in runs
        if run.get("engines")
    ]
    others = [
        (run["projects"], ENGINES[name], own["load_s"], own["peak_mb"])
        for run in runs
        for name, own in run.get("engines", {}).items()
    ]
    return table(head, [*ours, *others])


def questions(runs: list[Run]) -> str:
    """Every question of the largest run, the slowest first."""
    measured = [run for run in runs if run["questions"]]
    if not measured:
        return ""
    run = measured[-1]
    head = ("问题", "热", "95%", "冷", "行", "答案 kB", "读 MB", "离内存带宽下限 倍", "问它的页")
    rows = [
        (
            row["name"],
            row["warm_ms"],
            row["p95_ms"],
            row["cold_ms"],
            row["rows"],
            row["answer_kb"],
            row["touched_bytes"] / 1e6,
            row["floor_ratio"],
            page_label(row["visits"][0]) if row["visits"] else "命令行",
        )
        for row in sorted(run["questions"], key=lambda row: -row["warm_ms"])
    ]
    return f"{run['projects']:,} 个项目，毫秒，慢的在前。下限 = 所读的行和列的字节 ÷ 内存带宽。\n\n{table(head, rows)}"


def sail(runs: list[Run]) -> str:
    """The same build by DuckDB and by Sail."""
    head = ("项目数", "引擎", "建库 秒", "处理器 秒", "DuckDB 的倍数", "峰值 MB", "文件 MB", "逐表相同")
    rows = [
        (
            run["projects"],
            "Sail" if row["engine"] == "local" else row["engine"],
            row["build_s"],
            row["cpu_s"],
            row["build_s"] / run["sail"][0]["build_s"],
            row["peak_mb"],
            row["file_mb"],
            row["same_answer"],
        )
        for run in runs
        for row in run.get("sail", ())
    ]
    said = "同一台机器、同一些批次，从 Parquet 到可以发布的版本文件；处理器秒数是各线程之和。"
    return f"{said}\n\n{table(head, rows)}" if rows else ""


def tried(entries: list[dict[str, Any]]) -> str:
    """What was tried to make it faster, kept or dropped."""
    head = ("做法", "项目数", "量", "之前", "之后", "倍", "保留", "说明")
    rows = [
        (
            entry["what"],
            entry["projects"],
            entry["measure"],
            float(entry["before"]),
            float(entry["after"]),
            entry["before"] / entry["after"],
            entry["kept"],
            entry["why"],
        )
        for entry in entries
    ]
    return table(head, rows)
