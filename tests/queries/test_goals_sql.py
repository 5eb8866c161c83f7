"""Completion of one indicator by direction and unit, of one project by weight, and what a stale report counts for."""

import pytest

from tests.conftest import project
from tests.given import indicator, months_heard, observed

# Target, unit column, actual; then uncapped and met, None where the two cannot be compared.
CELLS = {
    "higher": ("≥100人", "", "50人", (0.5, False)),
    "higherat": ("≥100人", "", "100人", (1, True)),
    "strictly": (">100人", "", "100人", (1, False)),
    "exactover": ("=100人", "", "130人", (1.3, True)),
    "exactunder": ("=100人", "", "99人", (0.99, False)),
    "lowerover": ("≤2%", "", "3%", (0.5, False)),
    "lowerfarover": ("≤2%", "", "5%", (0, False)),
    "lowerat": ("≤30天", "", "30天", (1, True)),
    "lowerstrictly": ("<30天", "", "30天", (1, False)),
    "zerohigher": ("≥0人", "", "5人", None),
    "zeroexact": ("=0起", "", "0起", (1, True)),
    "zeroexactmissed": ("=0起", "", "1起", (0, False)),
    "zerolower": ("≤0起", "", "0起", (1, True)),
    "zerolowermissed": ("≤0起", "", "2起", (0, False)),
    "minushigher": ("≥-5%", "", "-3%", (1, True)),
    "minushighermissed": ("≥-5%", "", "-8%", (0, False)),
    "minuslower": ("≤-2%", "", "-3%", (1, True)),
    "minuslowermissed": ("≤-2%", "", "-1%", (0, False)),
    "inside": ("90%-95%", "", "92%", (1, True)),
    "below": ("90%-95%", "", "45%", (0.5, False)),
    "above": ("90%-95%", "", "99.75%", (0.95, False)),
    "reached": ("显著提升", "", "达成", (1, True)),
    "partly": ("显著提升", "", "部分达成", (0.7, False)),
    "missed": ("显著提升", "", "未达成", (0.3, False)),
    "wordy": ("显著提升", "", "有所提升", None),
    "intime": ("2026年6月30日前", "", "2026年6月30日", (1, True)),
    "toolate": ("2026年6月30日前", "", "2026年7月1日", (0, False)),
    "yearless": ("6月30日前", "", "2026年7月1日", (0, False)),
    "myriads": ("≥5万元", "", "30000元", (0.6, False)),
    "hundredmillions": ("≥1亿元", "", "5000万元", (0.5, False)),
    "barepercent": ("≥80%", "", "60", (0.75, False)),
    "bareshare": ("≥80%", "", "0.8", (0.01, False)),
    "decimalcolumn": ("0.8", "小数", "0.6", (0.75, False)),
    "decimalpercent": ("0.8", "小数", "60%", (0.75, False)),
    "percentwords": ("80", "百分比", "60%", (0.75, False)),
    "unitcolumn": ("100", "万元", "500000元", (0.5, False)),
    "unitofother": ("100", "", "50人", (0.5, False)),
    "headsandvisits": ("≥100人", "", "100人次", None),
    "moneyandheads": ("≥100万元", "", "100人", None),
    "words": ("≥100人", "", "已完成", None),
    "signed": ("≥90%", "", "≥90%", (1, True)),
}
# Weight of two indicators, done to 100 % and to 50 % of a level target.
WEIGHTS = {
    "weighed": ((10, 30), 625_000),
    "partweighed": ((10, ""), 1_000_000),
    "unweighed": (("", ""), 750_000),
    "zeroweight": ((0, 10), 500_000),
    "allzero": ((0, 0), None),
}
PROJECTS = [project(code) for code in (*CELLS, *WEIGHTS, "blank", "stale", "apart", "shares", "heard")]
RATE = {"level3": "合格率", "target": "100%"}
INDICATORS = [
    *(indicator(code, level3="指标", target=target, unit=unit) for code, (target, unit, _, _) in CELLS.items()),
    *(indicator(code, str(place), weight=weight, **RATE)
      for code, (weights, _) in WEIGHTS.items() for place, weight in enumerate(weights, 1)),
    indicator("blank", target="100人"),
    indicator("stale", target="100人"),
    indicator("apart", target="100人", weight=50),
    indicator("apart", "2", weight=50, **RATE),
    *(indicator("shares", str(place), target="100人", weight=weight) for place, weight in ((1, 30), (2, 70))),
]  # fmt: skip
OBSERVATIONS = [
    *(observed(code, 6, actual) for code, (_, _, actual, _) in CELLS.items()),
    *(observed(code, 6, "100%") for code in WEIGHTS),
    *(observed(code, 6, "50%", "2") for code in WEIGHTS),
    *(observed("blank", 6, text) for text in ("—",)),
    observed("stale", 3, "30人"),
    observed("stale", 8, "/"),
    observed("apart", 3, "20人"),
    observed("apart", 5, "80%", "2"),
    observed("shares", 6, "10人", "1"),
    observed("shares", 8, "10人", "2"),
    observed("shares", 9, "20人", "1"),
]  # fmt: skip


