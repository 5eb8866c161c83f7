"""The steps of 数据导入 that its tests take, and what they look at."""

import time

from streamlit.testing.v1 import AppTest

INTAKE = "pages/data/intake.py"
PATIENCE = 120


def settled(app: AppTest) -> AppTest:
    """The page when its load runs no longer, as a browser sees it after the last refresh."""
    deadline = time.monotonic() + PATIENCE
    while any(button.key == "cancel_load" for button in app.button) and time.monotonic() < deadline:
        time.sleep(0.3)
        app.run()
    assert not app.exception
    return app


def keys(app: AppTest) -> set[str]:
    return {button.key for button in app.button}


def table(app: AppTest, column: str):
    """The first table of the page that has a column."""
    return next(one.value for one in app.dataframe if column in one.value.columns)


def confirmed(app: AppTest) -> AppTest:
    for box in app.checkbox:
        box.check()
    return app.run()
