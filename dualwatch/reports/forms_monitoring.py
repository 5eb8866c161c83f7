"""绩效目标执行监控表 filled from the store, up to a month."""

from pathlib import Path
from typing import Any

from dualwatch.model import Scope
from dualwatch.reports.forms import filled
from dualwatch.reports.forms_layouts import MONITORING
from dualwatch.store import Store


def write(store: Store, out: Path, params: dict[str, Any], scope: Scope) -> str:
    """Writes the form of the chosen projects at the month asked for, else the latest."""
    return filled(store, MONITORING, out, params, scope)
