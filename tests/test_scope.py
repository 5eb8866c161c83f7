"""Every question under every role: no row and no 元 from outside the scope."""

import re
from dataclasses import replace
from decimal import Decimal
from functools import cache

import pytest

from dualwatch import catalogue
from dualwatch.access import scope_of
from dualwatch.model import DualwatchError
from tests.conftest import REGION, keyed, project
from tests.given import indicator, observed, paid

OTHER_REGION = {"mof_div_code": "371004000", "mof_div_name": "荣成市"}
OTHER_DEPARTMENT = {"dept_code": "202", "dept_name": "水务局"}
OTHER_AGENCY = {"agency_code": "101002", "agency_name": "二中"}
OTHER_OFFICE = {"finance_office": "农业科"}
HOME = {"agency_code": "101001", "agency_name": "一中", "finance_office": "教科文科"}
# Each budget is another power of two, so that every sum tells which projects are in it.
PLACED = {
    "HOME": {},
    "SECRET": {"secret_level": "涉密"},
    "HALFSECRET": {"secret_level": "半涉密"},
    "UNMARKED": {"secret_level": ""},
    "REGION": OTHER_REGION,
    "DEPARTMENT": OTHER_DEPARTMENT | OTHER_AGENCY | OTHER_OFFICE,
    "AGENCY": OTHER_AGENCY,
    "OFFICE": OTHER_OFFICE,
    "EVERYTHINGELSE": OTHER_REGION | OTHER_DEPARTMENT | {"agency_code": "202001"} | OTHER_OFFICE,
}
BUDGETS = {code: Decimal(100 * 2**place) for place, code in enumerate(PLACED)}
ROLES = {
    "领导": set(PLACED),
    "财政局": set(PLACED),
    "审计": set(PLACED),
    "管理员": set(PLACED),
    "人大": set(PLACED) - {"SECRET", "HALFSECRET", "UNMARKED"},
    f"县区:{REGION}": set(PLACED) - {"REGION", "EVERYTHINGELSE"},
    "部门:202": {"DEPARTMENT", "EVERYTHINGELSE"},
    "单位:101002": {"DEPARTMENT", "AGENCY"},
    "业务科室:农业科": {"DEPARTMENT", "OFFICE", "EVERYTHINGELSE"},
    "县区:371009000": set(),
}
QUESTIONS = [name for name in catalogue.questions() if name != "context/project_keys"]
HOLDERS = {"mof_div_code", "dept_code", "agency_code", "project_id", "pro_code", "pro_name"}
# Said of a whole region or of the rules, and told to everyone.
OPEN_TO_ALL = ("context/calendar", "methods/rules", "methods/profiles", "methods/limits", "methods/steps")


def each(make, *stated, **fixed):
    """One row of every project, as `make` makes it, in the project's own region."""
    return [make(code, *stated, **fixed) | {"mof_div_code": region_of(code)} for code in PLACED]


def region_of(code):
    return PLACED[code].get("mof_div_code", REGION)


def deliveries():
    """Two years of every project with a missed target and rows in every table; then a revision of the payments."""
    rows = [project(code, initial_budget=BUDGETS[code], adjusted_budget=BUDGETS[code], **HOME | placed)
            for code, placed in PLACED.items()]  # fmt: skip
    last_year = [row | {"fiscal_year": 2025} for row in rows]
    tables = {
        "projects": rows + last_year,
        "execution": each(paid, 10, 6) + each(paid, 10, 6, fiscal_year=2025) + each(paid, 10, 12, fiscal_year=2025),
        "indicators": each(indicator, target="100人"),
        "observations": each(observed, 6, "1人"),
        "plans": each(keyed, month=3, planned=5),
        "budget_changes": each(keyed, month=3, amount=0, kind="调剂"),
        "evaluations": each(evaluated),
        "appraisals": each(appraised),
        "satisfaction": each(keyed, topic="教育", sample=100, score=90),
        "fiscal_totals": [public_money(REGION), public_money(OTHER_REGION["mof_div_code"])],
        "funding": each(keyed, source="本年财政拨款", initial_budget=1, adjusted_budget=1, paid=1),
    }
    return tables, {"execution": each(paid, 11, 6)}


def evaluated(code, **stated):
    """An evaluation of one project."""
    subject = {"subject_kind": "项目", "subject_code": code, "subject_name": f"项目{code}", "evaluator": "自评"}
    row = keyed(code, **subject, score=90, full_score=100, **stated)
    return {name: value for name, value in row.items() if name != "pro_code"}


def appraised(code):
    """A budget review of one project."""
    return keyed(code, pro_name=f"项目{code}", dept_name="局", kind="预算评审", declared=2, approved=1)


def public_money(region):
    """What a region spent by the end of June, this year."""
    money = {"budget": 12, "executed": 6}
    return {"mof_div_code": region, "fiscal_year": 2026, "month": 6, "measure": "一般公共预算支出"} | money


@pytest.fixture(scope="module")
def store(make_store):
    return make_store(*deliveries())


def seen(store, role, question, **params):
    return store.ask(question, params, scope_of(role)).to_pylist()


def project_of(code):
    return f"2026-{region_of(code)}-{code}"


