"""The deliveries in the order in which a bureau would load them, one folder a batch."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from dualwatch.demo import files, tables
from dualwatch.demo.corrections import corrected_payments, corrected_reports, department_codes
from dualwatch.demo.places import DEPARTMENTS, LAST_MONTH, LAST_YEAR, MISSING_MONTHS, SILENT_UNITS, YEARS
from dualwatch.demo.tables import City, Facts

Files = list[tuple[str, str, pd.DataFrame]]
PRINTED_LATER = ["expected_year_paid", "printed_rate", "result_text"]


@dataclass(frozen=True)
class Delivery:
    """One folder of files to load as one batch, and what it says it covers.

    `covers` is "all" (every department of the regions in a file), department
    codes joined by commas, or None when the rows alone say who has reported.
    """

    folder: Path
    covers: str | None


def _of(frame: pd.DataFrame, year: int, *months: int) -> pd.DataFrame:
    chosen = frame[frame["fiscal_year"] == year]
    return chosen[chosen["month"].isin(months)] if months else chosen


def _totals(facts: Facts, year: int) -> Files:
    """What the counties collected and spent in a year that has totals."""
    found = _of(facts.totals, year)
    return [(f"{year}年县区财政收支.csv", "fiscal_totals", found)] if len(found) else []


def _paid(frame: pd.DataFrame, year: int, *months: int) -> pd.DataFrame:
    """Payments made; nothing paid = no row, as an export lists them."""
    chosen = _of(frame, year, *months)
    return chosen[chosen["paid"] != 0]


def _closed_year(facts: Facts, year: int) -> Files:
    """Everything of a finished year."""
    opening: Files = [("区划.csv", "regions", tables.regions())] if year == YEARS[0] else []
    return [
        *opening,
        (f"{year}年项目库.parquet", "projects", _of(facts.projects, year)),
        (f"{year}年预算调整.csv", "budget_changes", _of(facts.changes, year)),
        (f"{year}年资金来源.csv", "funding", _of(facts.funding, year)),
        (f"{year}年用款计划.parquet", "plans", _of(facts.plans, year)),
        (f"{year}年绩效指标.parquet", "indicators", _of(facts.indicators, year)),
        (f"{year}年支付.parquet", "execution", _paid(facts.execution, year)),
        (f"{year}年绩效监控.parquet", "observations", _of(facts.observations, year)),
        *_totals(facts, year),
    ]


def _open_roll(facts: Facts) -> pd.DataFrame:
    """The last year's roll as it stands after mid-year."""
    return _of(facts.projects[~facts.retired], LAST_YEAR)


def _added(facts: Facts) -> pd.Series:
    roll = _open_roll(facts)
    return roll.loc[roll["added_in_year"] == "是", "pro_code"]


def _january(facts: Facts) -> Files:
    """The roll as first approved: initial budgets, nothing added yet, and three projects that leave later."""
    roll, goals = _of(facts.projects, LAST_YEAR), _of(facts.indicators, LAST_YEAR)
    roll = roll[roll["added_in_year"] == "否"].drop(columns=PRINTED_LATER)
    roll = roll.assign(adjusted_budget=roll["initial_budget"], allotted=roll["initial_budget"])
    return [
        (f"{LAST_YEAR}年项目库.parquet", "projects", roll),
        (f"{LAST_YEAR}年绩效指标.parquet", "indicators", goals[~goals["pro_code"].isin(_added(facts))]),
        (f"{LAST_YEAR}年用款计划.parquet", "plans", _of(facts.plans, LAST_YEAR)),
        (f"{LAST_YEAR}年事前评估.csv", "appraisals", facts.appraisals),
    ]


def _mid_year(facts: Facts) -> Files:
    """The whole roll again, the changes so far and the goals of added projects."""
    goals = _of(facts.indicators, LAST_YEAR)
    return [
        (f"{LAST_YEAR}年项目库（年中调整）.parquet", "projects", _open_roll(facts).drop(columns=PRINTED_LATER)),
        (f"{LAST_YEAR}年预算调整.csv", "budget_changes", _of(facts.changes, LAST_YEAR)),
        (f"{LAST_YEAR}年追加项目绩效指标.csv", "indicators", goals[goals["pro_code"].isin(_added(facts))]),
    ]


def _months(payments: pd.DataFrame, *months: int) -> Files:
    name = f"{LAST_YEAR}年{{}}月支付.parquet"
    return [(name.format(month), "execution", _paid(payments, LAST_YEAR, month)) for month in months]


