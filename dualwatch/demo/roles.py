"""Which projects trail in the last month: the published 184 and 46 are dealt out here.

A role concerns August of its year. Only the last year's counts are exact; the
closed years draw similar numbers.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from dualwatch.demo.budgets import Budgets
from dualwatch.demo.places import DEPARTMENTS, LAST_MONTH, LAST_YEAR, REGIONS, SILENT_UNITS, TRAILING, YEARS

MIN_EXPECTED = 0.25
COUNTS_EXPECTED = 0.45
ZERO_PROJECTS = 12
ZERO_AND_DEVIATING = 6
OVER_BUDGET = 3
DIPPED = 25


@dataclass(frozen=True)
class Roles:
    """Masks over the rows of the roll; zero is part of low, both is low and deviating."""

    low: np.ndarray
    zero: np.ndarray
    deviating: np.ndarray
    over_budget: np.ndarray
    dipped: np.ndarray
    silent: np.ndarray


def _silent(rows: pd.DataFrame) -> np.ndarray:
    """Projects of the units that sent nothing for the last month."""
    regions = rows["region"].map(lambda number: REGIONS[number].code)
    departments = rows["department"].map(lambda number: DEPARTMENTS[number].name)
    units = pd.Series(list(zip(regions, departments, strict=True)), index=rows.index)
    return (units.isin(list(SILENT_UNITS)) & (rows["fiscal_year"] == LAST_YEAR)).to_numpy()


def _judged(rows: pd.DataFrame, money: Budgets, silent: np.ndarray) -> np.ndarray:
    """Projects that a rule of pace can reach in August."""
    started = money.elapsed[:, LAST_MONTH - 1] >= MIN_EXPECTED
    return started & (money.adjusted > 0) & ~silent & ~rows["retired"].to_numpy()


def _picked(candidates: np.ndarray, count: int, weights: np.ndarray, random: np.random.Generator) -> np.ndarray:
    share = weights[candidates] / weights[candidates].sum()
    return random.choice(candidates, size=count, replace=False, p=share)


def _low(rows: pd.DataFrame, money: Budgets, judged: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Projects that spend too slowly, gathered in the trailing departments and counties."""
    names = rows["department"].map(lambda number: DEPARTMENTS[number].name)
    trailing = names.map(TRAILING).fillna(1.0).to_numpy()
    steady = np.where(rows["letter"] == "R", 0.15, np.where(rows["letter"] == "Y", 0.5, 1.0))
    weights = trailing * steady * np.sqrt(np.maximum(money.adjusted, 1))
    mask = np.zeros(len(rows), dtype=bool)
    for year in YEARS:
        for number, region in enumerate(REGIONS):
            here = judged & (rows["fiscal_year"] == year).to_numpy() & (rows["region"] == number).to_numpy()
            count = region.low if year == LAST_YEAR else round(region.low * random.uniform(0.8, 1.1))
            mask[_picked(np.flatnonzero(here), count, weights, random)] = True
    return mask


def _deviating(rows: pd.DataFrame, measurable: np.ndarray, low: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Projects that miss their targets: each region's own number, and its overlap with the low ones."""
    mask = np.zeros(len(rows), dtype=bool)
    for year in YEARS:
        for number, region in enumerate(REGIONS):
            here = measurable & (rows["fiscal_year"] == year).to_numpy() & (rows["region"] == number).to_numpy()
            mask[random.permutation(np.flatnonzero(here & low))[: region.both]] = True
            mask[random.permutation(np.flatnonzero(here & ~low))[: region.deviating - region.both]] = True
    return mask


def _some(candidates: np.ndarray, count: int, random: np.random.Generator) -> np.ndarray:
    """A mask with `count` of the candidates."""
    mask = np.zeros(len(candidates), dtype=bool)
    mask[random.permutation(np.flatnonzero(candidates))[:count]] = True
    return mask


def _each_year(rows: pd.DataFrame, candidates: np.ndarray, count: int, random: np.random.Generator) -> np.ndarray:
    years = [candidates & (rows["fiscal_year"] == year).to_numpy() for year in YEARS]
    return np.any([_some(mask, count, random) for mask in years], axis=0)


def roles(rows: pd.DataFrame, money: Budgets, measurable: np.ndarray, random: np.random.Generator) -> Roles:
    """Deal out the roles; `measurable` marks projects with counts that can fall behind."""
    silent = _silent(rows)
    judged = _judged(rows, money, silent)
    low = _low(rows, money, judged, random)
    countable = judged & measurable & (money.elapsed[:, LAST_MONTH - 1] >= COUNTS_EXPECTED)
    deviating = _deviating(rows, countable, low, random)
    plain = judged & (rows["letter"] == "T").to_numpy() & ~rows["added"].to_numpy()
    zero = _each_year(rows, plain & low & deviating, ZERO_AND_DEVIATING, random)
    zero |= _each_year(rows, plain & low & ~deviating, ZERO_PROJECTS - ZERO_AND_DEVIATING, random)
    ended = money.elapsed[:, LAST_MONTH - 1] == 1.0
    free = plain & ~low & ~deviating
    over_budget = _each_year(rows, free & ended, OVER_BUDGET, random)
    dipped = _each_year(rows, free & ~over_budget & (money.elapsed[:, 4] >= 0.3), DIPPED, random)
    return Roles(low, zero, deviating, over_budget, dipped, silent)
