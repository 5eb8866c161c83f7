"""预警 lists what the URL asks for, explains the project that is selected, and exports every row."""

import pytest

from tests.pages.conftest import texts

ALERTS = "pages/monitor/alerts.py"


def listed(app):
    return list(app.dataframe[0].value["pro_name"])


def test_the_list_is_gravest_first_and_counted(open_area):
    app = open_area(ALERTS)

    assert not app.exception
    assert app.subheader[0].value == (
        "3 个项目有预警：严重 2 个、预警 1 个。3 个项目执行率偏低，1 个项目目标偏离，其中 1 个两项都有。"
    )
    assert listed(app) == ["芦川培训6期", "芦川培训1期", "芦川培训2期"]
    assert "**3** 个项目 · 少支付 **120.00 万元** · 按级别排序" in texts(app)


def test_a_topic_lists_only_its_projects(open_area):
    assert listed(open_area(ALERTS, topic="两项都有")) == ["芦川培训2期"]
    assert listed(open_area(ALERTS, topic="新增和加重")) == ["芦川培训1期", "芦川培训2期"]


def test_a_link_may_say_a_topic_and_an_order_by_their_codes(open_area):
    assert listed(open_area(ALERTS, topic="changed")) == ["芦川培训1期", "芦川培训2期"]
    assert listed(open_area(ALERTS, sort="completion"))[0] == "芦川培训2期"


def test_a_topic_that_is_not_there_is_said(open_area):
    app = open_area(ALERTS, topic="不存在")

    assert len(listed(app)) == 3
    assert app.warning[0].value == "网址里的分类“不存在”这里没有，下面的数没有按它筛选。"


def test_severities_filter_the_list(open_area):
    assert listed(open_area(ALERTS, severities="▲ 预警")) == ["芦川培训2期"]
    assert listed(open_area(ALERTS, severities="red")) == ["芦川培训6期", "芦川培训1期"]


def test_the_list_is_sorted_by_the_order_asked(open_area):
    assert listed(open_area(ALERTS, sort="按完成率排序"))[0] == "芦川培训2期"


@pytest.mark.parametrize(
    ("order", "column", "figures"),
    [
        ("按级别排序", "underpaid", [67.0, 37.0, 17.0]),
        ("按预算排序", "budget", [100.0, 100.0, 100.0]),
        ("按连续月数排序", "run", [6, 2, 1]),
    ],
)
def test_the_last_column_shows_what_the_list_is_sorted_by(open_area, order, column, figures):
    shown = open_area(ALERTS, sort=order).dataframe[0].value

    assert list(shown.columns)[-1] == column
    assert list(shown[column]) == figures


def test_the_panel_says_why_on_what_evidence_and_what_clears_it(open_area):
    said = texts(open_area(ALERTS, project="2026-990112-L1"))

    assert "芦川培训1期" in said
    assert "执行率偏低：截至 8 月底，支付进度 **30.0%**，应达 **66.7%**，低 **36.7 个百分点**" in said
    assert "再支付 **233,333.34 元**" in said


def test_the_evidence_names_each_figure_and_its_source(open_area):
    evidence = open_area(ALERTS, project="2026-990112-L1").dataframe[1].value

    shown = dict(zip(evidence["依据"], evidence["数值"], strict=True))
    assert shown["累计支付"] == "30.00 万元"
    assert shown["应达进度（线性 8/12）"] == "66.7%"
    assert shown["预警线（应达 × 80%）"] == "53.3%"
    assert shown["同类项目中位数"] == "70.0%"


def test_cards_tell_the_same_projects_as_sentences(open_area):
    app = open_area(ALERTS, view="卡片")

    assert not app.exception
    assert not app.dataframe
    assert "截至 8 月底没有支付" in texts(app)


def test_an_empty_list_says_what_was_checked_and_offers_to_clear(open_area):
    app = open_area(ALERTS, topic="钱事不匹配", severities="◆ 严重")

    assert "这个范围内共有 3 个项目有预警" in app.info[0].value
    app.button(key="clear_empty").click().run()
    assert len(listed(app)) == 3


def test_an_area_without_flags_says_so(open_area):
    app = open_area(ALERTS)
    app.multiselect(key="counties").set_value(["990101"]).run()

    assert app.subheader[0].value == "这个范围内没有预警。共 6 个项目，都在预警线以内，或者缺少判断要用的数。"
