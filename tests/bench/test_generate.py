"""The generated province: the same seed gives the same rows, and a month is the same in whatever batch it comes."""

import pyarrow.parquet as pq
import pytest

from bench.generate import Year, write_batch


@pytest.fixture(scope="module")
def batches(tmp_path_factory):
    root = tmp_path_factory.mktemp("batches")
    years = {"whole": Year(50), "again": Year(50), "december": Year(50, first_month=12, last_month=12)}
    return {name: write_batch(root / name, year) for name, year in years.items()}


def rows(folder, table, month=None):
    found = pq.read_table(folder / f"{table}.parquet").drop_columns(["source_row"]).to_pylist()
    return [row for row in found if month is None or row["month"] == month]


@pytest.mark.parametrize("table", ["projects", "execution", "indicators", "observations"])
def test_the_same_seed_gives_the_same_rows(batches, table):
    assert rows(batches["whole"], table) == rows(batches["again"], table)


@pytest.mark.parametrize("table", ["execution", "observations"])
def test_a_month_is_the_same_alone_and_in_its_year(batches, table):
    assert rows(batches["december"], table) == rows(batches["whole"], table, month=12)


def test_a_later_month_brings_no_projects_again(batches):
    assert {path.stem for path in batches["december"].glob("*.parquet")} == {"execution", "observations"}


def test_there_are_refunds_and_months_without_a_report(batches):
    paid = [row["paid"] for row in rows(batches["whole"], "execution")]

    assert min(paid) < 0
    assert len(paid) < 50 * 12
