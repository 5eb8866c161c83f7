"""Budgets and their changes in the year, and the months a project runs; money in 分."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from dualwatch.demo.places import LAST_YEAR, REGIONS, YEARS

YEAR_SIZES = dict(zip(YEARS, (0.86, 0.91, 0.955, 1.0), strict=True))
TYPICAL = {"R": 6.0, "Y": 2.4, "T": 5.2}
WINDOWS = (
    (0.63, 0, 0),
    (0.08, 1, 12),
    (0.03, 2, 12),
    (0.035, 3, 12),
    (0.015, 4, 12),
    (0.01, 5, 12),
    (0.005, 7, 12),
    (0.025, 1, 6),
    (0.04, 1, 8),
    (0.05, 1, 9),
    (0.04, 1, 10),
    (0.01, 3, 10),
    (0.005, 4, 11),
    (0.015, 8, 12),
    (0.01, 9, 12),
)
LARGEST_WINDOWED = 12_000_000
MID_YEAR = 6
CENTS = 100
ROUND_TO = 1000 * CENTS


@dataclass(frozen=True)
class Budgets:
    """One entry a row of the roll; `standing` is rows × months; change_month 0 = no change."""

    initial: np.ndarray
    adjusted: np.ndarray
    standing: np.ndarray
    change_month: np.ndarray
    change_amount: np.ndarray
    change_kind: np.ndarray
    carried_over: np.ndarray
    start: np.ndarray
    end: np.ndarray
    elapsed: np.ndarray


def _sizes(rows: pd.DataFrame, random: np.random.Generator) -> np.ndarray:
    """Relative sizes: lognormal, growing gently while a project goes on."""
    spread = random.normal(0.0, 0.95, (rows["slot"].max() + 1, len(YEARS)))
    wide = np.where(rows["letter"] == "T", 1.0, 0.6)
    own = spread[rows["slot"], rows["generation"]] * wide
    book = np.where(rows["book"] == "社会保险基金预算", 1.1, np.where(rows["book"] == "政府性基金预算", 0.4, 0.0))
    size = np.minimum(own + book, 2.6) + random.normal(0.0, 0.06, len(rows))
    return rows["letter"].map(TYPICAL).to_numpy() * np.exp(np.where(rows["added"], np.minimum(size, 0.3), size))


def _adjusted(rows: pd.DataFrame, random: np.random.Generator) -> np.ndarray:
    """Adjusted budgets that add up to about each region's total of the year."""
    sizes = _sizes(rows, random)
    totals = pd.Series(sizes).groupby([rows["fiscal_year"], rows["region"]]).transform("sum").to_numpy()
    region = rows["region"].map({n: item.budget for n, item in enumerate(REGIONS)}).to_numpy()
    wanted = region * rows["fiscal_year"].map(YEAR_SIZES).to_numpy() * 1e8 * CENTS
    return np.maximum(1, np.round(sizes / totals * wanted / ROUND_TO)).astype(np.int64) * ROUND_TO


def _change_kinds(rows: pd.DataFrame, carried: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """追加 for every added project; for the others a draw; blank means the budget stood."""
    draw = random.random(len(rows))
    bounds = [0.10, 0.145, 0.17, 0.18]
    kinds = np.array(["追加", "追减", "调剂", "收回", ""], dtype=object)[np.searchsorted(bounds, draw)]
    kinds[carried & (draw > 0.5)] = "结转"
    kinds[rows["added"].to_numpy()] = "追加"
    kinds[rows["retired"].to_numpy()] = ""
    return kinds


def _change_amounts(
    rows: pd.DataFrame, adjusted: np.ndarray, kinds: np.ndarray, random: np.random.Generator
) -> np.ndarray:
    """Signed change of each project, in whole 1,000 元."""
    share = random.uniform(0.04, 0.24, len(rows))
    sign = np.where(np.isin(kinds, ["追减", "收回"]), -1, 1) * (kinds != "")
    sign = np.where((kinds == "调剂") & (random.random(len(rows)) < 0.5), -1, sign)
    amounts = np.round(adjusted * share / ROUND_TO).astype(np.int64) * ROUND_TO * sign
    return np.where(rows["added"], adjusted, amounts)


def _change_months(rows: pd.DataFrame, kinds: np.ndarray, random: np.random.Generator) -> np.ndarray:
    open_year = (rows["fiscal_year"] == LAST_YEAR).to_numpy()
    months = random.integers(3, np.where(open_year, MID_YEAR + 1, 12))
    months = np.where(kinds == "结转", 3, months)
    months = np.where(rows["added"], np.where(open_year, MID_YEAR, np.clip(months, 3, MID_YEAR)), months)
    return np.where(kinds == "", 0, months)


def _windows(
    rows: pd.DataFrame, adjusted: np.ndarray, change_month: np.ndarray, random: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Stated start and end month, 0 where the file leaves them blank; large projects run the whole year."""
    shares, starts, ends = (np.array(column) for column in zip(*WINDOWS, strict=True))
    pick = np.searchsorted(np.cumsum(shares)[:-1], random.random(len(rows)))
    pick = np.where((rows["letter"] == "T") & (adjusted < LARGEST_WINDOWED * CENTS), pick, 0)
    start = np.where(rows["added"], change_month + 1, starts[pick])
    return start, np.where(rows["added"], 12, ends[pick])


def elapsed(start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Share of each project's own window that has passed by each month (rows × 12)."""
    first = np.where(start == 0, 1, start)[:, None]
    last = np.where(end == 0, 12, end)[:, None]
    return np.clip((np.arange(1, 13)[None, :] - first + 1) / (last - first + 1), 0.0, 1.0)


def _emptied(rows: pd.DataFrame, random: np.random.Generator) -> np.ndarray:
    """Two projects of the last year whose whole budget was taken back."""
    plain = (rows["fiscal_year"] == LAST_YEAR) & ~rows["added"] & ~rows["retired"] & ~rows["is_key"]
    return random.permutation(np.flatnonzero(plain & (rows["letter"] == "T")))[:2]


def budgets(rows: pd.DataFrame, random: np.random.Generator) -> Budgets:
    """Draw every budget; initial + changes = adjusted, to the 分."""
    adjusted = _adjusted(rows, random)
    carried = (random.random(len(rows)) < 0.10) & ~rows["added"].to_numpy() & ~rows["retired"].to_numpy()
    kinds = _change_kinds(rows, carried, random)
    amounts = _change_amounts(rows, adjusted, kinds, random)
    amounts = np.where(kinds == "", 0, amounts)
    emptied = _emptied(rows, random)
    kinds[emptied], amounts[emptied] = "收回", -adjusted[emptied]
    kinds = np.where(amounts == 0, "", kinds)
    months = _change_months(rows, kinds, random)
    adjusted = np.where(np.isin(np.arange(len(rows)), emptied), 0, adjusted)
    initial = adjusted - amounts
    share = random.uniform(0.05, 0.3, len(rows))
    carried_over = np.where(carried, np.round(initial * share / ROUND_TO), 0).astype(np.int64) * ROUND_TO
    start, end = _windows(rows, adjusted, months, random)
    changed = (months[:, None] > 0) & (np.arange(1, 13)[None, :] >= months[:, None])
    standing = initial[:, None] + changed * amounts[:, None]
    return Budgets(initial, adjusted, standing, months, amounts, kinds, carried_over, start, end, elapsed(start, end))