@pytest.fixture(scope="module")
def store(make_store):
    tables = {"projects": PROJECTS, "indicators": INDICATORS, "observations": OBSERVATIONS,
              "execution": months_heard("heard", 12)}  # fmt: skip
    return make_store(tables)


def month_of(store, read, code, month):
    text = """select m.* from project_months as m join projects using (project_no)
        where project_id like $id and month = $month"""
    (row,) = read(store, text, id=f"%-{code}", month=month)
    return row


@pytest.mark.parametrize(("code", "expected"), [(code, row[-1]) for code, row in CELLS.items()])
def test_completion_of_one_indicator(store, read, code, expected):
    (row,) = read(store, "select * from observations where project_id like $id", id=f"%-{code}")

    assert row["comparable"] is (expected is not None)
    found = None if row["uncapped"] is None else (float(row["uncapped"]), row["met"])
    assert found == (None if expected is None else pytest.approx(expected))
    if expected:
        assert float(row["completion"]) == pytest.approx(min(max(expected[0], 0), 1))


def test_a_written_sign_is_marked(store, read):
    marks = {row["project_id"].rsplit("-", 1)[1]: row["actual_signed"]
             for row in read(store, "select project_id, actual_signed from observations")}  # fmt: skip

    assert (marks["signed"], marks["higher"]) == (True, False)


def test_a_blank_actual_is_unknown_and_never_zero(store, read):
    assert not read(store, "select * from observations where project_id like '%-blank'")
    assert month_of(store, read, "blank", 6)["completion_rate"] is None


@pytest.mark.parametrize(("code", "expected"), [(code, row[-1]) for code, row in WEIGHTS.items()])
def test_completion_of_a_project_is_weighted(store, read, code, expected):
    """No weight at all weighs all the same, a part of them leaves the rest out, a weight of 0 is a weight."""
    assert month_of(store, read, code, 6)["completion_rate"] == expected


def test_a_stale_report_is_measured_at_its_own_month(store, read):
    """30 % in month 3, when 25 % was expected; the blank of month 8 changes nothing."""
    for month in (3, 7, 8, 12):
        row = month_of(store, read, "stale", month)
        assert (row["observed_month"], row["completion_rate"], row["expected_completion_rate"]) == (3, 300_000, 250_000)
        assert (row["completion_ratio"], row["deviation_rate"]) == (1_200_000, 200_000)


def test_each_indicator_keeps_its_own_month(store, read):
    """20 % of a count in month 3 (25 % due) and 80 % of a level in month 5 (all due, 5/12 on the year's scale)."""
    row = month_of(store, read, "apart", 6)

    assert (row["observed_month"], row["indicators_compared"], row["indicators_all"]) == (5, 2, 2)
    assert (row["completion_rate"], row["expected_completion_rate"]) == (500_000, 625_000)
    assert row["progress_rate"] == 266_667
    assert row["worst_completion"] == 800_000


def test_progress_equals_completion_at_the_years_end(store, read):
    """Reports of month 6 stay at month 6; a level observed then is worth half on the year's scale."""
    assert month_of(store, read, "weighed", 12)["progress_rate"] == 312_500
    assert month_of(store, read, "higher", 6)["progress_rate"] == month_of(store, read, "higher", 6)["completion_rate"]


@pytest.mark.parametrize(("month", "expected"), [(5, None), (6, 300_000), (8, 300_000), (9, 1_000_000), (12, 0)])
def test_reported_share_is_that_of_the_last_due_round(store, month, expected):
    """30 of 100 points in round 6; all of them in months 7 to 9; none after."""
    (row,) = store.ask("projects/detail", {"project": "shares", "month": month}).to_pylist()

    assert row["reported_share"] == expected
