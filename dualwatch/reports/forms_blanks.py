"""Blank tracking forms for every unit that owes one for a round: its projects, money and targets filled in."""

from collections import Counter, defaultdict
from dataclasses import replace
from pathlib import Path
from typing import Any

from dualwatch import rules
from dualwatch.model import DualwatchError, Scope, WrongUsage
from dualwatch.reports.forms import origin
from dualwatch.reports.forms_content import Content, contents
from dualwatch.reports.forms_delivery import deliver
from dualwatch.reports.forms_layouts import TRACKING
from dualwatch.store import Store

PROFILE = "wendeng-dual"
TO_FILL = (
    "actual",
    "year_forecast",
    "likelihood",
    "cause",
    "note",
    "measure",
    "score",
    "reported_on",
    "indicator_deviation",
)


def write(store: Store, out: Path, params: dict[str, Any], scope: Scope) -> str:
    """Writes one workbook a unit into a folder or .zip, with a sheet for each project that is not handed in.

    `round` chooses the round (its month), else the first of the profile that is not over; what the money says is
    as of the latest month in the store, or `month`. Raises DualwatchError where no form is owed.
    """
    asked = {name: value for name, value in params.items() if name not in ("round", "profile")}
    profile = params.get("profile", PROFILE)
    wanted = _round(params.get("round"), profile, store, asked, scope)
    names = ("year", "project", "counties", "departments", "agencies")
    chosen = {name: asked[name] for name in names if name in asked} | {"profile": profile}
    rows = store.rows("forms/owed", chosen, scope)
    owed = {row["project_id"]: row for row in rows if row["round"] == wanted}
    if not owed:
        raise DualwatchError(f"{wanted} 月这一轮没有单位要交跟踪分析表（方案 {profile}）。")
    notes, made = origin(store, scope)
    chosen_forms = contents(store, asked, scope, notes)
    forms = [_blank(form, wanted) for form in chosen_forms if form.project["project_id"] in owed]
    units = _by_unit(forms)
    deliver(TRACKING, units, out, made)
    due = min(row["due_on"] for row in owed.values())
    told = f"{len(units):,} 个单位还没有交 {wanted} 月的{TRACKING.label}（期限 {due:%Y-%m-%d}）"
    return f"{told}，共 {len(forms):,} 个项目，空白表在 {out}。"


def _round(stated: Any, profile: str, store: Store, params: dict[str, Any], scope: Scope) -> int:
    rounds = rules.profile(profile).rounds
    if stated is None:
        months = {row["fiscal_year"]: row["last_month"] for row in store.rows("context/calendar", {}, scope)}
        last = months.get(params.get("year") or max(months, default=0), 1)
        return next((month for month in rounds if month >= last), rounds[-1])
    if not str(stated).isdecimal() or int(stated) not in rounds:
        listed = "、".join(map(str, rounds))
        raise WrongUsage(f"方案 {profile} 的监控轮次是 {listed} 月：请用 -p round={rounds[0]} 这样说明。")
    return int(stated)


def _blank(form: Content, wanted: int) -> Content:
    """The form with everything that the unit is to write left blank."""
    rows = [row | dict.fromkeys(TO_FILL) for row in form.indicators]
    return replace(form, month=wanted, indicators=rows)


def _by_unit(forms: list[Content]) -> list[tuple[str, list[Content]]]:
    """The forms of each unit of a department of a region; a unit of a common name is told with its department."""
    grouped: dict[tuple[str, ...], list[Content]] = defaultdict(list)
    for form in forms:
        grouped[_owner(form)].append(form)
    several = len({region for region, *_ in grouped}) > 1
    named = [(_named(own[0], several), own) for own in grouped.values()]
    common = {name for name, many in Counter(name for name, _ in named).items() if many > 1}
    return [(f"{own[0].project['dept_name']}-{name}" if name in common else name, own) for name, own in named]


def _owner(form: Content) -> tuple[str, ...]:
    keys = ("mof_div_code", "dept_code", "agency_code", "agency_name")
    return tuple(str(form.project.get(key) or "") for key in keys)


def _named(form: Content, several: bool) -> str:
    return f"{form.project['mof_div_name']}-{form.unit}" if several else form.unit
