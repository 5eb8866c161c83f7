"""Payments month by month: paths that end where each project's role and county say; money in 分."""

import numpy as np
import pandas as pd

from dualwatch.demo.budgets import CENTS, Budgets
from dualwatch.demo.places import DEPARTMENTS, LAST_MONTH, LAST_YEAR, REGIONS, TRAILING, YEARS
from dualwatch.demo.roles import Roles

SLOWEST_NORMAL = 0.83
FASTEST_NORMAL = 1.27
FULLY_PAID = 0.985
SEASON = np.array([0.82, 0.86, 0.93, 0.945, 0.965, 0.99, 0.995, 1.0])
QUARTERLY = np.array([2, 2, 2, 5, 5, 5, 7, 7])
AUGUST = LAST_MONTH - 1


def _department_lean(random: np.random.Generator) -> np.ndarray:
    """How far each department's pace leans from its region's."""
    lean = random.normal(0.02, 0.045, len(DEPARTMENTS))
    slow = np.array([item.name in TRAILING for item in DEPARTMENTS])
    return np.where(slow, -0.10, lean)


def _low_pace(count: int, random: np.random.Generator) -> np.ndarray:
    """Pace of the trailing projects: mostly between the lines of 60 and 80 percent, a few far below."""
    deep = random.random(count) < 0.045
    return np.where(deep, random.uniform(0.18, 0.58, count), 0.62 + 0.165 * random.beta(1.3, 1.2, count))


def _normal_pace(shift: float, lean: np.ndarray) -> np.ndarray:
    return np.clip(1.0 + shift + lean, SLOWEST_NORMAL, FASTEST_NORMAL)


def _shift(wanted: float, lean: np.ndarray, due: np.ndarray, room: np.ndarray) -> float:
    """The region's shift of pace at which its normal projects pay what is wanted."""
    low, high = -0.6, 0.6
    for _ in range(40):
        middle = (low + high) / 2
        paid = np.minimum(_normal_pace(middle, lean) * due, room).sum()
        low, high = (middle, high) if paid < wanted else (low, middle)
    return (low + high) / 2


def _region_august(mask: np.ndarray, wanted: float, lean: np.ndarray, fixed: np.ndarray, money: Budgets) -> np.ndarray:
    """August shares of one region and year; `fixed` is NaN where the region's shift decides."""
    shares = fixed[mask].copy()
    open_rows = np.isnan(shares)
    budget = money.adjusted[mask].astype(float)
    due = money.elapsed[mask, AUGUST]
    rest = wanted * budget.sum() - (shares[~open_rows] * budget[~open_rows]).sum()
    leaning = lean[mask][open_rows]
    weighted = due[open_rows] * budget[open_rows], FULLY_PAID * budget[open_rows]
    pace = _normal_pace(_shift(rest, leaning, *weighted), leaning)
    shares[open_rows] = np.minimum(pace * due[open_rows], FULLY_PAID)
    return shares


def _august(rows: pd.DataFrame, money: Budgets, roles: Roles, random: np.random.Generator) -> np.ndarray:
    """Share of the adjusted budget that each project has paid by the end of August."""
    lean = _department_lean(random)[rows["department"]] + random.normal(0.0, 0.085, len(rows))
    fixed = np.full(len(rows), np.nan)
    fixed[roles.low] = (_low_pace(len(rows), random) * money.elapsed[:, AUGUST])[roles.low]
    modest = roles.deviating & ~roles.low
    fixed[modest] = (random.uniform(0.835, 0.93, len(rows)) * money.elapsed[:, AUGUST])[modest]
    fixed[roles.over_budget] = random.uniform(1.01, 1.07, len(rows))[roles.over_budget]
    fixed[roles.zero] = 0.0
    shares = np.zeros(len(rows))
    counted = ~roles.silent & ~rows["retired"].to_numpy()
    for position, year in enumerate(YEARS):
        for number, region in enumerate(REGIONS):
            mask = counted & (rows["fiscal_year"] == year).to_numpy() & (rows["region"] == number).to_numpy()
            shares[mask] = _region_august(mask, region.august[position], lean, fixed, money)
    shares[roles.silent] = 0.97 * money.elapsed[roles.silent, AUGUST]
    return shares


