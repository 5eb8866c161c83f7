"""The drawn city as canonical tables: frames with the field names of the import format, money in 分."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from dualwatch.demo import writing
from dualwatch.demo.budgets import ROUND_TO, Budgets
from dualwatch.demo.indicators import COUNT, RATE
from dualwatch.demo.names import FAMILIES
from dualwatch.demo.places import CITY_CODE, DEPARTMENTS, LAST_MONTH, LAST_YEAR, REGIONS
from dualwatch.demo.projects import CATEGORIES

KEYS = ["fiscal_year", "mof_div_code", "pro_code"]
YES_NO = {True: "是", False: "否"}


@dataclass(frozen=True)
class City:
    """Everything drawn: the roll, its budgets, paid to date (分, × 12), indicators, reports, silent units' rows.

    `appraised` has a row an appraised project, `totals` is the table fiscal_totals.
    """

    rows: pd.DataFrame
    money: Budgets
    to_date: np.ndarray
    indicators: pd.DataFrame
    reports: pd.DataFrame
    silent: np.ndarray
    appraised: pd.DataFrame
    totals: pd.DataFrame


def keys(rows: pd.DataFrame) -> pd.DataFrame:
    """Year, region and code of each row of the roll."""
    codes = np.array([region.code for region in REGIONS], dtype=object)
    return pd.DataFrame(
        {
            "fiscal_year": rows["fiscal_year"],
            "mof_div_code": codes[rows["region"]],
            "pro_code": rows["pro_code"],
        }
    )


def regions() -> pd.DataFrame:
    """The city's own level and its counties under it."""
    columns = ["mof_div_code", "mof_div_name", "level", "parent_code"]
    places = {CITY_CODE: ("市", None)}
    listed = [(item.code, item.name, *places.get(item.code, ("县", CITY_CODE))) for item in REGIONS]
    return pd.DataFrame(listed, columns=columns)


def _filled(values: np.ndarray, empty: object) -> pd.Series:
    """Numbers with the given value blanked."""
    series = pd.Series(values, dtype="Int64")
    return series.mask(series == empty)


def _spans(rows: pd.DataFrame, money: Budgets, random: np.random.Generator) -> pd.DataFrame:
    """First and last year and total of the projects that run for several years, blank for the others."""
    draws = random.random((int(rows["slot"].max()) + 1, int(rows["generation"].max()) + 1))
    draw = draws[rows["slot"], rows["generation"]]
    group = rows.assign(adjusted=money.adjusted).groupby(["slot", "generation"])
    seen, paid = group["fiscal_year"].transform("max"), group["adjusted"].transform("sum")
    years = group["fiscal_year"].transform("count")
    last = np.maximum(seen, rows["created"] + 1 + (draw * 25).astype(int) % 3)
    total = np.round(paid / years * (last - rows["created"] + 1) / ROUND_TO).astype("int64") * ROUND_TO
    long = (draw < 0.14) & (rows["letter"] == "T") & ~rows["retired"]
    spans = pd.DataFrame({"first_year": rows["created"], "last_year": last, "total_budget": total}).astype("Int64")
    return spans.where(long)


def _paid_share(city: City, month: int) -> np.ndarray:
    """Paid to date over the adjusted budget; 0 where there is none."""
    budget = city.money.adjusted
    return np.divide(city.to_date[:, month - 1], budget, out=np.zeros(len(budget)), where=budget > 0)


def _printed_rates(city: City, random: np.random.Generator) -> list[str | None]:
    """Execution rates as the forms print them at the last month known: mostly right, a few not."""
    rate = _paid_share(city, 12)
    draw = random.random(len(rate))
    slip = np.where(draw < 0.004, random.uniform(0.06, 0.2, len(rate)), random.uniform(0.007, 0.04, len(rate)))
    printed = np.where(draw < 0.02, np.abs(rate - slip), rate)
    shown = (draw < 0.9) & (city.money.adjusted > 0) & ~city.silent
    return [f"{value:.2%}" if visible else None for value, visible in zip(printed, shown, strict=True)]


def _expected_paid(city: City, random: np.random.Generator) -> np.ndarray:
    """The unit's own forecast: hopeful, but below the budget for those far behind."""
    share = _paid_share(city, LAST_MONTH - 2)
    hopeful = np.clip(share * 1.5 + random.uniform(0.2, 0.5, len(share)), 0.5, 1.0)
    forecast = np.round(city.money.adjusted * hopeful / ROUND_TO).astype(np.int64) * ROUND_TO
    return np.where(city.rows["fiscal_year"] < LAST_YEAR, city.to_date[:, 11], forecast)


