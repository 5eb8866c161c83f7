"""Every SQL file: it parses, says what it is, returns what it promises in a full order, and its columns have names."""

import re

import pytest
import sqlglot
from sqlglot import expressions as tree

from dualwatch import catalogue, rules
from dualwatch.access import OPERATOR
from dualwatch.measures import MEASURES
from dualwatch.model import DEFAULT_PROFILE, DualwatchError
from dualwatch.parameters import DEFAULTS, SETTLED, complete
from dualwatch.store import engine
from tests.conftest import keyed, project
from tests.given import indicator, observed, paid
from tests.queries.conftest import set_scope

QUESTIONS = catalogue.questions()
RULES = {rule.name: rule for rule in catalogue.rules().values()}
CHECKS = {check.name: check for check in catalogue.checks()}
STEPS = {step.name: step for step in catalogue.store_steps()}
ASKED = QUESTIONS | RULES | CHECKS
PROJECT = "2026-371003000-p"
# Views over what a version holds beside its years.
CROSSING = {"regions", "told_regions", "departments", "calendar", "batches", "versions_info", "evaluations",
            "appraisals", "appraised_regions", "fiscal_totals", "satisfaction"}  # fmt: skip


@pytest.fixture(scope="module")
def store(make_store):
    """Two years of two projects, one of which misses its money, its target and its report."""
    return make_store(
        {
            "projects": [project(code, fiscal_year=year) for code in "pq" for year in (2025, 2026)],
            "execution": [paid("p", 1, 6), paid("q", 1, 9), paid("p", 1, 12, fiscal_year=2025)],
            "indicators": [indicator(code, target="100人") for code in "pq"],
            "observations": [observed("p", 6, "1人"), observed("q", 6, "90人")],
            "budget_changes": [keyed("p", month=2, amount=-1, kind="追减")],
            "plans": [keyed("p", month=2, planned=5)],
            "funding": [keyed("p", source="其他资金", initial_budget=1, adjusted_budget=1, paid=1)],
        },
        {"execution": [paid("p", 2, 6)]},
    )


@pytest.fixture(scope="module")
def version(store):
    """The store's version, opened with full scope."""
    with engine.opened(store.files(store.current())).cursor() as cursor:
        set_scope(cursor, OPERATOR)
        yield cursor


def about(name):
    """What a question is asked about: everything, or one project where it takes one."""
    chosen = {"project": PROJECT, "search": "项目"} | ({"year": 2026} if name == "context/project_keys" else {})
    return {key: value for key, value in chosen.items() if key in QUESTIONS[name].parameters}


def answer(store, name):
    return store.ask(name, about(name))


def parsed(text):
    return [statement for statement in sqlglot.parse(text, dialect="duckdb") if statement is not None]


@pytest.mark.parametrize("name", [*ASKED, *STEPS])
def test_every_file_parses(name):
    statements = parsed((ASKED | STEPS)[name].sql)

    assert statements
    assert len(statements) == 1 or name in STEPS
    assert not [statement for statement in statements if isinstance(statement, tree.Command)]


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_question_has_a_full_header(name):
    """Grain as a sentence, a label unique in the catalogue, params and returns."""
    asked = QUESTIONS[name]
    stated = [part.strip() for part in asked.field("params").split(",") if part.strip()]

    assert re.match(r"One row\b.*\.$", asked.grain)
    assert asked.field("label")
    assert sorted(stated) == sorted(asked.parameters)
    assert asked.returns


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_that_looks_beyond_a_year_says_so(name):
    """Asked of one year's file, what crosses years and the year before would be silently absent."""
    asked = QUESTIONS[name]
    named = {table.name for table in parsed(asked.body)[0].find_all(tree.Table)}
    beyond = named & CROSSING or re.search(r"year - 1|fiscal_year <", asked.body)

    assert asked.field("years") in ("", "all")
    assert asked.field("years") == "all" or not beyond or not {"year", "project"} & set(asked.parameters)


