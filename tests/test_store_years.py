"""Versions share the files of their fiscal years: one is built anew only when what it is made of changed."""

import json
import shutil

import duckdb
import pytest

from dualwatch import catalogue, intake
from dualwatch.access import OPERATOR
from dualwatch.comparison import compare
from dualwatch.model import DualwatchError
from dualwatch.store import Store, engine
from dualwatch.store.assembling import build
from tests.conftest import LOADED_AT, keyed, project, publish, write_tables
from tests.given import indicator, observed, paid

# 2025 is closed: by June p has paid 100 of 400 元, the median of five projects. 2026 has begun.
CLOSED = {"p": (100, 300), "less": (1, 399), "least": (0, 400), "more": (390, 10), "most": (400, 0)}
TWO_YEARS = {
    "projects": [*(project(code, fiscal_year=2025) for code in CLOSED), project("p"), project("q")],
    "execution": [
        *(paid(code, june, 6, fiscal_year=2025) for code, (june, _) in CLOSED.items()),
        *(paid(code, december, 12, fiscal_year=2025) for code, (_, december) in CLOSED.items()),
        paid("p", 20, 1), paid("q", 7, 1),
    ],
    "indicators": [indicator("p", target="100人")],
    "observations": [observed("p", 1, "10人")],
}  # fmt: skip
FEBRUARY = {"execution": [paid("p", 3, 2)]}


@pytest.fixture(scope="module")
def published(make_store):
    return make_store(TWO_YEARS)


@pytest.fixture
def store(published, tmp_path):
    """A copy of the published store that a test may change."""
    return Store(shutil.copytree(published.path, tmp_path / "store"))


@pytest.fixture
def deliver(tmp_path):
    """A function that writes tables as the next delivery and returns its folder."""
    count = iter(range(100))
    return lambda tables: write_tables(tmp_path / f"delivery{next(count)}", tables)


def years(store):
    """The files of the version in force by year: name, inode and time of writing."""
    files = store.files(store.current()).years
    return {int(path.stem[:4]): (path.stem, path.stat().st_ino, path.stat().st_mtime_ns) for path in files}


def kept(store):
    """The names of all files of years."""
    return {path.stem for path in store.years_path.iterdir()}


def rows(store, text):
    with engine.reading(store.files(store.current()), OPERATOR) as cursor:
        return cursor.execute(text).fetchall()


def spent(store, year, version=None):
    return sum(row["paid"] for row in store.ask("overview/totals", {"year": year}, version=version).to_pylist())


def test_the_next_month_leaves_the_file_of_the_year_before(store, deliver):
    before = years(store)

    publish(store, deliver(FEBRUARY))

    after = years(store)
    assert after[2025] == before[2025]
    assert after[2026][0] != before[2026][0]
    assert kept(store) == {before[2025][0], before[2026][0], after[2026][0]}
    assert (spent(store, 2025), spent(store, 2026)) == (2000, 30)


@pytest.mark.parametrize(
    ("tables", "rebuilt"),
    [
        ({"execution": [paid("p", 3, 2)]}, {2026}),
        # A plan of the year before, which the curve of its payments does not read.
        ({"plans": [keyed("p", fiscal_year=2025, month=1, planned=1)]}, {2025}),
        # 300 instead of 100 元 by June: the curve that 2026 is judged by moves.
        ({"execution": [paid("p", 300, 6, fiscal_year=2025)]}, {2025, 2026}),
        ({"execution": [paid("p", 3, 2)], "plans": [keyed("p", fiscal_year=2025, month=1, planned=1)]}, {2025, 2026}),
        # The region has another name, in every year.
        ({"projects": [project("p", mof_div_name="文登"), project("q", mof_div_name="文登")]}, {2025, 2026}),
        ({"fiscal_totals": [{"mof_div_code": "371003000", "fiscal_year": 2026, "month": 1,
                             "measure": "一般公共预算收入", "budget": 2, "executed": 1}]}, set()),
    ],
    ids=["month", "plan", "curve", "both", "region", "revenue"],
)  # fmt: skip
def test_a_year_is_built_anew_when_what_it_is_made_of_changes(store, deliver, tables, rebuilt):
    """And what was kept and what was built together are what a build of everything from the batches makes."""
    before = years(store)

    publish(store, deliver(tables))

    after = years(store)
    assert {year for year in after if after[year] != before[year]} == rebuilt
    scratch = deliver({})
    anew = build(scratch, store.batches_in_force())
    assert anew.content == store.current().content
    assert tuple(path.stem for path in anew.files.years) == store.current().years


