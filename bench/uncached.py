"""Streamlit without caches of answers and figures, to see their worth: python -m bench.uncached run server.py."""

from collections.abc import Callable
from typing import Any

import streamlit as st
from streamlit.web.cli import main

KEPT = ("components.data", "_open")


def forgetful(*given: Any, **_: Any) -> Any:
    """Takes the place of st.cache_data, with arguments or without; keeps nothing."""
    return given[0] if given else lambda function: function


def stores_alone(**named: Any) -> Callable[[Any], Any]:
    """Takes the place of st.cache_resource: keeps the open stores and forgets answers and figures."""
    keep = remember(**named)
    return lambda function: keep(function) if (function.__module__, function.__name__) == KEPT else function


remember = st.cache_resource
forgetful.clear = stores_alone.clear = lambda: None  # type: ignore[attr-defined]

if __name__ == "__main__":
    st.cache_data, st.cache_resource = forgetful, stores_alone  # type: ignore[assignment]
    main(prog_name="streamlit")
