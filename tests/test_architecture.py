"""The walls of ARCHITECTURE.md, proved from the syntax trees of the product's own Python and SQL."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest
import sqlglot
from sqlglot import expressions as tree

from dualwatch import catalogue
from dualwatch.schema import TABLES

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("pages", "components", "dualwatch")
MODULES = sorted(
    [*(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py")), *ROOT.glob("*.py")],
    key=str,
)  # fmt: skip
NAMES = [str(path.relative_to(ROOT)) for path in MODULES]
# What each part of the house may not import: the arrows point pages → components → dualwatch → queries.
FORBIDDEN = {
    "dualwatch": {"streamlit", "plotly", "components", "pages", "app", "server", "tests"},
    "components": {"pages", "app", "server", "duckdb", "tests"},
    "pages": {"app", "server", "duckdb", "plotly", "tests"},
    "app.py": {"duckdb", "plotly", "tests"},
    "server.py": {"duckdb", "plotly", "pages", "tests"},
}
CATALOGUE = "dualwatch/catalogue.py"
STORE = [name for name in NAMES if name.startswith("dualwatch/store/")]
SQL = re.compile(
    r"\bselect\b[\s\S]+\bfrom\b|\binsert\s+into\b|\bcreate\s+(or\s+replace\s+)?(temp\s+)?(table|view|macro)\b"
    r"|\bdelete\s+from\b|\bupdate\s+\w+\s+set\b|\bgroup\s+by\b|\border\s+by\b",
    re.IGNORECASE,
)
SESSION = re.compile(
    r"(attach|detach|use|set variable|insert into)\b"
    r"|create view base\.… as …$|create (macro|view) main\.$"
)
RUNS_SQL = {"execute", "executemany", "sql"}
# What the store writes into a statement: tables of the schema, scope variables, placeholders; the text of a rule's
# own file and the names that its header gives its figures.
IDENTIFIERS = {"table", "name", "marks", "body", "figures"}
# Marts are to run on Spark Connect too.
NOT_ON_SPARK = (r"\b(group|order)\s+by\s+all\b", r"\bqualify\b", r"\b(un)?pivot\b", r"\basof\b")


@cache
def syntax(name):
    return ast.parse((ROOT / name).read_text(encoding="utf-8"))


def imported(name):
    """Top-level packages a module imports, relative imports as its own."""
    for node in ast.walk(syntax(name)):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module.split(".")[0] if node.module and not node.level else name.split("/")[0]


def docstrings(name):
    """The constants that are docstrings: text for people, not for machines."""
    places = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    for node in ast.walk(syntax(name)):
        if isinstance(node, places) and ast.get_docstring(node) is not None:
            yield node.body[0].value


def texts(name):
    """Every string of a module that is no docstring; an f-string as one text, … where a value stands."""
    passed = set(map(id, docstrings(name)))
    for node in ast.walk(syntax(name)):
        if isinstance(node, ast.JoinedStr):
            passed.update(map(id, node.values))
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in passed:
            yield node.value


def identifiers(name):
    """Every name and attribute a module uses."""
    for node in ast.walk(syntax(name)):
        if isinstance(node, ast.Attribute | ast.Name):
            yield node.attr if isinstance(node, ast.Attribute) else node.id


def statements(name):
    """The first argument of every call that runs SQL."""
    for node in ast.walk(syntax(name)):
        if isinstance(node, ast.Call) and node.args and getattr(node.func, "attr", None) in RUNS_SQL:
            yield node.args[0]


def functions(name):
    return [node for node in ast.walk(syntax(name)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def lines(path):
    return len(path.read_text(encoding="utf-8").splitlines())


def test_the_walk_finds_the_house():
    assert {"dualwatch/store/building.py", CATALOGUE, "app.py"} <= set(NAMES)
    assert len([name for name in NAMES if name.startswith("pages/")]) >= 6


@pytest.mark.parametrize("name", NAMES)
def test_imports_point_downward(name):
    """pages → components → dualwatch; the domain knows neither Streamlit nor Plotly."""
    assert not set(imported(name)) & FORBIDDEN[name.split("/")[0]]


def test_only_the_store_knows_duckdb():
    assert not [name for name in NAMES if "duckdb" in imported(name) and name not in STORE]


def test_only_the_catalogue_opens_queries():
    """A module that names a file of queries/ opens no file at all, the catalogue apart."""
    naming = [
        name for name in NAMES if any(re.search(r"^queries$|queries/|\.sql\b(?!\.)", text) for text in texts(name))
    ]
    opening = [name for name in naming if {"open", "read_text", "read_bytes", "Path"} & set(identifiers(name))]

    assert CATALOGUE in naming
    assert opening == [CATALOGUE]


@pytest.mark.parametrize("name", NAMES)
def test_no_sql_text_in_python(name):
    """All SQL lies in queries/; the store alone inserts rows and opens sessions."""
    found = [text for text in texts(name) if SQL.search(text)]
    if name in STORE:
        found = [text for text in found if not SESSION.match(text)]

    assert not found


def test_only_the_store_runs_statements():
    assert not [name for name in NAMES if any(True for _ in statements(name)) and name not in STORE]


@pytest.mark.parametrize("name", STORE)
def test_no_statement_is_formatted_with_a_value(name):
    """Values are bound; what is written into a statement is a name the code itself holds."""
    for statement in statements(name):
        assert not isinstance(statement, ast.BinOp | ast.Call), ast.unparse(statement)
        if isinstance(statement, ast.JoinedStr):
            written = {ast.unparse(part.value) for part in statement.values if isinstance(part, ast.FormattedValue)}
            assert written <= IDENTIFIERS, ast.unparse(statement)


def test_no_page_lies_directly_in_pages():
    """There Streamlit's old page mode would run it without app.py."""
    assert not list((ROOT / "pages").glob("*.py"))


