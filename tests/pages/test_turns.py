"""Pages are drawn in turns: each takes one before it asks anything, and gives it back however it ends."""

from contextlib import contextmanager

import pytest

from components import links, turns
from dualwatch.store import Store


class Witness:
    """Stands in for the turns and notes when one is taken and given back."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def __enter__(self) -> None:
        self.seen.append("taken")

    def __exit__(self, *_: object) -> None:
        self.seen.append("given back")


@pytest.fixture
def witnessed(monkeypatch):
    """What happens while a page is drawn: turns, and questions between them."""
    witness, ask = Witness(), Store.ask
    monkeypatch.setattr(turns, "DRAWING", witness)

    def asked(*given, **named):
        witness.seen.append("asked")
        return ask(*given, **named)

    monkeypatch.setattr(Store, "ask", asked)
    return witness.seen


@contextmanager
def none_left():
    """All turns are out for as long as the block lasts."""
    for _ in range(turns.AT_ONCE):
        turns.DRAWING.acquire()
    try:
        yield
    finally:
        turns.DRAWING.release(turns.AT_ONCE)


def test_a_page_asks_within_its_turn(open_area, witnessed):
    assert not open_area().exception
    assert witnessed[0] == "taken"
    assert witnessed[-1] == "given back"
    assert witnessed.count("taken") == witnessed.count("given back") == 1
    assert "asked" in witnessed


@pytest.mark.parametrize("page", [links.ALERTS, links.COUNTIES, links.DEPARTMENTS, links.QUALITY, links.METHODS])
def test_a_page_gives_its_turn_back(open_area, page):
    assert not open_area(page).exception
    assert _free() == turns.AT_ONCE


def test_a_store_without_data_gives_its_turn_back(open_app, tmp_path):
    assert not open_app(tmp_path / "store").exception
    assert _free() == turns.AT_ONCE


def test_intake_waits_for_nobody(own_store, open_app):
    app = open_app(own_store.path, links.INTAKE)
    with none_left():
        app.run()

    assert not app.exception
    assert app.file_uploader(key="intake_files") is not None


def _free() -> int:
    free = [turns.DRAWING.acquire(blocking=False) for _ in range(turns.AT_ONCE)].count(True)
    turns.DRAWING.release(free)
    return free
