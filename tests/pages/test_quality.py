"""数据质量: who has not reported, what is odd, filters, the file to send, and what an empty page says."""

from io import BytesIO

import openpyxl
import pytest
import streamlit as st

from bench.recorder import recording
from components import quality_panels
from dualwatch import quality
from tests.conftest import project
from tests.given import indicator, months_heard, observed
from tests.pages.conftest import texts
from tests.pages.opening import notes, open_page

PAGE = "pages/data/quality.py"


@pytest.fixture
def demo_page(demo_store, monkeypatch):
    """A function that opens the page on the demonstration data."""
    monkeypatch.setenv("DUALWATCH_STORE", str(demo_store.path))
    return lambda url=None, **widgets: open_page(PAGE, url, **widgets)


def count_of(store, name, **params):
    return store.ask(f"quality/{name}", params).num_rows


def sentence(app):
    return app.subheader[0].value


def kinds_shown(app):
    return next(table.value for table in app.dataframe if "findings" in table.value.columns)


def test_the_sentence_says_who_has_not_reported_and_how_much_is_odd(demo_store, demo_page):
    total = sum(demo_store.ask(name).num_rows for name in quality.KINDS)
    app = demo_page()

    assert sentence(app).startswith("8 月 519 个部门中 3 个的支付没有报全，6 月监控 ")
    assert sentence(app).endswith(f"类问题 {total:,} 条。")


def test_every_kind_with_findings_is_listed_with_its_count(demo_store, demo_page):
    shown = kinds_shown(demo_page()).set_index("finding")["findings"].to_dict()

    assert shown["当月未报支付的部门"] == 3
    assert shown["支付超过调整后预算"] == count_of(demo_store, "paid_over_budget")
    assert all(shown.values())


def test_the_matrix_says_states_in_words_the_worst_first(demo_page):
    matrix = demo_page().dataframe[0].value

    assert matrix["支付 8 月"].tolist()[:4] == [["○ 未报"]] * 3 + [["✓ 已报"]]
    assert any(state[0].startswith("△ 迟") for state in matrix["监控 6 月"])


@pytest.mark.parametrize(
    ("page", "rows", "said"), [("1", 100, "第 1—100 行，共 519 行"), ("6", 19, "第 501—519 行，共 519 行")]
)
def test_all_departments_are_turned_page_by_page(demo_page, page, rows, said):
    app = demo_page({"units_page": page}, reporting_view="全部")

    assert len(app.dataframe[0].value) == rows
    assert said in notes(app)


def test_the_page_never_asks_for_every_department(demo_page):
    st.cache_resource.clear()
    with recording() as asked:
        demo_page()

    assert [params["page_size"] for name, params in asked if name == "quality/reporting"] == [100]


def test_the_url_opens_a_kind_with_its_rows_and_how_to_mend_them(demo_store, demo_page):
    app = demo_page({"kind": "paid_over_budget"})
    rows = app.dataframe[2].value

    assert len(rows) == count_of(demo_store, "paid_over_budget")
    assert rows["sentence"].str.contains("超过调整后预算").all()
    assert "怎样改：核对支付数和预算调整" in notes(app)


def test_findings_follow_the_filters(demo_store, demo_page):
    app = demo_page({"kind": "satisfaction_targets"}, departments=["110"])

    assert len(app.dataframe[2].value) == count_of(demo_store, "satisfaction_targets", departments=["110"])
    assert set(app.dataframe[2].value["dept_name"]) == {"教育局"}


def test_an_unknown_kind_opens_the_first(demo_page):
    assert "当月未报支付的部门：3 条" in notes(demo_page({"kind": "nothing"}))


@pytest.mark.parametrize(
    ("page", "rows", "said"), [("1", 200, "第 1—200 行，共 223 行"), ("2", 23, "第 201—223 行，共 223 行")]
)
def test_a_long_list_is_turned_page_by_page(demo_page, monkeypatch, page, rows, said):
    """223 projects lack a month of payments; two hundred are to fit on a page."""
    monkeypatch.setattr(quality_panels, "TABLE_ROWS", 200)

    app = demo_page({"kind": "payment_gaps", "page": page})

    assert [len(table.value) for table in app.dataframe if "sentence" in table.value.columns] == [rows]
    assert said in notes(app)


def test_cards_lead_to_the_projects(demo_page):
    app = demo_page({"kind": "paid_over_budget", "view": "卡片"})
    leading = [link for link in app.page_link if "project=" in link.proto.query_string]

    assert len(leading) >= 3


def test_completeness_and_self_scores_stand_below(demo_page):
    app = demo_page()

    assert "填得全不全：" in notes(app)
    assert "2025 年自评：" in notes(app)
    assert app.dataframe[-1].value["dept_name"].is_unique


def test_the_files_hold_every_finding(demo_store, demo_page, monkeypatch):
    """What the buttons hand out, made from the kinds that the page shows."""
    handed = {}
    monkeypatch.setattr(quality_panels, "_download", lambda label, name, mime, made: handed.update({name: made}))
    demo_page()

    assert set(handed) == {"数据质量-2026年8月.xlsx", "问题清单-2026年8月.zip"}
    book = openpyxl.load_workbook(BytesIO(handed["数据质量-2026年8月.xlsx"]()), read_only=True)
    assert book["全部问题"].max_row - 3 == sum(demo_store.ask(name).num_rows for name in quality.KINDS)


@pytest.fixture(scope="module")
def clean_store(make_store):
    """Nothing is wrong: two projects that pay, report on time and weigh 100."""
    return make_store(
        {
            "projects": [project(code) for code in "ab"],
            "indicators": [indicator(code, target="100人", weight=100) for code in "ab"],
            "observations": [observed(code, 6, "50人") | {"reported_on": "2026-06-30"} for code in "ab"],
            "execution": [*months_heard("a", 6), *months_heard("b", 6)],
        }
    )


def test_a_page_without_findings_says_what_was_checked(open_app, clean_store):
    app = open_app(clean_store.path, PAGE)

    assert not app.exception
    assert sentence(app) == (
        f"6 月 1 个部门都报了支付，6 月监控 2 个项目都按期填了；查了 {len(quality.KINDS)} 类，没有发现问题。"
    )
    assert app.info[1].value.startswith("共检查 2 个项目、2 个指标、2 次填报")
    assert "1 个部门该报的都报了，没有查到逾期的。" in app.info[0].value
    assert "自评满分占比" in texts(app)


def test_filters_that_pick_nothing_say_so(demo_page):
    app = demo_page(departments=["166"], categories=["人员类"])

    assert app.info[0].value == "这个范围内没有项目。"
