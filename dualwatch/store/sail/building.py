"""A version's tables from a Sail server: the store's statements run there, DuckDB takes the rows over.

DuckDB is handed every statement too, of which it makes the empty table or the view: it says what a column's type is.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
from sqlglot import exp

from dualwatch.access import OPERATOR
from dualwatch.catalogue import Question
from dualwatch.store.building import insert
from dualwatch.store.sail.session import AS_IT_IS, Session
from dualwatch.store.sail.translation import Translator, name_here, named_tables, parsed, spark_types, with_values

# The build sees every row, whatever the reader's scope will be.
EVERYTHING = {"in_scope": "true"}


class OnSail:
    """Runs the steps, rules and checks of one build on a server; the version's file is open in DuckDB."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        session: Session,
        delivered: Mapping[str, list[Path]],
        folder: Path,
        year: int,
    ) -> None:
        """`delivered` are Parquet files by the variable that names them, `folder` one that the server sees too."""
        self._duckdb = connection
        self._session = session
        self._delivered = delivered
        self._folder = folder
        self._translator = Translator(EVERYTHING, vars(OPERATOR) | {"year": year})
        self._types: dict[str, Any] = {}
        self._views: dict[str, exp.Expr] = {}
        self._known: set[str] = set()
        self._flagged: list[list[Path]] = []

    def run(self, step: Question) -> None:
        """Runs one file of queries/store."""
        originals = self._duckdb.extract_statements(step.body)
        for statement, original in zip(parsed(step.body), originals, strict=True):
            if statement.kind == "TABLE" and isinstance(statement.expression, exp.Query):
                self._fill(statement)
                continue
            self._duckdb.execute(original)
            if statement.kind == "MACRO":
                self._translator.learn(statement)
            elif statement.kind in ("TABLE", "VIEW"):
                self._learn(statement)

    def insert(self, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
        """Adds rows of Python's to a table that a step has made; the server takes it over when it is next asked for."""
        insert(self._duckdb, table, rows)
        self._known.discard(name_here(exp.to_table(table)))

    def broken(self, check: Question) -> list[dict[str, Any]]:
        """The rows that break an invariant."""
        (tree,) = parsed(check.body)
        return self._session.rows(self._worded(tree).sql("spark"))

    def judge(self, rule: Question, statement: str, bound: Mapping[str, Any]) -> None:
        """Runs the statement that adds what one rule finds to base.flags."""
        (insert,) = parsed(statement)
        query = self._figured(rule, insert.expression, bound)
        has_figures = bool(query.find(exp.Struct))
        folder = self._folder / f"flags-{len(self._flagged)}"
        folder.mkdir()
        self._hold_ready(query, folder, bound)
        text = self._worded(with_values(self._named_as("base_flags", query), bound)).sql("spark")
        files = self._session.keep(folder / "flags", text, self._held_types("base_flags", has_figures))
        self._flagged.append(files)
        figures = "to_json(figures)" if has_figures else "null"
        if files:
            self._duckdb.execute(
                f"insert into base.flags select * replace ({figures} as figures) from read_parquet($files)",
                {"files": list(map(str, files))},
            )

    def _hold_ready(self, query: exp.Query, folder: Path, bound: Mapping[str, Any]) -> None:
        """Keeps the answers that a query is to have materialized, so that each is worked out once."""
        for part in [part for part in query.ctes if part.args.get("materialized")]:
            asked = with_values(part.this, bound)
            self._types[part.alias] = self._types_of(asked)
            types = self._held_types(part.alias, bool(asked.find(exp.Struct)))
            files = self._session.keep(folder / part.alias, self._worded(asked).sql("spark"), types)
            self._session.read(part.alias, files, types)
            self._known.add(part.alias)
            part.pop()

    def _held_types(self, name: str, has_figures: bool) -> dict[str, str]:
        """The types of a table's columns on the server, where a rule's own figures are an object, not yet JSON."""
        return spark_types(self._types[name]) | ({"figures": AS_IT_IS} if has_figures else {})

    def _learn(self, statement: exp.Create) -> None:
        """Remembers the types of what DuckDB has made, and of a view what it asks."""
        made = statement.this if isinstance(statement.this, exp.Table) else statement.this.this
        relation = self._duckdb.table(made.sql("duckdb"))
        types = dict(zip(relation.columns, map(str, relation.types), strict=True))
        self._types[name_here(made)] = types
        if statement.kind == "VIEW":
            self._views[name_here(made)] = self._with_files_named(statement.expression, types)

    def _with_files_named(self, query: exp.Query, types: dict[str, str]) -> exp.Query:
        """The query of a view, reading Parquet files under the name of the variable that lists them."""
        for table in list(query.find_all(exp.Table)):
            if isinstance(table.this, exp.ReadParquet):
                variable = table.this.expressions[0].expressions[0].name
                table.replace(exp.to_table(variable))
                self._types[variable] = types
        return query

    def _fill(self, statement: exp.Create) -> None:
        """Makes the table of a query, and keeps its rows where the server finds them again."""
        tree, made = statement.expression, statement.this
        statement.set("expression", tree.copy().limit(0))
        text = statement.sql("duckdb")
        self._duckdb.execute(text)
        self._learn(statement)
        name = name_here(made)
        if made.db and not tree.args.get("order") and {"month", "project_no"} <= set(self._types[name]):
            tree = tree.order_by("month", "project_no")
        text = self._worded(tree).sql("spark")
        files = self._session.keep(self._folder / name, text, spark_types(self._types[name]))
        self._read(name, files)
        if made.db and files:
            table = made.sql("duckdb")
            self._duckdb.execute(f"insert into {table} from read_parquet($files)", {"files": list(map(str, files))})

    def _read(self, name: str, files: Sequence[Path]) -> None:
        self._session.read(name, files, spark_types(self._types[name]))
        self._known.add(name)

    def _worded(self, tree: exp.Expr) -> exp.Expr:
        """A query in the server's words, which has heard of every table in it."""
        for name in named_tables(tree) - self._known:
            self._introduce(name)
        return self._translator.translate(tree, self._types)

    def _introduce(self, name: str) -> None:
        """Makes a view, the delivered files or a table that DuckDB was filled with known to the server."""
        if name in self._delivered:
            self._read(name, self._delivered[name])
        elif name in self._views:
            self._session.define(name, self._worded(self._views[name]).sql("spark"))
            self._known.add(name)
        elif name == "base_flags":
            types = spark_types(self._types[name])
            del types["figures"]
            self._session.read(name, [file for files in self._flagged for file in files], types)
            self._known.add(name)
        else:
            file = self._folder / f"{name}.parquet"
            table = self._duckdb.table(name.replace("base_", "base.", 1))
            pq.write_table(table.to_arrow_table(), file)
            self._read(name, [file])

    def _figured(self, rule: Question, query: exp.Query, bound: Mapping[str, Any]) -> exp.Query:
        """The query of a rule's flags, each figure of its own in DuckDB's type: in JSON 12.50 is not 12.5."""
        (body,) = parsed(rule.body)
        types = self._types_of(with_values(body, bound))
        for figure in query.find_all(exp.PropertyEQ):
            figure.set("expression", exp.cast(figure.expression, types[figure.name], dialect="duckdb"))
        return query

    def _named_as(self, table: str, query: exp.Query) -> exp.Query:
        """The query with its columns named as those of the table that it is inserted into, in the order of months."""
        columns = zip(query.expressions, self._types[table], strict=True)
        query.set("expressions", [exp.alias_(figure.unalias(), column) for figure, column in columns])
        return query.order_by("month", "project_no")

    def _types_of(self, query: exp.Expr) -> dict[str, str]:
        """What DuckDB says the columns of a query are, without running it."""
        text = query.sql("duckdb")
        answer = self._duckdb.sql(text)
        return dict(zip(answer.columns, map(str, answer.types), strict=True))
