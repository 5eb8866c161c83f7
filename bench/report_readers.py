"""The tables of docs/performance.md on what readers wait for: commands, pages in a browser, many viewers at once."""

from bench.report_tables import Run, cell, page_label, table

# What a page may take after its first load, and many viewers at once: kB and milliseconds.
MOST_KB, MOST_LOAD, MOST_MONTH, MOST_P95 = 300, 700, 250, 1000


def start(runs: list[Run]) -> str:
    """How long commands take to start."""
    head = ("项目数", "--help 秒", "ask 秒", "空的 Python 秒")
    rows = [
        (run["projects"], run["start"]["help_s"], run["start"]["ask_s"], run["start"]["python_s"])
        for run in runs
        if "start" in run
    ]
    return table(head, rows)


def browser(runs: list[Run]) -> str:
    """Bytes and times in Chromium."""
    head = (
        "项目数",
        "页",
        "首次 kB",
        "首次 毫秒",
        "慢线首次 毫秒",
        "再开 kB",
        "再开 毫秒",
        "换月 kB",
        "换月 毫秒",
        "95%",
        "看过的月 毫秒",
    )
    rows = [
        (
            run["projects"],
            page_label(row["name"]),
            row["first_load_kb"],
            row["first_load_ms"],
            row["slow_first_load_ms"],
            _over(row["again_kb"], MOST_KB),
            _over(row["warm_load_ms"], MOST_LOAD),
            _over(row.get("month_kb"), MOST_KB),
            _over(row.get("month_change_ms"), MOST_MONTH),
            row.get("month_change_p95_ms"),
            _over(row.get("known_month_change_ms"), MOST_MONTH),
        )
        for run in runs
        for row in run["pages"]
        if "first_load_kb" in row
    ]
    said = "Chromium 经 nginx 收到的全部字节，到最后一张图画出新数据为止。慢线是 10 Mbit/s、往返 50 毫秒。"
    aims = "目标：再开、换月不超过 300 kB，再开不超过 700 毫秒，换月不超过 250 毫秒；超过的用粗体。"
    return "\n\n".join((said + aims, table(head, rows), _without_nginx(runs))) if rows else ""


def _over(value: float | None, most: float) -> str | None:
    """A figure as its table writes it, in bold where it misses its target."""
    return None if value is None else f"**{cell(value)}**" if value > most else cell(value)


def _without_nginx(runs: list[Run]) -> str:
    """The first load on the slow line, straight from the dashboard and behind nginx."""
    head = ("项目数", "页", "不经 nginx kB", "慢线 毫秒", "经 nginx kB", "慢线 毫秒")
    rows = [
        (run["projects"], page_label(row["name"]), row["bare_first_load_kb"], row["bare_slow_first_load_ms"],
         row["first_load_kb"], row["slow_first_load_ms"])
        for run in runs for row in run["pages"] if "bare_first_load_kb" in row
    ]  # fmt: skip
    return f"nginx 压缩和缓存的好处，慢线首次打开：\n\n{table(head, rows)}" if rows else ""


def viewers(runs: list[Run]) -> str:
    """Many viewers at once."""
    head = (
        "项目数",
        "人数",
        "进程",
        "有缓存",
        "每秒操作",
        "中位 毫秒",
        "95% 毫秒",
        "出错",
        "每次 CPU 毫秒",
        "内存 MB（无人 → 到齐 → 结束）",
    )
    rows = [
        (
            run["projects"],
            row["viewers"],
            row["processes"],
            row["cached"],
            row["actions_a_second"],
            row["p50_ms"],
            _over(row["p95_ms"], MOST_P95),
            row["errors"],
            row["server_ms_an_action"],
            " → ".join(cell(row[f"memory_{when}_mb"]) for when in ("idle", "full", "end")),
        )
        for run in runs
        for row in run["viewers"]
    ]
    said = (
        "模拟读者经 nginx 连到两个进程，平均每 10 秒翻一页或换一个条件。"
        "目标：95% 不超过 1 秒，不出错；超过的用粗体。缓存在每个进程里，进程之间不共用。"
    )
    return f"{said}\n\n{table(head, rows)}" if rows else ""
