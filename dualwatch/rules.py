"""Threshold profiles, and the sentences that explain a flag."""

import json
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from dualwatch import catalogue, measures
from dualwatch.catalogue import Question
from dualwatch.model import DEFAULT_PROFILE, WrongUsage

PROFILES = Path(__file__).resolve().parent.parent / "data" / "profiles"
ASKED = {"year", "month", "profile", "denominator"}
IN_PPM = {"rate", "points"}
FLAG_COLUMNS = ("project_no", "month", "severity", "observed", "expected", "limit_value", "amount")


@dataclass(frozen=True)
class Profile:
    """A named, dated set of limits: its pace, its rounds and one table of limits a rule."""

    name: str
    label: str
    version: str
    source: str
    denominator: str
    pace: str
    rounds: tuple[int, ...]
    steps: dict[int, Decimal]
    levels: dict[str, Decimal]
    rules: dict[str, dict[str, Any]]

    def step(self, month: int) -> int:
        """The staged share due at a month, in ppm: the last step passed, 0 before the first."""
        passed = [share for start, share in sorted(self.steps.items()) if start <= month]
        return ppm(passed[-1]) if passed else 0

    @property
    def row(self) -> tuple[str, ...]:
        """The profile itself as one row of the profiles table."""
        return self.name, self.label, self.version, self.source, self.denominator, self.pace

    def months(self) -> Iterator[tuple[str, int, str, int, bool]]:
        """Rows (profile, month, pace, step, is_round) of the twelve months."""
        for month in range(1, 13):
            yield self.name, month, self.pace, self.step(month), month in self.rounds


def ppm(share: Any) -> int:
    """A share as whole parts per million; limits are written with at most six decimals."""
    return int(Decimal(str(share)) * measures.MILLION)


def _profile(path: Path) -> Profile:
    stated = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    return Profile(
        name=path.stem,
        label=stated["label"],
        version=stated["version"],
        source=stated["source"],
        denominator=stated["denominator"],
        pace=stated["pace"],
        rounds=tuple(stated["rounds"]),
        steps={int(month): share for month, share in stated.get("steps", {}).items()},
        levels=stated.get("levels", {}),
        rules=stated["rules"],
    )


@cache
def profiles() -> dict[str, Profile]:
    """The shipped profiles by name, the default first."""
    found = {path.stem: _profile(path) for path in sorted(PROFILES.glob("*.toml"))}
    return dict(sorted(found.items(), key=lambda item: item[0] != DEFAULT_PROFILE))


def profile(name: str) -> Profile:
    """One profile by name; a WrongUsage lists those there are."""
    if name not in profiles():
        raise WrongUsage(f"没有名为“{name}”的规则方案。现有：{'、'.join(profiles())}。")
    return profiles()[name]


def units(rule: Question) -> dict[str, str]:
    """The unit of each limit and returned column of a rule, from its header."""
    return dict(part.split() for part in rule.field("units").split(",") if part.strip())


def limits(rule: Question, stated: dict[str, Any]) -> dict[str, Any]:
    """The limits a rule binds, shares in ppm; one that a profile leaves out is unknown."""
    kinds = units(rule)
    names = [name for name in rule.parameters if name not in ASKED]
    return {name: _bound(stated.get(name), kinds.get(name, "count")) for name in names}


def _bound(stated: Any, unit: str) -> Any:
    if stated is None or unit not in IN_PPM:
        return stated
    return ppm(stated)


def bind(
    rule: Question, chosen: Profile, year: int, month: int | None, stated: dict[str, Any] | None = None
) -> dict[str, Any]:
    """Every parameter of a rule under a profile: what is asked, and its limits (or `stated` ones)."""
    own = chosen.rules.get(rule.name.removeprefix("rules/"), {}) if stated is None else stated
    asked = {"year": year, "month": month, "profile": chosen.name, "denominator": chosen.denominator}
    return asked | limits(rule, own)


def info_rows() -> list[tuple[str, str, str, str, str, int]]:
    """Rows (rule, label, sentence, clears, basis, position) of every rule, in the default profile's order."""
    order = list(profile(DEFAULT_PROFILE).rules)
    names = sorted(catalogue.rules(), key=lambda name: order.index(name) if name in order else len(order))
    return [
        (name, rule.label, rule.field("sentence"), rule.field("clears"), rule.field("basis"), position)
        for position, name in enumerate(names)
        if (rule := catalogue.rules()[name])
    ]


def plain_figure(value: Any, unit: str) -> str | None:
    """A rule's figure as scripts read it: shares as fractions with six decimals, the rest as it is."""
    if value is None:
        return None
    return measures.fraction_text(value) if unit in IN_PPM else str(value)


def limit_rows() -> Iterator[tuple[str, str, str, str, str]]:
    """Rows (profile, rule, limit name, bound value, value as shown) of every shipped profile."""
    for chosen in profiles().values():
        for rule_name, stated in chosen.rules.items():
            rule = catalogue.rules()[rule_name]
            for name, value in limits(rule, stated).items():
                if value is not None:
                    yield chosen.name, rule_name, name, str(value), measures.write(value, units(rule)[name])


def fingerprint() -> str:
    """The text of every profile, which decides what a version's flags are."""
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(PROFILES.glob("*.toml")))


def _places(figures: dict[str, Any], rates: list[str]) -> int:
    """The fewest decimals with which no rate in a flag's sentence looks like the limit it misses."""
    limit = figures.get("limit_value") if "limit_value" in rates else None
    others = {figures[name] for name in rates} - {limit, None}
    shown = {places: measures.rate_text(limit, places) for places in (1, 2, 4)} if limit is not None else {}
    clear = (n for n, text in shown.items() if text not in {measures.rate_text(rate, n) for rate in others})
    return next(clear, 1)


def explain(rule_name: str, details: str) -> tuple[str, str]:
    """The sentence of a flag and what would clear it, from the figures its rule returned (JSON).

    A figure that an older version's rule did not return yet is —.
    """
    rule = catalogue.rules()[rule_name]
    figures = json.loads(details, parse_float=Decimal)
    kinds = {name: unit for name, unit in units(rule).items() if name in figures}
    named = [name for name, unit in kinds.items() if unit == "rate" and f"{{{name}}}" in rule.field("sentence")]
    places = _places(figures, named)
    written = {name: measures.write(figures[name], unit, places) for name, unit in kinds.items()}
    written["month"] = str(figures["month"])
    for name, value in figures.items():
        written.setdefault(name, str(value))
    known = defaultdict(lambda: measures.MISSING, written)
    return rule.field("sentence").format_map(known), rule.field("clears").format_map(known)
