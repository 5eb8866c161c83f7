"""A run of the page shows one version of one store, settled at its start."""

from contextvars import copy_context

import pytest

from components import data
from tests.conftest import project, publish, write_tables
from tests.given import paid


@pytest.fixture
def store(make_store, monkeypatch):
    store = make_store({"projects": [project("p")], "execution": [paid("p", 100, 1)]})
    monkeypatch.setenv("DUALWATCH_STORE", str(store.path))
    return store


@pytest.fixture
def publish_more(store, tmp_path):
    return lambda: publish(store, write_tables(tmp_path / "more", {"execution": [paid("p", 200, 2)]}))


def test_a_version_published_while_a_page_is_drawn_waits_for_the_next_run(store, publish_more):
    def drawn():
        data.settle()
        before = data.version_shown()
        publish_more()
        assert data.version_shown() == before != store.current().name
        assert data.row("overview/totals")["paid"] == 100
        data.settle()
        assert data.version_shown() == store.current().name
        assert data.row("overview/totals")["paid"] == 300

    copy_context().run(drawn)


def test_what_one_reader_writes_into_a_frame_no_other_reads(store):
    mine = data.ask("overview/totals")
    mine["paid"] = 0
    mine.loc[0, "projects"] = 9

    assert data.ask("overview/totals")[["paid", "projects"]].values.tolist() == [[100, 1]]


def test_what_runs_beside_a_page_sees_the_version_in_force(store, publish_more):
    before = data.version_shown()
    publish_more()

    assert data.version_shown() == store.current().name != before
