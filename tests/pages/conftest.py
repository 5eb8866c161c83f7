"""The dashboard without a browser, on a store whose figures are known."""

from collections.abc import Callable
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dualwatch.store import Store
from tests.pages import area

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def area_store(make_store: Callable[..., Store]) -> Store:
    """The store of tests/pages/area.py."""
    return make_store(area.tables())


@pytest.fixture
def open_app(monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """A function from a store's folder, a page script and URL parameters to the page as it is drawn."""
    monkeypatch.chdir(ROOT)

    def open_one(store: Path, page: str | None = None, **params: str | list[str]) -> AppTest:
        monkeypatch.setenv("DUALWATCH_STORE", str(store))
        st.cache_data.clear()
        st.cache_resource.clear()
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        if page:
            app.run()
            app.switch_page(page)
        for name, value in params.items():
            app.query_params[name] = value
        return app.run()

    return open_one


@pytest.fixture
def open_area(area_store: Store, open_app: Callable[..., AppTest]) -> Callable[..., AppTest]:
    """`open_app` on the area's store."""
    return lambda page=None, **params: open_app(area_store.path, page, **params)


def texts(app: AppTest) -> str:
    """All Markdown of a page, in one string."""
    return "\n".join(element.value for element in app.markdown)