def test_what_crosses_years_reaches_every_year(store, deliver):
    """The curve of 2026 is the share paid in 2025; the newest name of a region is that of all years."""
    text = "select month, typical_share from payment_curves where fiscal_year = 2026 order by month"
    assert rows(store, text) == [(6, 0.25), (12, 1.0)]

    publish(store, deliver({"execution": [paid("p", 300, 6, fiscal_year=2025)]}))
    publish(store, deliver({"projects": [project("p", mof_div_name="文登"), project("q", mof_div_name="文登")]}))

    assert rows(store, text) == [(6, 0.5), (12, 1.0)]
    assert rows(store, "select distinct fiscal_year, mof_div_name from projects order by 1") == [
        (2025, "文登"), (2026, "文登"),
    ]  # fmt: skip
    assert rows(store, "select fiscal_year, last_month from calendar") == [(2025, 12), (2026, 1)]


def test_numbers_of_projects_and_groups_lie_in_a_range_of_their_year(store):
    assert rows(store, "select project_no from projects order by project_no") == [
        *((number,) for number in range(500000001, 500000006)), (520000001,), (520000002,),
    ]  # fmt: skip
    assert rows(store, "select fiscal_year, group_no from base.groups order by group_no") == [
        (2025, 500000001), (2026, 520000001),
    ]  # fmt: skip


def test_a_shared_year_goes_with_the_last_version_made_of_it(store, deliver):
    """Three versions, of which two share 2026 and all but the last share 2025."""
    first = years(store)
    publish(store, deliver(FEBRUARY))
    second = years(store)
    publish(store, deliver({"plans": [keyed("p", fiscal_year=2025, month=1, planned=1)]}))
    third = years(store)
    assert second[2026] == third[2026]
    assert len(kept(store)) == 4

    store.prune(2)
    assert kept(store) == {names[0] for names in (first[2025], second[2026], third[2025])}

    store.prune(1)
    assert kept(store) == {third[2025][0], third[2026][0]}
    assert (spent(store, 2025), spent(store, 2026)) == (2000, 30)


def test_a_prepared_version_keeps_the_years_it_shares(store, deliver):
    """Another is put in force and the base pruned: the prepared one can still be compared, until it is dropped."""
    shared = years(store)[2025][0]
    prepared = store.prepare([intake.read([deliver(FEBRUARY)], covers="all")], "甲", LOADED_AT)
    publish(store, deliver({"plans": [keyed("p", fiscal_year=2025, month=1, planned=1)]}))
    store.prune(1)

    assert shared in kept(store)
    with store.comparing(store.current().name, prepared) as ask:
        totals = ask("comparison/totals", {}).to_pylist()
    assert [(row["fiscal_year"], row["paid"]) for row in totals if row["compared"] == "latest"] == [
        (2026, 30), (2025, 2000),
    ]  # fmt: skip

    store.drop(prepared)
    assert kept(store) == {name for name, _, _ in years(store).values()}


def test_versions_that_share_a_year_are_compared(store, deliver):
    prepared = store.prepare([intake.read([deliver(FEBRUARY)], covers="all")], "甲", LOADED_AT)

    found = compare(store, prepared)

    latest = [row for row in found.totals if row["compared"] == "latest"]
    assert [(row["fiscal_year"], row["paid_before"], row["paid"]) for row in latest] == [
        (2026, "27.00", "30.00"), (2025, "2000.00", "2000.00"),
    ]  # fmt: skip


def test_an_older_version_answers_after_its_years_were_built_anew(store, deliver):
    first = store.current().name
    publish(store, deliver({"execution": [paid("p", 300, 6, fiscal_year=2025), paid("p", 3, 2)]}))

    assert [(spent(store, year, first), spent(store, year)) for year in (2025, 2026)] == [(2000, 2200), (27, 30)]

    store.point_to(first)
    assert (spent(store, 2025), spent(store, 2026)) == (2000, 27)


