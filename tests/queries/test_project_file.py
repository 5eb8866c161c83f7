"""The questions of 项目档案: curve, peers, flags, indicators, sources and revisions of one project."""

from decimal import Decimal

import pytest

from tests.conftest import REGION, keyed, project
from tests.given import indicator, observed

FILE, RISING = f"2026-{REGION}-A", f"2026-{REGION}-B"
PEERS = [
    keyed(f"L{place}", fiscal_year=2025, month=6, paid=paid)
    for place, paid in enumerate((100_000, 200_000, 300_000, 400_000, 1_000_000))
]
INDICATORS = [
    {"indicator_no": "1", "level3": "培训人数", "target": "≥100人", "weight": 50, "accumulation": "累计"},
    {"indicator_no": "2", "level3": "合格率", "target": "≥90%", "weight": 30, "accumulation": "时点"},
    {"indicator_no": "3", "level3": "群众满意度", "target": "≥95%", "weight": 10},
    {"indicator_no": "4", "level3": "人均成本", "target": "≤10万元", "weight": 10},
]
ACTUALS = (("1", 3, "20人"), ("1", 6, "30人"), ("2", 6, "45%"), ("4", 6, "12人"))
FIRST = {
    "projects": [
        project("A", adjusted_budget=1_200_000),
        project("B"),
        *(project(f"L{place}", fiscal_year=2025) for place in range(5)),
    ],
    "budget_changes": [keyed("A", month=3, amount=200_000, kind="追加")],
    "execution": [
        keyed("A", month=1, paid=100_000),
        keyed("A", month=2, paid=80_000),
        keyed("A", month=3, paid=0),
        keyed("B", month=3, paid=250_000),
        *PEERS,
    ],
    "indicators": [keyed("A", level1="产出指标", **stated) for stated in INDICATORS],
    "observations": [keyed("A", indicator_no=number, month=month, actual=actual) for number, month, actual in ACTUALS],
}
SECOND = {
    "execution": [
        keyed("A", month=2, paid=50_000),
        *(keyed("A", month=month, paid=30_000) for month in (4, 5, 6, 7)),
        keyed("B", month=7, paid=400_000),
    ]
}


@pytest.fixture(scope="module")
def store(make_store):
    """Two projects to July 2026 in two deliveries, five of the same kind in June 2025."""
    return make_store(FIRST, SECOND)


def ask(store, question, project_id=FILE, **params):
    return store.ask(question, {"year": 2026, "month": 6, "project": project_id, **params}).to_pylist()


def test_the_curve_has_all_twelve_months(store):
    months = ask(store, "projects/curve")

    assert [row["month"] for row in months] == list(range(1, 13))
    assert months[11]["expected_rate"] == 1_000_000


def test_the_curve_ends_at_the_month_asked_for(store):
    assert [row["execution_rate"] is None for row in ask(store, "projects/curve", month=4)] == [False] * 4 + [True] * 8


def test_money_added_in_march_counts_from_march(store):
    """150,000 of 1.0 million in February, of 1.2 million in March."""
    rates = [row["execution_rate"] for row in ask(store, "projects/curve")]

    assert rates[1:3] == [150_000, 125_000]


def test_a_staged_profile_steps(store):
    expected = [row["expected_rate"] for row in ask(store, "projects/curve", profile="sichuan-2025")]

    assert expected[2:6] == [0, 250_000, 250_000, 400_000]


def test_peers_are_the_median_and_not_the_mean(store):
    """10, 20, 30, 40 and 100 %: the middle is 30, the mean 40."""
    june = next(row for row in ask(store, "projects/peers") if row["month"] == 6)

    assert (june["peer_rate"], june["peer_projects"]) == (300_000, 5)


def test_fewer_than_five_peers_are_not_compared(make_store):
    few = make_store(
        {
            "projects": FIRST["projects"][:1] + FIRST["projects"][2:6],
            "execution": [keyed("A", month=6, paid=1), *PEERS[:4]],
        }
    )

    assert ask(few, "projects/peers") == []


def test_detail_is_one_row_with_every_figure(store):
    (row,) = ask(store, "projects/detail")

    assert row["paid_to_date"] == Decimal("240000.00")
    assert row["budget"] == Decimal("1200000.00")
    assert (row["execution_rate"], row["expected_rate"], row["execution_gap"]) == (200_000, 500_000, -300_000)
    assert row["underpaid"] == Decimal("360000.00")
    assert row["completion_rate"] == 375_000
    assert row["severity"] == "red"


def test_detail_takes_a_bare_project_code(store):
    assert ask(store, "projects/detail", "A")[0]["project_id"] == FILE


