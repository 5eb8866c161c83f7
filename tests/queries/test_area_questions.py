"""The questions of 总览 and 预警 on an area whose figures are worked out by hand (tests/pages/area.py)."""

from decimal import Decimal

import pytest

from tests.conftest import project
from tests.given import paid
from tests.pages import area


@pytest.fixture(scope="module")
def store(make_store):
    return make_store(area.tables())


def ask(store, name, **params):
    return store.ask(name, params).to_pylist()


def test_totals_hold_money_and_rates_of_a_budget_book(store):
    (book,) = ask(store, "overview/totals")

    assert book["budget_book"] == "一般公共预算"
    assert (book["projects"], book["adjusted_budget"], book["paid"]) == (12, Decimal("12000000"), Decimal("7100000"))
    assert (book["execution_rate"], book["expected_rate"], book["execution_gap"]) == (591_667, 666_667, -75_000)
    assert book["completion_rate"] == 675_000


def test_every_project_has_one_place_in_the_quadrants(store):
    placed = ask(store, "overview/quadrant")

    assert len(placed) == 12
    counts = {row["quadrant"]: row["quadrant_projects"] for row in placed}
    assert counts == {"正常": 9, "执行偏低": 2, "双低": 1}
    assert placed[0]["pro_name"] == "芦川培训6期"