def test_no_drawer_for_everything():
    drawers = {"utils", "helpers", "common", "misc", "util", "helper"}

    assert not [name for name in NAMES if drawers & set(re.split(r"[/.]", name))]


@pytest.mark.parametrize("name", NAMES)
def test_files_and_functions_stay_small(name):
    limit = 60 if name.startswith("pages/") or name == "app.py" else 300

    assert lines(ROOT / name) <= limit
    assert not [node.name for node in functions(name) if node.end_lineno - node.lineno >= 50]


@pytest.mark.parametrize("name", NAMES)
def test_modules_and_public_functions_say_what_they_do(name):
    assert ast.get_docstring(syntax(name)) or not syntax(name).body
    if name.startswith(("dualwatch/", "components/")):
        public = [node for node in syntax(name).body
                  if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")]  # fmt: skip
        assert not [node.name for node in public if not ast.get_docstring(node)]


def test_queries_stay_small():
    """Sixty lines each, but for the steps that build a version."""
    long = [str(path.relative_to(ROOT)) for path in (ROOT / "queries").rglob("*.sql")
            if path.parent.name != "store" and lines(path) > 60]  # fmt: skip

    assert not long


def test_tests_are_files_of_a_readable_length():
    assert not [str(path.relative_to(ROOT)) for path in (ROOT / "tests").rglob("*.py") if lines(path) > 300]


@pytest.mark.parametrize("step", catalogue.store_steps(), ids=lambda step: step.name)
def test_marts_keep_to_what_spark_runs_too(step):
    plain = "\n".join(line.split("--")[0] for line in step.body.lower().splitlines())

    assert not [word for word in NOT_ON_SPARK if re.search(word, plain)]


def test_every_canonical_table_is_delivered():
    (step,) = (step for step in catalogue.store_steps() if step.name == "store/10_delivered")
    made = [statement.this.find(tree.Table).name for statement in sqlglot.parse(step.body, dialect="duckdb")
            if isinstance(statement, tree.Create) and statement.this.find(tree.Table)]  # fmt: skip

    assert {name for name in made if name.startswith("delivered_")} == {
        f"delivered_{name}" for name in (*TABLES, "batches")
    }


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_keys_and_choices_belong_to_their_table(table):
    assert set(table.key) <= set(table.by_name) | {"pro_code"}
    assert all(field.choices for field in table.fields if field.kind == "choice")
