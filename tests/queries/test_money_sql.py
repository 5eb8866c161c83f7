"""Money of projects and groups by month: budgets, payments however delivered, gaps, plans, group rates."""

import shutil
from decimal import Decimal

import duckdb
import pytest

from dualwatch.access import OPERATOR
from tests.conftest import keyed, project
from tests.given import changed, indicator, months_heard, observed, paid
from tests.queries.conftest import set_scope

GAPPY, STEADY, GROUP, SILENT = (
    {"mof_div_code": f"37100300{number}", "mof_div_name": f"第{number}县"} for number in range(1, 5)
)


def there(region, row):
    """A row of another region."""
    return row | {"mof_div_code": region["mof_div_code"]}


PROJECTS = [
    project("heard"),
    project("changed", adjusted_budget=1_300_000, allotted=700_000),
    project("unchanged", adjusted_budget=1_200_000),
    project("twice", adjusted_budget=""),
    project("ahead", adjusted_budget=2_000_000),
    project("unstarted", initial_budget=None, adjusted_budget=1_000_000),
    *(project(code) for code in ("monthly", "todate", "mixed", "falling", "planned", "overplanned")),
    project("gappy", **GAPPY),
    project("steady", **STEADY),
    project("early", **GROUP),
    project("large", initial_budget=9_000_000, adjusted_budget=9_000_000, start_month=5, **GROUP),
    project("zero", initial_budget=0, adjusted_budget=0, **GROUP),
    project("unknown", initial_budget="", adjusted_budget="", **GROUP),
    project("silent", initial_budget=5_000_000, adjusted_budget=5_000_000, **SILENT),
]
MONTHLY = {1: "10", 2: "20.50", 4: "-5.25", 6: "0"}
EXECUTION = [
    *months_heard("heard", 6),
    *(paid("monthly", yuan, month) for month, yuan in MONTHLY.items()),
    paid("mixed", 10, 1),
    *(there(GAPPY, paid("gappy", 100, month)) for month in (1, 3)),
    there(GROUP, paid("early", 900_000)),
    there(GROUP, paid("large", 900_000)),
    there(GROUP, paid("zero", 50)),
    there(GROUP, paid("unknown", 7)),
    there(SILENT, paid("silent", 1, 5)),
]
CHANGES = [
    changed("changed", 2, 500_000),
    changed("changed", 5, -200_000),
    changed("twice", 3, 300_000),
    changed("twice", 3, -100_000),
    changed("ahead", 9, 1_000_000),
    changed("unstarted", 3, 200_000),
]
PLANS = [
    keyed("planned", month=1, planned=100_000),
    keyed("planned", month=3, planned=300_000),
    keyed("overplanned", month=2, planned=5_000_000),
    keyed("ahead", month=9, planned=500_000),
]
GOALS = [there(GROUP, indicator(code, target="100%", level3="合格率")) for code in ("early", "large", "zero")]
DONE = {"early": "100%", "large": "20%", "zero": "9%"}
ACTUALS = [there(GROUP, observed(code, 6, actual)) for code, actual in DONE.items()]
TO_DATE = [
    keyed(code, month=month, paid_to_date=yuan)
    for code, months in {"todate": {2: 200, 4: 500}, "mixed": {3: 50}, "falling": {2: 500, 3: 400}}.items()
    for month, yuan in months.items()
]
LATER = [paid("mixed", 5, 4)]
STEADY_TO_DATE = [there(STEADY, keyed("steady", month=month, paid_to_date=month * 100)) for month in (1, 3)]


@pytest.fixture(scope="module")
def store(make_store):
    first = {"projects": PROJECTS, "execution": EXECUTION, "budget_changes": CHANGES, "plans": PLANS,
             "indicators": GOALS, "observations": ACTUALS}  # fmt: skip
    return make_store(first, {"execution": TO_DATE + STEADY_TO_DATE}, {"execution": LATER})


@pytest.fixture(scope="module")
def course(store, read):
    """A function from a project and a column of its months to the figures of months 1 to 6."""

    def course(code, column):
        text = f"""select m.{column} as figure
            from project_months as m join projects using (project_no) where project_id like $id order by month"""
        rows = read(store, text, id=f"%-{code}")
        return [row["figure"] for row in rows]

    return course


@pytest.fixture(scope="module")
def planned_rates(store, tmp_path_factory):
    """A function from a project to the rates expected in months 1 to 6 by a profile whose pace is the plan."""
    (year,) = store.files(store.current()).years
    copy = shutil.copyfile(year, tmp_path_factory.mktemp("planned") / "year.duckdb")
    with duckdb.connect(str(copy)) as version:
        version.execute("update base.profile_months set pace = 'planned'")
        set_scope(version, OPERATOR)

        def planned_rates(code):
            text = """select expected_rate from rated_months join projects using (project_no) where pro_code = $code
                and profile = 'pace-60-80' and denominator = 'adjusted' order by month"""
            return [rate for (rate,) in version.execute(text, {"code": code}).fetchall()]

        yield planned_rates


def test_adjusted_budget_follows_its_changes_by_month(course):
    """Change rows count from their month on; the figure that the projects table states is the year's last."""
    assert course("changed", "adjusted_budget") == [1_000_000] + [1_500_000] * 3 + [1_300_000] * 2
    assert course("changed", "budget_recalculated") == [False] * 6