def _goal_texts(city: City) -> tuple[list[str | None], list[str | None]]:
    """The year's goal in a sentence, and what a closed year says of it."""
    goals: dict[int, str] = {}
    for item in city.indicators.itertuples():
        if item.kind in (COUNT, RATE):
            comma = "，" if item.row in goals else ""
            goals[item.row] = f"{goals.get(item.row, '')}{comma}{item.name}达到{writing.plain(item.goal)}{item.unit}"
    texts = [goals.get(row) for row in range(len(city.rows))]
    closed = (city.rows["fiscal_year"] < LAST_YEAR).to_numpy()
    results = [f"全年工作已完成，{text}。" if text and done else None for text, done in zip(texts, closed, strict=True)]
    return [f"年度目标：{text}。" if text else None for text in texts], results


def _allotted(rows: pd.DataFrame, money: Budgets, random: np.random.Generator) -> np.ndarray:
    """Budget handed down so far: all of it in the closed years, most of it in the open one."""
    part = np.where(random.random(len(rows)) < 0.6, 1.0, random.uniform(0.85, 1.0, len(rows)))
    share = np.where(rows["fiscal_year"] < LAST_YEAR, 1.0, part)
    return np.round(money.adjusted * share / ROUND_TO).astype(np.int64) * ROUND_TO


def _owners(rows: pd.DataFrame) -> pd.DataFrame:
    """Keys, names and classes of every project."""
    departments = [DEPARTMENTS[number] for number in rows["department"]]
    families = [FAMILIES[name] for name in rows["family"]]
    aims = (rows["letter"] == "T").to_numpy()
    table = keys(rows)
    table["mof_div_name"] = [REGIONS[number].name for number in rows["region"]]
    table["dept_code"] = [item.code for item in departments]
    table["dept_name"] = [item.name for item in departments]
    table[["agency_code", "agency_name", "pro_name"]] = rows[["agency_code", "agency_name", "pro_name"]]
    table["pro_category"] = rows["letter"].map(CATEGORIES)
    table["policy_class"] = [item.policy or None if aim else None for item, aim in zip(families, aims, strict=True)]
    table["budget_book"] = rows["book"]
    table["exp_func_code"] = [item.function for item in families]
    table["finance_office"] = [item.office for item in families]
    return table


def projects(city: City, random: np.random.Generator) -> pd.DataFrame:
    """One row a project and year, as the roll stands at the last month known."""
    rows, money = city.rows, city.money
    table = _owners(rows)
    table["initial_budget"], table["adjusted_budget"] = money.initial, money.adjusted
    table["allotted"] = _allotted(rows, money, random)
    table["carried_over"] = _filled(money.carried_over, 0)
    table["is_key"] = rows["is_key"].map(YES_NO)
    table["secret_level"] = rows["secret_level"]
    table["added_in_year"] = rows["added"].map(YES_NO)
    table["start_month"], table["end_month"] = _filled(money.start, 0), _filled(money.end, 0)
    table["carried_over_year"] = (rows["fiscal_year"] - 1).where(money.carried_over > 0).astype("Int64")
    table["fund_type"] = rows["book"].str.removesuffix("预算") + "资金"
    table["expected_year_paid"] = _expected_paid(city, random)
    table["printed_rate"] = _printed_rates(city, random)
    table["goal_text"], table["result_text"] = _goal_texts(city)
    table = table.join(_spans(rows, money, random))
    table["previous_pro_code"] = rows["previous_pro_code"]
    return table


def budget_changes(city: City) -> pd.DataFrame:
    """One row a change; initial + changes = adjusted."""
    table = keys(city.rows).assign(
        month=city.money.change_month, amount=city.money.change_amount, kind=city.money.change_kind
    )
    return table[city.money.change_amount != 0]


def funding(city: City, random: np.random.Generator) -> pd.DataFrame:
    """Parts of the projects paid from more than one source; they add up to the project."""
    money = city.money
    other = np.where(random.random(len(city.rows)) < 0.08, np.round(money.initial * 0.15 / ROUND_TO), 0)
    other = other.astype(np.int64) * ROUND_TO
    mixed = ((money.carried_over > 0) | (other > 0)) & (money.adjusted > 0) & ~city.rows["retired"].to_numpy()
    carried_change = np.where(money.change_kind == "结转", money.change_amount, 0)
    carried = money.carried_over, money.carried_over + carried_change
    own = money.initial - money.carried_over - other, money.adjusted - carried[1] - other
    paid = city.to_date[:, 11]
    carried_paid = np.minimum(carried[1], paid)
    other_paid = (paid - carried_paid) * other // np.maximum(own[1] + other, 1)
    parts = {
        "本年财政拨款": (*own, paid - carried_paid - other_paid),
        "上年结转资金": (*carried, carried_paid),
        "其他资金": (other, other, other_paid),
    }
    owner = keys(city.rows)
    frames = [
        owner.assign(source=source, initial_budget=first, adjusted_budget=last, paid=spent)[mixed & (last > 0)]
        for source, (first, last, spent) in parts.items()
    ]
    return pd.concat(frames).sort_index(kind="stable")


