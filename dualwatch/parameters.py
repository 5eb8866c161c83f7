"""The parameters of a question: what is given, what the store fills in, and what it refuses."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dualwatch import catalogue, rules
from dualwatch.catalogue import Question
from dualwatch.model import DEFAULT_PROFILE, DualwatchError, Severity, WrongUsage

Runner = Callable[[str, dict[str, Any]], list[dict[str, Any]]]
LISTS = ("counties", "departments", "agencies", "books", "categories", "rules", "severities", "projects")
DEFAULTS: dict[str, Any] = {name: [] for name in LISTS} | {
    "key_only": False,
    "denominator": "adjusted",
    "profile": DEFAULT_PROFILE,
    "search": "",
    "sort": "",
    "page": 1,
    "page_size": 100_000_000,
    "project": "",
    "topic": "",
}
# What may be said of a parameter beside nothing at all.
CHOICES: dict[str, tuple[str, tuple[str, ...]]] = {
    "denominator": ("分母", ("initial", "adjusted", "allotted")),
    "topic": ("类别", ("money", "work", "both", "mismatch", "report", "changed")),
    "sort": ("排序", ("underpaid", "gap", "completion", "run", "budget")),
    "severities": ("级别", tuple(Severity)),
}
# What may be said of these the data knows.
CODES = {"counties": "县区", "departments": "部门", "agencies": "单位", "offices": "业务科室", "books": "预算",
         "categories": "项目类别"}  # fmt: skip
MOST_NAMED = 12
WHOLE_NUMBERS, COUNTS = ("year", "month"), ("page", "page_size")
YES_OR_NO = {"是": True, "1": True, "true": True, "True": True, "否": False, "0": False, "false": False, "False": False}
SETTLED = {"year", "month", "project"}


def complete(run: Runner, asked: Question, given: dict[str, Any]) -> dict[str, Any]:
    """Every parameter of a question: the given ones, else the defaults; an unknown name or choice is refused."""
    unknown = set(given) - set(asked.parameters) - {"year", "month"}
    if unknown:
        usable = "、".join(asked.parameters) or "无"
        raise WrongUsage(f"问题 {asked.name} 没有参数 {'、'.join(sorted(unknown))}。可用的参数：{usable}。")
    stated = DEFAULTS | {name: value for name, value in given.items() if value is not None}
    rules.profile(stated["profile"])
    for name, (said, choices) in CHOICES.items():
        _refuse_others(stated[name], said, choices)
    if stated["rules"]:
        _refuse_others(stated["rules"], "规则", tuple(catalogue.rules()))
    missing = set(asked.parameters) - set(stated) - SETTLED
    if missing:
        raise WrongUsage(f"问题 {asked.name} 还需要参数 {'、'.join(sorted(missing))}，用 -p 名称=值 给出。")
    return settled(run, stated) if SETTLED & set(asked.parameters) else stated


def refuse_strangers(run: Runner, chosen: Mapping[str, Any]) -> None:
    """Raises WrongUsage for a code among what is chosen, by the names of its lists, that the data does not know."""
    named = {name: codes for name, codes in chosen.items() if name in CODES and codes}
    known = run("context/known_codes", {}) if named else []
    for name, codes in named.items():
        _refuse_others(codes, CODES[name], [row["code"] for row in known if row["kind"] == name])


def _refuse_others(stated: str | Sequence[str], said: str, usable: Sequence[str]) -> None:
    for choice in [stated] if isinstance(stated, str) else stated:
        if choice and choice not in usable:
            raise WrongUsage(f"没有“{choice}”这个{said}。{_usable(usable)}。")


def _usable(names: Sequence[str]) -> str:
    more = f" 等 {len(names):,} 个" if len(names) > MOST_NAMED else ""
    return f"可用的有：{'、'.join(names[:MOST_NAMED])}{more}" if names else "数据里一个也没有"


def settled(run: Runner, stated: dict[str, Any]) -> dict[str, Any]:
    """Year, month and project as the store knows them: the latest, and the project_id behind a code."""
    months = {row["fiscal_year"]: row["last_month"] for row in run("context/calendar", {})}
    if not months:
        raise DualwatchError("现用版本里没有项目。请先载入项目表。")
    project = stated.get("project") or ""
    year = stated["year"] if "year" in stated else _year_of(project, months)
    if year not in months:
        raise DualwatchError(f"没有 {year} 年的数据。现有年度：{'、'.join(map(str, months))}。")
    month = stated.get("month", months[year])
    if not 1 <= month <= months[year]:
        raise DualwatchError(f"{year} 年的数据到 {months[year]} 月为止，没有 {month} 月。")
    found = _project_id(run, project, year) if project else ""
    return stated | {"year": year, "month": month, "project": found}


def _year_of(project: str, months: dict[int, int]) -> int:
    head = project.split("-")[0]
    return int(head) if project.count("-") >= 2 and head.isdigit() and int(head) in months else max(months)


def _project_id(run: Runner, project: str, year: int) -> str:
    """The project_id behind a project_id or a bare pro_code that is unique in the year."""
    found = run("context/project_keys", {"project": project, "year": year})
    if not found:
        raise DualwatchError(_not_found(run, project, year))
    if len(found) > 1:
        candidates = "、".join(f"{row['project_id']}（{row['mof_div_name']} {row['pro_name']}）" for row in found)
        raise DualwatchError(f"编码“{project}”在 {year} 年有 {len(found)} 个项目，请用完整标识：{candidates}。")
    return str(found[0]["project_id"])


def _not_found(run: Runner, project: str, year: int) -> str:
    for row in run("quality/retired_projects", DEFAULTS | {"year": year}):
        if project in (row["project_id"], row["pro_code"]):
            return f"项目 {row['pro_code']} {row['pro_name']}已不在册：较新的项目表里没有它，不再计入合计。"
    return f"{year} 年没有编码为“{project}”的项目。请核对项目编码，或按名称查找。"


def parse(pairs: Sequence[str]) -> dict[str, Any]:
    """Bound values from name=value pairs, typed by the name."""
    given: dict[str, Any] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise WrongUsage(f"参数要写成 名称=值，例如 -p month=8；现在是“{pair}”。")
        if name in LISTS:
            given.setdefault(name, []).extend(part for part in value.split(",") if part)
        else:
            given[name] = _typed(name, value)
    return given


def _typed(name: str, value: str) -> Any:
    if name == "key_only":
        if value not in YES_OR_NO:
            raise WrongUsage(f"参数 {name} 要写 是 或 否，现在是“{value}”。")
        return YES_OR_NO[value]
    if name in WHOLE_NUMBERS and not value.removeprefix("-").isdecimal():
        raise WrongUsage(f"参数 {name} 要写整数，现在是“{value}”。")
    if name in COUNTS and not (value.isdecimal() and int(value)):
        raise WrongUsage(f"参数 {name} 要写正整数，现在是“{value}”。")
    return int(value) if name in WHOLE_NUMBERS + COUNTS else value
