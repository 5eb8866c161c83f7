"""Which questions are asked elsewhere too, how each engine is asked and how its rows become the same answer."""

import importlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.baselines import answers
from bench.baselines.exact import Row
from bench.questions import bound
from bench.timing import REPEATS, middle, repeated
from dualwatch.store import Store

ENGINES = {
    "raw": "bench.baselines.engines_sql:DuckDb",
    "sqlite": "bench.baselines.engines_sql:Sqlite",
    "polars": "bench.baselines.engine_polars:Polars",
    "pandas": "bench.baselines.engine_pandas:Pandas",
}


@dataclass(frozen=True)
class Case:
    """A question with the parameters that choose it among those recorded, and what makes the answer elsewhere."""

    question: str
    params: dict[str, Any]
    key: str | None
    ask: Callable[[Any, dict[str, Any]], list[Row]]

    def chosen(self, entry: dict[str, Any]) -> bool:
        """Whether a recorded question is the one; baselines know no filters."""
        params = entry["params"]
        unfiltered = not any(params.get(name) for name in ("counties", "departments", "books", "categories"))
        stated = all(params.get(name) == value for name, value in self.params.items())
        return entry["name"] == self.question and unfiltered and stated and params.get("denominator") != "initial"


def _at(given: dict[str, Any]) -> dict[str, Any]:
    return {"year": given["year"], "month": given["month"]}


CASES = (
    Case("overview/totals", {}, "budget_book", lambda on, given: answers.totals(on.group_sums(**_at(given)))),
    Case("compare/counties", {}, "mof_div_code", lambda on, given: answers.counties(on.group_sums(**_at(given)))),
    Case("compare/county_months", {}, "mof_div_code month",
         lambda on, given: answers.county_months(on.county_months(**_at(given)))),
    Case("alerts/projects", {"sort": "underpaid", "topic": ""}, None,
         lambda on, given: answers.alert_list(
             on.alert_list(**_at(given), profile=given["profile"], page_size=given["page_size"]))),
    Case("context/search", {}, None, lambda on, given: answers.search(on.search(given["search"]))),
    Case("projects/curve", {}, "month",
         lambda on, given: answers.curve(on.project(given["project"]), on.payments(given["project"], given["month"]))),
)  # fmt: skip


def comparable(recorded: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One recorded question a case; a question that no page asks is asked for everything at the latest month."""
    return [
        next((entry for entry in recorded if case.chosen(entry)), {"name": case.question, "params": {}, "visits": []})
        for case in CASES
    ]


def expected(store: str, asked: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The store's own answer to each case, and every parameter as it was bound."""
    place = Store(store)
    return [
        {
            "given": bound(place, entry),
            "answer": [answers.plain(row) for row in place.ask(entry["name"], entry["params"]).to_pylist()],
        }
        for entry in asked
    ]


def measure(engine: str, facts: str, wanted: list[dict[str, Any]], repeats: int = REPEATS) -> dict[str, Any]:
    """How long an engine takes to load the facts and to answer each case, and where it answers differently."""
    module, name = ENGINES[engine].split(":")
    start = time.perf_counter()
    loaded = getattr(importlib.import_module(module), name)(Path(facts))
    seconds = time.perf_counter() - start
    rows = [_measured(case, loaded, entry, repeats) for case, entry in zip(CASES, wanted, strict=True)]
    return {"load_s": round(seconds, 2), "cases": rows}


def _measured(case: Case, engine: Any, entry: dict[str, Any], repeats: int) -> dict[str, Any]:
    found = case.ask(engine, entry["given"])
    times = repeated(lambda: case.ask(engine, entry["given"]), repeats)
    differs = answers.difference(entry["answer"], found, case.key)
    return {"name": case.question, "warm_ms": round(middle(times), 2), "runs": len(times), "differs": differs}
