"""Opens a page the way a reader does: through app.py, with what the URL and the widgets say."""

from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

APP = Path(__file__).resolve().parents[2] / "app.py"


def open_page(page: str, url: dict[str, Any] | None = None, **widgets: Any) -> AppTest:
    """The page with `url` as query parameters, then again with `widgets` set by key."""
    app = AppTest.from_file(str(APP), default_timeout=60).run()
    for key, value in (url or {}).items():
        app.query_params[key] = value
    app.switch_page(page).run()
    for key, value in widgets.items():
        app.session_state[key] = value
    if widgets:
        app.run()
    assert not app.exception, app.exception
    return app


def notes(app: AppTest) -> str:
    """All markdown of the page as one text."""
    return "\n".join(element.value for element in app.markdown)
