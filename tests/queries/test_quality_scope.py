"""Every kind of finding has one in each department, region and secrecy; a reader gets those of the own scope alone."""

import pytest

from dualwatch import catalogue, quality
from dualwatch.access import scope_of
from tests.conftest import REGION, keyed, project
from tests.given import indicator, observed, paid

AWAY, WATER, SECRET = {"mof_div_code": "371004000"}, {"dept_code": "202"}, {"secret_level": "涉密"}
PLACES = {
    "HOME": {},
    "SECRET": SECRET,
    "WATER": WATER | {"dept_name": "水务局"},
    "AWAY": AWAY | {"mof_div_name": "荣成市"},
}
ROLES = {
    "财政局": {"HOME", "SECRET", "WATER", "AWAY"},
    "人大": {"HOME", "WATER", "AWAY"},
    f"县区:{REGION}": {"HOME", "SECRET", "WATER"},
    "部门:202": {"WATER"},
    "县区:371009000": set(),
}
SURVEY = {"level1": "满意度指标", "level3": "群众满意度", "target": "90%"}


def at(place, row):
    """A row of one place, by the code that begins with its name."""
    region = PLACES[place].get("mof_div_code", REGION)
    return row | {"mof_div_code": region, "pro_code": f"{place}-{row['pro_code']}"}


def everywhere(*rows):
    return [at(place, row) for place in PLACES for row in rows]


def rolls():
    """Two years; W is wrong in its money, targets and reports, L stands for late, G leaves, N is new, B is bare."""
    listed = [
        project("W", policy_class="公共服务"),
        project("W", fiscal_year=2025),
        project("N", initial_budget=3_000_000, first_year=2026),
        project("T", initial_budget=0, adjusted_budget=0),
        project("P", printed_rate="99%"),
        *(project(code) for code in "LSGB"),
    ]
    return [at(place, row) | PLACES[place] for place in PLACES for row in listed]


def deliveries():
    goals = [
        indicator("W", target="100人", weight=50),
        indicator("W", target="100人") | {"fiscal_year": 2025},
        indicator("W", "2", weight=10, **SURVEY),
        indicator("W", "3", target="10人", level3="招录人数"),
        indicator("W", "3", target="100人", level3="招录人数", weight=90) | {"fiscal_year": 2025},
        indicator("L", target="100人"),
        indicator("S", target="100人"),
        indicator("T", target="100人"),
        indicator("N", target="100人"),
        indicator("P", target="100人"),
    ]
    told = [
        observed("W", 6, "5人"),
        observed("W", 8, "5人"),
        observed("W", 6, "50%", "2"),
        observed("W", 12, "100人", "3") | {"fiscal_year": 2025, "score": 90},
        observed("L", 6, "1人") | {"reported_on": "2026-07-01"},
        observed("L", 8, "11人"),
        observed("N", 8, "100人"),
    ]
    spent = [paid("P", 100, month) for month in (1, 2)] + [paid("P", 9000, 3), paid("W", 9_000_000, 8)]
    appraised = keyed("W", pro_name="评过", dept_name="教育局", kind="事前绩效评估", declared=1, approved=1)
    full = {
        "projects": rolls(),
        "indicators": everywhere(*goals),
        "observations": everywhere(*told),
        "execution": everywhere(*spent),
        "appraisals": everywhere(appraised),
    }
    later = [row for row in rolls() if row["fiscal_year"] == 2026 and not row["pro_code"].endswith("-G")]
    return full, {"projects": later}


@pytest.fixture(scope="module")
def store(make_store):
    return make_store(*deliveries())


@pytest.fixture(scope="module")
def gap_store(make_store):
    """Payments of months 1 and 3 heard of every department; month 8 of another region alone."""
    silent = [at(place, paid("W", 1, month)) for place in PLACES for month in (1, 3)]
    rows = [at(place, project("W")) | PLACES[place] for place in PLACES]
    last = {"execution": [keyed("X", month=8, paid=1) | {"mof_div_code": "371005000"}]}
    other = project("X", mof_div_code="371005000", dept_code="303")
    return make_store({"projects": [*rows, other], "execution": silent}, last, covers=None)


def places_of(store, name, role, **params):
    """The places whose rows a question answers to a role, by project or else by department."""
    found = store.ask(name, params, scope_of(role)).to_pylist()
    if found and "pro_code" not in found[0]:
        return {(row["mof_div_code"], row["dept_code"]) for row in found} - {("371005000", "303")}
    return {row["pro_code"].split("-")[0] for row in found} - {"X"}


ELSEWHERE = {"quality/payment_gaps": {"month": 3}, "quality/silent_departments": {"month": 8}}


@pytest.mark.parametrize("name", quality.KINDS)
@pytest.mark.parametrize("role", ROLES)
def test_findings_are_those_of_the_scope(store, gap_store, name, role):
    profile = {"profile": "sichuan-2025"} if name == "quality/changed_rounds" else {}
    params = ELSEWHERE.get(name, profile)
    seen = places_of(gap_store if name in ELSEWHERE else store, name, role, **params)

    if name == "quality/silent_departments":
        units = {(PLACES[p].get("mof_div_code", REGION), PLACES[p].get("dept_code", "101")) for p in ROLES[role]}
        assert seen == units
    else:
        assert seen == ROLES[role]


def test_every_question_with_a_sentence_is_a_kind():
    told = {name for name, asked in catalogue.questions().items() if asked.field("sentence")}

    assert set(quality.KINDS) == {name for name in told if name.startswith("quality/")}
    assert len(quality.KINDS) == len(set(quality.KINDS))


@pytest.mark.parametrize("name", quality.KINDS)
def test_sentences_name_only_what_the_question_returns(name):
    asked = catalogue.question(name)
    columns = dict.fromkeys(asked.returns, "数")

    assert asked.field("sentence").format_map(columns)
    assert asked.field("remedy").format_map(columns)
    assert {"mof_div_code", "mof_div_name", "dept_code", "dept_name"} <= set(asked.returns)
