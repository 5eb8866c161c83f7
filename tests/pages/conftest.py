"""The dashboard without a browser, on a store whose figures are known."""

from collections.abc import Callable
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dualwatch.store import Store
from tests.conftest import publish, write_tables
from tests.pages import area
from tests.pages.intake_steps import INTAKE, settled

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


@pytest.fixture
def own_store(tmp_path: Path) -> Store:
    """The store of tests/pages/area.py, for one test to change."""
    store = Store(tmp_path / "store")
    publish(store, write_tables(tmp_path / "delivery", area.tables()))
    return store


@pytest.fixture
def send(open_app: Callable[..., AppTest]) -> Callable[..., AppTest]:
    """A function that uploads files to a store with options by widget key, and waits until they are checked."""

    def send_one(store: Store, files: dict[str, bytes], **options: object) -> AppTest:
        app = open_app(store.path, INTAKE)
        for name, content in files.items():
            app.file_uploader(key="intake_files").upload(name, content)
        for key, value in options.items():
            app.session_state[f"{key}_new"] = value
        app.run()
        app.button(key="check_files").click()
        return settled(app.run())

    return send_one


def texts(app: AppTest) -> str:
    """All Markdown of a page, in one string."""
    return "\n".join(element.value for element in app.markdown)