def test_adjusted_budget_without_changes_is_the_latest_in_every_month(course):
    assert course("unchanged", "adjusted_budget") == [1_200_000] * 6
    assert course("unchanged", "budget_recalculated") == [True] * 6


def test_a_change_told_before_its_month_does_not_count_yet(course):
    """September's change stands in the table of a year that is reported to June: the budget of June is the initial."""
    assert course("ahead", "adjusted_budget") == [1_000_000] * 6
    assert course("ahead", "budget_recalculated") == [False] * 6


def test_changes_of_an_unknown_initial_budget_leave_the_latest_in_every_month(course):
    assert course("unstarted", "adjusted_budget") == [1_000_000] * 6
    assert course("unstarted", "budget_recalculated") == [True] * 6


def test_changes_of_one_month_add_up(course):
    assert course("twice", "adjusted_budget") == [1_000_000] * 2 + [1_200_000] * 4


def test_paid_to_date_sums_the_months_and_takes_refunds_off(course):
    sums = ("10", "30.50", "30.50", "25.25", "25.25", "25.25")

    assert course("monthly", "paid_to_date") == [Decimal(yuan) for yuan in sums]


def test_paid_to_date_as_delivered_stands_until_the_next(course):
    assert course("todate", "paid_to_date") == [0, 200, 200, 500, 500, 500]
    assert course("todate", "paid")[:4] == [0, 200, 0, 300]


def test_monthly_and_cumulative_deliveries_join(course):
    """10 in month 1, 50 by month 3, 5 more in month 4."""
    assert course("mixed", "paid_to_date") == [10, 10, 50, 55, 55, 55]
    assert course("mixed", "paid")[:4] == [10, 0, 40, 5]


def test_a_cumulative_figure_may_fall_by_a_refund(course):
    assert course("falling", "paid_to_date")[:4] == [0, 500, 400, 400]
    assert course("falling", "paid")[2] == -100


def test_a_project_without_rows_has_paid_nothing_where_its_department_reported(course):
    assert course("unchanged", "paid_to_date") == [0] * 6


def test_a_month_missing_in_between_is_said(course):
    """Months 2 and 4 to 6 are not reported, so there is no figure; in month 3 the sum may be too small."""
    assert course("gappy", "paid_to_date") == [100, None, 200, None, None, None]
    assert course("gappy", "paid_gap") == [False, False, True, False, False, False]


def test_a_cumulative_figure_has_no_gap(course):
    assert course("steady", "paid_to_date") == [100, None, 300, None, None, None]
    assert course("steady", "paid_gap") == [False] * 6
    assert course("steady", "paid")[2] is None


@pytest.mark.parametrize(
    ("code", "expected"),
    [("planned", [100_000, 100_000, 400_000, 400_000, 400_000, 400_000]), ("overplanned", [0] + [1_000_000] * 5),
     ("ahead", [0] * 6), ("unchanged", [83_333, 166_667, 250_000, 333_333, 416_667, 500_000])],
)  # fmt: skip
def test_planned_pace_is_the_plan_and_linear_without_one(planned_rates, code, expected):
    assert planned_rates(code) == expected


def totals(store, *regions, **chosen):
    counties = [region["mof_div_code"] for region in regions]
    (row,) = store.ask("overview/totals", {"month": 6, "counties": counties, **chosen}).to_pylist()
    return row


def test_group_rate_is_sum_over_sum(store):
    """90 % of 100 万 and 10 % of 900 万 are 18 %; the mean of the rates would be 50 %."""
    assert totals(store, GROUP)["execution_rate"] == 180_000


def test_group_pace_is_due_over_budget(store):
    """Half of 100 万 and a quarter of 900 万 are 27.5 %; the mean would be 37.5 %."""
    assert totals(store, GROUP)["expected_rate"] == 275_000


def test_group_completion_is_weighted_by_budget(store):
    """100 % of 100 万 and 20 % of 900 万 are 28 %; the project without a budget does not count."""
    assert totals(store, GROUP)["completion_rate"] == 280_000


def test_what_cannot_be_rated_is_counted_beside(store):
    row = totals(store, GROUP, SILENT)

    assert [row[name] for name in ("projects", "rated", "unrated", "unreported")] == [5, 2, 3, 1]
    assert (row["execution_rate"], row["unrated_budget"]) == (180_000, 5_000_000)
    assert (row["paid"], row["adjusted_budget"]) == (1_800_057, 15_000_000)


def test_payments_of_unrated_projects_are_kept_beside(store, read):
    """50 of a budget of 0 and 7 of an unknown one."""
    (row,) = read(
        store,
        "select sum(paid) as paid, sum(unrated_paid) as unrated_paid from group_months"
        " where month = 6 and denominator = 'adjusted' and mof_div_code = $code",
        code=GROUP["mof_div_code"],
    )

    assert row == {"paid": 1_800_000, "unrated_paid": 57}


def test_denominator_is_the_readers_choice(store):
    """Of 100 万 first, 130 万 adjusted and 70 万 released, nothing is paid and half a year is due."""
    rows = {name: store.ask("projects/detail", {"project": "changed", "month": 6, "denominator": name}).to_pylist()[0]
            for name in ("initial", "adjusted", "allotted")}  # fmt: skip

    assert [rows[name]["budget"] for name in rows] == [1_000_000, 1_300_000, 700_000]
    assert [rows[name]["underpaid"] for name in rows] == [500_000, 650_000, 350_000]
