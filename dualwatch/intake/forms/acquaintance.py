"""The projects of the other sheets of a load, so that a form beside their table speaks of the same ones."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from dualwatch.intake import dates
from dualwatch.intake.cells import code, region_code
from dualwatch.intake.context import Context
from dualwatch.intake.draft import Draft, Refusal
from dualwatch.intake.reading import Unreadable
from dualwatch.model import KnownProject
from dualwatch.schema import PROJECT_KEY

Row = dict[str, str | None]
_NAMES = ("pro_name", "dept_name", "agency_name", "indicator_no", "level3")


def acquainted(context: Context, parts: Iterable[Draft | Refusal]) -> Context:
    """What a load knows, with the projects and indicators of the drafts read so far."""
    drafts = [part for part in parts if isinstance(part, Draft)]
    known = dict(context.known or {})
    for project_id, row in _rows(drafts, "projects"):
        held = known.get(project_id, KnownProject())
        known[project_id] = KnownProject(
            row["pro_name"] or held.name, row["dept_name"] or held.dept_name, row["agency_name"] or held.agency_name,
            held.indicators,
        )  # fmt: skip
    named: dict[str, dict[str, str]] = defaultdict(dict)
    for project_id, row in _rows(drafts, "indicators"):
        if project_id in known and row["indicator_no"]:
            named[project_id][row["indicator_no"]] = row["level3"] or ""
    for project_id, indicators in named.items():
        held = known[project_id]
        known[project_id] = replace(held, indicators={**held.indicators, **indicators})
    return replace(context, known=known) if known else context


def _rows(drafts: Iterable[Draft], table: str) -> Iterator[tuple[str, Row]]:
    """The rows of a table that have a readable key, with the project_id of each."""
    for draft in drafts:
        if draft.table.name != table or any(name not in draft.columns for name in PROJECT_KEY):
            continue
        columns = {name: draft.columns[name].to_pylist() for name in (*PROJECT_KEY, *_NAMES) if name in draft.columns}
        for place in range(len(draft)):
            row: Row = dict.fromkeys(_NAMES) | {name: texts[place] for name, texts in columns.items()}
            project_id = _id(row)
            if project_id:
                yield project_id, row


def _id(row: Row) -> str | None:
    year, region, number = (row[name] for name in PROJECT_KEY)
    if not (year and region and number):
        return None
    try:
        return f"{dates.year(year)}-{region_code(region)}-{code(number)}"
    except Unreadable:
        return None
