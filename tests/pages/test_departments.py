"""部门对比: four views of the same rows, a search, and what is left out."""

import pytest

from components.department_panels import matching
from tests.pages.opening import notes, open_page

PAGE = "pages/compare/departments.py"


@pytest.fixture(autouse=True)
def published(demo_store, monkeypatch):
    """The demonstration data behind the dashboard."""
    monkeypatch.setenv("DUALWATCH_STORE", str(demo_store.path))


def test_the_first_view_has_bullets_distribution_and_trends():
    app = open_page(PAGE)

    assert len(app.get("plotly_chart")) == 3
    assert "少支付金额最大的 15 个部门" in notes(app)


def test_the_sentence_says_where_half_the_shortfall_lies():
    assert "少支付金额的一半集中在" in open_page(PAGE).subheader[0].value


def test_all_departments_are_a_table():
    app = open_page(PAGE, dept_view="全部")

    assert len(app.dataframe[0].value) == 87


def test_peers_are_ranked_in_one_category():
    app = open_page(PAGE, dept_view="同类比较")
    ranks = app.dataframe[0].value["rank"].dropna()

    assert list(ranks) == sorted(ranks)
    assert "只在同一项目类别里排名" in notes(app)


def test_small_departments_are_said_to_be_unranked():
    assert "可算的项目少于 5 个的" in notes(open_page(PAGE))


def test_a_department_is_found_by_pinyin_initials(demo_store):
    departments = demo_store.ask("compare/departments").to_pandas()

    assert "教育局" in set(matching(departments, "JYJ")["dept_name"])


def test_a_search_for_one_that_owes_nothing_says_so_of_it_alone():
    app = open_page(PAGE, dept_search="残联")

    assert [info.value for info in app.info] == ["残联没有少支付。"]


def test_a_search_without_a_hit_says_so():
    app = open_page(PAGE, dept_search="没有这个部门")

    assert app.info[0].value == "没有找到“没有这个部门”，请换一个词。"
