"""SQL asked directly: of the macros alone, and of a built version with full scope."""

import duckdb
import pytest

from dualwatch import catalogue
from dualwatch.access import OPERATOR
from dualwatch.store import SCOPE_VARIABLES, engine

MACROS = "store/01_macros"


@pytest.fixture(scope="session")
def calculate():
    """A function from an SQL expression to its value, with the store's macros and nothing else."""
    connection = duckdb.connect()
    (macros,) = (step.body for step in catalogue.store_steps() if step.name == MACROS)
    connection.execute(macros)

    def calculate(expression, **bound):
        return connection.execute(f"select {expression}", bound).fetchone()[0]

    yield calculate
    connection.close()


@pytest.fixture(scope="session")
def read():
    """A function from a store and an SQL text to rows as dicts."""
    opened = {}

    def read(store, text, **bound):
        version = store.current().name
        if (store, version) not in opened:
            opened[store, version] = engine.opened(store.files(store.current())).cursor()
            set_scope(opened[store, version], OPERATOR)
        return opened[store, version].sql(text, params=bound).to_arrow_table().to_pylist()

    yield read
    for connection in opened.values():
        connection.close()


def set_scope(connection, scope, without=()):
    """Sets the scope variables as the store does, but for those left out."""
    for name in set(SCOPE_VARIABLES) - set(without):
        value = getattr(scope, name)
        stated = list(value) if isinstance(value, tuple) else value
        connection.execute(f"set variable {name} = $value", {"value": stated})
