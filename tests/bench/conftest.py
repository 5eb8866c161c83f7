"""A small generated province, published once for all tests of the bench."""

from pathlib import Path

import pytest

from bench import building

PROJECTS = 240


@pytest.fixture(scope="session")
def province(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a store with a generated year."""
    store = tmp_path_factory.mktemp("province") / "store"
    building.generate(str(store), [{"projects": PROJECTS}])
    building.publish(str(store))
    return store
