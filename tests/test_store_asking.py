"""Readers of one version: each under its own scope, lent a cursor of its own, which is never another's."""

import weakref
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import duckdb
import pytest

from dualwatch.access import OPERATOR, scope_of
from dualwatch.model import DualwatchError
from dualwatch.store import engine
from tests.conftest import project
from tests.given import paid

SOUTH, NORTH = scope_of("部门:201"), scope_of("部门:301")
PAID = {OPERATOR: Decimal(103), SOUTH: Decimal(100), NORTH: Decimal(3)}


@pytest.fixture(scope="module")
def published(make_store):
    """A store of one version: 100 元 paid by department 201, 3 元 by department 301."""
    return make_store(
        {
            "projects": [project("p", dept_code="201"), project("q", dept_code="301")],
            "execution": [paid("p", 100, 1), paid("q", 3, 1)],
        }
    )


@pytest.fixture
def files(published):
    """The files of the version, opened by nobody."""
    engine._instances.clear()
    return published.files(published.current())


def spent(store, scope):
    return sum(row["paid"] for row in store.ask("overview/totals", scope=scope).to_pylist())


def test_scopes_in_turn_see_their_own(published):
    """Cursors left by a reader are not lent under another scope."""
    for _ in range(3):
        assert {scope: spent(published, scope) for scope in PAID} == PAID


def test_readers_at_once_see_their_own(published):
    scopes = list(PAID) * 8
    with ThreadPoolExecutor(6) as readers:
        answers = readers.map(lambda scope: spent(published, scope), scopes)
    assert list(answers) == [PAID[scope] for scope in scopes]


def test_a_cursor_is_lent_again_but_never_twice_at_once(files):
    with engine.reading(files, OPERATOR) as first, engine.reading(files, OPERATOR) as second:
        assert first is not second
    with engine.reading(files, OPERATOR) as again:
        assert again in (first, second)
    with engine.reading(files, SOUTH) as other:
        assert other not in (first, second)


def test_a_cursor_that_failed_is_closed(files):
    with pytest.raises(duckdb.CatalogException), engine.reading(files, OPERATOR) as failed:
        failed.execute("select * from nowhere")
    with engine.reading(files, OPERATOR) as fresh:
        assert fresh is not failed
    with pytest.raises(duckdb.ConnectionException):
        failed.execute("select 1")


def test_few_cursors_stay_idle(files, monkeypatch):
    """The one that has been idle longest is closed."""
    monkeypatch.setattr(engine, "KEPT_IDLE", 1)
    with engine.reading(files, OPERATOR) as left_last, engine.reading(files, OPERATOR) as left_first:
        pass
    assert left_last.execute("select 1").fetchall() == [(1,)]
    with pytest.raises(duckdb.ConnectionException):
        left_first.execute("select 1")


def test_what_settles_a_project_is_told_to_its_readers_alone(published):
    """The operator's look at a project leaves nothing by which a narrowed reader finds it."""
    assert published.ask("projects/detail", {"project": "p"}).num_rows == 1
    assert published.ask("projects/detail", {"project": "p"}, SOUTH).num_rows == 1
    with pytest.raises(DualwatchError, match="没有编码为"):
        published.ask("projects/detail", {"project": "p"}, NORTH)


def test_a_version_let_go_is_closed(files):
    """Its idle cursors go with it."""
    with engine.reading(files, OPERATOR):
        held = weakref.ref(engine.opened(files))
    engine._instances.clear()
    assert held() is None