def test_a_year_left_by_a_process_that_died_is_used_or_swept(store, deliver):
    """Its file moved, its version's did not: the release finds it in place, a drop takes it away."""
    prepared = store.prepare([intake.read([deliver(FEBRUARY)], covers="all")], "甲", LOADED_AT)
    (built,) = prepared.years_path.glob("*.duckdb")
    built.rename(store.year_file(built.stem))

    store.release(prepared)
    assert spent(store, 2026) == 30

    other = store.prepare([intake.read([deliver({"execution": [paid("p", 1, 3)]})], covers="all")], "甲", LOADED_AT)
    (built,) = other.years_path.glob("*.duckdb")
    built.rename(store.year_file(built.stem))
    store.drop(other)
    assert built.stem not in kept(store)


def test_a_version_of_one_file_from_before_years_had_theirs_stays_readable(make_store, deliver):
    """As the program wrote it then: all tables in one file, a manifest that names no years."""
    older = make_store({"projects": [project("p")], "execution": [paid("p", 5, 1)]})
    files, manifest = older.files(older.current()), older.versions_path / f"{older.current().name}.json"
    files.years[0].replace(files.own)
    stated = json.loads(manifest.read_text(encoding="utf-8"))
    manifest.write_text(json.dumps({name: told for name, told in stated.items() if name != "years"}), encoding="utf-8")
    shutil.rmtree(older.years_path)

    assert spent(older, 2026) == 5

    publish(older, deliver({"execution": [paid("p", 3, 2)]}))
    assert (spent(older, 2026), len(years(older))) == (8, 1)


def test_a_question_about_a_year_reads_no_other_years_file(published):
    """Its plan names tables of that year alone; those that look at all years say so in their headers."""
    of_2025, of_2026 = (engine.alias(path) for path in published.files(published.current()).years)
    given = {"year": 2025, "project": "2025-371003000-p", "search": "项目"}
    plans = {}
    for name, asked in catalogue.questions().items():
        if {"year", "project"} & set(asked.parameters) and asked.field("years") != "all":
            params = {key: value for key, value in given.items() if key in asked.parameters}
            with published.asking(name, params) as (cursor, stated):
                bound = {key: stated[key] for key in asked.parameters}
                plans[name] = str(cursor.execute(f"explain (format json) {asked.body}", bound).fetchall())

    assert not [name for name, plan in plans.items() if of_2026 in plan]
    assert {"overview/totals", "alerts/projects"} <= {name for name, plan in plans.items() if of_2025 in plan}


@pytest.mark.parametrize("year", [2025, 2026])
def test_one_years_file_answers_what_the_whole_version_does(demo_store, year):
    """Every question about a year or a project, of the demonstration data's four years."""
    files = demo_store.files(demo_store.current())
    with engine.reading(files, OPERATOR) as whole:
        ((project_id,),) = whole.execute(
            "select project_id from projects where fiscal_year = $year order by initial_budget desc, 1 limit 1",
            {"year": year},
        ).fetchall()
        for name, asked in catalogue.questions().items():
            if {"year", "project"} & set(asked.parameters) and name != "context/project_keys":
                given = {"project": project_id} if "project" in asked.parameters else {}
                with demo_store.asking(name, given | {"year": year}) as (_, stated):
                    expected = engine.run(whole, asked, stated)
                assert demo_store.ask(name, given | {"year": year}) == expected, name


def test_the_first_version_of_an_empty_year_list_still_answers(tmp_path, deliver):
    """Regions alone: no year, and the sentence that says what is missing."""
    only = Store(tmp_path / "regions")
    publish(only, deliver({"regions": [{"mof_div_code": "371003000", "mof_div_name": "文登区", "level": "县"}]}))

    assert only.current().years == ()
    assert only.ask("context/known_regions").to_pylist()[0]["mof_div_name"] == "文登区"


def test_a_version_of_an_older_program_says_so_and_is_built_anew(tmp_path, deliver, monkeypatch):
    """Built from other SQL, of which a view lacked a column that a question now names."""
    store = Store(tmp_path / "older")
    with monkeypatch.context() as then:
        then.setattr(catalogue, "fingerprint", lambda: "older SQL")
        older = publish(store, deliver(TWO_YEARS)).version
    with duckdb.connect(str(store.files(older).years[1])) as year:
        year.execute("create or replace view main.paced_groups as select profile from base.profiles")

    with pytest.raises(DualwatchError, match=f"{older.name} 由旧程序建立.*rebuild"):
        store.ask("overview/totals")
    assert spent(store, 2025) == 2000

    assert "已用现在的程序重建" in store.renew("甲").sentence
    assert (spent(store, 2025), spent(store, 2026)) == (2000, 27)
    assert "没有改变" in store.renew("甲").sentence
    assert store.versions() == [older, store.current()]
