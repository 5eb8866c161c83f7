"""The dot ranking: best on top, last year hollow, severity in shape and colour, the rest in columns."""

import re

import pandas as pd

from components.charts.dot_ranking import Words, dot_ranking
from components.palette import LIGHT
from dualwatch.measures import places_text
from tests.charts import checked

dot_ranking = checked(dot_ranking)


def county(name, now, before, severity=None, expected=666_667, change=0):
    return {
        "mof_div_code": f"code-{name}",
        "mof_div_name": name,
        "execution_rate": now,
        "last_rate": before,
        "expected_rate": expected,
        "execution_gap": now - expected,
        "rank_change": change,
        "severity": severity,
    }


def lines(chart):
    """What each annotation says, line by line, without the marks of its colour and size."""
    return [re.sub("</?span[^>]*>", "", note.text).split("<br>") for note in chart.layout.annotations]


def said(chart):
    return {line for note in lines(chart) for line in note}


COUNTIES = pd.DataFrame([county("青岚区", 721_000, 715_000, change=1), county("芦川县", 504_000, None, "red")])


def test_rates_are_drawn_in_the_order_given_and_carry_the_code():
    now = dot_ranking(COUNTIES, LIGHT).data[2]

    assert list(now.x) == [72.1, 50.4]
    assert [code for (code,) in now.customdata] == ["code-青岚区", "code-芦川县"]
    assert list(now.marker.symbol) == ["circle", "diamond"]
    assert list(now.marker.color) == [LIGHT.money, LIGHT.red]


def test_a_county_without_last_year_has_no_bar():
    bars, before, _ = dot_ranking(COUNTIES, LIGHT).data

    assert list(bars.x) == [72.1, 71.5, None]
    assert before.x[0] == 71.5


def test_columns_say_rate_gap_and_change_of_rank():
    chart = dot_ranking(COUNTIES, LIGHT)

    assert lines(chart)[-3:] == [["<b>72.1</b>", "<b>50.4</b>"], ["+5.4", "−16.3"], ["↑1", "—"]]
    assert {"执行率", "差", "比上年", "应达 66.7%"} <= said(chart)


def test_however_many_counties_each_column_is_one_text_with_a_line_in_each_row():
    chart = dot_ranking(pd.DataFrame([county(f"县{place}", 700_000, None) for place in range(120)]), LIGHT)

    assert len(chart.layout.annotations) == 7
    assert {len(column) for column in lines(chart)[-3:]} == {120}
    assert {note.y for note in chart.layout.annotations[-3:]} == {59.5}


def test_without_counties_only_the_heads_of_the_columns_stand():
    assert lines(dot_ranking(COUNTIES[:0], LIGHT)) == [["执行率"], ["差"], ["比上年"]]


def test_counties_with_their_own_pace_have_their_own_ticks():
    ticks = dot_ranking(
        pd.DataFrame([county("甲", 700_000, None), county("乙", 600_000, None, expected=600_000)]), LIGHT
    ).layout.shapes

    assert [(tick.x0, tick.y0 < tick.y1) for tick in ticks] == [(66.6667, True), (60.0, True)]


def test_rank_change_is_an_arrow_with_places():
    assert [places_text(places) for places in (3, -1, 0, None, float("nan"))] == ["↑3", "↓1", "—", "—", "—"]


def test_a_county_that_reported_nothing_reads_as_such():
    silent = county("岱宁县", 0, None) | {"execution_rate": None, "execution_gap": None, "unrated_budget": 8_000}
    chart = dot_ranking(pd.DataFrame([county("青岚区", 721_000, None), silent]), LIGHT)

    assert {"<b>72.1</b>", "<b>未报</b>"} <= said(chart)


def test_the_pace_due_rounds_half_up_as_the_sentences_do():
    assert "应达 46.3%" in said(dot_ranking(COUNTIES.assign(expected_rate=462_500), LIGHT))


def test_another_rate_has_its_own_words():
    told = said(dot_ranking(COUNTIES, LIGHT, words=Words("完成率", "序时")))

    assert {"完成率", "序时 66.7%"} <= told
    assert "执行率" not in told
