"""What was first sent wrong and put right by a later delivery."""

import numpy as np
import pandas as pd

from dualwatch.demo.indicators import COUNT
from dualwatch.demo.places import DEPARTMENTS, LAST_MONTH, LAST_YEAR, SILENT_UNITS
from dualwatch.demo.tables import KEYS, City, Facts

REVISED_PAYMENTS = 14
REVISED_REPORTS = 8
MISPLACED_POINT = 10.0


def department_codes(facts: Facts, frame: pd.DataFrame) -> pd.Series:
    """Department code of each row's project."""
    owners = facts.projects[[*KEYS, "dept_code"]]
    return frame[KEYS].merge(owners, on=KEYS, how="left").set_index(frame.index)["dept_code"]


def _spoken_for(facts: Facts, frame: pd.DataFrame) -> pd.Series:
    """Rows of departments all of whose units have reported, so that a correction reports for nobody."""
    names = {name for _, name in SILENT_UNITS}
    silent = {item.code for item in DEPARTMENTS if item.name in names}
    return ~department_codes(facts, frame).isin(silent)


def corrected_payments(
    facts: Facts, payments: pd.DataFrame, random: np.random.Generator
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Payments with some wrong amounts (one with its point misplaced), and the rows that put them right."""
    split = facts.funding.loc[facts.funding["fiscal_year"] == LAST_YEAR, "pro_code"]
    late = payments[payments["month"].isin([LAST_MONTH - 1, LAST_MONTH]) & (payments["paid"] > 0)]
    late = late[~late["pro_code"].isin(split) & _spoken_for(facts, late)]
    chosen = np.sort(random.choice(late.index, REVISED_PAYMENTS, replace=False))
    right = payments.loc[chosen]
    factor = np.append(MISPLACED_POINT, random.uniform(0.82, 0.97, REVISED_PAYMENTS - 1))
    wrong = payments.copy()
    wrong.loc[chosen, "paid"] = np.round(right["paid"].to_numpy() * factor).astype(np.int64)
    return wrong, right


def corrected_reports(city: City, facts: Facts, random: np.random.Generator) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Reports with some counts too low, and the rows that put them right."""
    listed = city.reports
    steady = (listed["kind"] == COUNT) & ~listed["behind"] & (listed["value"] >= 100) & (listed["unit"] != "%")
    late = (listed["fiscal_year"] == LAST_YEAR) & (listed["month"] == LAST_MONTH)
    candidates = listed.index[steady & late & _spoken_for(facts, facts.observations)]
    chosen = np.sort(random.choice(candidates, REVISED_REPORTS, replace=False))
    wrong = facts.observations.copy()
    wrong.loc[chosen, "actual"] = [str(int(value * 0.9)) for value in listed.loc[chosen, "value"]]
    return wrong, facts.observations.loc[chosen]