def _to_august(august: np.ndarray, money: Budgets, roles: Roles, random: np.random.Generator) -> np.ndarray:
    """Shares paid by each of the months 1–8, ending at the August share."""
    due = money.elapsed[:, : AUGUST + 1]
    pace = np.divide(august, due[:, AUGUST], out=np.ones_like(august), where=due[:, AUGUST] > 0)
    weight = (np.arange(1, LAST_MONTH + 1) / LAST_MONTH) ** 0.55
    noise = random.normal(0.0, 0.05, due.shape) * np.linspace(0.8, 0.1, LAST_MONTH)
    path = (0.985 * (1 - weight) + weight * pace[:, None]) * SEASON * np.exp(noise)
    path[roles.dipped, 4:7] *= 0.77
    shares = path * due
    quarterly = (random.random(len(august)) < 0.1) & ~roles.dipped
    shares[quarterly] = shares[quarterly][:, QUARTERLY] * (due[quarterly] > 0)
    ahead = (random.random(len(august)) < 0.06) & ~roles.low
    shares[ahead] = np.maximum(shares[ahead], (august * 0.7)[ahead, None] * (due[ahead] > 0.1))
    shares[:, AUGUST] = august
    shares[roles.zero] = 0.0
    return shares


def _year_end(august: np.ndarray, roles: Roles, random: np.random.Generator) -> np.ndarray:
    """Share paid by the end of December of a closed year."""
    count = len(august)
    caught = np.where(roles.low, random.uniform(0.3, 1.0, count), random.uniform(0.78, 0.995, count))
    caught = np.where(roles.zero, random.choice([0.0, 0.5, 0.9], count), caught)
    return np.maximum(august, august + (0.995 - august) * caught)


def _after_august(august: np.ndarray, money: Budgets, roles: Roles, random: np.random.Generator) -> np.ndarray:
    """Shares paid by each of the months 9–12 of a closed year: slow, then the December rush."""
    last = np.where(money.end == 0, 12, np.maximum(money.end, LAST_MONTH + 1))
    first = np.maximum(money.start - 1, LAST_MONTH)
    passed = np.clip((np.arange(9, 13) - first[:, None]) / (last - first)[:, None], 0.0, 1.0)
    rushed = (random.random(len(august)) < 0.35) & roles.low
    held_back = np.where(rushed, 0.85, random.uniform(0.15, 0.45, len(august)))
    settled = passed * np.where(passed < 1.0, (1.0 - held_back)[:, None], 1.0)
    final = _year_end(august, roles, random)
    return august[:, None] + (final - august)[:, None] * settled


def _whole_cents(shares: np.ndarray, money: Budgets) -> np.ndarray:
    """Paid to date in 分, never above the budget standing in a month before the last."""
    exact = shares * money.adjusted[:, None]
    final = exact[:, -1:]
    capped = np.minimum(exact, np.maximum(money.standing * 0.99, 0))
    capped = np.where(money.standing == money.adjusted[:, None], exact, capped)
    capped[:, -1:] = final
    falling = np.minimum.accumulate(capped[:, ::-1], axis=1)[:, ::-1]
    return np.round(falling / (10 * CENTS)).astype(np.int64) * 10 * CENTS


def _refund(to_date: np.ndarray, rows: pd.DataFrame, roles: Roles, random: np.random.Generator) -> None:
    """Let a few projects take money back in a month, and pay it again later; the ends stay."""
    chosen = np.flatnonzero((random.random(len(to_date)) < 0.018) & ~roles.zero)
    open_year = (rows["fiscal_year"] == LAST_YEAR).to_numpy()
    for row in chosen:
        month = int(random.integers(2, 7 if open_year[row] else 11))
        returned = int(to_date[row, month - 1] * random.uniform(0.02, 0.07)) // CENTS * CENTS
        to_date[row, month] = to_date[row, month - 1] - returned
    last_zero = np.flatnonzero(roles.zero & open_year)[:1]
    to_date[last_zero, 2:5] = 200_000 * CENTS


def _odd_cents(to_date: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Give most payments an uneven end, as real ones have."""
    paid = np.diff(to_date, axis=1, prepend=0)
    uneven = random.integers(0, 10 * CENTS, paid.shape) * (random.random(paid.shape) < 0.8)
    return np.cumsum(np.where(paid > 100 * CENTS, paid - uneven, paid), axis=1)


def payments(rows: pd.DataFrame, money: Budgets, roles: Roles, random: np.random.Generator) -> np.ndarray:
    """Paid to date in 分, rows × 12; the months after August of the last year repeat August."""
    august = _august(rows, money, roles, random)
    shares = np.hstack([_to_august(august, money, roles, random), _after_august(august, money, roles, random)])
    open_year = (rows["fiscal_year"] == LAST_YEAR).to_numpy()
    shares[open_year, LAST_MONTH:] = shares[open_year, AUGUST][:, None]
    to_date = _odd_cents(_whole_cents(shares, money), random)
    _refund(to_date, rows, roles, random)
    to_date[open_year, LAST_MONTH:] = to_date[open_year, AUGUST][:, None]
    to_date[rows["retired"].to_numpy()] = 0
    return to_date
