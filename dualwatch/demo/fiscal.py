"""Monthly revenue and spending of the counties' general budgets, against the year's budget; money in 分."""

import numpy as np
import pandas as pd

from dualwatch.demo.budgets import CENTS
from dualwatch.demo.places import CITY_CODE, LAST_MONTH, LAST_YEAR, REGIONS, Region

REVENUE, SPENDING = "一般公共预算收入", "一般公共预算支出"
COUNTED_YEARS = (LAST_YEAR - 1, LAST_YEAR)
# Shares of a year by month: taxes come early in the quarter, spending at its end.
RHYTHM = {
    REVENUE: (0.112, 0.064, 0.080, 0.091, 0.072, 0.092, 0.090, 0.066, 0.082, 0.088, 0.071, 0.092),
    SPENDING: (0.066, 0.069, 0.091, 0.072, 0.076, 0.100, 0.072, 0.074, 0.096, 0.070, 0.080, 0.134),
}
SIZES = {REVENUE: 1.6, SPENDING: 4.2}
PULL = {REVENUE: 0.25, SPENDING: 0.5}
USUAL_AUGUST = 0.64
HUNDRED_MILLION = 100_000_000 * CENTS
ROUND_BUDGET = 1_000_000 * CENTS


def _county(region: Region, place: int, year: int, measure: str, random: np.random.Generator) -> pd.DataFrame:
    """Twelve months of one county, year and measure; counties that pay slowly also collect a little less."""
    grown = 1.045 ** (year - LAST_YEAR)
    budget = region.budget * SIZES[measure] * random.uniform(0.9, 1.1) * grown * HUNDRED_MILLION
    total = int(np.round(budget / ROUND_BUDGET)) * ROUND_BUDGET
    paces = np.array(RHYTHM[measure]) * random.uniform(0.93, 1.07, 12)
    reached = 1.0 + PULL[measure] * (region.august[place] - USUAL_AUGUST) + random.uniform(-0.015, 0.015)
    executed = np.round(np.cumsum(paces / paces.sum()) * reached * total / CENTS).astype(np.int64) * CENTS
    months = np.arange(1, 13)
    columns = {"mof_div_code": region.code, "fiscal_year": year, "month": months, "measure": measure}
    return pd.DataFrame(columns | {"budget": total, "executed": executed})


def totals(random: np.random.Generator) -> pd.DataFrame:
    """One row a county, year, month and measure: the year's budget and what was executed by then."""
    counties = [region for region in REGIONS if region.code != CITY_CODE]
    listed = pd.concat(
        _county(region, len(region.august) + year - LAST_YEAR - 1, year, measure, random)
        for region in counties
        for year in COUNTED_YEARS
        for measure in RHYTHM
    )
    known = (listed["fiscal_year"] < LAST_YEAR) | (listed["month"] <= LAST_MONTH)
    return listed[known].reset_index(drop=True)
