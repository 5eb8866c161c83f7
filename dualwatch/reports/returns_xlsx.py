"""退回清单.xlsx: the sender's own workbook with its bad cells coloured and commented, ready to send back."""

import hashlib
from collections.abc import Sequence
from pathlib import PurePath

from dualwatch.intake.grids import read_grids
from dualwatch.intake.sources import SourceFile
from dualwatch.model import Problem
from dualwatch.reports import returns_grid, returns_own
from dualwatch.reports.returns_list import Listing

OWN = (".xlsx", ".xlsm")


def returned(source_name: str, content: bytes, problems: Sequence[Problem]) -> tuple[str, bytes]:
    """The name and the bytes of what goes back for one file with its problems.

    An .xlsx or .xlsm comes back as it is, its formats and macros kept; other kinds as an .xlsx of their
    cells as text; of a very large file only the rows to mend; of one that cannot be read the list alone.
    """
    path = PurePath(source_name)
    suffix = path.suffix.lower()
    listing = Listing(path.name, problems)
    if suffix in OWN and returns_own.is_small(content):
        try:
            own = returns_own.workbook(content, listing, keep_vba=suffix == ".xlsm")
        except Exception:  # openpyxl raises many kinds on workbooks that other readers can read
            own = b""
        if own:
            return f"{path.stem}.退回清单{suffix}", own
    grids, _ = read_grids(SourceFile(source_name, content, hashlib.sha256(content).hexdigest()))
    return f"{path.stem}.退回清单.xlsx", returns_grid.workbook(grids, listing)
