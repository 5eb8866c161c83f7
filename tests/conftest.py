"""One tiny real store for every test: rows are written as files, read by the intake and built by DuckDB."""

import csv
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from dualwatch import cli, intake, loading
from dualwatch.store import Publication, Store

REGION = "371003000"
LOADED_AT = datetime(2026, 9, 4, 9, 20)
Rows = list[dict[str, Any]]


def project(pro_code: str, **stated: Any) -> dict[str, Any]:
    """A row of the projects table: 2026, one county, one department, 100 万元, 非涉密."""
    return {
        "fiscal_year": 2026,
        "mof_div_code": REGION,
        "mof_div_name": "文登区",
        "dept_code": "101",
        "dept_name": "教育局",
        "pro_code": pro_code,
        "pro_name": f"项目{pro_code}",
        "pro_category": "特定目标类",
        "budget_book": "一般公共预算",
        "initial_budget": 1_000_000,
        "adjusted_budget": 1_000_000,
        "secret_level": "非涉密",
    } | stated


def keyed(pro_code: str, **stated: Any) -> dict[str, Any]:
    """A row of any table that hangs on a project."""
    return {"fiscal_year": 2026, "mof_div_code": REGION, "pro_code": pro_code} | stated


def write_tables(folder: Path, tables: dict[str, Rows]) -> Path:
    """Each table as a CSV file of its name, with the columns that its rows have."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        fields = list(dict.fromkeys(field for row in rows for field in row))
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, fieldnames=fields)
            writer.writeheader()
            writer.writerows(rows)
    return folder


@pytest.fixture(scope="session")
def make_store(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Store]:
    """A function from tables of rows (one dict a delivery) to a published store; every row must be accepted."""

    def make(*deliveries: dict[str, Rows], covers: str | None = "all") -> Store:
        root = tmp_path_factory.mktemp("store")
        store = Store(root / "store")
        for place, tables in enumerate(deliveries):
            publish(store, write_tables(root / f"delivery{place}", tables), covers=covers)
        return store

    return make


def publish(store: Store, folder: Path, covers: str | None = "all") -> Publication:
    """Reads a folder and publishes it; fails when a row was rejected."""
    read = intake.read([folder], covers=covers)
    rejected = [str(problem) for problem in read.problems if problem.level == "rejected"]
    assert not rejected, rejected
    return store.publish([read], "测试", LOADED_AT)


@pytest.fixture(scope="session")
def demo_store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The demonstration data, built and published once for all tests; tests only read it."""
    store = Store(tmp_path_factory.mktemp("demo") / "store")
    loading.load_demo(store, "测试")
    return store


@pytest.fixture
def run(capfdbinary, monkeypatch):
    """A function that runs a verb and gives its exit status, standard output and standard error."""

    def verb(*words: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["dualwatch", *map(str, words)])
        with pytest.raises(SystemExit) as left:
            cli.main()
        out, err = capfdbinary.readouterr()
        assert b"Traceback" not in out + err
        return int(left.value.code or 0), out.decode(), err.decode()

    return verb


@pytest.fixture
def folder(tmp_path):
    """Two projects of 100 万元: one has paid 20, one 50, by the end of June."""
    return write_tables(
        tmp_path / "delivery",
        {
            "projects": [project("a"), project("b")],
            "execution": [keyed("a", month=6, paid=200_000), keyed("b", month=6, paid=500_000)],
        },
    )


@pytest.fixture
def store(tmp_path, folder, run):
    path = tmp_path / "store"
    assert run("load", folder, "--covers", "all", "--store", path)[0] == 0
    return path
