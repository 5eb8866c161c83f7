"""县区对比: the sentence, the table and the charts are of the same rows."""

import pytest

from tests.pages.opening import notes, open_page

PAGE = "pages/compare/counties.py"


@pytest.fixture(autouse=True)
def published(demo_store, monkeypatch):
    """The demonstration data behind the dashboard."""
    monkeypatch.setenv("DUALWATCH_STORE", str(demo_store.path))


def test_the_sentence_counts_the_rows_of_the_table(demo_store):
    app = open_page(PAGE)
    rows = [row for row in demo_store.ask("compare/counties").to_pylist() if row["is_compared"]]
    behind = sum(row["execution_gap"] < 0 for row in rows)

    assert app.subheader[0].value.startswith(f"{len(rows)} 个县区中 {behind} 个低于应达进度。")


def test_the_table_lists_every_region_and_ranks_the_counties():
    table = open_page(PAGE).dataframe[0].value

    assert len(table) == 13
    assert list(table["rank"].dropna()) == list(range(1, 13))


def test_dots_and_cells_share_their_rows():
    charts = open_page(PAGE).get("plotly_chart")

    assert len(charts) == 2


def test_what_is_not_ranked_is_said():
    assert "单列，不排名" in notes(open_page(PAGE))


def test_one_county_alone_is_shown(demo_store):
    code = demo_store.ask("compare/counties").to_pylist()[0]["mof_div_code"]
    app = open_page(PAGE, counties=[code])

    assert list(app.dataframe[0].value["rank"]) == [1]


def test_no_project_in_the_filter_says_so_and_offers_a_way_out():
    app = open_page(PAGE, counties=["990121000"], books=["社会保险基金预算"], key_only=True)

    assert app.info[0].value == "这个范围内没有项目。"
    assert app.button(key="clear_empty").label == "清除筛选"