def test_a_flag_says_when_it_was_first_raised(store):
    low = next(flag for flag in ask(store, "projects/flags") if flag["rule"] == "low_execution")

    assert (low["first_month"], low["run"], low["version"]) == (3, 4, "2026-01")


def test_flags_of_one_weight_stand_in_the_order_of_the_rules(make_store):
    """60 % paid and 10 % done by June: both red over the whole budget; 绩效目标偏离 comes before 钱快事慢."""
    ahead = make_store(
        {
            "projects": [project("A", adjusted_budget=1_000_000)],
            "execution": [keyed("A", month=6, paid=600_000)],
            "indicators": [indicator("A", target="≥100人", accumulation="累计")],
            "observations": [observed("A", month=6, actual="10人")],
        }
    )
    flags, log = (ask(ahead, question) for question in ("projects/flags", "projects/flag_log"))

    assert [(flag["rule"], flag["severity"], flag["amount"]) for flag in flags] == [
        ("target_deviation", "red", Decimal(1_000_000)),
        ("mismatch_money_ahead", "red", Decimal(1_000_000)),
    ]
    assert [row["rule"] for row in log if row["month"] == 6] == ["target_deviation", "mismatch_money_ahead"]


def test_the_log_tells_raised_worse_and_cleared(store):
    """75 % of the pace in April, 60 % in May, 50 % in June, 111 % in July."""
    log = [row for row in ask(store, "projects/flag_log", RISING, month=7) if row["rule"] == "low_execution"]

    assert [(row["month"], row["change"], row["severity"]) for row in log] == [
        (7, "cleared", None),
        (6, "worse", "red"),
        (4, "new", "yellow"),
    ]


def test_indicators_say_what_they_could_not_compare(store):
    statuses = {row["level3"]: row["indicator_status"] for row in ask(store, "projects/indicators")}

    assert statuses == {
        "培训人数": "comparable",
        "合格率": "comparable",
        "群众满意度": "unreported",
        "人均成本": "not_comparable",
    }


def test_before_the_first_round_nothing_is_late(store):
    statuses = {row["level3"]: row["indicator_status"] for row in ask(store, "projects/indicators", month=3)}

    assert statuses["群众满意度"] == "not_due"


def test_an_indicator_is_marked_by_its_own_ratio(store):
    """30 of 50 % is exactly 60 % of what is due: yellow; 50 of 100 % is red."""
    marks = {row["level3"]: row["severity"] for row in ask(store, "projects/indicators")}

    assert (marks["培训人数"], marks["合格率"], marks["群众满意度"]) == ("yellow", "red", None)


def test_the_course_carries_the_latest_value_on(store):
    courses = {row["level3"]: row["completion_course"] for row in ask(store, "projects/indicators")}

    assert courses["培训人数"] == [20.0, 20.0, 20.0, 30.0]


def test_words_beside_a_blank_actual_are_told(make_store):
    """In August nothing was counted but a cause was written: the actual of June stands, beside the new cause."""
    silent = observed("p", 8, None) | {"actual_blank": True, "cause": "雨季停工"}
    place = make_store(
        {
            "projects": [project("p")],
            "indicators": [indicator("p", target="100人")],
            "observations": [observed("p", 6, "40人") | {"cause": "开工晚"}, silent],
        }
    )

    (row,) = ask(place, "projects/indicators", "2026-371003000-p", month=8)

    assert (row["actual"], row["observed_month"], row["cause"]) == ("40人", 6, "雨季停工")
    (row,) = ask(place, "projects/indicators", "2026-371003000-p", month=7)
    assert row["cause"] == "开工晚"


def test_every_payment_leads_to_its_file_and_row(store):
    paid = [row for row in ask(store, "projects/sources") if row["table_name"] == "execution"]

    assert [(row["month"], row["amount"], row["batch_number"], row["source_row"]) for row in paid[-2:]] == [
        (2, Decimal("50000.00"), 3, 2),
        (1, Decimal("100000.00"), 1, 2),
    ]


def test_payments_add_up_to_the_numerator(store):
    paid = [row["amount"] for row in ask(store, "projects/sources") if row["table_name"] == "execution"]

    assert sum(paid) == ask(store, "projects/detail")[0]["paid_to_date"]


def test_a_changed_payment_keeps_both_figures(store):
    (change,) = ask(store, "projects/revisions")

    assert (change["month"], change["old_value"], change["new_value"]) == (2, "80000.00", "50000.00")


def test_one_project_is_offered_as_an_example(store):
    assert store.ask("methods/example_project", {"year": 2026, "month": 6}).to_pylist()[0]["project_id"] == FILE
