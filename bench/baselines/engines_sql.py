"""DuckDB with raw joins and SQLite with indexes: the SQL of bench/sql over the exported facts."""

import sqlite3
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq

from bench.baselines.exact import Row
from bench.baselines.facts import NAMES, SQL

KEYS = {
    "projects": "project_id", "execution": "project_id, month", "indicators": "project_id, indicator_no",
    "observations": "project_id, indicator_no, month", "coverage": "fiscal_year, month, county, dept",
    "flags": "profile, fiscal_year, month, project_id, position",
}  # fmt: skip
KINDS = {"int32": "integer", "int64": "integer", "bool": "integer"}


class Sql:
    """What both engines share: the cases as SQL files with bound values."""

    folder: Path

    def group_sums(self, year: int, month: int) -> list[Row]:
        """Sums by budget book, county and pace."""
        return self.rows("group_sums", year=year, month=month)

    def county_months(self, year: int, month: int) -> list[Row]:
        """Sums by county and month."""
        return self.rows("county_months", year=year, month=month)

    def alert_list(self, year: int, month: int, profile: str, page_size: int) -> list[Row]:
        """One page of the projects with a red or yellow flag."""
        return self.rows("alert_list", year=year, month=month, profile=profile, page_size=page_size)

    def search(self, search: str) -> list[Row]:
        """The projects that a search finds."""
        return self.rows("search", search=search)

    def project(self, project: str) -> Row:
        """One project."""
        return self.rows("project", project=project)[0]

    def payments(self, project: str, month: int) -> list[Row]:
        """The months of one project."""
        return self.rows("payments", project=project, month=month)

    def rows(self, name: str, **bound: Any) -> list[Row]:
        """The rows of one SQL file."""
        raise NotImplementedError

    def text(self, name: str) -> str:
        """The text of one SQL file."""
        return (self.folder / f"{name}.sql").read_text(encoding="utf-8")


class DuckDb(Sql):
    """Raw joins in DuckDB: the facts in one file, no mart."""

    folder = SQL / "duckdb"

    def __init__(self, facts: Path) -> None:
        path = str(facts / "raw.duckdb")
        with duckdb.connect(path) as writing:
            for name in NAMES:
                writing.execute(f"create table {name} as select * from read_parquet($file)",
                                {"file": str(facts / f"{name}.parquet")})  # fmt: skip
        self.connection = duckdb.connect(path, read_only=True)

    def rows(self, name: str, **bound: Any) -> list[Row]:
        """The rows of one SQL file."""
        return self.connection.sql(self.text(name), params=bound).to_arrow_table().to_pylist()


class Sqlite(Sql):
    """SQLite: every table ordered by its key, which is its index."""

    folder = SQL / "sqlite"

    def __init__(self, facts: Path) -> None:
        self.connection = sqlite3.connect(facts / "facts.sqlite")
        self.connection.row_factory = sqlite3.Row
        self.connection.execute("pragma journal_mode = off")
        self.connection.execute("pragma synchronous = off")
        for name in NAMES:
            self._load(name, pq.ParquetFile(facts / f"{name}.parquet"))
        self.connection.execute("create index payments on execution (fiscal_year, project_id, month, paid)")
        self.connection.execute("analyze")
        self.connection.commit()

    def _load(self, name: str, source: pq.ParquetFile) -> None:
        columns = [f"{field.name} {KINDS.get(str(field.type), 'text')}" for field in source.schema_arrow]
        self.connection.execute(f"create table {name} ({', '.join(columns)}, primary key ({KEYS[name]})) without rowid")
        marks = ", ".join("?" * len(columns))
        for batch in source.iter_batches():
            values = zip(*(column.to_pylist() for column in batch.columns), strict=True)
            self.connection.executemany(f"insert into {name} values ({marks})", values)

    def rows(self, name: str, **bound: Any) -> list[Row]:
        """The rows of one SQL file."""
        return [dict(row) for row in self.connection.execute(self.text(name), bound)]
