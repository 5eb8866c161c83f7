"""The demonstration city 云州市: invented deliveries that look like a bureau's own.

`write` draws the whole city from one seed and leaves one folder a delivery;
the same seed gives the same bytes.
"""

from pathlib import Path
from zlib import crc32

import numpy as np

from dualwatch.demo import (
    appraisals,
    budgets,
    deliveries,
    fiscal,
    indicators,
    payments,
    progress,
    projects,
    reports,
    roles,
)
from dualwatch.demo.deliveries import Delivery
from dualwatch.demo.tables import City

__all__ = ["City", "Delivery", "draw", "write"]


def _stream(seed: int, part: str) -> np.random.Generator:
    """A stream of draws of its own for each part, so that one part's change leaves the others alone."""
    return np.random.default_rng([seed, crc32(part.encode())])


def draw(seed: int = 135) -> City:
    """Draw roll, budgets, payments (分), indicators, reports, appraisals and the counties' totals of all years."""
    rows = projects.roll(_stream(seed, "roll"))
    money = budgets.budgets(rows, _stream(seed, "budgets"))
    frame = indicators.indicators(rows, _stream(seed, "indicators"))
    dealt = roles.roles(rows, money, indicators.measurable(frame, rows), _stream(seed, "roles"))
    to_date = payments.payments(rows, money, dealt, _stream(seed, "payments"))
    work = progress.progress(rows, frame, money, dealt, to_date, _stream(seed, "progress"))
    listed = reports.reports(rows, frame, money, dealt, work, _stream(seed, "reports"))
    appraised = appraisals.appraisals(rows, money, _stream(seed, "appraisals"))
    totals = fiscal.totals(_stream(seed, "fiscal totals"))
    return City(rows, money, to_date, frame, listed, dealt.silent, appraised, totals)


def write(folder: Path, seed: int = 135) -> list[Delivery]:
    """Write the demonstration deliveries under the folder, in the order to load them.

    Each `Delivery` is a folder of canonical tables (money in 元) to load as one
    batch with its `covers`.
    """
    return deliveries.write(folder, draw(seed), _stream(seed, "deliveries"))
