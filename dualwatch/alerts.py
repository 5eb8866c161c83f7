"""Flags as a reader gets them: each with the sentence that explains it and what would clear it."""

from typing import TYPE_CHECKING, Any

from dualwatch import catalogue, rules
from dualwatch.access import OPERATOR
from dualwatch.model import Scope
from dualwatch.store import Store

if TYPE_CHECKING:
    import pyarrow as pa

LIST = "alerts/flags"
PER_RULE = ("observed", "expected", "limit_value")


def flags(
    store: Store, params: dict[str, Any] | None = None, scope: Scope = OPERATOR, version: str | None = None
) -> list[dict[str, Any]]:
    """One dict a flag of the month and profile asked: its project, figures (ppm or counts), sentence, clears."""
    return [explained(row) for row in store.rows(LIST, params, scope, version)]


def named(projects: list[dict[str, Any]], flags: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those of the flags whose rule the list of alerts/projects names for their project, in the order given."""
    rules_of = {project["project_id"]: project["rules"] for project in projects}
    return [flag for flag in flags if flag["rule"] in rules_of.get(flag["project_id"], ())]


def explained(row: dict[str, Any]) -> dict[str, Any]:
    """A flag row with `details` (JSON of its rule's figures) turned into sentence, clears and label."""
    sentence, clears = rules.explain(row["rule"], row["details"])
    label = catalogue.rules()[row["rule"]].label
    return {key: value for key, value in row.items() if key != "details"} | {
        "rule_label": label,
        "sentence": sentence,
        "clears": clears,
    }


def plain(found: list[dict[str, Any]], columns: tuple[str, ...]) -> list[dict[str, Any]]:
    """Flags as rows of the given columns, rates as fractions with six decimals, counts as they are."""
    return [{name: _figure(row, name) for name in columns} for row in found]


def table(rows: list[dict[str, Any]], columns: tuple[str, ...]) -> "pa.Table":
    """Such rows as an Arrow table."""
    import pyarrow as pa

    return pa.table({name: [row[name] for row in rows] for name in columns})


def _figure(row: dict[str, Any], name: str) -> Any:
    value = row[name]
    if name not in PER_RULE:
        return value if value is None else str(value) if name == "amount" else value
    unit = rules.units(catalogue.rules()[row["rule"]])[name]
    return rules.plain_figure(value, unit)
