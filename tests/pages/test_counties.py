"""县区对比: the sentence, the table and the charts are of the same rows."""

import pytest

from tests.conftest import project
from tests.given import paid
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

    assert len(charts) == 3


def test_what_is_not_ranked_is_said():
    assert "单列，不排名" in notes(open_page(PAGE))


def test_where_no_county_is_ranked_none_is_called_the_lowest(demo_store):
    """党委办公室 has two projects in a county, and a rank takes five."""
    app = open_page(PAGE, departments=["101"])

    assert not any(row["is_ranked"] for row in demo_store.ask("compare/counties", {"departments": ["101"]}).to_pylist())
    assert app.subheader[0].value == "这个范围内没有可以排名的县区：未报，或可算的项目少于 5 个。"


def test_one_county_alone_is_shown(demo_store):
    code = demo_store.ask("compare/counties").to_pylist()[0]["mof_div_code"]
    app = open_page(PAGE, counties=[code])

    assert list(app.dataframe[0].value["rank"]) == [1]


def test_no_project_in_the_filter_says_so_and_offers_a_way_out():
    app = open_page(PAGE, counties=["990121000"], books=["社会保险基金预算"], key_only=True)

    assert app.info[0].value == "这个范围内没有项目。"
    assert app.button(key="clear_empty").label == "清除筛选"


def test_public_money_stands_against_the_months_gone_by(demo_store):
    app = open_page(PAGE)
    shown = app.dataframe[1].value
    rows = demo_store.ask("compare/fiscal_totals").to_pylist()
    revenue = [row for row in rows if row["fiscal_item"] == "一般公共预算收入"]

    assert list(shown["mof_div_name"]) == [row["mof_div_name"] for row in revenue]
    behind = sum(row["fiscal_gap"] < 0 for row in revenue)
    assert any(text.value.startswith(f"{len(revenue)} 个地区中 {behind} 个低于序时进度。") for text in app.markdown)


def test_spending_can_be_chosen_in_place_of_revenue(demo_store):
    app = open_page(PAGE, fiscal_item="一般公共预算支出")
    rows = demo_store.ask("compare/fiscal_totals").to_pylist()
    spending = [float(row["fiscal_budget"]) / 100_000_000 for row in rows if row["fiscal_item"] == "一般公共预算支出"]

    assert list(app.dataframe[1].value["fiscal_budget"]) == spending


def test_without_public_money_the_panel_says_what_to_load(open_area):
    app = open_area(PAGE)
    said = app.info[0].value

    assert said.startswith("没有 2026 年 8 月的财政收支。")
    assert "财政收支月报" in said


def test_public_money_of_a_month_that_no_project_has_reached_is_told(make_store, monkeypatch):
    """Projects are known to June, revenue of July and August too."""
    store = make_store({
        "projects": [project("a")], "execution": [paid("a", 1, 6)],
        "fiscal_totals": [{"mof_div_code": "371003000", "fiscal_year": 2026, "month": month, "budget": 2, "executed": 1,
                           "measure": "一般公共预算收入"} for month in (6, 7, 8)],
    })  # fmt: skip
    monkeypatch.setenv("DUALWATCH_STORE", str(store.path))

    said = "7、8 月也有财政收支，导入该月的项目执行数后可以选。"
    assert said in notes(open_page(PAGE))
    assert said in open_page(PAGE, month=5).info[0].value


@pytest.fixture
def levels(make_store, monkeypatch):
    """Revenue of a county, a town and their city, of which only the first two are compared."""
    regions = {"990100": "市", "990101": "县", "990101001": "乡"}
    store = make_store({
        "regions": [{"mof_div_code": code, "mof_div_name": f"样例{level}", "level": level}
                    for code, level in regions.items()],
        "projects": [project("a", mof_div_code="990101", mof_div_name=None)],
        "execution": [paid("a", 1, 6) | {"mof_div_code": "990101"}],
        "fiscal_totals": [{"mof_div_code": code, "fiscal_year": 2026, "month": 6, "measure": "一般公共预算收入",
                           "budget": 200_000_000, "executed": 100_000_000} for code in regions],
    })  # fmt: skip
    monkeypatch.setenv("DUALWATCH_STORE", str(store.path))


@pytest.mark.parametrize(
    ("chosen", "region"), [({}, "样例县"), ({"fiscal_level": "乡镇"}, "样例乡"), ({"fiscal_level": "其他"}, "样例市")]
)
def test_every_level_of_revenue_can_be_seen(levels, chosen, region):
    table = open_page(PAGE, **chosen).dataframe[-1].value

    assert list(table["mof_div_name"]) == [region]


RATES = {"990101000": 300_000, "990102000": 200_000, "990101001": 400_000, "990101002": 450_000, "990100000": 100_000}
TOWNS = ["样例990101002", "样例990101001"]


@pytest.fixture
def mixed(make_store, monkeypatch):
    """Two counties, two towns of one of them and the city, five projects each; their levels are those of their codes.

    Half a year is due; nobody has paid half.
    """
    codes = [(f"p{place}", code, yuan) for code, yuan in RATES.items() for place in range(5)]
    store = make_store({
        "projects": [project(name, mof_div_code=code, mof_div_name=f"样例{code}") for name, code, _ in codes],
        "execution": [paid(name, yuan, mof_div_code=code) for name, code, yuan in codes],
    })  # fmt: skip
    monkeypatch.setenv("DUALWATCH_STORE", str(store.path))


def test_counties_come_first_and_townships_are_no_rivals_of_theirs(mixed):
    app = open_page(PAGE)

    assert app.subheader[0].value.startswith("2 个县区中 2 个低于应达进度。样例990102000最低，执行率 20.0%")
    table = app.dataframe[0].value
    assert list(table["mof_div_name"]) == ["样例990101000", "样例990102000", "样例990100000"]
    assert list(table["rank"].dropna()) == [1, 2]


def test_townships_are_compared_where_the_reader_chooses_them(mixed):
    app = open_page(PAGE, level="乡镇")

    assert app.subheader[0].value.startswith("2 个乡镇中 2 个低于应达进度。样例990101001最低，执行率 40.0%")
    table = app.dataframe[0].value
    assert (list(table["mof_div_name"]), list(table["rank"])) == (TOWNS, [1, 2])


def test_the_overview_compares_counties_where_there_are_any(mixed):
    assert "2 个县区中 2 个低于应达进度" in notes(open_page("pages/monitor/overview.py"))


def test_a_county_of_townships_alone_calls_them_so(make_store, monkeypatch):
    rows = [(f"p{place}", code) for code in ("990101001", "990101002") for place in range(5)]
    store = make_store({
        "projects": [project(name, mof_div_code=code, mof_div_name=f"样例{code}") for name, code in rows],
        "execution": [paid(name, 100_000, mof_div_code=code) for name, code in rows],
    })  # fmt: skip
    monkeypatch.setenv("DUALWATCH_STORE", str(store.path))

    assert open_page(PAGE).subheader[0].value.startswith("2 个乡镇中 2 个低于应达进度。")
    assert "2 个乡镇中 2 个低于应达进度" in notes(open_page("pages/monitor/overview.py"))
