"""What a prepared version would change: the comparison questions, counted and put into sentences."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from dualwatch import catalogue, measures, rules
from dualwatch.candidates import Prepared
from dualwatch.model import DEFAULT_PROFILE
from dualwatch.schema import TABLES
from dualwatch.store import Incomparable, Store

Row = dict[str, Any]
FIRST = "第一次载入，没有可对照的版本。"
INVENTED = "现用的是演示数据，发布后停用，不与它对照。"
PROJECT_CHANGES = {"added": "增加", "gone": "减少", "changed": "变更"}
FLAG_CHANGES = {"new": "新增", "worse": "加重", "better": "减轻", "cleared": "解除"}
SHOWN = (("projects", "项目", "count"), ("adjusted_budget", "预算", "money"), ("paid", "支付", "money"),
         ("unreported", "当月未报", "count"), ("execution_rate", "执行率", "rate"),
         ("flagged", "有预警的项目", "count"))  # fmt: skip
UNITS = {"projects": " 个", "unreported": " 个项目", "flagged": " 个"}


@dataclass(frozen=True)
class Comparison:
    """A prepared version against version `before` (None: against nothing; `against` says why).

    The rows are those of queries/comparison, at most 200 of each change; money as text in 元, rates in ppm.
    `counts` are of all: projects_added, projects_gone, projects_changed, flags_new, flags_worse,
    flags_better, flags_cleared, revisions, retired. Every value can be written as JSON.
    """

    before: str | None
    against: str
    totals: list[Row]
    projects: list[Row]
    flags: list[Row]
    revisions: list[Row]
    retired: list[Row]
    counts: dict[str, int]

    @property
    def sentences(self) -> list[str]:
        """What changes, in the order to be read, a line each."""
        return [self.against, *_said_of_totals(self.totals), *_said_of_changes(self.counts, self.before is None)]


def compare(store: Store, prepared: Prepared, profile: str = DEFAULT_PROFILE) -> Comparison:
    """A prepared version against the one in force when it was prepared; demonstration data counts as nothing.

    Flags are those of the profile at the last month of each year.
    """
    base = store.version(prepared.base) if prepared.base else None
    if base is None:
        return _compared(store, prepared, None, FIRST, profile)
    if prepared.leaving:
        return _compared(store, prepared, None, INVENTED, profile)
    try:
        return _compared(store, prepared, base.name, f"与现用版本 {base.name} 对照。", profile)
    except Incomparable as error:
        return replace(_compared(store, prepared, None, FIRST, profile), against=str(error))


def _compared(store: Store, prepared: Prepared, before: str | None, against: str, profile: str) -> Comparison:
    with store.comparing(before, prepared) as ask:

        def rows(name: str) -> list[Row]:
            question = catalogue.comparison(f"comparison/{name}")
            return ask(question.name, {"profile": profile} if question.parameters else {}).to_pylist()

        totals, projects, flags = rows("totals"), rows("projects"), rows("flags")
        revisions, retired = rows("revisions"), rows("retired")
    counts = (
        _counted("projects", PROJECT_CHANGES, projects, "change_projects")
        | _counted("flags", FLAG_CHANGES, flags, "change_flags")
        | {"revisions": revisions[0]["revised"] if revisions else 0}
        | {"retired": retired[0]["retired"] if retired else 0}
    )
    return Comparison(
        before, against, _plain(totals), _plain(map(_labelled, projects)), _plain(map(_explained, flags)),
        _plain(map(_labelled, revisions)), _plain(retired), counts,
    )  # fmt: skip


def _counted(what: str, kinds: dict[str, str], rows: list[Row], column: str) -> dict[str, int]:
    found = {row["change"]: row[column] for row in rows}
    return {f"{what}_{kind}": found.get(kind, 0) for kind in kinds}


def _labelled(row: Row) -> Row:
    """A changed figure with the name of its field as files write it."""
    table = TABLES[row.get("table_name", "projects")]
    return row | {"field_label": table.by_name[row["field"]].label if row["field"] else None}


def _explained(row: Row) -> Row:
    """A flag with its sentence in place of the figures it is made of."""
    sentence, _ = rules.explain(row["rule"], row["details"])
    return {name: value for name, value in row.items() if name != "details"} | {"sentence": sentence}


def _plain(rows: Any) -> list[Row]:
    return [{name: str(value) if isinstance(value, Decimal) else value for name, value in row.items()} for row in rows]


def _said_of_totals(totals: list[Row]) -> Iterator[str]:
    """A line for each year whose figures change, and one more where the months before do; else one for the latest."""
    changed = [row for row in totals if any(row[name] != row[f"{name}_before"] for name, _, _ in SHOWN)]
    for row in changed or totals[:1]:
        yield f"{row['fiscal_year']} 年{_until(row)}：{'，'.join(_figures(row, whole=row not in changed))}。"


def _until(row: Row) -> str:
    before, after = row["month_before"], row["month"]
    if row["compared"] == "same":
        return f"同为截至 {after} 月"
    if before == after or before is None or after is None:
        return f"截至 {after or before} 月"
    return f"截至 {before} → {after} 月"


def _figures(row: Row, whole: bool) -> Iterator[str]:
    """Old → new of each figure that changes; one alone where there is nothing to set beside it."""
    for name, label, kind in SHOWN:
        old, new = row[f"{name}_before"], row[name]
        if name == "unreported" and not old and not new:
            continue
        written = [measures.write(figure, kind) for figure in (old, new)]
        if row["projects_before"] is None or (whole and old == new):
            yield f"{label} {written[1]}{UNITS.get(name, '')}"
        elif old != new:
            yield f"{label} {written[0]} → {written[1]}{UNITS.get(name, '')}"


def _said_of_changes(counts: dict[str, int], first: bool) -> Iterator[str]:
    if first:
        return
    projects = _listed(counts, "projects", PROJECT_CHANGES, "个")
    yield f"项目{projects}。" if projects else "项目没有增减和变更。"
    if counts["retired"]:
        yield f"有 {counts['retired']:,} 个项目不在新的完整名单里，发布后不再计入合计。"
    if counts["revisions"]:
        yield f"修订以前报过的数 {counts['revisions']:,} 个。"
    flags = _listed(counts, "flags", FLAG_CHANGES, "条")
    yield f"预警{flags}。" if flags else "预警没有变化。"


def _listed(counts: dict[str, int], what: str, kinds: dict[str, str], unit: str) -> str:
    found = ((word, counts[f"{what}_{kind}"]) for kind, word in kinds.items())
    return "，".join(f"{word} {count:,} {unit}" for word, count in found if count)