def test_labels_tell_questions_apart():
    labels = [asked.label for asked in QUESTIONS.values()]

    assert sorted(labels) == sorted(set(labels))


@pytest.mark.parametrize("name", CHECKS)
def test_every_check_says_what_is_broken_and_what_to_do(name):
    check = CHECKS[name]

    assert re.match(r"Rows .*\.$", check.grain)
    assert check.field("label") and check.field("remedy")
    assert not check.parameters


@pytest.mark.parametrize("name", STEPS)
def test_every_step_opens_with_a_comment(name):
    assert STEPS[name].sql.startswith("-- ")


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_parameter_can_be_left_out(name):
    assert set(QUESTIONS[name].parameters) <= set(DEFAULTS) | SETTLED


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_question_returns_what_it_promises(store, name):
    assert tuple(answer(store, name).column_names) == QUESTIONS[name].returns


@pytest.mark.parametrize("name", QUESTIONS)
def test_rows_are_those_of_the_table(store, name):
    assert store.rows(name, about(name)) == answer(store, name).to_pylist()


@pytest.mark.parametrize("name", RULES)
def test_every_rule_returns_what_it_promises(version, name):
    bound = rules.bind(RULES[name], rules.profile(DEFAULT_PROFILE), 2026, None)
    found = version.sql(RULES[name].body, params=bound)

    assert tuple(found.columns) == RULES[name].returns


@pytest.mark.parametrize("name", ASKED)
def test_every_answer_is_ordered(name):
    (statement,) = parsed(ASKED[name].body)

    assert statement.args.get("order"), "no order by at the end"


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_order_is_a_full_one(version, name):
    """No two rows of an answer are equal in what they are ordered by, returned or not."""
    (statement,) = parsed(QUESTIONS[name].body)
    asked, terms = QUESTIONS[name], [term.this for term in statement.args["order"].expressions]
    own = [term for term in terms if not (isinstance(term, tree.Column) and term.name in asked.returns)]
    shown = statement.select(*(tree.alias_(term.copy(), f"order_{place}") for place, term in enumerate(own)))
    params = complete(engine.runner(version), asked, about(name))
    rows = version.execute(shown.sql("duckdb"), {name: params[name] for name in asked.parameters})
    columns = [column for column, *_ in rows.description]
    by = [columns.index(term.name) for term in terms if term not in own] + [*range(len(asked.returns), len(columns))]
    keys = [repr([row[place] for place in by]) for row in rows.fetchall()]

    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("name", QUESTIONS | RULES)
def test_every_returned_column_is_named_for_readers(name):
    lacking = [column for column in (QUESTIONS | RULES)[name].returns if column not in MEASURES]

    assert not lacking


@pytest.mark.parametrize("measure", MEASURES.values(), ids=lambda measure: measure.name)
def test_every_measure_is_labelled_and_formatted(measure):
    known = {"rate", "points", "money", "count", "number", "month", "date", "flag", "code", "text"}

    assert measure.label
    assert measure.format in known
    assert measure.format not in ("rate", "points") or not measure.name.endswith(("_code", "_name"))


def test_an_unknown_question_lists_the_known_ones():
    with pytest.raises(DualwatchError, match=r"可问的有：.*overview/totals"):
        catalogue.question("overview/nothing")


def test_no_question_reaches_behind_the_views():
    """Only the steps that build a version and the checks on it name the schema base."""
    assert not [name for name, asked in (QUESTIONS | RULES).items() if "base." in asked.body]


def test_ratios_are_made_by_macros_alone():
    """Outside the macros nothing is divided by a column: a slash has a number on its right."""
    for name, asked in QUESTIONS.items():
        for division in [node for statement in parsed(asked.body) for node in statement.find_all(tree.Div)]:
            assert isinstance(division.expression, tree.Literal), (name, division.sql("duckdb"))
