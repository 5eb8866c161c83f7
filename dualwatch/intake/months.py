"""Month columns side by side as rows, one a filled cell."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dualwatch.intake.draft import Draft


@dataclass(frozen=True)
class MonthColumn:
    """The texts of one month's column, the month, and the column's number in the sheet where it stands in one."""

    texts: pa.Array
    month: str
    spot: int | None = None


def melt(draft: Draft, name: str, months: Sequence[MonthColumn]) -> Draft:
    """One row a filled month cell, in the order of the rows; months as text, a blank cell says nothing."""
    count = len(draft)
    values = pa.concat_arrays([one.texts for one in months])
    labels = pa.array([one.month for one in months]).take(pa.array(np.repeat(np.arange(len(months)), count)))
    order = np.lexsort((np.repeat(np.arange(len(months)), count), np.tile(np.arange(count), len(months))))
    order = order[pc.is_valid(values).to_numpy(zero_copy_only=False)[order]]
    places = order % count if count else order
    _take(draft, places)
    chosen = pa.array(order)
    draft.columns |= {name: values.take(chosen), "month": labels.take(chosen)}
    if all(one.spot is not None for one in months):
        columns = np.array([one.spot for one in months])[order // count if count else order]
        draft.spots[name] = np.stack([draft.rows, columns], axis=1)
    return draft


def _take(draft: Draft, places: np.ndarray) -> None:
    source = pa.array(places)
    draft.rows = draft.rows[places]
    draft.columns = {key: column.take(source) for key, column in draft.columns.items()}
    draft.spots = {key: spot if isinstance(spot, int) else spot[places] for key, spot in draft.spots.items()}
    if draft.row_units is not None:
        draft.row_units = draft.row_units.take(source)
