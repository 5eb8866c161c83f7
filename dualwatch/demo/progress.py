"""How far the work of every project has come, month by month, as numbers.

Matrices have a row an indicator or a project and twelve months; a completion
of 1 is the year's target. What is written into files is made in reports.py.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from dualwatch.demo.budgets import Budgets
from dualwatch.demo.indicators import CEILING, COUNT, DATE, EFFECT, RATE, SATISFACTION, ZERO
from dualwatch.demo.places import LAST_MONTH, LAST_YEAR, YEARS
from dualwatch.demo.roles import Roles

MONTHS = np.arange(1, 13)
KEEPS_UP = 0.86
WHOLE_UNITS = ("件", "处", "次", "天", "个工作日", "分钟", "小时", "元/人", "元/张", "元/亩")
LEVEL_PARTLY, LEVEL_MISSED = 0.7, 0.3
UNEXCEEDED = ("%", "个月")
VERY_LOW_SATISFACTION = 2


@dataclass(frozen=True)
class Progress:
    """Value of each indicator in each month (rows of the frame × 12), and whether it can be reported then."""

    values: np.ndarray
    seen: np.ndarray


def _ratio(roles: Roles, random: np.random.Generator) -> np.ndarray:
    """What share of the expected work a deviating project has done at the end; NaN for the others."""
    deep = random.random(len(roles.deviating)) < 0.1
    drawn = np.where(deep, random.uniform(0.44, 0.57, len(deep)), random.uniform(0.63, 0.755, len(deep)))
    return np.where(roles.deviating, drawn, np.nan)


def _shifting_luck(frame: pd.DataFrame) -> np.ndarray:
    """A draw for each indicator and month that moves a little from month to month."""
    return (frame["luck"].to_numpy()[:, None] + frame["wobble"].to_numpy()[:, None] * MONTHS / 5) % 1.0


def _level_quality(ratio: np.ndarray) -> np.ndarray:
    """Completion of the indicators that are a level: only deeply deviating projects miss those too."""
    return np.where(ratio < 0.6, ratio + 0.17, 1.0)


def _rate_values(frame: pd.DataFrame, quality: np.ndarray, luck: np.ndarray) -> np.ndarray:
    goal = frame["goal"].to_numpy()[:, None]
    above = goal + (100 - goal) * luck * 0.85
    slightly_below = goal * (0.95 + 0.04 * luck)
    normal = np.where((frame["wobble"].to_numpy() < 0.06)[:, None], slightly_below, above)
    return np.round(np.where(quality[:, None] < 1, goal * quality[:, None], normal), 1)


def _ceiling_values(frame: pd.DataFrame, quality: np.ndarray, luck: np.ndarray) -> np.ndarray:
    goal = frame["goal"].to_numpy()[:, None]
    exact = np.where(quality[:, None] < 1, goal * (2 - quality[:, None]), goal * (0.45 + 0.54 * luck))
    whole = frame["unit"].isin(WHOLE_UNITS).to_numpy()[:, None]
    return np.where(whole, np.floor(exact), np.floor(exact * 10) / 10)


def _level_values(frame: pd.DataFrame, closed: np.ndarray, luck: np.ndarray) -> np.ndarray:
    """Levels of the effects: partly reached in between, and for a few at the end of a closed year."""
    steady = frame["luck"].to_numpy()[:, None]
    partly = (steady < np.where(MONTHS < LAST_MONTH, 0.12, 0.0)) | (closed[:, None] & (steady < 0.06))
    missed = closed[:, None] & (steady < 0.006) & (MONTHS == 12)
    return np.where(missed, LEVEL_MISSED, np.where(partly, LEVEL_PARTLY, 1.0))


def _satisfaction_values(frame: pd.DataFrame, low: np.ndarray, luck: np.ndarray) -> np.ndarray:
    goal = frame["goal"].to_numpy()[:, None]
    steady = frame["luck"].to_numpy()[:, None]
    below = goal - 0.5 - 80 * steady
    values = np.where(steady < 0.06, below, goal + (100 - goal) * luck * 0.8)
    return np.round(np.where(low[:, None], 57.6, values), 1)


def _date_values(frame: pd.DataFrame, closed: np.ndarray) -> np.ndarray:
    """Month × 100 + day on which a dated indicator was met; a few of a closed year come late."""
    luck, goal = frame["luck"].to_numpy(), frame["goal"].to_numpy()
    month = np.maximum(1, goal - (luck * 3).astype(int))
    late = closed & (luck < 0.04) & (goal < 12)
    day = 3 + (frame["wobble"].to_numpy() * 24).astype(int)
    return np.repeat((np.where(late, 12, month) * 100 + day)[:, None], 12, axis=1)


def _levels(frame: pd.DataFrame, ratio: np.ndarray, closed: np.ndarray, low: np.ndarray) -> np.ndarray:
    """Values of all indicators that are no counts."""
    luck = _shifting_luck(frame)
    quality = _level_quality(ratio)
    kinds = frame["kind"].to_numpy()
    values = np.zeros((len(frame), 12))
    for kind, made in (
        (RATE, _rate_values(frame, quality, luck)),
        (CEILING, _ceiling_values(frame, quality, luck)),
        (EFFECT, _level_values(frame, closed, luck)),
        (SATISFACTION, _satisfaction_values(frame, low, luck)),
        (DATE, _date_values(frame, closed)),
    ):
        values[kinds == kind] = made[kinds == kind]
    return values


def _completions(frame: pd.DataFrame, values: np.ndarray) -> np.ndarray:
    """Completion of the indicators that are no counts, from the values as they will be written."""
    goal = np.maximum(frame["goal"].to_numpy(), 0.01)[:, None]
    kinds = frame["kind"].to_numpy()[:, None]
    shares = np.select(
        [np.isin(kinds, [RATE, SATISFACTION]), kinds == CEILING, kinds == EFFECT],
        [values / goal, np.where(values <= goal, 1.0, 2 - values / goal), values],
        1.0,
    )
    return np.clip(shares, 0.0, 1.0)


def _seen(frame: pd.DataFrame, values: np.ndarray, deviating: np.ndarray, low: np.ndarray) -> np.ndarray:
    """Whether an indicator can be reported in a month: surveys and effects mostly at the year's end."""
    seen = frame["seen"].to_numpy()[:, None]
    kinds = frame["kind"].to_numpy()[:, None]
    soft = np.isin(kinds, [EFFECT, SATISFACTION, DATE])
    early = np.select([kinds == EFFECT, kinds == SATISFACTION, kinds == COUNT], [0.45, 0.12, 1.1], 0.88)
    shown = seen < np.where(MONTHS == 12, np.maximum(early, 0.97), early)
    shown = np.where(kinds == DATE, values // 100 <= MONTHS, shown)
    shown = np.where(soft & deviating[:, None] & (MONTHS < 12), False, shown)
    return shown | (low[:, None] & (kinds == SATISFACTION))


def _sums(frame: pd.DataFrame, amounts: np.ndarray, count: int) -> np.ndarray:
    """Sums by project of indicators × 12."""
    total = np.zeros((count, 12))
    np.add.at(total, frame["row"].to_numpy(), amounts)
    return total


@dataclass(frozen=True)
class _Work:
    """Per project and month: weight of its counts, of its levels, and the weighted completion of those."""

    counts: np.ndarray
    levels: np.ndarray
    reached: np.ndarray


def _work(frame: pd.DataFrame, values: np.ndarray, seen: np.ndarray, projects: int) -> _Work:
    weight = frame["weight"].to_numpy()[:, None] * seen
    counted = (frame["kind"] == COUNT).to_numpy()[:, None]
    level = np.where(counted, 0, weight)
    reached = level * _completions(frame, values)
    return _Work(
        _sums(frame, np.where(counted, weight, 0), projects),
        _sums(frame, level, projects),
        _sums(frame, reached, projects),
    )


def _trailing_counts(work: _Work, due: np.ndarray, ratio: np.ndarray) -> np.ndarray:
    """Completion of the counts at which a project has its ratio; it falls behind step by step."""
    slack = np.where(MONTHS < LAST_MONTH, 0.9 * (LAST_MONTH - MONTHS) / LAST_MONTH, 0.0)
    wanted = ratio[:, None] + (1 - ratio[:, None]) * slack
    expected = work.counts * due + work.levels
    share = (wanted * expected - work.reached) / np.maximum(work.counts, 1)
    return np.clip(share, 0.02 * due, due)


def _steady_counts(work: _Work, due: np.ndarray, paid: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Completion of the counts at which the work keeps pace with the money, give or take a little."""
    lean = np.clip(random.normal(0.012, 0.033, len(due)), -0.075, 0.085)[:, None]
    wanted = (np.where(np.isnan(paid), due, paid) + lean) * (work.counts + work.levels)
    share = (wanted - work.levels * due) / np.maximum(work.counts, 1)
    return np.clip(share, KEEPS_UP * due, 1.0)


def _count_shares(
    work: _Work,
    due: np.ndarray,
    paid: np.ndarray,
    ratio: np.ndarray,
    closed: np.ndarray,
    random: np.random.Generator,
) -> np.ndarray:
    """Completion of each project's counts, never falling from month to month."""
    steady = _steady_counts(work, due, paid, random)
    done = random.random(len(due)) < 0.86
    at_end = np.where(done, 1.0, np.clip(steady[:, 11], KEEPS_UP, 0.99))
    steady[:, 11] = np.where(closed, at_end, steady[:, 11])
    steady[~closed, LAST_MONTH:] = 1.0
    trailing = _trailing_counts(work, due, np.nan_to_num(ratio, nan=1.0))
    shares = np.where(np.isnan(ratio)[:, None], steady, trailing)
    return np.minimum.accumulate(shares[:, ::-1], axis=1)[:, ::-1]


def _exceeding(frame: pd.DataFrame, eligible: np.ndarray) -> np.ndarray:
    """First counts of some projects that end far above a target set too low."""
    first = (frame["no"] == 1) & (frame["kind"] == COUNT) & ~frame["unit"].isin(UNEXCEEDED) & (frame["goal"] >= 20)
    return first.to_numpy() & eligible & (frame["seen"] < 0.06).to_numpy()


def _count_values(
    frame: pd.DataFrame, shares: np.ndarray, due: np.ndarray, deviating: np.ndarray, exceeding: np.ndarray
) -> np.ndarray:
    """Counts as written: whole numbers, rounded towards what the project's role needs."""
    goal = frame["goal"].to_numpy()[:, None]
    lean = 1 + 0.05 * (frame["wobble"].to_numpy()[:, None] - 0.5)
    normal = np.clip(shares * lean, KEEPS_UP * due, 1.0)
    run_up = np.minimum(1.0, due / np.maximum(due[:, [LAST_MONTH - 1]], 0.01)) ** 0.5
    excess = (1.24 + 0.35 * frame["luck"].to_numpy())[:, None] * run_up
    own = np.where(exceeding[:, None], excess, np.where(deviating[:, None], shares, normal))
    fine = np.where(frame["unit"].to_numpy()[:, None] == "%", 10, 1)
    exact = own * goal * fine
    return np.where(deviating[:, None], np.floor(exact + 1e-9), np.ceil(exact - 1e-9)) / fine


def _very_low(frame: pd.DataFrame, rows: pd.DataFrame, roles: Roles) -> np.ndarray:
    """The satisfaction surveys of two deviating projects of the last year that fall below 60."""
    owner = frame["row"].to_numpy()
    asked = (frame["kind"] == SATISFACTION).to_numpy() & roles.deviating[owner]
    mask = np.zeros(len(frame), dtype=bool)
    last = asked & (rows["fiscal_year"].to_numpy()[owner] == LAST_YEAR)
    mask[np.flatnonzero(last)[:VERY_LOW_SATISFACTION]] = True
    return mask


def progress(
    rows: pd.DataFrame,
    frame: pd.DataFrame,
    money: Budgets,
    roles: Roles,
    to_date: np.ndarray,
    random: np.random.Generator,
) -> Progress:
    """Draw the work of every project so that it fits its money and its role."""
    owner = frame["row"].to_numpy()
    ratio = _ratio(roles, random)
    closed = (rows["fiscal_year"] < YEARS[-1]).to_numpy()
    low = _very_low(frame, rows, roles)
    values = _levels(frame, ratio[owner], closed[owner], low)
    seen = _seen(frame, values, roles.deviating[owner], low)
    work = _work(frame, values, seen, len(rows))
    standing = np.where(money.standing > 0, money.standing, np.nan)
    shares = _count_shares(work, money.elapsed, to_date / standing, ratio, closed, random)
    exceeding = _exceeding(frame, ~(roles.deviating | roles.low)[owner])
    counted = (frame["kind"] == COUNT).to_numpy()
    counts = _count_values(frame, shares[owner], money.elapsed[owner], roles.deviating[owner], exceeding)
    values[counted] = counts[counted]
    values[(frame["kind"] == ZERO).to_numpy()] = 0.0
    return Progress(values, seen)
