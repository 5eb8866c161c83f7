"""The three official forms to download: blank templates, and forms filled from the store."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from dualwatch.model import Scope, WrongUsage
from dualwatch.reports.forms_content import Content, contents
from dualwatch.reports.forms_delivery import book, deliver
from dualwatch.reports.forms_layouts import LAYOUTS, Layout
from dualwatch.reports.sheets import DEMO_MARK
from dualwatch.store import Store


def template(format_name: str) -> tuple[str, bytes]:
    """The blank form of a format (selfeval-form, monitoring-form, tracking-form): file name and content.

    Raises WrongUsage for a format that is no official form.
    """
    if format_name not in LAYOUTS:
        raise WrongUsage(f"“{format_name}”没有空白表。可用：{'、'.join(LAYOUTS)}。")
    layout = LAYOUTS[format_name]
    return f"{layout.label}（空白）.xlsx", book(layout, [Content()])


def filled(store: Store, layout: Layout, out: Path, params: dict[str, Any], scope: Scope) -> str:
    """Writes the filled form of each chosen project, one workbook a project, and says how many."""
    notes, made = origin(store, scope)
    forms = contents(store, params, scope, notes)
    groups = [(f"{form.project['pro_code']} {form.project['pro_name']}", [form]) for form in forms]
    deliver(layout, groups, out, made)
    return told(layout, forms, out)


def told(layout: Layout, forms: Sequence[Content], out: Path) -> str:
    """The sentence about what was written."""
    year, month = forms[0].project["fiscal_year"], forms[0].month
    period = f"{year} 年度" if layout.whole_year else f"{year} 年 1-{month} 月"
    return f"写了 {len(forms):,} 个项目的{layout.label}（{period}），在 {out}。"


def origin(store: Store, scope: Scope) -> tuple[str, datetime]:
    """The mark that forms of invented figures carry, and when the data were loaded."""
    (state,) = store.rows("context/header", scope=scope)
    return DEMO_MARK if state["demo"] else "", state["loaded_at"]
