"""What each page asks of the store, written down while AppTest opens it: no list of questions is kept by hand."""

import json
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import streamlit as st
from streamlit.testing.v1 import AppTest

from bench.visits import FIRST, ROOT, Visit, visits
from dualwatch.store import Store

PATIENCE = 900


def record(store: str) -> list[dict[str, Any]]:
    """One row a distinct question with its parameters, and the visits that ask it; raises when a page fails."""
    os.environ["DUALWATCH_STORE"] = store
    found: dict[str, dict[str, Any]] = {}
    for visit in visits(Path(store)):
        with _quiet():
            asked = _asked(visit)
        for question, params in asked:
            row = {"name": question, "params": params, "visits": []}
            kept = found.setdefault(json.dumps([question, params], ensure_ascii=False, sort_keys=True), row)
            if visit.name not in kept["visits"]:
                kept["visits"].append(visit.name)
    return sorted(found.values(), key=lambda row: (row["name"], row["visits"]))


def _asked(visit: Visit) -> list[tuple[str, dict[str, Any]]]:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=PATIENCE)
    if visit.script != FIRST:
        app.switch_page(visit.script)
    st.cache_data.clear()
    st.cache_resource.clear()
    with recording() as asked:
        for name, value in visit.url.items():
            app.query_params[name] = value
        for name, value in visit.widgets.items():
            app.session_state[name] = value
        app.run()
    broken = [*(error.value for error in app.error), *(error.value for error in app.exception)]
    if broken:
        raise RuntimeError(f"{visit.name}: {broken[0]}")
    return asked


@contextmanager
def _quiet() -> Iterator[None]:
    """Without Streamlit's warnings that no server runs, which AppTest never has."""
    logging.disable(logging.WARNING)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)


@contextmanager
def recording() -> Iterator[list[tuple[str, dict[str, Any]]]]:
    """The questions that any store of this process is asked while the block lasts, with what was bound."""
    asked: list[tuple[str, dict[str, Any]]] = []
    ask = Store.ask

    def noted(self: Store, name: str, params: dict[str, Any] | None = None, *rest: Any, **named: Any) -> Any:
        asked.append((name, dict(params or {})))
        return ask(self, name, params, *rest, **named)

    with patch.object(Store, "ask", noted):
        yield asked