def allowed(role):
    """What each naming column may hold under a role."""
    inside = [PLACED[code] for code in ROLES[role]]
    codes = set(ROLES[role])
    return {
        "mof_div_code": {placed.get("mof_div_code", REGION) for placed in inside},
        "dept_code": {placed.get("dept_code", "101") for placed in inside},
        "agency_code": {placed.get("agency_code", "101001") for placed in inside},
        "project_id": {f"{year}-{project_of(code)[5:]}" for code in codes for year in (2025, 2026)},
        "pro_code": codes,
        "pro_name": {f"项目{code}" for code in codes},
    }


@cache
def told(store, scope, question, **params):
    return store.ask(question, params, scope).to_pylist()


def answers(store, role, question):
    """The rows of a question about everything, or about each project in scope; roles of one scope share them."""
    scope = replace(scope_of(role), role="")
    names = catalogue.question(question).parameters
    params = {"search": "项目"} if "search" in names else {}
    if "project" not in names or question == "alerts/flags":
        return told(store, scope, question, **params)
    inside = [project_of(code) for code in sorted(ROLES[role])]
    return [row for project_id in inside for row in told(store, scope, question, project=project_id, **params)]


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("role", ROLES)
def test_no_row_from_outside_the_scope(store, role, question):
    inside = allowed(role)
    for row in answers(store, role, question):
        for column in HOLDERS & set(row):
            assert row[column] is None or row[column] in inside[column], (column, row)


@pytest.mark.parametrize("role", ROLES)
def test_no_word_from_outside_the_scope(store, role):
    """No code or name of what is hidden stands in any text, list or JSON that a question answers."""
    names = {"荣成市": "371004000", "水务局": "202", "二中": "101002"}
    inside = set().union(*(allowed(role)[column] for column in ("mof_div_code", "dept_code", "agency_code")))
    hidden = [code for code in PLACED if code not in ROLES[role]]
    hidden += [name for name, code in names.items() if code not in inside]
    for question in QUESTIONS:
        text = repr(answers(store, role, question))
        assert not [word for word in hidden if re.search(rf"(?<![A-Z]){word}(?![A-Z])", text)], question


@pytest.mark.parametrize("role", ROLES)
def test_money_is_that_of_the_scope(store, role):
    """Budgets are powers of two, so a sum is right only with exactly the right projects in it."""
    budget = sum(BUDGETS[code] for code in ROLES[role])
    totals = seen(store, role, "overview/totals")

    assert sum(row["adjusted_budget"] for row in totals) == budget
    assert sum(row["paid"] for row in totals) == 11 * len(ROLES[role])
    assert sum(row["projects"] for row in totals) == len(ROLES[role])


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("question", ["compare/counties", "compare/departments", "compare/department_peers"])
def test_groups_add_up_to_the_scope(store, role, question):
    budget = sum(BUDGETS[code] for code in ROLES[role])

    assert sum(row["budget"] for row in seen(store, role, question)) == budget


@pytest.mark.parametrize("role", ROLES)
def test_flags_and_counts_are_those_of_the_scope(store, role):
    """Every project has a missed target, so that each is flagged once by it."""
    flagged = {row["pro_code"] for row in seen(store, role, "alerts/flags", rules=["target_deviation"])}
    (counts,) = seen(store, role, "alerts/counts")

    assert flagged == ROLES[role]
    assert (counts["checked"], counts["work_low"]) == (len(ROLES[role]), len(ROLES[role]))


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("code", PLACED)
def test_a_project_outside_the_scope_is_not_found(store, role, code):
    if code in ROLES[role]:
        assert [row["pro_code"] for row in seen(store, role, "projects/detail", project=project_of(code))] == [code]
    else:
        with pytest.raises(DualwatchError):
            seen(store, role, "projects/detail", project=project_of(code))


@pytest.mark.parametrize("role", ROLES)
def test_search_finds_only_the_scope(store, role):
    found = {row["pro_code"] for code in PLACED for row in seen(store, role, "context/search", search=code)}

    assert found == ROLES[role]


@pytest.mark.parametrize("role", ["县区", "部门:", "邻居", "单位: ,"])
def test_a_role_without_its_code_is_refused(role):
    with pytest.raises(DualwatchError):
        scope_of(role)


def test_several_codes_make_one_scope(store):
    both = seen(store, f"县区:{REGION},371004000", "overview/totals")

    assert sum(row["adjusted_budget"] for row in both) == sum(BUDGETS.values())


@pytest.mark.parametrize("question", OPEN_TO_ALL)
def test_what_is_open_to_all_names_nobody(store, question):
    for row in seen(store, "县区:371009000", question):
        assert not HOLDERS & set(row)


def test_the_walk_sees_rows(store):
    """Questions that answer nothing here would prove nothing: only what is odd in a report is absent."""
    silent = {question for question in QUESTIONS if not answers(store, "管理员", question)}

    assert silent <= {"context/missing", *(name for name in QUESTIONS if name.startswith("quality/"))}


def test_an_evaluation_is_told_with_what_it_is_about(make_store):
    """A classified project has the code of its department, which is in sight with another project."""
    rows = [project("101", secret_level="涉密"), project("v")]
    subjects = {"项目": "101", "部门整体": "101", "县级财政运行": REGION}
    given = [evaluated("101") | {"subject_kind": kind, "subject_code": code} for kind, code in subjects.items()]
    store = make_store({"projects": rows, "execution": [paid("v", 1, 6)], "evaluations": given})

    told = store.ask("records/evaluations", {}, scope_of("人大")).to_pylist()
    assert {row["subject_kind"] for row in told} == {"部门整体", "县级财政运行"}
    assert len(store.ask("records/evaluations", {}, scope_of(None)).to_pylist()) == 3