def _watched(reports: pd.DataFrame, name: str, *months: int) -> Files:
    return [(f"{LAST_YEAR}年{name}.csv", "observations", _of(reports, LAST_YEAR, *months))]


def _last_month(facts: Facts, payments: pd.DataFrame, reports: pd.DataFrame) -> Files:
    """The last month: every project with its payment, zeros included, so that silence can be told from zero."""
    return [
        (f"{LAST_YEAR}年{LAST_MONTH}月项目库.parquet", "projects", _open_roll(facts)),
        (f"{LAST_YEAR}年{LAST_MONTH}月支付.parquet", "execution", _of(payments, LAST_YEAR, LAST_MONTH)),
        (f"{LAST_YEAR}年{LAST_MONTH}月资金来源.csv", "funding", _of(facts.funding, LAST_YEAR)),
        *_watched(reports, "第二轮绩效监控", LAST_MONTH),
        *_totals(facts, LAST_YEAR),
    ]


def _without_silent(facts: Facts, payments: pd.DataFrame) -> pd.DataFrame:
    """Payments without the units that sent nothing for the last month."""
    silent = {(code, item.code) for code, name in SILENT_UNITS for item in DEPARTMENTS if item.name == name}
    units = zip(payments["mof_div_code"], department_codes(facts, payments), strict=True)
    unheard = pd.Series([unit in silent for unit in units], index=payments.index)
    return payments[~(unheard & (payments["month"] == LAST_MONTH))]


def _missing_joined(payments: pd.DataFrame, code: str, month: int) -> pd.DataFrame:
    """Payments with a month that a county never sent added to its next one."""
    here = payments["mof_div_code"] == code
    missed, after = here & (payments["month"] == month), here & (payments["month"] == month + 1)
    together = payments["paid"].to_numpy(copy=True)
    together[after.to_numpy()] += payments.loc[missed, "paid"].to_numpy()
    return payments.assign(paid=together)[~missed]


def _as_sent(facts: Facts) -> pd.DataFrame:
    """Payments of the last year as its units report them, months and units missing."""
    payments = _of(facts.execution, LAST_YEAR)
    retired = facts.projects.loc[facts.retired, "pro_code"]
    payments = payments[(payments["month"] <= LAST_MONTH) & ~payments["pro_code"].isin(retired)]
    for code, month in MISSING_MONTHS:
        payments = _missing_joined(payments, code, month)
    return _without_silent(facts, payments)


def _plan(city: City, random: np.random.Generator) -> list[tuple[str, str | None, Files]]:
    """Name, coverage and files of every delivery, in the order of loading."""
    facts = tables.facts(city, random)
    payments, right_payments = corrected_payments(facts, _as_sent(facts), random)
    reports, right_reports = corrected_reports(city, facts, random)
    departments = {*department_codes(facts, right_payments), *department_codes(facts, right_reports)}
    correction: Files = [
        (f"{LAST_YEAR}年7至8月支付更正.csv", "execution", right_payments),
        *_watched(right_reports, "第二轮绩效监控更正"),
    ]
    first_half = _watched(reports, "3月绩效监控", 1, 2, 3), _watched(reports, "第一轮绩效监控", 4, 5, 6)
    return [
        *((f"{year}年度", "all", _closed_year(facts, year)) for year in YEARS[:-1]),
        (f"{LAST_YEAR}年项目库与绩效目标", "all", _january(facts)),
        (f"{LAST_YEAR}年一季度", "all", _months(payments, 1, 2, 3) + first_half[0]),
        (f"{LAST_YEAR}年二季度", "all", _months(payments, 4, 5, 6) + first_half[1]),
        (f"{LAST_YEAR}年年中调整", "all", _mid_year(facts)),
        (f"{LAST_YEAR}年7月", "all", _months(payments, 7) + _watched(reports, "7月重点项目监控", 7)),
        (f"{LAST_YEAR}年8月", None, _last_month(facts, payments, reports)),
        (f"{LAST_YEAR}年8月更正", ",".join(sorted(departments)), correction),
    ]


def write(folder: Path, city: City, random: np.random.Generator) -> list[Delivery]:
    """Write every delivery under the folder and say what each covers."""
    written = []
    for number, (name, covers, contents) in enumerate(_plan(city, random), start=1):
        place = folder / f"{number:02d}-{name}"
        place.mkdir(parents=True, exist_ok=True)
        for file_name, table, frame in contents:
            files.write(place / file_name, frame, table)
        written.append(Delivery(place, covers))
    return written
