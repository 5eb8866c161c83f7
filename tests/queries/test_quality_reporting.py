"""Who has reported and who has not: rounds against their due date, payments by month, the last two rounds compared."""

from datetime import date

import pytest

from tests.conftest import LOADED_AT, keyed, project
from tests.given import indicator, observed, paid

FIRST_HALF, SECOND_HALF = {"end_month": 6}, {"start_month": 7}
SILENT = {"dept_code": "202", "dept_name": "水务局"}


def told(pro_code, month, day=None, number="1"):
    """An actual of a month, with the date its form states."""
    return observed(pro_code, month, "5", number) | {"reported_on": day}


@pytest.fixture(scope="module")
def store(make_store):
    """Due for round 6 alone: f to j. Due for round 9 alone: a to e. Loaded on 2026-09-04, corrected later."""
    early = [project(code, **FIRST_HALF) for code in "fghij"]
    late = [project(code, **SECOND_HALF) for code in "abcde"]
    goals = [indicator(code, target="100人") for code in "abcdefghi"]
    first = {
        "projects": [*early, *late, project("k", **SILENT)],
        "indicators": [*goals, indicator("c", "2", target="90人")],
        "observations": [
            told("a", 9, "2026-09-30"),
            told("b", 9, "2026-10-01"),
            told("c", 9, "2026-09-20"),
            told("c", 9, "2026-10-12", "2"),
            told("d", 9),
            told("f", 6),
            told("g", 8, "2026-08-15"),
            told("i", 6, "2026-06-30"),
        ],
        "execution": [paid("a", 1, 6), paid("a", 1, 9), paid("k", 1, 6)],
    }
    return make_store(first, {"observations": [told("c", 9, "2026-11-30")]}, covers=None)


def ask(store, name, **params):
    return store.ask(f"quality/{name}", params).to_pylist()


def days(store, name, month):
    return {(row["pro_code"], row["round"]): row["days_late"] for row in ask(store, name, month=month)}


def standing(store, subject, month=9):
    """Figures of each round of department 101."""
    rows = [row for row in ask(store, "reporting", month=month) if row["dept_code"] == "101"]
    names = ("due_projects", "on_time", "late", "undated", "missing", "days_late")
    return {row["round"]: tuple(row[name] for name in names) for row in rows if row["subject"] == subject}


def test_a_round_is_due_on_the_last_day_of_its_month(store):
    due = {row["round"]: row["due_on"] for row in ask(store, "reporting") if row["subject"] == "监控"}

    assert due == {6: date(2026, 6, 30), 9: date(2026, 9, 30)}


def test_each_project_stands_in_one_column_of_its_round(store):
    """f has no date and was loaded after the round's end: reported, but nobody can say late; j has no indicator."""
    assert LOADED_AT.date() > date(2026, 6, 30)
    assert standing(store, "监控") == {6: (4, 1, 1, 1, 1, 46), 9: (5, 2, 2, 0, 1, 12)}


def test_what_came_in_a_later_month_is_missing_until_then(store):
    assert standing(store, "监控", month=7) == {6: (4, 1, 0, 1, 2, None)}


def test_the_last_actual_to_come_counts_and_a_correction_does_not(store):
    """b is a day late, c by its second indicator; what c corrected in November had come in September."""
    assert days(store, "late_reports", 9) == {("g", 6): 46, ("c", 9): 12, ("b", 9): 1}


def test_what_is_not_filled_is_overdue_up_to_the_month_asked(store):
    assert days(store, "overdue_reports", 9) == {("h", 6): 92, ("e", 9): 0}
    assert days(store, "overdue_reports", 6) == {("g", 6): 0, ("h", 6): 0}
    told = {row["pro_code"]: row["told"] for row in ask(store, "overdue_reports", month=9)}
    assert told == {"h": "，到 9 月底已过 92 天", "e": ""}


def test_findings_add_up_to_the_matrix(store):
    for month in (6, 7, 8, 9):
        figures = standing(store, "监控", month).values()
        assert len(ask(store, "overdue_reports", month=month)) == sum(row[4] for row in figures)
        assert len(ask(store, "late_reports", month=month)) == sum(row[2] for row in figures)


def test_payments_are_there_or_not(store):
    """Department 202 sent June and not September; rounds and the month itself are asked."""
    assert standing(store, "支付") == {6: (10, 10, 0, 0, 0, None), 9: (10, 10, 0, 0, 0, None)}
    assert set(standing(store, "支付", month=7)) == {6, 7}
    (silent,) = ask(store, "silent_departments", month=9)
    assert (silent["dept_code"], silent["projects"], silent["month"]) == ("202", 1, 9)
    assert not ask(store, "silent_departments", month=6)


