"""What a load speaks for: coverage in its three modes, retired projects, revisions kept."""

import pytest

from dualwatch import intake
from dualwatch.access import scope_of
from dualwatch.store import Store
from tests.conftest import LOADED_AT, REGION, keyed, project, write_tables
from tests.given import changed, paid

OTHER = {"dept_code": "102", "dept_name": "水务局"}
PROJECTS = [project("paying"), project("quiet"), project("other", **OTHER)]
KEYED_MONTHS = "project_months as m join projects using (project_no)"
ONE_PAYMENT = {"projects": PROJECTS, "execution": [paid("paying", 100, 2)]}


def heard(store, read, month=2):
    """What each project has paid by the month; None where nobody reported."""
    rows = read(store, f"select project_id, paid_to_date from {KEYED_MONTHS} where month = $month", month=month)
    return {row["project_id"].rsplit("-", 1)[1]: row["paid_to_date"] for row in rows}


@pytest.fixture
def delivered(tmp_path):
    """A function from deliveries, each with what it covers, to a store that has them all in one version."""

    def delivered(*deliveries):
        store = Store(tmp_path / "store")
        read = [intake.read([write_tables(tmp_path / str(place), tables)], covers=covers)
                for place, (tables, covers) in enumerate(deliveries)]  # fmt: skip
        store.publish(read, "测试", LOADED_AT)
        return store

    return delivered


def elsewhere(place, tables):
    """The same rows in a region of their own."""
    region = {"mof_div_code": f"37100300{place}", "mof_div_name": f"第{place}县"}
    return {name: [row | region for row in rows] for name, rows in tables.items()}


def test_no_row_is_nothing_paid_only_inside_the_coverage(delivered, read):
    """Rows speak for their own department; `all` and named departments for those without a row."""
    expected = {"all": (100, 0, 0), None: (100, 0, None), "101": (100, 0, None), "102": (100, 0, 0),
                "101,102": (100, 0, 0)}  # fmt: skip
    store = delivered(*((elsewhere(place, ONE_PAYMENT), covers) for place, covers in enumerate(expected)))

    rows = read(store, f"select m.*, project_id from {KEYED_MONTHS} where month = 2")
    found = {(row["mof_div_code"][-1], row["project_id"].rsplit("-", 1)[1]): row["paid_to_date"] for row in rows}
    for place, (covers, paid_to_date) in enumerate(expected.items()):
        assert tuple(found[str(place), code] for code in ("paying", "quiet", "other")) == paid_to_date, covers


def test_a_month_without_a_delivery_is_not_reported(make_store, read):
    store = make_store({"projects": PROJECTS, "execution": [paid("paying", 100, 2), paid("paying", 1, 4)]})

    assert heard(store, read, 3) == {"paying": None, "quiet": None, "other": None}


def test_a_later_projects_file_retires_what_it_covers_and_lacks(delivered, read):
    """Retired projects are kept and listed, outside every total."""
    expected = {"all": {"quiet", "other"}, None: {"quiet"}, "101": {"quiet"}, "102": {"other"}}
    first = [(elsewhere(place, ONE_PAYMENT), "all") for place in range(len(expected))]
    later = [(elsewhere(place, {"projects": [project("paying")]}), covers) for place, covers in enumerate(expected)]
    store = delivered(*first, *later)

    rows = read(store, "select mof_div_code, pro_code from retired_projects")
    for place, (covers, retired) in enumerate(expected.items()):
        region = f"37100300{place}"
        rolled = store.ask("overview/totals", {"counties": [region]}).to_pylist()
        assert {row["pro_code"] for row in rows if row["mof_div_code"] == region} == retired, covers
        assert sum(row["projects"] for row in rolled) == len(PROJECTS) - len(retired), covers


def test_a_file_of_payments_alone_retires_nothing(delivered, read):
    store = delivered((ONE_PAYMENT, "all"), ({"execution": [paid("paying", 5, 3)]}, "all"))

    assert not read(store, "select * from retired_projects")


def test_a_project_that_returns_is_on_the_roll_again(delivered, read):
    fewer = {"projects": [project("paying")]}
    store = delivered((ONE_PAYMENT, "all"), (fewer, "all"), ({"projects": PROJECTS}, "all"))

    assert not read(store, "select * from retired_projects")


