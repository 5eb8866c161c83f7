"""Every comparison question: a file as the others are, answered with what it promises, in a full order, in scope."""

import re

import pytest
import sqlglot
from sqlglot import expressions as tree

from dualwatch import catalogue, intake
from dualwatch.access import scope_of
from dualwatch.measures import MEASURES
from dualwatch.model import Scope
from dualwatch.store import SCOPE_VARIABLES
from tests.conftest import keyed, project, write_tables
from tests.given import indicator, observed, paid

QUESTIONS = catalogue.comparisons()
OTHER = {"mof_div_code": "371004000", "mof_div_name": "荣成市", "dept_code": "202", "dept_name": "水务局"}
ROLES = ("管理员", "人大", "县区:371003000", "部门:202", "县区:371009000")


def delivery(yuan, *codes, **stated):
    """Projects of two regions, one of them secret, with payments and a goal missed."""
    placed = {"HOME": {}, "SECRET": {"secret_level": "涉密"}, "AWAY": OTHER, "NEW": {}, "NEWAWAY": OTHER}
    rows = [project(code, **placed[code] | stated) for code in codes]
    regions = {row["pro_code"]: {"mof_div_code": row["mof_div_code"]} for row in rows}
    return {
        "projects": rows,
        "execution": [paid(code, yuan, 6) | regions[code] for code in codes],
        "indicators": [indicator(code, target="100人") | regions[code] for code in codes],
        "observations": [observed(code, 6, "1人") | regions[code] for code in codes],
        "plans": [keyed(code, month=3, planned=5) | regions[code] for code in codes],
    }


@pytest.fixture(scope="module")
def prepared(make_store, tmp_path_factory):
    """A store, and beside it a version with other payments, without one project of each region and with new ones."""
    store = make_store(delivery(10, "HOME", "SECRET", "AWAY"))
    folder = write_tables(tmp_path_factory.mktemp("next"), delivery(20, "NEW", "NEWAWAY", pro_category="运转类"))
    more = write_tables(tmp_path_factory.mktemp("more"), {"execution": [paid("HOME", 30, 6)]})
    read = [intake.read([one], covers="all", known_projects=None) for one in (folder, more)]
    return store, store.prepare(read, "甲")


def answer(prepared, name, scope):
    store, candidate = prepared
    with store.comparing(candidate.base, candidate, scope) as ask:
        return ask(name, {})


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_file_is_one_statement_of_sixty_lines_with_a_full_header(name):
    asked = QUESTIONS[name]
    stated = [part.strip() for part in asked.field("params").split(",") if part.strip()]

    assert len([one for one in sqlglot.parse(asked.sql, dialect="duckdb") if one is not None]) == 1
    assert len((catalogue.ROOT / f"{name}.sql").read_text(encoding="utf-8").splitlines()) <= 60
    assert re.match(r"One row\b.*\.$", asked.grain)
    assert asked.label != name
    assert sorted(stated) == sorted(asked.parameters)


@pytest.mark.parametrize("name", QUESTIONS)
def test_it_returns_what_it_promises_under_known_names(prepared, name):
    found = answer(prepared, name, Scope())

    assert tuple(found.column_names) == QUESTIONS[name].returns
    assert found.num_rows
    assert not [column for column in QUESTIONS[name].returns if column not in MEASURES]


@pytest.mark.parametrize("name", QUESTIONS)
def test_it_is_ordered_and_names_only_views(name):
    (statement,) = (one for one in sqlglot.parse(QUESTIONS[name].body, dialect="duckdb") if one is not None)

    assert statement.args.get("order")
    assert "base." not in QUESTIONS[name].body
    assert not [one for one in statement.find_all(tree.Div) if not isinstance(one.expression, tree.Literal)]


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_comparison_question_is_no_other_question(name):
    assert name not in catalogue.questions()


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", QUESTIONS)
def test_no_row_from_outside_the_scope(prepared, name, role):
    """Neither of what was nor of what comes."""
    text = repr(answer(prepared, name, scope_of(role)).to_pylist())
    hidden = {"人大": ("SECRET",), "县区:371003000": ("AWAY", "荣成"), "部门:202": ("HOME", "教育局"),
              "县区:371009000": ("HOME", "AWAY", "SECRET")}.get(role, ())  # fmt: skip

    assert not [word for word in hidden if word in text]


@pytest.mark.parametrize("forgotten", SCOPE_VARIABLES)
def test_a_forgotten_scope_shows_no_rows_of_either(prepared, forgotten, monkeypatch):
    narrow = Scope(all_regions=False, regions=("371003000",), all_departments=False, departments=("101",),
                   all_agencies=False, all_offices=False, see_classified=False)  # fmt: skip
    monkeypatch.setattr("dualwatch.store.engine.SCOPE_VARIABLES", tuple(set(SCOPE_VARIABLES) - {forgotten}))

    chosen = Scope() if forgotten.startswith("all_") or forgotten == "see_classified" else narrow
    assert answer(prepared, "comparison/projects", chosen).num_rows == 0
