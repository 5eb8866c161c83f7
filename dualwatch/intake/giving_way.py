"""Drafts that give way: what another sheet of the same load gives too is left to that sheet."""

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from dualwatch.intake.draft import Draft
from dualwatch.model import Level

_MARK = "\x1f"


def give_way(drafts: Sequence[Draft]) -> None:
    """Rows of drafts that give way go where a draft that does not has their key; each draft says how many."""
    for draft in drafts:
        others = [one for one in drafts if one.table is draft.table and not one.gives_way]
        if not draft.gives_way or not others or not len(draft):
            continue
        taken = pc.is_in(_keys(draft), value_set=pa.concat_arrays([_keys(one) for one in others]))
        count = pc.sum(taken).as_py()
        if count:
            files = "、".join(dict.fromkeys(one.file for one in others))
            reason = f"{count} 行“{draft.table.label}”本次导入的“{files}”里也有：以那里的为准。"
            draft.problem(reason, Level.NOTICE)
            draft.keep(pc.invert(taken).to_numpy(zero_copy_only=False))


def _keys(draft: Draft) -> pa.Array:
    parts = [draft.columns.get(name, pa.nulls(len(draft), pa.string())) for name in draft.table.key]
    return pc.binary_join_element_wise(*(pc.fill_null(part, "") for part in parts), _MARK)
