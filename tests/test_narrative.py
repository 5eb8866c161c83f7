"""The sentences of 总览 and 预警: each says the figures it is given, and nothing where there are none."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from dualwatch import narrative

NO_MONEY = dict.fromkeys(("budget", "budget_all", "paid", "paid_all"))
COUNTS = {
    "checked": 2080, "flagged": 213, "red": 25, "yellow": 84, "notice": 104, "no_data": 0,
    "money_low": 184, "work_low": 46, "both_low": 17,
}  # fmt: skip
NONE = dict.fromkeys(COUNTS, 0)
STATE = {
    "data_date": date(2026, 8, 31), "loaded_at": datetime(2026, 9, 4, 9, 20), "batch_count": 31, "latest_month": 8,
}  # fmt: skip


def month(rate=647_000, gap=-20_000, number=8):
    return {"month": number, "execution_rate": rate, "execution_gap": gap}


def test_the_sentence_of_the_overview():
    assert narrative.overview_sentence("全市", month(), COUNTS) == (
        "截至 8 月底，全市预算执行率 64.7%，低于应达进度 2.0 个百分点；"
        "184 个项目执行率偏低，46 个项目目标偏离，其中 17 个两项都有。"
    )


@pytest.mark.parametrize(
    ("gap", "said"),
    [
        (-20_000, "低于应达进度 2.0 个百分点"),
        (17_000, "高于应达进度 1.7 个百分点"),
        (499, "与应达进度持平"),
        (-499, "与应达进度持平"),
        (-500, "低于应达进度 0.1 个百分点"),
        (None, "应达进度未知"),
    ],
)
def test_a_gap_is_said_in_words(gap, said):
    assert narrative.against_pace(gap) == said


def test_an_unknown_rate_is_neither_zero_nor_on_pace():
    assert narrative.overview_sentence("全市", month(None, None), NONE | {"work_low": 6}) == (
        "截至 8 月底，全市还没有可以计算的执行率；6 个项目目标偏离。"
    )
    assert narrative.overview_sentence("全市", month(None, None), NONE | {"work_judged": False}) == (
        "截至 8 月底，全市还没有可以计算的执行率；这个规则方案不判目标偏离。"
    )


def test_the_note_says_who_is_left_out_of_the_rates():
    now = {"month": 8, "expected_rate": 666_667, "expected_completion_rate": None, "unrated": 9} | NO_MONEY

    assert narrative.figures_note(now).startswith("小图为 1—8 月；执行率、完成率下方为与应达 66.7% 之差；")
    assert narrative.figures_note(now).endswith("9 个项目没有预算或当月未报，不计入执行率。")
    assert "不计入" not in narrative.figures_note(now | {"unrated": 0})


@pytest.mark.parametrize(
    ("money", "told"),
    [
        ((1_000_000, 700_000, 500_000, 500_000), "（预算 30.00 万元）"),
        ((1_000_000, 1_000_000, 500_000, 400_000), "（支付 10.00 万元）"),
        ((1_000_000, 700_000, 500_000, 400_000), "（预算 30.00 万元、支付 10.00 万元）"),
        ((1_000_000, None, 500_000, None), "（预算 100.00 万元、支付 50.00 万元）"),
        ((1_000_000, None, None, None), "（预算 100.00 万元）"),
        ((None, None, None, None), ""),
    ],
)
def test_money_that_is_summed_and_not_in_the_rate_is_told(money, told):
    names = ("budget_all", "budget", "paid_all", "paid")
    sums = {name: yuan and Decimal(yuan) for name, yuan in zip(names, money, strict=True)}
    now = {"month": 8, "expected_rate": None, "expected_completion_rate": None, "unrated": 2} | sums

    assert narrative.figures_note(now).endswith(f"2 个项目没有预算或当月未报{told}，不计入执行率。")


def test_the_note_speaks_of_small_charts_and_gaps_only_where_they_are():
    now = {"month": 2, "expected_rate": None, "expected_completion_rate": None, "unrated": 0}

    assert narrative.figures_note(now) == "少支付为执行率偏低和零执行项目之和。"


def test_a_profile_without_a_rule_for_goals_claims_nothing_about_them():
    said = narrative.overview_sentence("全市", month(gap=47_000), COUNTS | {"work_low": 0, "work_judged": False})

    assert said.endswith("184 个项目执行率偏低，这个规则方案不判目标偏离。")


def test_projects_beside_the_rates_are_counted_with_the_budget_they_have():
    assert narrative.left_out(9, 60_483_000) == "不含未报和没有预算的 9 个项目、预算 6,048.30 万元"
    assert narrative.left_out(46, 0) == "不含未报和没有预算的 46 个项目"
    assert narrative.left_out(0, 0) == ""


def test_one_county_is_named_not_counted():
    one = {"mof_div_name": "芦川县", "execution_gap": -166_000}

    assert narrative.counties_title([one]) == "芦川县：低于应达进度 16.6 个百分点"
    assert narrative.counties_title([one, one | {"execution_gap": 5}]) == "2 个县区中 1 个低于应达进度"


def test_no_flags_are_said_with_what_was_checked():
    assert (
        narrative.alerts_sentence(NONE | {"checked": 96})
        == "这个范围内没有预警。共 96 个项目，都在预警线以内，或者缺少判断要用的数。"
    )
    assert narrative.alerts_sentence(NONE) == "这个范围内没有项目。"


def test_flags_are_said_by_severity_and_topic():
    assert narrative.alerts_sentence(COUNTS) == (
        "213 个项目有预警：严重 25 个、预警 84 个、关注 104 个。"
        "184 个项目执行率偏低，46 个项目目标偏离，其中 17 个两项都有。"
    )


def test_figures_of_a_sentence_become_bold():
    assert narrative.emphasised("低 25.5 个百分点；再支付 913.68 万元，为 8 月") == (
        "低 **25.5 个百分点**；再支付 **913.68 万元**，为 8 月"
    )


def test_old_data_name_who_is_missing_and_how_many():
    missing = ["市水文站", "市种业中心", "芦川县财政局", "甲", "乙", "丙"]
    assert narrative.stale_sentence(STATE, 46, missing) == (
        "数据截至 2026-08-31，已过 46 天。8 月数据还有 6 个单位未报：市水文站、市种业中心、芦川县财政局、甲、乙等。"
    )


def test_the_context_line_names_date_load_and_batch():
    assert narrative.context_line(STATE) == "数据截至 **2026-08-31** · 导入 09-04 09:20 · 第 31 批"


@pytest.mark.parametrize(
    ("gaps", "said"),
    [
        ((-10, -30, -20, -10), "全市进度：3 月起差距收窄"),
        ((-10, -5, -20, -30), "全市进度：3 月起差距扩大"),
        ((-10, 5), "全市进度：2 月走在应达前面"),
        ((2, -2), "全市进度：2 月转为低于应达"),
        ((2, -2, -3, -4), "全市进度：3 月起差距扩大"),
        ((-10, -30, -5), "全市进度：3 月差距收窄"),
        ((-10,), "全市进度：钱与事对照应达"),
        ((-10, 0), "全市进度：2 月与应达持平"),
        ((2, -0.4), "全市进度：2 月与应达持平"),
        ((-10, -15, -15), "全市进度：3 月差距与上月相同"),
    ],
)
def test_the_title_of_the_curves_is_their_finding(gaps, said):
    months = [{"month": number, "execution_gap": round(gap * 1000)} for number, gap in enumerate(gaps, start=1)]

    assert narrative.progress_title("全市", months) == said


def test_changes_are_counted_from_what_each_row_carries():
    changes = [{"change": "new", "change_flags": 12}, {"change": "cleared", "change_flags": 3}]

    assert narrative.changes_title(changes, 8) == "与 7 月相比：新增 12 条，加重 0 条，解除 3 条"
    assert narrative.changes_title([], 8) == "与 7 月相比：没有新增、加重和解除的预警"
    assert narrative.changes_title([], 1) == "1 月是本年第一个月，没有上月可比"


def test_a_senders_text_is_shown_as_it_is():
    assert narrative.plain("a*b_[c](d) :red[e] $1$") == r"a\*b\_\[c\](d) \:red\[e\] \$1\$"


def test_figures_are_in_bold_and_what_is_quoted_stays_as_written():
    """Two ranges in one sentence would strike out what lies between them."""
    assert narrative.emphasised("执行率 12.5%；“工期”目标 10~20 天，实际 30~40 天") == (
        r"执行率 **12.5%**；“工期”目标 10\~20 天，实际 30\~40 天"
    )
