"""One run: which measure follows which, and the JSON they make together."""

import shutil
import sys
import time
from pathlib import Path
from typing import Any

from bench import isolation
from bench.baselines.cases import ENGINES, comparable
from bench.sail import DUCKDB, SAIL

PARTS = ("questions", "baselines", "rules", "start", "growth", "sail", "pages", "viewers")
MOST_FOR_BASELINES = 2_000_000
CROWDS = (60, 200)


class Run:
    """A run in its folder: says what it does, and keeps what was measured."""

    def __init__(self, projects: int, folder: Path) -> None:
        self.projects = projects
        self.folder = folder
        self.store = folder / "store"
        self.found: dict[str, Any] = {"projects": projects, "questions": [], "pages": [], "viewers": []}

    def measure(self, place: str, /, **arguments: Any) -> tuple[Any, int]:
        """What a function of bench answers in a process of its own, and that process's peak memory."""
        print(f"{time.strftime('%H:%M:%S')} {place.removeprefix('bench.')}", file=sys.stderr, flush=True)
        return isolation.run(place, self.folder, **arguments)

    def build(self) -> None:
        """Generates the year and publishes it."""
        self.measure("bench.building:generate", store=self.store, years=[{"projects": self.projects}])
        built, peak = self.measure("bench.building:publish", store=self.store)
        self.found |= built | {"peak_mb": peak}

    def questions(self) -> None:
        """Every question of every page: warm, cold, and the bytes it touches."""
        recorded, _ = self.measure("bench.recorder:record", store=self.store)
        asked = recorded + [entry for entry in comparable(recorded) if entry not in recorded]
        warm, peak = self.measure("bench.questions:warm", store=self.store, asked=asked)
        cold, _ = self.measure("bench.questions:cold", store=self.store, asked=asked)
        touched, _ = self.measure("bench.questions:touched", store=self.store, asked=asked)
        bandwidth = self.found["machine"]["bandwidth_gb_s"]
        for entry, at_ease, first, scanned in zip(asked, warm, cold, touched, strict=True):
            floor = scanned["touched_bytes"] / bandwidth / 1e6
            ratio = round(at_ease["warm_ms"] / floor, 1) if floor else None
            row = entry | {"cold_ms": first} | at_ease | scanned | {"floor_ratio": ratio}
            self.found["questions"].append(row)
        self.found["questions_peak_mb"] = peak
        self.found["pages"] = _page_sums(self.found["questions"])

    def baselines(self) -> None:
        """The same questions elsewhere: ratios above 1 are how many times slower the other one is."""
        if self.projects > MOST_FOR_BASELINES or not self.found["questions"]:
            return
        facts = self.folder / "facts"
        facts.mkdir()
        asked = [
            {"name": row["name"], "params": row["params"], "visits": row["visits"]} for row in self.found["questions"]
        ]
        cases = comparable(asked)
        self.measure("bench.baselines.facts:export", store=self.store, folder=facts)
        wanted, _ = self.measure("bench.baselines.cases:expected", store=self.store, asked=cases)
        self.found["engines"] = {}
        for engine in ENGINES:
            answer, peak = self.measure("bench.baselines.cases:measure", engine=engine, facts=facts, wanted=wanted)
            self.found["engines"][engine] = {"load_s": answer["load_s"], "peak_mb": peak}
            for entry, row in zip(cases, answer["cases"], strict=True):
                self._compare(engine, entry, row)

    def _compare(self, engine: str, entry: dict[str, Any], measured: dict[str, Any]) -> None:
        row = next(row for row in self.found["questions"]
                   if (row["name"], row["params"]) == (entry["name"], entry["params"]))  # fmt: skip
        row[f"{engine}_ms"] = measured["warm_ms"]
        row[f"{engine}_ratio"] = round(measured["warm_ms"] / row["warm_ms"], 4)
        row["same_answer"] = row.get("same_answer", True) and measured["differs"] is None
        if measured["differs"]:
            row.setdefault("differences", {})[engine] = measured["differs"]

    def rules(self) -> None:
        """The rules over all projects and the what-if of one profile."""
        self.found["rules"], _ = self.measure("bench.rules:measure", store=self.store)

    def start(self) -> None:
        """How long commands take to start."""
        self.found["start"], _ = self.measure("bench.start:measure", store=self.store)

    def growth(self) -> None:
        """The next month of a store with one year, with two and with three; each is gone before the next begins."""
        self.found["next_month"] = []
        for years in (1, 2, 3):
            store = self.folder / "growing"
            history = [{"projects": self.projects, "fiscal_year": 2026 - back} for back in range(1, years)]
            november = {"projects": self.projects, "last_month": 11}
            self.measure("bench.building:generate", store=store, years=[*history, november])
            built, _ = self.measure("bench.building:publish", store=store)
            grown, peak = self.measure(
                "bench.growth:load_next", store=store, folder=self.folder / "month", projects=self.projects
            )
            self.found["next_month"].append(
                {
                    "years": years,
                    "whole_build_s": built["build_s"],
                    "store_mb": built["file_mb"],
                    **grown,
                    "peak_mb": peak,
                }
            )
            for folder in ("growing", "month"):
                shutil.rmtree(self.folder / folder)

    def sail(self) -> None:
        """The same batches built by DuckDB and by Sail on this machine, table by table the same."""
        rows = []
        for engine in (DUCKDB, SAIL):
            built, peak = self.measure("bench.sail:rebuild", store=self.store, engine=engine)
            rows.append({"engine": engine, **built, "peak_mb": peak})
        expected = rows[0]["content"]
        for row in rows:
            content = row.pop("content")
            row["same_answer"] = content == expected
        self.found["sail"] = rows

    def pages(self) -> None:
        """Bytes and times in a real Chromium."""
        rows, _ = self.measure("bench.browser:measure", store=self.store)
        known = {row["name"]: row for row in self.found["pages"]}
        self.found["pages"] = [known.pop(row["name"], {}) | row for row in rows] + list(known.values())

    def viewers(self) -> None:
        """Many viewers on two processes behind nginx, with the cache of answers and without."""
        self.found["viewers"], _ = self.measure("bench.viewers:measure", store=self.store, crowds=CROWDS)


def run(projects: int, parts: list[str], folder: Path) -> dict[str, Any]:
    """Measures the parts asked for in a folder; returns what the JSON holds."""
    started = Run(projects, folder)
    started.found["machine"], _ = started.measure("bench.machine:describe")
    started.build()
    for part in PARTS:
        if part in parts:
            getattr(started, part)()
    return started.found


def _page_sums(questions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One row a visit: how many questions it asks, and their times together."""
    visits = dict.fromkeys(visit for row in questions for visit in row["visits"])
    return [_page_sum(visit, [row for row in questions if visit in row["visits"]]) for visit in visits]


def _page_sum(visit: str, own: list[dict[str, Any]]) -> dict[str, Any]:
    slowest = max(own, key=lambda row: row["warm_ms"])
    return {
        "name": visit, "questions": len(own), "questions_warm_ms": round(sum(row["warm_ms"] for row in own), 1),
        "questions_cold_ms": round(sum(row["cold_ms"] for row in own), 1), "slowest": slowest["name"],
        "slowest_ms": slowest["warm_ms"],
    }  # fmt: skip
