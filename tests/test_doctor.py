"""What doctor says of the installed libraries."""

from importlib.metadata import version

from dualwatch.doctor import LIBRARIES, libraries


def test_the_versions_that_were_measured_are_fine():
    assert libraries({name: version(name) for name in LIBRARIES}).works


def test_another_version_is_named_with_what_to_do():
    found = libraries({name: version(name) for name in LIBRARIES} | {"duckdb": "1.4.1"})

    assert not found.works
    assert found.seen.endswith("；duckdb 应为 1.4.1：运行 make setup")
