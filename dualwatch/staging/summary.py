"""What reading found, as plain values that another process reads from JSON."""

from collections import Counter
from dataclasses import asdict
from typing import Any

from dualwatch.loading import Loading
from dualwatch.model import LEVEL_LABELS, SURENESS_LABELS, Intake, Level

SHOWN_PROBLEMS = 2_000


def summary(found: Loading) -> dict[str, Any]:
    """Sources, recognition, control totals, problems, coverage and secrecy of a load; money as text in 元."""
    read = found.intake
    return {
        "sources": [{"file": name, "sha256": digest} for name, digest in read.sources.items()],
        "already_loaded": list(found.already_loaded),
        "recognised": [asdict(one) | {"sureness_label": SURENESS_LABELS[one.sureness]} for one in read.recognised],
        "controls": [_plain(asdict(control)) for control in read.controls],
        "problems": _problems(read),
        "problem_counts": {level: sum(one.level == level for one in read.problems) for level in Level},
        "rows": {name: table.num_rows for name, table in read.tables.items()},
        "unread": sorted(read.unread),
        "coverage": asdict(read.coverage) | {"told": _coverage(read)},
        "secrecy": _secrecy(read),
    }


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value if value is None or isinstance(value, int | str) else str(value)
            for name, value in values.items()}  # fmt: skip


def _problems(read: Intake) -> list[dict[str, Any]]:
    """The gravest problems, as many as a page can show."""
    levels = list(Level)
    ordered = sorted(read.problems, key=lambda problem: levels.index(problem.level))
    return [asdict(one) | {"level_label": LEVEL_LABELS[one.level]} for one in ordered[:SHOWN_PROBLEMS]]


def _coverage(read: Intake) -> str:
    coverage = read.coverage
    if coverage.mode == "all":
        return "覆盖文件所在区划的全部部门：没有行的部门就是没有支付，项目表里没有的项目不再在册。"
    if coverage.mode == "departments":
        return f"覆盖 {len(coverage.departments)} 个部门：{'、'.join(coverage.departments)}。"
    return "只覆盖文件里有行的部门：其余部门记为未报。"


def _secrecy(read: Intake) -> dict[str, Any]:
    """The level stated for rows without one, and how many projects that concerns."""
    projects = read.tables.get("projects")
    stated = Counter(projects["secret_stated"].to_pylist() if projects is not None else ())
    without = projects["secret_level"].null_count if projects is not None else 0
    if read.stated_secrecy and stated[True]:
        told = f"有 {stated[True]:,} 个项目没有密级，按声明的“{read.stated_secrecy}”入库。"
    elif without:
        told = f"有 {without:,} 个项目没有密级：按涉密处理，不进入公开和人大的输出。"
    else:
        told = "各项目都写明了密级。" if projects is not None else "这次没有项目表，不涉及密级。"
    return {"stated": read.stated_secrecy, "rows_without": stated[True] + without, "told": told}
