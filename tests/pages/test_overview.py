"""总览 says the area's figures, its changes, and keeps its filters in the URL."""

import json
from urllib.parse import parse_qs

from tests.conftest import project
from tests.given import paid
from tests.pages.conftest import texts


def sentence(app):
    return app.subheader[0].value


def figures(app):
    return {metric.label: (metric.value, metric.delta) for metric in app.metric}


def test_the_sentence_and_the_figures_are_those_worked_out_by_hand(open_area):
    app = open_area()

    assert not app.exception
    assert sentence(app) == (
        "截至 8 月底，全市预算执行率 59.2%，低于应达进度 7.5 个百分点；"
        "3 个项目执行率偏低，1 个项目目标偏离，其中 1 个两项都有。"
    )
    assert figures(app) == {
        "累计支付（亿元）": ("0.07", "预算 0.12"),
        "预算执行率": ("59.2%", "−7.5 个百分点"),
        "目标完成率": ("67.5%", "+0.8 个百分点"),
        "预警项目（个）": ("3", "2 个严重"),
        "少支付（亿元）": ("0.01", "3 个偏低"),
    }


def test_money_follows_the_unit(open_area):
    app = open_area(unit="万元")

    assert figures(app)["累计支付（万元）"] == ("710.00", "预算 1,200.00")
    assert figures(app)["少支付（万元）"] == ("120.00", "3 个偏低")


def test_the_first_project_is_the_one_with_most_underpaid(open_area):
    first = open_area().dataframe[0].value.iloc[0]

    assert first["pro_name"] == "芦川培训6期"
    assert first["severity"] == ["◆ 严重"]
    assert first["underpaid"] == 67.0


def test_what_changed_since_last_month_is_counted_and_named(open_area):
    said = texts(open_area())

    assert "与 7 月相比：新增 3 条，加重 1 条，解除 1 条" in said
    assert "**新增 3 条**" in said


def test_each_chart_is_drawn_with_a_text_alternative(open_area):
    charts = open_area().get("plotly_chart")

    assert len(charts) == 3
    assert all(len(chart.proto.alt) > 5 for chart in charts)
    assert len([trace for trace in json.loads(charts[0].proto.spec)["data"] if trace["mode"] == "markers"]) == 3


def test_of_too_many_projects_the_density_is_drawn_and_the_flagged_are_marked(open_area, monkeypatch):
    monkeypatch.setattr("components.overview_panels.MOST_POINTS", 11)
    monkeypatch.setattr("components.overview_panels.MOST_MARKED", 2)

    app = open_area()

    assert not app.exception and not app.error
    traces = json.loads(app.get("plotly_chart")[0].proto.spec)["data"]
    assert [trace["type"] for trace in traces] == ["heatmap", "scatter", "scatter"]
    assert len(traces[1]["customdata"]) == 2
    assert "有预警的 3 个，标出其中最重的 2 个" in texts(app)


def test_filters_come_from_the_url_as_labels_or_as_codes(open_area):
    by_label = sentence(open_area(counties="芦川县", month="7 月"))
    by_code = sentence(open_area(counties="990112", month="7"))

    assert by_label.startswith("截至 7 月底，芦川县预算执行率")
    assert by_code == by_label


def test_an_unknown_filter_falls_back_to_everything_and_says_so(open_area):
    app, known = open_area(counties="没有这个县", month="13 月"), open_area(counties="芦川县", month="7")

    assert sentence(app) == sentence(open_area())
    assert app.warning[0].value == "网址里的县区“没有这个县”、月份“13 月”这里没有，下面的数没有按它筛选。"
    assert not any("网址" in said.value for said in known.warning)


def test_a_month_that_has_not_come_yet_is_said(open_area):
    app = open_area(month="12")

    assert sentence(app) == sentence(open_area())
    assert "还没有 12 月的数据，下面是最新的 8 月。" in [said.value for said in app.warning]


def test_a_link_cannot_put_a_link_of_its_own_on_the_page(open_area):
    assert r"\[点这里\](http" in open_area(counties="[点这里](http://a)").warning[0].value


def test_the_roll_is_the_same_in_the_quadrants_and_beside_them(open_area):
    notes = texts(open_area())

    assert "未知" not in notes
    assert "无预警 9" in notes


def test_of_very_many_regions_those_ranked_last_are_drawn(open_area, monkeypatch):
    monkeypatch.setattr("components.overview_panels.MOST_REGIONS", 1)

    app = open_area()

    assert json.loads(app.get("plotly_chart")[1].proto.spec)["layout"]["yaxis"]["ticktext"] == ["芦川县"]
    assert "只画最靠后的 1 个" in texts(app)
    assert "全部 2 个" in [link.label for link in app.page_link if "counties" in link.proto.page]


def test_every_panel_leads_to_its_question(open_area):
    questions = {link.proto.query_string for link in open_area().page_link if "methods" in link.proto.page}

    assert {f"question=overview%2F{name}" for name in ("quadrant", "first_look", "progress", "changes")} <= questions
    assert "question=compare%2Fcounties" in questions


def test_a_broken_panel_fails_alone_with_a_number_and_a_retry(open_area, monkeypatch):
    monkeypatch.setattr("components.overview_panels.quadrant_figure", lambda *_: 1 / 0)

    app = open_area()

    assert not app.exception
    assert "错误编号 E-" in app.error[0].value
    assert "ZeroDivisionError" not in app.error[0].value
    assert [button.label for button in app.button if button.label == "重试"] == ["重试"]
    assert figures(app)["预算执行率"][0] == "59.2%"


def test_the_way_to_all_flagged_projects_shows_as_many_as_it_counts(open_area):
    """Two are grave and one is 关注, which the list leaves out unless it is asked for."""
    (way,) = [link for link in open_area().page_link if link.label == "全部 3 个"]
    asked = parse_qs(way.proto.query_string)

    assert asked["severities"] == ["◆ 严重", "▲ 预警", "● 关注"]
    assert "共 3 行" in texts(open_area("pages/monitor/alerts.py", severities=asked["severities"]))


def test_another_denominator_than_that_of_the_flags_is_said(open_area):
    said = "预警按规则方案判定，分母是调整后预算；执行率、应达和清单里的少支付按年初预算算"

    shown = [caption.value for caption in open_area(denominator="年初预算").caption]

    assert len(shown) == 1 and said in shown[0]
    assert not open_area().caption


def test_a_county_alone_counts_in_units_that_show_its_sums(make_store, open_app):
    """46 万元 would be 0.00 亿元."""
    store = make_store({"projects": [project("a")], "execution": [paid("a", 460_000)]})

    assert figures(open_app(store.path))["累计支付（万元）"] == ("46.00", "预算 100.00")
    assert figures(open_app(store.path, unit="亿元"))["累计支付（亿元）"][0] == "0.00"


def test_filters_are_kept_from_page_to_page(open_area):
    app = open_area()
    app.selectbox(key="month").set_value(7).run()
    app.multiselect(key="counties").set_value(["990112"]).run()

    app.switch_page("pages/monitor/alerts.py").run()

    assert not app.exception
    assert app.selectbox(key="month").value == 7
    assert app.multiselect(key="counties").value == ["990112"]
