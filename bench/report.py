"""python -m bench.report FILE.json…: docs/performance.md and its plot from the figures of one or more runs."""

import json
import sys
import tomllib
from pathlib import Path
from typing import Any

from bench import report_readers as readers
from bench import report_tables as tables
from bench.chart import log_log
from bench.visits import ROOT

Run = dict[str, Any]
PAGE = ROOT / "docs" / "performance.md"
PLOT = ROOT / "docs" / "performance-pages.svg"
OPTIMISATIONS = ROOT / "bench" / "optimisations.toml"


def main() -> int:
    """Reads the runs, the smallest first, and writes the page and the plot."""
    files = [Path(name) for name in sys.argv[1:]]
    if not files:
        print("用法：python -m bench.report 结果.json…", file=sys.stderr)
        return 2
    runs = sorted((json.loads(file.read_text(encoding="utf-8")) for file in files), key=lambda run: run["projects"])
    tried = tomllib.loads(OPTIMISATIONS.read_text(encoding="utf-8"))["tried"]
    PLOT.write_text(plot(runs), encoding="utf-8")
    PAGE.write_text(page(runs, tried), encoding="utf-8")
    print(f"已写入 {PAGE} 和 {PLOT}。")
    return 0


def page(runs: list[Run], tried: list[dict[str, Any]]) -> str:
    """The whole page as Markdown; parts that no run measured are left out."""
    parts = [
        "# 速度", tables.machine(runs),
        "## 建库和规则", tables.builds(runs),
        "## 加一个月", tables.growth(runs),
        "## 在 Sail 上建库", tables.sail(runs),
        "## 每页的问题合计", f"![每页的问题合计随项目数的变化]({PLOT.name})", tables.pages(runs),
        "## 与别的工具比", tables.engines(runs),
        "## 每个问题", tables.questions(runs),
        "## 命令行启动", readers.start(runs),
        "## 浏览器", readers.browser(runs),
        "## 多人同时用", readers.viewers(runs),
        "## 试过的优化", tables.tried(tried),
    ]  # fmt: skip
    kept = [part for place, part in enumerate(parts) if part and [*parts, ""][place + 1 if part[:2] == "##" else place]]
    return "\n\n".join(kept) + "\n"


def plot(runs: list[Run]) -> str:
    """Warm time of each page's questions against the number of projects, log–log."""
    names = list(dict.fromkeys(row["name"] for run in runs for row in tables.opened(run)))
    lines = [(tables.page_label(name), points(runs, name)) for name in names]
    return log_log([line for line in lines if line[1]], "项目数", "每页的问题合计，毫秒（已打开的库）")


def points(runs: list[Run], name: str) -> list[tuple[float, float]]:
    """(projects, ms) of one page in every run that measured it."""
    return [
        (run["projects"], row["questions_warm_ms"])
        for run in runs for row in tables.opened(run) if row["name"] == name
    ]  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