def plans(city: City, random: np.random.Generator) -> pd.DataFrame:
    """Monthly plans of some projects; they add up to the initial budget."""
    chosen = (random.random(len(city.rows)) < 0.2) & (city.rows["letter"] == "T").to_numpy() & (city.money.initial > 0)
    chosen &= ~city.rows["retired"].to_numpy()
    share = np.diff(city.money.elapsed[chosen], axis=1, prepend=0.0)
    until = np.round(np.cumsum(share, axis=1) * city.money.initial[chosen][:, None] / 10000).astype(np.int64) * 10000
    until[:, -1] = city.money.initial[chosen]
    planned = np.diff(until, axis=1, prepend=0)
    position, month = np.nonzero(planned)
    table = keys(city.rows)[chosen].iloc[position]
    return table.assign(month=month + 1, planned=planned[position, month])


def execution(city: City) -> pd.DataFrame:
    """One row a project and month with the payment made, zeros included."""
    paid = np.diff(city.to_date, axis=1, prepend=0)
    position = np.repeat(np.arange(len(city.rows)), 12)
    table = keys(city.rows).iloc[position].reset_index(drop=True)
    return table.assign(month=np.tile(np.arange(1, 13), len(city.rows)), paid=paid.ravel())


def indicators(city: City, spans: pd.DataFrame) -> pd.DataFrame:
    """One row an indicator, written as bureaus write; `spans` gives the projects of several years."""
    frame = city.indicators
    table = keys(city.rows).iloc[frame["row"]].reset_index(drop=True)
    table["indicator_no"] = frame["no"].astype(str)
    table[["level1", "level2", "level3"]] = frame[["level1", "level2", "name"]]
    fields = zip(
        frame["kind"], frame["unit"], frame["goal"], frame["words"], table["fiscal_year"], frame["style"], strict=True
    )
    written = [writing.target(*field) for field in fields]
    table["sign"], table["target"], table["unit"] = zip(*written, strict=True)
    table["weight"] = frame["weight"]
    signed = zip(frame["kind"], table["sign"], frame["style"], strict=True)
    table["direction"] = [writing.direction(kind, sign, style) for kind, sign, style in signed]
    styled = zip(frame["kind"], frame["style"], strict=True)
    table["accumulation"] = [writing.accumulation(kind, style) for kind, style in styled]
    years = (spans["last_year"] - spans["first_year"] + 1).reindex(frame["row"]).to_numpy()
    counted = zip(frame["kind"], frame["goal"], frame["unit"], years, strict=True)
    table["total_target"] = [
        f"≥{writing.plain(goal * span)}{unit}" if kind == COUNT and unit != "%" and pd.notna(span) else None
        for kind, goal, unit, span in counted
    ]
    return table


def observations(city: City) -> pd.DataFrame:
    """One row an indicator and month reported."""
    listed = city.reports
    table = keys(city.rows).iloc[listed["row"]].reset_index(drop=True)
    table["indicator_no"] = listed["no"].astype(str)
    words = ["month", "actual", "forecast", "likelihood", "cause", "note", "measure", "score", "reported_on"]
    table[words] = listed[words]
    return table


def appraisals(city: City) -> pd.DataFrame:
    """One row an ex-ante appraisal."""
    listed = city.appraised
    table = _owners(city.rows.iloc[listed["row"]].reset_index(drop=True))
    table = table[[*KEYS, "pro_name", "dept_name"]].assign(kind="事前绩效评估")
    table[["declared", "approved", "conclusion"]] = listed[["declared", "approved", "conclusion"]]
    return table


@dataclass(frozen=True)
class Facts:
    """The canonical tables of all years; `retired` marks the projects rows that leave the roll."""

    projects: pd.DataFrame
    changes: pd.DataFrame
    funding: pd.DataFrame
    plans: pd.DataFrame
    indicators: pd.DataFrame
    execution: pd.DataFrame
    observations: pd.DataFrame
    appraisals: pd.DataFrame
    totals: pd.DataFrame
    retired: pd.Series


def facts(city: City, random: np.random.Generator) -> Facts:
    """Make every canonical table once."""
    listed = projects(city, random)
    return Facts(
        listed,
        budget_changes(city),
        funding(city, random),
        plans(city, random),
        indicators(city, listed[["first_year", "last_year"]]),
        execution(city),
        observations(city),
        appraisals(city),
        city.totals,
        city.rows["retired"],
    )
