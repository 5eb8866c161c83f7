"""The three official forms: how each is told from the others and which month it speaks of."""

import re
from dataclasses import dataclass

from dualwatch.intake.forms.form import Form

YEAR_END = "12"


@dataclass(frozen=True)
class Kind:
    """One official form: its name on the command line, its label, the words of its title.

    `month` is the month that it always speaks of, None where the form states it.
    """

    name: str
    label: str
    title: re.Pattern[str]
    month: str | None = None


SELFEVAL = Kind(
    "selfeval-form",
    "项目支出绩效自评表（财预〔2020〕10号）",
    re.compile(r"自评|自我评价|绩效目标(申报|批复)?表|目标申报|评价表"),
    YEAR_END,
)
MONITORING = Kind(
    "monitoring-form",
    "绩效目标执行监控表（财预〔2019〕136号）",
    re.compile(r"监控|监测"),
)
TRACKING = Kind(
    "tracking-form",
    "绩效跟踪分析表（文登）",
    re.compile(r"跟踪"),
)
KINDS = {kind.name: kind for kind in (SELFEVAL, MONITORING, TRACKING)}
_MONITORED = ("forecast", "likelihood", "确定能", "有可能", "完全不可能")


def titled(form: Form) -> Kind | None:
    """The kind that the form's title, its sheet's name or its file's name says; the nearer name decides.

    Of several words the last counts, without those of the project's own name: 水土保持监测项目自评表 is no
    monitoring form.
    """
    for text in (form.head.title, form.paper.grid.sheet or "", form.paper.grid.file):
        named = text.replace(form.name, "") if form.name else text
        found = {kind: [match.end() for match in kind.title.finditer(named)] for kind in KINDS.values()}
        ends = {max(places): kind for kind, places in found.items() if places}
        if ends:
            return ends[max(ends)]
    return None


def kind_of(form: Form) -> Kind:
    """The kind of a form: by its title, else by its columns."""
    named = titled(form)
    if named:
        return named
    if form.lines.has("deviation") and form.lines.has("measure"):
        return TRACKING
    return MONITORING if any(form.lines.has(name) for name in _MONITORED) else SELFEVAL