def test_the_cells_hold_every_project_in_the_corner_of_its_point(store):
    cells = ask(store, "overview/quadrant_density")
    points = ask(store, "overview/quadrant")

    assert [(cell["quadrant"], cell["projects"]) for cell in cells if cell["quadrant"] != "正常"] == [
        ("双低", 1),
        ("执行偏低", 1),
        ("执行偏低", 1),
    ]
    placed = sorted(
        (point["quadrant"], min(point["pace_ratio"] // 25_000, 64), min(point["completion_ratio"] // 25_000, 64))
        for point in points
    )
    counted = [
        (cell["quadrant"], cell["money_cell"], cell["work_cell"]) for cell in cells for _ in range(cell["projects"])
    ]
    assert counted == placed


def test_projects_without_a_place_are_counted_in_no_cell(store):
    (cell,) = ask(store, "overview/quadrant_density", month=2)

    assert cell == {"quadrant": "未知", "money_cell": None, "work_cell": None, "projects": 12}


def test_the_flagged_are_listed_the_gravest_first_and_counted(store):
    flagged = ask(store, "overview/quadrant_flagged", page_size=2)
    everyone = {point["project_id"]: point for point in ask(store, "overview/quadrant")}

    assert [row["pro_name"] for row in flagged] == ["芦川培训6期", "芦川培训1期"]
    assert {row["placed_projects"] for row in flagged} == {3}
    for row in flagged:
        same = set(row) - {"placed_projects"}
        assert {name: row[name] for name in same} == {name: everyone[row["project_id"]][name] for name in same}


def test_before_the_pace_is_judged_every_project_is_unknown(store):
    assert {row["quadrant"] for row in ask(store, "overview/quadrant", month=2)} == {"未知"}


def test_a_profile_without_a_rule_borrows_its_line(store):
    (own,) = ask(store, "overview/lines")
    assert (own["money_line"], own["work_line"], own["borrowed"]) == (800_000, 800_000, False)


def test_flags_are_compared_with_the_month_before(store):
    found = {(row["change"], row["pro_code"], row["rule"]) for row in _with_codes(store)}

    assert found == {
        ("new", "L1", "mismatch_work_ahead"),
        ("new", "L2", "low_execution"),
        ("new", "L2", "target_deviation"),
        ("worse", "L1", "low_execution"),
        ("cleared", "L3", "low_execution"),
    }


def _with_codes(store):
    return [row | {"pro_code": row["project_id"].rsplit("-", 1)[1]} for row in ask(store, "overview/changes")]


def test_each_kind_of_change_has_its_own_five(make_store):
    """Seven at 84 % of the pace in May and 70 % in June do not crowd out the one that has caught up.

    New with them, and less grave: none of the eight has reported its goals in June.
    """
    slow = [f"slow{place}" for place in range(7)]
    payments = [paid(code, 350_000, 5) for code in slow] + [paid("caught", 300_000, 5), paid("caught", 300_000, 6)]
    store = make_store({"projects": [project(code) for code in (*slow, "caught")], "execution": payments})

    found = [row for row in ask(store, "overview/changes", month=6) if row["rule"] == "low_execution"]

    assert [(row["change"], row["change_flags"]) for row in found] == [("new", 7 + 8)] * 5 + [("cleared", 1)]


def test_in_the_first_month_every_flag_is_new(store):
    assert {row["change"] for row in ask(store, "overview/changes", month=3)} == {"new"}


def test_counts_by_topic_agree_with_the_lists(store):
    (counts,) = ask(store, "alerts/counts")

    for topic, name in (("money", "money_low"), ("work", "work_low"), ("both", "both_low"), ("", "flagged")):
        listed = ask(store, "alerts/projects", topic=topic)
        assert len(listed) == counts[name] == listed[0]["matched"], topic


@pytest.mark.parametrize(
    ("chosen", "ranks"),
    [([], [1, 2, 3, 4]), (["red"], [1]), (["yellow", "notice"], [2, 3]), (["no_data", "red"], [1, 4]), (["none"], [])],
)
def test_chosen_severities_pick_their_ranks(store, read, chosen, ranks):
    picked = "select list_filter([1, 2, 3, 4], lambda rank: picked_rank($chosen, rank)) as ranks"

    assert read(store, picked, chosen=chosen) == [{"ranks": ranks}]


def test_a_page_of_the_list_knows_how_many_there_are_in_all(store):
    first, second = (ask(store, "alerts/projects", page=page, page_size=2) for page in (1, 2))

    assert [row["pro_code"] for row in (*first, *second)] == ["L6", "L1", "L2"]
    assert {row["matched"] for row in (*first, *second)} == {3}
    assert first[0]["matched_underpaid"] == Decimal("1200000.01")


def test_the_median_of_peers_needs_five_of_them(store):
    (evidence,) = ask(store, "alerts/evidence", project="2026-990112-L1")

    assert (evidence["peer_rate"], evidence["peer_projects"]) == (700_000, 12)
    assert evidence["payment_rows"] == 8


def test_a_project_is_found_once_best_match_first(store):
    found = ask(store, "context/search", search="LCPX")

    assert [row["pro_code"] for row in found] == [f"L{number}" for number in range(1, 7)]
    assert ask(store, "context/search", search=" ") == []


def test_filters_offer_each_region_once_with_a_label_of_its_own(store):
    offered = [(row["kind"], row["label"]) for row in ask(store, "context/options")]

    assert offered[:2] == [("county", "青岚区"), ("county", "芦川县")]
    assert len(offered) == len(set(offered))


def test_a_code_is_known_by_the_list_it_may_stand_in(make_store):
    """Of projects on the roll and off it, and of regions that one table alone names: each of another last digit."""
    stays = project("a", agency_code="101001", finance_office="教科文科")
    goes = project("b", dept_code="102", dept_name="水务局", agency_code="102001", budget_book="政府性基金预算",
                   pro_category="运转类")  # fmt: skip
    money = {"month": 6, "measure": "一般公共预算支出", "budget": 12, "executed": 6}
    judged = {"subject_kind": "县级财政运行", "subject_code": "x", "subject_name": "x", "score": 90, "full_score": 100}
    reviewed = {"pro_code": "z", "pro_name": "z", "dept_name": "局", "kind": "预算评审", "declared": 2, "approved": 1}
    asked = {"sample": 9, "score": 9}
    store = make_store(
        {
            "projects": [stays, goes],
            "regions": [{"mof_div_code": "371001000", "mof_div_name": "一县", "level": "县"}],
            "fiscal_totals": [{"fiscal_year": 2026, "mof_div_code": "371002000"} | money],
            "evaluations": [{"fiscal_year": 2026, "mof_div_code": "371004000", "evaluator": "财政评价"} | judged],
            "appraisals": [{"fiscal_year": 2026, "mof_div_code": "371005000"} | reviewed],
            "satisfaction": [{"fiscal_year": 2026, "mof_div_code": "371006000", "topic": "教育"} | asked],
        },
        {"projects": [stays]},
    )

    known = [(row["kind"], row["code"]) for row in ask(store, "context/known_codes")]
    assert known == [
        ("agencies", "101001"), ("agencies", "102001"),
        ("books", "一般公共预算"), ("books", "政府性基金预算"),
        ("categories", "特定目标类"), ("categories", "运转类"),
        *(("counties", f"37100{place}000") for place in range(1, 7)),
        ("departments", "101"), ("departments", "102"),
        ("offices", "教科文科"),
    ]  # fmt: skip


def test_the_header_speaks_for_the_last_month(store):
    (header,) = ask(store, "context/header")

    assert (str(header["data_date"]), header["units"], header["unreported"]) == ("2026-08-31", 2, 0)
    assert ask(store, "context/missing") == []
