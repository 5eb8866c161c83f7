"""项目支出绩效自评表 filled from the store: the whole of a year that has all its months."""

from pathlib import Path
from typing import Any

from dualwatch.model import Scope
from dualwatch.reports.forms import filled
from dualwatch.reports.forms_content import closed_year
from dualwatch.reports.forms_layouts import SELFEVAL
from dualwatch.store import Store


def write(store: Store, out: Path, params: dict[str, Any], scope: Scope) -> str:
    """Writes the form of the chosen projects for the year asked for, else the last complete one."""
    return filled(store, SELFEVAL, out, closed_year(store, params, scope), scope)
