"""What a load speaks for: coverage in its three modes, retired projects, revisions kept."""

import pytest

from tests.conftest import keyed, project, publish, write_tables
from tests.given import paid

OTHER = {"dept_code": "102", "dept_name": "水务局"}
PROJECTS = [project("paying"), project("quiet"), project("other", **OTHER)]
ONE_PAYMENT = {"projects": PROJECTS, "execution": [paid("paying", 100, 2)]}


def heard(store, read, month=2):
    """What each project has paid by the month; None where nobody reported."""
    rows = read(store, "select project_id, paid_to_date from project_months where month = $month", month=month)
    return {row["project_id"].rsplit("-", 1)[1]: row["paid_to_date"] for row in rows}


@pytest.mark.parametrize(
    ("covers", "expected"),
    [("all", {"paying": 100, "quiet": 0, "other": 0}), (None, {"paying": 100, "quiet": 0, "other": None}),
     ("101", {"paying": 100, "quiet": 0, "other": None}), ("102", {"paying": 100, "quiet": 0, "other": 0}),
     ("101,102", {"paying": 100, "quiet": 0, "other": 0})],
)  # fmt: skip
def test_no_row_is_nothing_paid_only_inside_the_coverage(make_store, read, covers, expected):
    """Rows speak for their own department; `all` and named departments for those without a row."""
    assert heard(make_store(ONE_PAYMENT, covers=covers), read) == expected


def test_a_month_without_a_delivery_is_not_reported(make_store, read):
    store = make_store({"projects": PROJECTS, "execution": [paid("paying", 100, 2), paid("paying", 1, 4)]})

    assert heard(store, read, 3) == {"paying": None, "quiet": None, "other": None}


@pytest.mark.parametrize(
    ("covers", "retired"), [("all", {"quiet", "other"}), (None, {"quiet"}), ("101", {"quiet"}), ("102", {"other"})]
)
def test_a_later_projects_file_retires_what_it_covers_and_lacks(make_store, read, tmp_path, covers, retired):
    """Retired projects are kept and listed, outside every total."""
    store = make_store(ONE_PAYMENT)
    publish(store, write_tables(tmp_path, {"projects": [project("paying")]}), covers=covers)

    listed = {row["pro_code"] for row in read(store, "select pro_code from retired_projects")}
    rolled = sum(row["projects"] for row in store.ask("overview/totals").to_pylist())
    assert listed == retired
    assert rolled == len(PROJECTS) - len(retired)
    assert set(heard(store, read)) == {"paying", "quiet", "other"} - retired


def test_a_file_of_payments_alone_retires_nothing(make_store, read, tmp_path):
    store = make_store(ONE_PAYMENT)
    publish(store, write_tables(tmp_path, {"execution": [paid("paying", 5, 3)]}))

    assert not read(store, "select * from retired_projects")


def test_a_project_that_returns_is_on_the_roll_again(make_store, read):
    store = make_store(ONE_PAYMENT, {"projects": [project("paying")]}, {"projects": PROJECTS})

    assert not read(store, "select * from retired_projects")


def test_a_second_delivery_replaces_and_keeps_the_difference(make_store, read):
    """Month 2 goes from 100 to 150, month 3 stays, the budget from 100 万 to 120 万."""
    store = make_store(
        {"projects": [project("p")], "execution": [paid("p", 100, 2), paid("p", 7, 3)]},
        {"projects": [project("p", adjusted_budget=1_200_000)], "execution": [paid("p", 150, 2), paid("p", 7, 3)]},
    )

    assert heard(store, read, 3) == {"p": 157}
    rows = read(store, "select table_name, month, field, old_value, new_value, old_batch, new_batch from revisions order by all")
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


def test_changes_of_a_month_are_replaced_as_a_whole(make_store, read):
    """A later delivery of month 3 stands for all its changes; month 2 keeps its own."""
    def moved(month, amount, kind):
        return keyed("p", month=month, amount=amount, kind=kind)

    store = make_store(
        {"projects": [project("p")], "execution": [paid("p", 0, 4)],
         "budget_changes": [moved(2, 10, "追加"), moved(3, 100, "追加"), moved(3, -30, "追减")]},
        {"budget_changes": [moved(3, 50, "追加")]},
    )  # fmt: skip

    (row,) = read(store, "select adjusted_budget from project_months where month = 4")
    assert row["adjusted_budget"] == 1_000_060