def test_departments_come_page_by_page_the_worst_first(store):
    """202 left its only subject of September out whole; 101 sent payments and lacks 2 projects, 3 are late."""
    first, second = (ask(store, "reporting", month=9, page_size=1, page=page) for page in (1, 2))

    assert [{row["dept_code"] for row in page} for page in (first, second)] == [{"202"}, {"101"}]
    assert [(row["subject"], row["round"]) for row in second] == [("支付", 6), ("支付", 9), ("监控", 6), ("监控", 9)]
    assert {(row["units"], row["behind_units"]) for row in first + second} == {(2, 2)}
    assert not ask(store, "reporting", month=9, page_size=1, page=3)
    assert {(row["units"], row["behind_units"]) for row in ask(store, "reporting", month=6)} == {(2, 1)}


def test_totals_count_departments_and_projects_by_subject(store):
    names = ("units", "lacking_units", "due_projects", "missing", "late")
    found = {
        (row["subject"], row["round"]): tuple(row[name] for name in names) for row in ask(store, "reported", month=9)
    }

    assert found == {
        ("支付", 6): (2, 0, 11, 0, 0),
        ("支付", 9): (2, 1, 11, 1, 0),
        ("监控", 6): (1, 1, 4, 1, 1),
        ("监控", 9): (1, 1, 5, 1, 2),
    }


def test_the_filters_pick_departments(store):
    assert {row["dept_code"] for row in ask(store, "reporting", departments=["202"])} == {"202"}
    assert not ask(store, "silent_departments", departments=["101"])
    assert not ask(store, "overdue_reports", categories=["人员类"])


@pytest.fixture(scope="module")
def twice(make_store):
    """Rounds 4 and 6 of sichuan-2025: p reported once, then q, r both times, s never, t without indicators."""
    return make_store(
        {
            "projects": [project(code) for code in "pqrst"],
            "indicators": [indicator(code, target="100人") for code in "pqrs"],
            "observations": [observed("p", 4, "1"), observed("q", 6, "1"), observed("r", 4, "1"),
                             observed("r", 5, "2")],
            "execution": [paid("p", 1, month) for month in (4, 6)],
        }
    )  # fmt: skip


def compared(store, month):
    found = ask(store, "changed_rounds", month=month, profile="sichuan-2025")
    return {row["pro_code"]: (row["previous_round"], row["round"], row["told"]) for row in found}


def test_two_rounds_are_compared(twice):
    assert compared(twice, 6) == {
        "p": (4, 6, "4 月填了，6 月没有填"),
        "q": (4, 6, "4 月没有填，6 月填了"),
    }


def test_one_round_alone_is_not_compared(twice):
    assert compared(twice, 5) == {}


def test_a_gap_between_payments_is_found(make_store):
    """m paid in months 1 and 3 with nothing heard of month 2; n states what it has paid to date."""
    gaps = make_store(
        {
            "projects": [project("m"), project("n", **SILENT)],
            "execution": [paid("m", 1, 1), paid("m", 1, 3), paid("n", 1, 1)],
        },
        {"execution": [keyed("n", month=3, paid_to_date=5)]},
        covers=None,
    )

    (found,) = ask(gaps, "payment_gaps", month=3)
    assert (found["pro_code"], found["paid_to_date"]) == ("m", 2)


def test_a_department_of_which_some_projects_are_told_lacks_the_others(make_store):
    """Of three projects a batch that covers no department whole tells one: it alone has reported."""
    heard = {"projects": [project(code) for code in "abc"], "execution": [paid("a", 1, 6)]}
    store = make_store(heard, covers=None)
    (total,) = store.ask("overview/totals", {"month": 6}).to_pylist()
    (june,) = [row for row in ask(store, "reporting", month=6) if row["subject"] == "支付"]

    assert june["missing"] == total["unreported"]
    assert june["on_time"] + june["missing"] == 3


def test_a_date_that_only_a_correction_states_makes_nothing_late(make_store):
    """What came without a date on 4 September for round 9 is corrected in 2027: it was there in time."""
    goal = [indicator("a", target="100人")]
    first = {"projects": [project("a", **SECOND_HALF)], "indicators": goal, "observations": [told("a", 9)]}
    store = make_store(
        first | {"execution": [paid("a", 1, 9)]}, {"observations": [told("a", 9, "2027-01-15") | {"actual": "6"}]}
    )

    assert not ask(store, "late_reports", month=9)
    (row,) = [row for row in ask(store, "reporting", month=9) if (row["subject"], row["round"]) == ("监控", 9)]
    assert (row["on_time"], row["late"], row["undated"]) == (1, 0, 0)
