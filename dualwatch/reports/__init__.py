"""Files made from the same answers that the pages show: one row of REPORTS a kind."""

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dualwatch import rules
from dualwatch.model import DEFAULT_PROFILE, DualwatchError, Scope, WrongUsage
from dualwatch.parameters import settled

if TYPE_CHECKING:
    from dualwatch.store import Store


FOLDER = ""
WORKBOOK_OR_FOLDER = (".xlsx", FOLDER)
FORMS = (".zip", ".xlsx", FOLDER)


@dataclass(frozen=True)
class Report:
    """One kind of file: its name on the command line, its label, the module whose `write` makes it, what names end in.

    `write(store, out, params, scope)` writes the file, or the folder, `out` and returns a sentence; a folder's name
    has no ending.
    """

    name: str
    label: str
    module: str
    endings: tuple[str, ...] = (".xlsx",)


REPORTS: dict[str, Report] = {
    report.name: report
    for report in (
        Report("alerts", "预警清单", "dualwatch.reports.alerts_xlsx"),
        Report("template", "导入模板", "dualwatch.reports.templates", WORKBOOK_OR_FOLDER),
        Report("quality", "数据质量", "dualwatch.reports.quality_xlsx"),
        Report("quality-lists", "各部门问题清单", "dualwatch.reports.quality_lists", (".zip",)),
        Report("selfeval-form", "项目支出绩效自评表", "dualwatch.reports.forms_selfeval", FORMS),
        Report("monitoring-form", "绩效目标执行监控表", "dualwatch.reports.forms_monitoring", FORMS),
        Report("tracking-form", "绩效跟踪分析表", "dualwatch.reports.forms_tracking", FORMS),
        Report("tracking-blanks", "未交单位的空白跟踪分析表", "dualwatch.reports.forms_blanks", FORMS),
    )
}


def listed() -> str:
    """The kinds and what they are, for help and for refusals."""
    return "、".join(f"{report.name}（{report.label}）" for report in REPORTS.values())


def _named(endings: tuple[str, ...]) -> str:
    return "、".join(f" {ending} 文件" if ending else "文件夹" for ending in endings)


def write(kind: str, store: "Store", out: Path, params: dict[str, Any], scope: Scope) -> str:
    """Writes one kind of report and returns the sentence that says what is in it.

    Raises WrongUsage for an unknown kind or a name that ends in what it is not, DualwatchError where `out` cannot be
    written.
    """
    if kind not in REPORTS:
        raise WrongUsage(f"没有“{kind}”这种文件。可用：{listed()}。")
    endings = REPORTS[kind].endings
    if out.suffix.lower() not in endings and not (FOLDER in endings and out.is_dir()):
        raise WrongUsage(f"{REPORTS[kind].label}写成{_named(endings)}：请改 --out 的文件名，现在是 {out.name}。")
    try:
        return str(import_module(REPORTS[kind].module).write(store, out, params, scope))
    except OSError as error:
        reason = f"写不了 {out}：请检查文件夹是否存在、磁盘空间和权限，文件打开着的先关闭。"
        raise DualwatchError(reason) from error


def described(store: "Store", params: dict[str, Any], scope: Scope) -> dict[str, str]:
    """What a report was asked, in words: month, role, filters and rule profile."""
    chosen = settled(lambda name, given: store.rows(name, given, scope), params)
    given = "，".join(f"{name}={value}" for name, value in params.items() if name not in ("year", "month", "profile"))
    return {
        "截至": f"{chosen['year']} 年 {chosen['month']} 月底",
        "角色": scope.role,
        "筛选": given or "全部",
        "规则方案": rules.profile(params.get("profile", DEFAULT_PROFILE)).label,
    }
