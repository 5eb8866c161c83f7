"""Sentences about counties, departments and one project."""

from decimal import Decimal

import pytest

from dualwatch import narrative_compare as narrative
from dualwatch.narrative_compare import Group

AHEAD = Group("青岚区", 721_000, 54_000, Decimal(0))
BEHIND = Group("芦川县", 504_000, -163_000, Decimal(400))
SILENT = Group("岱宁县", None, None)


def test_counties_name_the_lowest_and_its_distance():
    said = narrative.counties_sentence([AHEAD, BEHIND])

    assert said == "2 个县区中 1 个低于应达进度。芦川县最低，执行率 50.4%，低 16.3 个百分点。"


def test_counties_that_did_not_report_are_counted_beside():
    assert narrative.counties_sentence([AHEAD, AHEAD, SILENT]) == "2 个县区都达到应达进度。另有 1 个未报或没有预算。"


def test_counties_that_share_the_lowest_rate_are_all_named():
    tied = [Group(name, 504_000, gap) for name, gap in (("乙县", -162_667), ("甲县", -100_000))]

    assert narrative.counties_sentence([*tied, AHEAD]) == (
        "3 个县区中 2 个低于应达进度。乙县、甲县并列最低，执行率 50.4%。"
    )
    assert narrative.counties_sentence(tied) == "2 个县区中 2 个低于应达进度。执行率都是 50.4%。"
    four = [Group(name, 504_000, -100_000) for name in ("丁县", "丙县", "乙县", "甲县")]
    assert narrative.counties_sentence([*four, AHEAD]).endswith("丁县、丙县、乙县等 4 个并列最低，执行率 50.4%。")


def test_what_a_ranking_leaves_out_is_counted():
    assert narrative.not_ranked(2) == "另有 2 个不排名：未报，或可算的项目少于 5 个。"
    assert narrative.not_ranked(0) == ""


@pytest.mark.parametrize("sentence", [narrative.counties_sentence, narrative.departments_sentence])
def test_one_group_is_not_ranked_against_itself(sentence):
    assert sentence([BEHIND]) == "芦川县执行率 50.4%，低于应达进度 16.3 个百分点。"
    assert sentence([AHEAD, SILENT]) == "青岚区执行率 72.1%，高于应达进度 5.4 个百分点。另有 1 个未报或没有预算。"


def test_nothing_known_is_said():
    assert narrative.counties_sentence([SILENT]) == "这个范围内没有可以计算执行率的县区：未报，或没有预算。"
    assert narrative.departments_sentence([]) == "这个范围内没有可以计算执行率的部门：未报，或没有预算。"


def test_departments_say_where_half_the_shortfall_lies():
    groups = [Group(f"{n}局", 500_000, -100_000, Decimal(n)) for n in (1, 2, 3, 10)]

    assert narrative.departments_sentence([*groups, AHEAD]) == (
        "5 个部门中 4 个低于应达进度；少支付金额的一半集中在 1 个部门。"
    )


@pytest.mark.parametrize(
    ("amounts", "holders"),
    [([5, 5], 1), ([4, 3, 3], 2), ([1, 1, 1], 2), ([0, None], 0), ([], 0)],
)
def test_half_is_held_by_the_fewest(amounts, holders):
    assert narrative.half_holders([None if each is None else Decimal(each) for each in amounts]) == holders


@pytest.mark.parametrize(
    ("gap", "words"),
    [(-255_000, "低 25.5 个百分点"), (30_000, "高 3.0 个百分点"), (-400, "与应达持平"), (None, "未报")],
)
def test_distance_in_words(gap, words):
    assert narrative.distance(gap) == words


@pytest.mark.parametrize(
    ("reported", "rate", "gap", "title"),
    [
        (True, 412_000, -255_000, "钱：8 月低于应达 25.5 个百分点"),
        (True, 700_000, 33_000, "钱：8 月高于应达 3.3 个百分点"),
        (False, None, None, "钱：8 月未报"),
        (True, None, None, "钱：8 月没有预算，算不出执行率"),
    ],
)
def test_the_curve_is_titled_by_its_finding(reported, rate, gap, title):
    assert narrative.money_title(8, reported, rate, gap) == title


def test_goals_are_titled_by_what_is_wrong():
    assert narrative.goals_title(6, 4, 0, 1, 0, 0) == "事：6 个指标，4 个落后，1 个未到测评期"
    assert narrative.goals_title(3, 0, 2, 0, 0, 0) == "事：3 个指标，2 个略低于应完成"
    assert narrative.goals_title(3, 0, 0, 0, 0, 0) == "事：3 个指标，都跟上应完成"
    assert narrative.goals_title(0, 0, 0, 0, 0, 0) == "事：没有绩效指标"


@pytest.mark.parametrize(
    ("change", "severity", "words"),
    [
        ("new", "notice", "● 执行率偏低出现：关注"),
        ("worse", "red", "◆ 执行率偏低升为严重"),
        ("better", "yellow", "▲ 执行率偏低降为预警"),
        ("cleared", None, "✓ 执行率偏低解除"),
    ],
)
def test_a_change_of_a_flag_in_words(change, severity, words):
    assert narrative.change_text(change, "执行率偏低", severity) == words


def fiscal(name, rate, gap):
    return {"mof_div_name": name, "fiscal_rate": rate, "fiscal_gap": gap}


def test_public_money_names_the_lowest_and_its_distance():
    rows = [fiscal("青岚区", 700_000, 33_333), fiscal("芦川县", 504_000, -162_667), fiscal("岱宁县", None, None)]

    assert narrative.fiscal_sentence(rows) == (
        "2 个地区中 1 个低于序时进度。芦川县最低，完成预算 50.4%，低 16.3 个百分点。另有 1 个没有可比的数。"
    )
    assert narrative.fiscal_sentence(rows[1:]) == "芦川县完成预算 50.4%，低 16.3 个百分点。另有 1 个没有可比的数。"
    assert narrative.fiscal_sentence(rows[:1]) == "青岚区完成预算 70.0%，高 3.3 个百分点。"
    assert narrative.fiscal_sentence([fiscal("甲", 500_000, 0), rows[0]]) == (
        "2 个地区都达到序时进度。甲最低，完成预算 50.0%，与序时持平。"
    )
    assert narrative.fiscal_sentence(rows[2:]) == "这个科目没有可比的预算数。"