def test_a_second_delivery_replaces_and_keeps_the_difference(delivered, read):
    """Month 2 goes from 100 to 150, month 3 stays, the budget from 100 万 to 120 万."""
    before = {"projects": [project("p")], "execution": [paid("p", 100, 2), paid("p", 7, 3)]}
    after = {"projects": [project("p", adjusted_budget=1_200_000)], "execution": [paid("p", 150, 2), paid("p", 7, 3)]}
    store = delivered((before, "all"), (after, "all"))

    assert heard(store, read, 3) == {"p": 157}
    columns = "table_name, month, field, old_value, new_value, old_batch, new_batch"
    rows = read(store, f"select {columns} from revisions order by all")
    first, second = (batch.name for batch in store.batches_in_force())
    assert rows == [
        {"table_name": "execution", "month": 2, "field": "paid", "old_value": "100.00", "new_value": "150.00",
         "old_batch": first, "new_batch": second},
        {"table_name": "projects", "month": None, "field": "adjusted_budget", "old_value": "1000000.00",
         "new_value": "1200000.00", "old_batch": first, "new_batch": second},
    ]  # fmt: skip


def test_every_figure_leads_to_its_file_and_row(make_store, read):
    store = make_store({"projects": [project("p")], "execution": [paid("p", 1, 1), paid("p", 2, 2)]})

    rows = read(store, "select month, source_file, source_row from execution order by month")
    assert rows == [{"month": 1, "source_file": "execution.csv", "source_row": 2},
                    {"month": 2, "source_file": "execution.csv", "source_row": 3}]  # fmt: skip


def test_changes_of_a_month_are_replaced_as_a_whole(delivered, read):
    """A later delivery of month 3 stands for all its changes; month 2 keeps its own."""
    moves = [changed("p", 2, 10), changed("p", 3, 100), changed("p", 3, -30)]
    first = {"projects": [project("p")], "execution": [paid("p", 0, 4)], "budget_changes": moves}
    store = delivered((first, "all"), ({"budget_changes": [changed("p", 3, 50)]}, "all"))

    (row,) = read(store, "select adjusted_budget from project_months where month = 4")
    assert row["adjusted_budget"] == 1_000_060


def test_changes_of_a_month_that_a_later_delivery_replaces_are_told(delivered, read):
    """March said 50 万 more in two kinds, then 70 万, at last a cut of 10 万: each replaces the month before it."""
    moves = [changed("p", 3, 600_000), changed("p", 3, -100_000)]
    first = {"projects": [project("p")], "budget_changes": moves, "execution": [paid("p", 1, 3)]}
    later = [({"budget_changes": [changed("p", 3, yuan)]}, None) for yuan in (700_000, -100_000)]
    store = delivered((first, "all"), *later)

    (detail,) = store.ask("projects/detail", {"project": f"2026-{REGION}-p", "month": 3}).to_pylist()
    assert detail["adjusted_budget"] == 900_000
    told = read(store, "select table_name, month, field, old_value, new_value from revisions order by new_batch")
    assert [tuple(row.values()) for row in told] == [
        ("budget_changes", 3, "amount", "500000.00", "700000.00"),
        ("budget_changes", 3, "amount", "700000.00", "-100000.00"),
    ]


def test_a_plan_that_is_told_anew_is_a_revision(delivered, read):
    before, after = ({"plans": [keyed("p", month=3, planned=planned)]} for planned in (50, 80))
    store = delivered(({"projects": [project("p")], "execution": [paid("p", 1, 3)]} | before, "all"), (after, None))

    told = read(store, "select table_name, month, field, old_value, new_value from revisions")
    assert told == [{"table_name": "plans", "month": 3, "field": "planned", "old_value": "50.00", "new_value": "80.00"}]


@pytest.mark.parametrize(
    ("stated", "levels", "seen"),
    [("非涉密", {"hidden": "涉密", "open": "非涉密", "bare": "非涉密"}, [2]),
     ("涉密", {"hidden": "涉密", "open": "涉密", "bare": "涉密"}, [])],
)  # fmt: skip
def test_a_level_stated_at_the_load_never_opens_what_a_row_has_closed(tmp_path, stated, levels, seen):
    """Of three projects one is marked 涉密, one 非涉密; a later file says no level, and its load states one."""
    store = Store(tmp_path / "store")
    own = {"hidden": "涉密", "open": "非涉密", "bare": None}
    rows = [project(code, secret_level=level) for code, level in own.items()]
    later = [{name: value for name, value in row.items() if name != "secret_level"} for row in rows]
    files = [write_tables(tmp_path / name, {"projects": given, "execution": [paid("bare", 1, month)]})
             for name, given, month in (("first", rows, 5), ("later", later, 6))]  # fmt: skip
    store.publish([intake.read([files[0]], covers="all")], "测试", LOADED_AT)
    store.publish([intake.read([files[1]], covers="all", secret_level=stated)], "测试", LOADED_AT)

    found = {code: store.ask("projects/detail", {"project": f"2026-{REGION}-{code}"}).to_pylist()[0]["secret_level"]
             for code in own}  # fmt: skip
    assert found == levels
    assert [row["projects"] for row in store.ask("overview/totals", {}, scope_of("人大")).to_pylist()] == seen
