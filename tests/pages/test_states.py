"""What every page says when the store is empty or old, and where the search leads."""

from datetime import date

import duckdb
import pytest

from components import cards
from dualwatch import catalogue
from dualwatch.store import Store
from tests.conftest import publish, write_tables
from tests.pages import area

PAGES = ("pages/monitor/overview.py", "pages/monitor/alerts.py")


def test_an_empty_store_says_what_to_do(open_app, tmp_path):
    app = open_app(tmp_path / "nothing")

    assert not app.exception
    assert "python -m dualwatch sample" in app.info[0].value
    assert "python -m dualwatch load" in app.info[0].value


@pytest.mark.parametrize("view", ["groups", "paced_groups"])
def test_a_version_of_an_older_program_says_so_once(open_app, tmp_path, monkeypatch, view):
    """`groups` is what the filters read, `paced_groups` what panels read; here both lack what is asked of them."""
    store = Store(tmp_path / "older")
    with monkeypatch.context() as then:
        then.setattr(catalogue, "fingerprint", lambda: "older SQL")
        older = publish(store, write_tables(tmp_path / "delivery", area.tables())).version
    for file in (store.files(older).own, *store.files(older).years):
        with duckdb.connect(str(file)) as year:
            year.execute(f"create or replace view main.{view} as select 1 as nothing")

    app = open_app(store.path)

    assert not app.exception and not app.error
    assert [warning.value for warning in app.warning if "旧程序" in warning.value] == [
        f"版本 {older.name} 由旧程序建立，答不了这个问题。运行 python -m dualwatch rebuild，用现在的程序重建现用版本。"
    ]


def test_a_damaged_store_says_what_mends_it(open_app, own_store):
    own_store.files(own_store.current()).own.write_bytes(b"")
    damaged = open_app(own_store.path)
    own_store.pointer.write_text("nothing", encoding="utf-8")
    pointless = open_app(own_store.path)

    assert not damaged.exception and not damaged.error and not pointless.exception
    assert "缺失或损坏" in damaged.warning[0].value and "dualwatch rebuild" in damaged.warning[0].value
    assert "dualwatch publish" in pointless.warning[0].value


class Later(date):
    @classmethod
    def today(cls):
        return date(2026, 10, 16)


@pytest.mark.parametrize("page", PAGES)
def test_old_data_are_said_to_be_old(open_area, monkeypatch, page):
    monkeypatch.setattr(cards, "date", Later)

    app = open_area(page)

    assert app.warning[0].value == ("数据截至 2026-08-31，已过 46 天。8 月各单位都已报，还没有导入之后月份的数据。")


def test_data_of_45_days_are_not_old(open_area, monkeypatch):
    monkeypatch.setattr(cards, "date", type("Earlier", (date,), {"today": classmethod(lambda _: date(2026, 10, 15))}))

    assert not open_area().warning


@pytest.mark.parametrize("search", ["芦川培训1", "L1", "lcpx1"])
def test_a_project_is_found_by_name_code_or_initials(open_area, search):
    app = open_area()
    app.text_input(key="search").set_value(search).run()

    found = [link for link in app.sidebar.page_link if "project=2026-990112-L1" in link.proto.query_string]
    assert len(found) == 1


def test_a_search_without_result_says_so(open_area):
    app = open_area()
    app.text_input(key="search").set_value("没有这样的项目").run()

    assert "没有找到" in app.sidebar.caption[0].value


@pytest.mark.parametrize("page", PAGES)
def test_widgets_speak_chinese(open_area, page):
    app = open_area(page)

    placeholders = [widget.proto.placeholder for widget in (*app.multiselect, *app.selectbox, *app.text_input)]
    assert not [text for text in placeholders if any("a" <= letter.lower() <= "z" for letter in text)]


def test_a_version_of_the_url_is_asked_and_goes_along_to_the_next_page(open_area, area_store):
    version = area_store.current().name

    app = open_area(version=version)
    assert app.session_state["kept_filters"]["version"] == version

    app.query_params.clear()
    app.switch_page("pages/compare/counties.py").run()
    assert app.query_params["version"] == version


def test_a_version_that_is_not_kept_says_what_to_do(open_area):
    app = open_area(version="000099-nothing")

    assert [header.value for header in app.header] == ["没有这个数据版本"]
    assert "去掉网址里的 version" in app.info[0].value
