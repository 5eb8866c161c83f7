"""Ex-ante appraisals of the large new projects of the last year, and the few that nobody appraised."""

import numpy as np
import pandas as pd

from dualwatch.demo.budgets import CENTS, ROUND_TO, Budgets
from dualwatch.demo.places import LAST_YEAR

LARGE = 3_000_000 * CENTS
APPRAISED = 0.88
SUPPORTED = 0.62
FULL, AMENDED = "予以支持", "调整完善后予以支持"


def _new(rows: pd.DataFrame) -> np.ndarray:
    """Projects that first stand on the roll of the last year, staff costs apart."""
    return (
        (rows["fiscal_year"] == LAST_YEAR)
        & (rows["created"] == LAST_YEAR)
        & (rows["letter"] != "R")
        & ~rows["added"]
        & ~rows["retired"]
    ).to_numpy()


def appraisals(rows: pd.DataFrame, money: Budgets, random: np.random.Generator) -> pd.DataFrame:
    """One row an appraised project: its row of the roll, declared and approved money (分), the conclusion."""
    draw, cut = random.random((2, len(rows)))
    chosen = _new(rows) & (money.initial >= LARGE) & (draw < APPRAISED)
    supported = draw < SUPPORTED
    share = np.where(supported, 0.88 + 0.12 * cut, 0.62 + 0.23 * cut)
    declared = np.ceil(money.initial / share / ROUND_TO).astype(np.int64) * ROUND_TO
    listed = pd.DataFrame(
        {
            "row": np.arange(len(rows)),
            "declared": declared,
            "approved": money.initial,
            "conclusion": np.where(supported, FULL, AMENDED),
        }
    )
    return listed[chosen].reset_index(drop=True)
