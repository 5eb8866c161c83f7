"""Where pages are and how a reader gets from one to another without losing the filters."""

from pathlib import PurePosixPath
from typing import Any

import streamlit as st
from streamlit.errors import StreamlitAPIException

OVERVIEW = "pages/monitor/overview.py"
ALERTS = "pages/monitor/alerts.py"
PROJECT = "pages/monitor/project.py"
COUNTIES = "pages/compare/counties.py"
DEPARTMENTS = "pages/compare/departments.py"
INTAKE = "pages/data/intake.py"
QUALITY = "pages/data/quality.py"
METHODS = "pages/data/methods.py"

KEPT = "kept_filters"
VALUES = "kept_values"
SHOWN = "shown_page"


def keep(chosen: dict[str, Any], values: dict[str, Any] | None = None) -> None:
    """Remember what the URL says of the filters (labels by key) and the version, and what the widgets hold."""
    version = st.query_params.get("version")
    st.session_state[KEPT] = {**chosen, "version": version} if version else chosen
    st.session_state[VALUES] = values or {}


def kept(**params: Any) -> dict[str, Any]:
    """The URL parameters of a link: the filters in force and `params`."""
    return {**st.session_state.get(KEPT, {}), **params}


def carry_over(page: Any) -> None:
    """Bring the filters along when the menu opened `page` with none in its URL.

    Where Streamlit still holds the URL keys for the page before, the widgets are set instead.
    """
    before = st.session_state.get(SHOWN, page.url_path)
    st.session_state[SHOWN] = page.url_path
    chosen = st.session_state.get(KEPT, {})
    if before != page.url_path and chosen and not any(key in st.query_params for key in chosen):
        others = {key: st.query_params.get_all(key) for key in st.query_params}
        try:
            st.switch_page(page, query_params={**others, **chosen})
        except StreamlitAPIException:
            st.session_state.update(st.session_state.get(VALUES, {}))
            if "version" in chosen:
                st.query_params["version"] = chosen["version"]


def is_open(page: Any, script: str) -> bool:
    """Whether `page` is the one of a script: its URL is the script's name."""
    return bool(page.url_path == PurePosixPath(script).stem)


def link(page: str, label: str, icon: str | None = None, **params: Any) -> None:
    """A link to another page that keeps the filters."""
    st.page_link(page, label=label, icon=icon, query_params=kept(**params))


def go(page: str, counties: str | None = None, departments: str | None = None, **params: Any) -> None:
    """Open another page at once, keeping the filters; a region's or department's label narrows them.

    A filter's own widget owns its URL key, so the filters follow by `carry_over`.
    """
    narrowed = {key: label for key, label in (("counties", counties), ("departments", departments)) if label}
    if narrowed:
        keep(kept(**narrowed))
    st.switch_page(page, query_params=params)


def open_project(project_id: str) -> None:
    """Open the file of one project."""
    go(PROJECT, project=project_id)
